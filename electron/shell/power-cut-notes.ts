import type { Row } from './safe/filing-index.ts';

const hanoiOffsetMs = 7 * 60 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;

export interface PowerCutNote {
  readonly slip: string;
  readonly at: string;
}

/**
 * Found in the safe at start and never shown as kept on any screen: filed within the last day, not withdrawn. Slip numbers only.
 * A machine without a battery wakes up years ago: then the newest filing counts as the last day's.
 */
export function findPowerCutNotes(rows: readonly Row[], startMs: number): readonly PowerCutNote[] {
  const newest = rows.at(-1);
  const isRecent = (row: Row): boolean => {
    const ageMs = startMs - Date.parse(row.facts.filedAt);
    return Math.abs(ageMs) < dayMs || (row === newest && ageMs < 0);
  };
  return rows
    .filter((row) => !row.shown && !row.withdrawal && isRecent(row))
    .map((row) => ({ slip: row.facts.slip, at: row.facts.filedAt }));
}

/** Announced until midnight after the start that found them. */
export function notesToShow(
  notes: readonly PowerCutNote[],
  { startMs, nowMs }: { startMs: number; nowMs: number },
): readonly PowerCutNote[] {
  return localDay(nowMs) === localDay(startMs) ? notes : [];
}

/** The day in Hanoi (UTC+7 all year), ISO. */
export function localDay(ms: number): string {
  return new Date(ms + hanoiOffsetMs).toISOString().slice(0, 10);
}
