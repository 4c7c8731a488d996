import type { CarriedHeader } from '../../../shared/carrying/carried-entry.ts';
import type { Row } from '../safe/filing-index.ts';
import { hex } from '../safe/read-only.ts';
import type { Safe } from '../safe/safe.ts';
import type { WeighedSource } from './several-files.ts';

/** What the ward has no receipt for, and a withdrawal it has not heard of. */
export function isOwed(row: Row): boolean {
  return !row.receipt || row.withdrawal?.reached === false;
}

/** What of a safe at work goes into a carried file; reads and changes nothing, so filing and sending go on beside it. */
export function carrySafe(
  safe: Pick<Safe, 'rows' | 'find' | 'filing' | 'parts' | 'head'>,
  facts: Pick<CarriedHeader, 'kiosk' | 'label' | 'madeAt'>,
): WeighedSource {
  return {
    header: { ...facts, by: 'export', head: safe.head() },
    filings: safe
      .rows()
      .filter((row) => isOwed(row) && !row.bodyDropped)
      .map((row) => ({ id: row.facts.id, slip: row.facts.slip, bytes: bytesOf(row) })),
    async filing(id) {
      const row = safe.find(id);
      const found = row && (await safe.filing(id));
      if (!found) return 'body-gone';
      if (!found.body) return row.freed ? 'body-gone' : 'body-damaged';
      return { kiosk: facts.kiosk, filing: found.body, parts: found.parts, withdrawal: found.withdrawal?.token };
    },
    async part(sha256) {
      // A place of the kiosk's own disk that cannot be read costs this part, not the whole copy.
      const bytes = await safe.parts.read(sha256).catch(() => undefined);
      return bytes && hex(bytes) === sha256 ? bytes : undefined;
    },
  };
}

/** Near enough to ask whether there is room: the record with its body, and the parts. */
export function bytesOf(row: Row): number {
  return row.location.length + row.facts.parts.reduce((sum, { bytes }) => sum + bytes, 0) + overheadPerFiling;
}

const overheadPerFiling = 1024;
