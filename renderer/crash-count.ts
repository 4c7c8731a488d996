/** How often the page broke within a short while, over reloads; a fresh window begins at nothing. */
export type CrashMemory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const key = 'page-crashes';
const withinMs = 2 * 60_000;
const mostReloads = 2;

/**
 * Once and again the same page is tried: it resumes at the same question. What breaks it a third time lies in the visit itself, and a
 * machine in a lobby must not go on breaking: then the visit ends.
 */
export function afterCrash(memory: CrashMemory, nowMs: number): 'reload' | 'end-visit' {
  const crashes = [...read(memory).filter((atMs) => Math.abs(nowMs - atMs) < withinMs), nowMs];
  if (crashes.length > mostReloads) {
    memory.removeItem(key);
    return 'end-visit';
  }
  memory.setItem(key, crashes.join(' '));
  return 'reload';
}

function read(memory: CrashMemory): number[] {
  return (memory.getItem(key) ?? '').split(' ').filter(Boolean).map(Number);
}
