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

/** What is announced on the attract screen: filed, never shown as kept, so that nobody files again. Each until the midnight after it was found. */
export interface UnseenFilings {
  /** A visit ended before its filing could be shown. */
  add(note: PowerCutNote): void;
  toShow(nowMs: number): readonly PowerCutNote[];
}

export function createUnseenFilings(foundAtStart: readonly PowerCutNote[], startMs: number): UnseenFilings {
  let found = foundAtStart.map((note) => ({ note, day: localDay(startMs) }));
  return {
    add(note) {
      if (!found.some((one) => one.note.slip === note.slip)) found.push({ note, day: localDay(Date.parse(note.at)) });
    },
    toShow(nowMs) {
      found = found.filter(({ day }) => day === localDay(nowMs));
      return found.map(({ note }) => note);
    },
  };
}

/** The day in Hanoi (UTC+7 all year), ISO. */
export function localDay(ms: number): string {
  return new Date(ms + hanoiOffsetMs).toISOString().slice(0, 10);
}
