import type { Host } from './host.ts';

const printerEveryMs = 60_000;

/** Asked now and then: a printer is plugged in or runs out of paper while the kiosk runs. */
export function watchPrinter(host: Host, onChange: () => void): { isThere: () => boolean; stop: () => void } {
  let isThere = false;
  const ask = async (): Promise<void> => {
    const now = (await host.hasPrinter?.().catch(() => false)) ?? false;
    if (now === isThere) return;
    isThere = now;
    onChange();
  };
  void ask();
  const timer = setInterval(() => void ask(), printerEveryMs);
  timer.unref();
  return { isThere: () => isThere, stop: () => clearInterval(timer) };
}
