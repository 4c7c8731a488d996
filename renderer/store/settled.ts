import type { PromiseExtended } from 'dexie';
import type { OutboxFiling, Outcome } from '../../shared/outbox/outbox.ts';
import { deliveryAfterOutcome } from '../../shared/outbox/transitions.ts';
import { deliveryOf, lineAfter } from './line.ts';
import type { LineRow, OutboxDatabase, SettledRow } from './outbox-database.ts';

/**
 * Pages the portal has taken, one row each: their lines still say `waiting`, and count as received for as long as the row stands.
 * A hundred lines and bodies change later, when nothing is being sent (`fold`): written one by one while a queue drains they
 * cost more than sending it.
 *
 * Rows are added and removed, never changed, and their numbers are never given again: what was read once stays true while its
 * number is there, so only the numbers are read each time.
 */
export interface Settled {
  /** Numbers not seen before: their rows are to be read. */
  missing(numbers: readonly number[]): number[];
  /** What the rows of these numbers say, with those just read. */
  now(numbers: readonly number[], read: readonly SettledRow[]): SettledNow;
}

export interface SettledNow {
  readonly pages: readonly SettledRow[];
  readonly size: number;
  outcome(id: string): ReceivedOutcome | undefined;
}

type ReceivedOutcome = Extract<Outcome, { kind: 'received' }>;

export function createSettled(): Settled {
  const known = new Map<number, SettledRow>();
  let latest: { numbers: string; now: SettledNow } | undefined;
  return {
    missing: (numbers) => numbers.filter((number) => !known.has(number)),
    now(numbers, read) {
      for (const row of read) known.set(row.number as number, row);
      const standing = new Set(numbers);
      for (const number of [...known.keys()]) if (!standing.has(number)) known.delete(number);
      const signature = numbers.join();
      if (latest?.numbers !== signature) latest = { numbers: signature, now: together([...known.values()]) };
      return latest.now;
    },
  };
}

function together(pages: readonly SettledRow[]): SettledNow {
  let outcomes: Map<string, ReceivedOutcome> | undefined;
  return {
    pages,
    size: pages.reduce((sum, { filings }) => sum + filings.length, 0),
    outcome(id) {
      outcomes ??= new Map(
        pages.flatMap(({ filings }) =>
          filings.map(([, one, code, receivedAt, receiver]): [string, ReceivedOutcome] => [
            one,
            { kind: 'received', code, receivedAt, receiver },
          ]),
        ),
      );
      return outcomes.get(id);
    },
  };
}

/** Inside a transaction of Dexie's over `database.settled`; a promise of Dexie's own, which keeps it open however deep it is called. */
export function settledNow({ settled }: OutboxDatabase, cache: Settled): PromiseExtended<SettledNow> {
  return settled
    .toCollection()
    .primaryKeys()
    .then((numbers) =>
      settled.bulkGet(cache.missing(numbers)).then((read) =>
        cache.now(
          numbers,
          read.filter((row) => row !== undefined),
        ),
      ),
    );
}

/** A filing as its settled page says it is. */
export function asSettled(filing: OutboxFiling, outcome: ReceivedOutcome | undefined): OutboxFiling {
  if (!outcome) return filing;
  return { ...filing, delivery: deliveryAfterOutcome(filing.delivery, outcome), body: null };
}

/**
 * Writes one settled page into its lines and takes its bodies away. Inside a transaction of Dexie's over all stores, with a
 * promise of Dexie's own. Resolves to lines whose state cannot be read.
 */
export function fold(
  { lines, bodies, settled }: Pick<OutboxDatabase, 'lines' | 'bodies' | 'settled'>,
  page: SettledRow,
): PromiseExtended<LineRow[]> {
  return lines.bulkGet(page.filings.map(([, id]) => id)).then((rows) => {
    const after: LineRow[] = [];
    const unreadable: LineRow[] = [];
    for (const [place, [, , code, receivedAt, receiver]] of page.filings.entries()) {
      const row = rows[place];
      if (!row) continue;
      const before = deliveryOf(row, true);
      if (!before) unreadable.push(row);
      else after.push(lineAfter(row, deliveryAfterOutcome(before, { kind: 'received', code, receivedAt, receiver })));
    }
    return lines
      .bulkPut(after)
      .then(() => bodies.bulkDelete(after.map(({ sequence, id }): [number, string] => [sequence, id])))
      .then(() => settled.delete(page.number as number))
      .then(() => unreadable);
  });
}
