/**
 * `<unit>-YYYYMMDD-<7 digits>`: the shape of the national dossier code since 2025, inferred from one sample
 * (domain/dossier.json, «codes.new»). Unverified; a city's own portal mints its own.
 */
export function officialCode(code: { prefix: string; day: string; count: number }): string {
  return `${code.prefix}-${code.day}-${String(code.count).padStart(7, '0')}`;
}

const hanoiOffsetMs = 7 * 60 * 60 * 1000;

/** YYYYMMDD in Hanoi (UTC+7 all year). */
export function codeDay(nowMs: number): string {
  return hanoiDate(nowMs).replaceAll('-', '');
}

/** YYYY-MM-DD in Hanoi. */
export function hanoiDate(nowMs: number): string {
  return new Date(nowMs + hanoiOffsetMs).toISOString().slice(0, 10);
}
