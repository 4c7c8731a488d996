import { z } from 'zod';
import { parseJson } from '../../shared/dossier/seal.ts';
import type { Clock } from '../../shared/runtime.ts';
import { type Disk, replaceFile } from './safe/disk.ts';

/** The portal's signed time, and what this machine's clock said when it came. */
export const Confirmed = z.object({ portalMs: z.number(), kioskMs: z.number() });
type Confirmed = z.infer<typeof Confirmed>;

export interface ClockState {
  /** `confirmed`: signed portal time within 30 days, and this clock has not gone back behind it. Otherwise doubtful. */
  state(): { confirmed: boolean; offsetMs: number | null };
  confirmedAt(): string | null;
  /** A verified time of the portal. Older than the newest one seen, it is a replay and changes nothing. */
  learn(portalMs: number): Promise<void>;
}

const name = 'clock.json';
const writeEveryMs = 10 * 60_000;
const driftMs = 2_000;

export async function openClockState(options: {
  disk: Disk;
  folder: string;
  clock: Clock;
  confirmedMs: number;
}): Promise<ClockState> {
  const { disk, folder, clock } = options;
  const bytes = await disk.read(`${folder}/${name}`);
  const parsed = Confirmed.safeParse(bytes ? parseJson(bytes) : undefined);
  let newest: Confirmed | undefined = parsed.success ? parsed.data : undefined;
  let written: Confirmed | undefined = newest;

  return {
    state() {
      if (!newest) return { confirmed: false, offsetMs: null };
      const age = clock.nowMs() - newest.kioskMs;
      return {
        confirmed: age >= 0 && age <= options.confirmedMs,
        offsetMs: Math.round(newest.portalMs - newest.kioskMs),
      };
    },
    confirmedAt: () => (newest ? new Date(newest.kioskMs).toISOString() : null),
    async learn(portalMs) {
      if (newest && portalMs <= newest.portalMs) return;
      newest = { portalMs, kioskMs: clock.nowMs() };
      const offsetOf = (time: Confirmed) => time.portalMs - time.kioskMs;
      const isWorthWriting =
        !written ||
        newest.kioskMs - written.kioskMs > writeEveryMs ||
        Math.abs(offsetOf(newest) - offsetOf(written)) > driftMs;
      if (!isWorthWriting) return;
      await replaceFile(disk, { folder, name, bytes: new TextEncoder().encode(JSON.stringify(newest)), durable: true });
      written = newest;
    },
  };
}
