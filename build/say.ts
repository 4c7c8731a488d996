/** What the set-up says: plain lines, a name first, so that a log reads as well as a terminal. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const heartbeatMs = 10_000;

/** Does a long piece of work and says every ten seconds that it goes on. */
export async function sayWhile<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const heartbeat = setInterval(() => say(`  … ${what} (${secondsSince(started)} s)`), heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
  }
}

export function secondsSince(startedMs: number): string {
  const seconds = (performance.now() - startedMs) / 1000;
  return seconds < 10 ? seconds.toFixed(1) : String(Math.round(seconds));
}

/** Something a person must do before the command can go on. The message is the whole explanation. */
export class SetUpProblem extends Error {
  override name = 'SetUpProblem';
}
