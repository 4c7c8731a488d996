import { hanoiDay } from '../../shared/identity/calendar-date.ts';

/**
 * `<unit>-YYYYMMDD-<7 digits>`: the shape of the national dossier code since 2025, inferred from one sample
 * (domain/dossier.json, «codes.new»). Unverified; a city's own portal mints its own.
 */
export function officialCode(code: { prefix: string; day: string; count: number }): string {
  return `${code.prefix}-${code.day}-${String(code.count).padStart(7, '0')}`;
}

/**
 * The number of a day's next code. Never below the time of day in hundredths of a second: a register restored from an older backup
 * has forgotten what it gave since, but the clock has gone on, so no code names two dossiers. `last` is the newest of this day
 * the register knows of, 0 when there is none; `floor` what an earlier run may have given.
 */
export function nextNumber({ last, ...when }: { last: number; nowMs: number; floor?: number | undefined }): number {
  return Math.max(last + 1, lowestNumber(when));
}

export function lowestNumber({ nowMs, floor = 0 }: { nowMs: number; floor?: number | undefined }): number {
  return Math.max(floor + 1, earliestNumber(nowMs));
}

/** What `officialCode` made; a prefix may hold hyphens of its own. */
export function readCode(code: string): { series: { prefix: string; day: string }; number: number } {
  const pieces = code.split('-');
  const [day = '', number = ''] = pieces.slice(-2);
  return { series: { prefix: pieces.slice(0, -2).join('-'), day }, number: Number(number) };
}

/** A revision has its case's code and its own place behind it: it is no dossier of its own. */
export function revisionCode(code: string, count: number): string {
  return `${code}/${count}`;
}

/** The code of the case, whatever was made of it. */
export function caseCode(code: string): string {
  return code.split('/')[0] as string;
}

/** Which of its case's revisions this is, from 1: the order in which they came, whatever the clock said. */
export function revisionPlace(code: string): number {
  return Number(code.split('/')[1]);
}

/** Hundredths of a second since midnight in Hanoi (UTC+7, no summer time): at most 8,640,000 of the seven digits. */
function earliestNumber(nowMs: number): number {
  return Math.floor(((nowMs + hanoiOffsetMs) % dayMs) / 10);
}

const hanoiOffsetMs = 7 * 60 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;

/** YYYYMMDD in Hanoi. */
export function codeDay(nowMs: number): string {
  return hanoiDay(nowMs).replaceAll('-', '');
}
