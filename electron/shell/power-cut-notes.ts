import type { Row } from './safe/filing-index.ts';

const hanoiOffsetMs = 7 * 60 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;

export interface PowerCutNote {
  readonly slip: string;
  readonly at: string;
}

/** Found in the safe at start and never shown as kept on any screen: filed within the last day, not withdrawn. Slip numbers only. */
export function findPowerCutNotes(rows: readonly Row[], startMs: number): readonly PowerCutNote[] {
  return rows
    .filter((row) => !row.shown && !row.withdrawal && Math.abs(startMs - Date.parse(row.facts.filedAt)) < dayMs)
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
