import { hanoiDay } from '../../shared/identity/calendar-date.ts';

/**
 * `<unit>-YYYYMMDD-<7 digits>`: the shape of the national dossier code since 2025, inferred from one sample
 * (domain/dossier.json, «codes.new»). Unverified; a city's own portal mints its own.
 */
export function officialCode(code: { prefix: string; day: string; count: number }): string {
  return `${code.prefix}-${code.day}-${String(code.count).padStart(7, '0')}`;
}

/** YYYYMMDD in Hanoi. */
export function codeDay(nowMs: number): string {
  return hanoiDay(nowMs).replaceAll('-', '');
}
