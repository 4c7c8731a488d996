import type { DumpedDatabase } from './generation.ts';

/** A filing as the rows of a dumped store tell of it, whichever shape they had. */
export interface FilingInside {
  readonly id: string;
  readonly sequence: number;
  readonly delivery: Readonly<Record<string, unknown>> & { readonly state: string; readonly attempts: number };
  readonly withdrawal: unknown;
  readonly body: unknown;
}

interface Line {
  readonly id: string;
  readonly sequence: number;
  readonly delivery: FilingInside['delivery'];
  readonly withdrawal: unknown;
}

/** What was on its way when the build stopped waits again, its attempts counted. */
export function filingsInside(dumped: DumpedDatabase): readonly FilingInside[] {
  const bodies = new Map(rowsOf<{ id: string; body: unknown }>(dumped, 'bodies').map(({ id, body }) => [id, body]));
  const leased = new Set(
    rowsOf<{ filings: [number, string][] }>(dumped, 'leases').flatMap(({ filings }) => filings.map(([, id]) => id)),
  );
  return rowsOf<Line>(dumped, 'lines')
    .map(({ id, sequence, delivery, withdrawal }) => ({
      id,
      sequence,
      delivery: foundAtStart(delivery, leased.has(id)),
      withdrawal,
      body: bodies.get(id) ?? null,
    }))
    .sort((one, other) => one.sequence - other.sequence);
}

function foundAtStart(delivery: FilingInside['delivery'], isLeased: boolean): FilingInside['delivery'] {
  if (delivery.state === 'sending') return { ...delivery, state: 'waiting' };
  return isLeased ? { ...delivery, attempts: delivery.attempts + 1 } : delivery;
}

function rowsOf<T>(dumped: DumpedDatabase, store: string): readonly T[] {
  return (dumped.stores.find(({ name }) => name === store)?.rows ?? []) as T[];
}
