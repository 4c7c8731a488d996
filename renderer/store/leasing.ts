import { SealedFiling } from '../../shared/dossier/sealed-filing.ts';
import type { Delivery, LeaseBounds, LeasedFiling, Outcome } from '../../shared/outbox/outbox.ts';
import { deliveryAfterOutcome } from '../../shared/outbox/transitions.ts';
import { beginHot, type HotTransaction } from './hot-transaction.ts';
import { deliveryOf, lineAfter, readLine } from './line.ts';
import type { BodyRow, LeaseRow, LineRow, SettledRow } from './outbox-database.ts';
import type { Settled, SettledNow } from './settled.ts';

/**
 * A page on its way: one row says which lines are leased, and one row that the portal has taken them, so lease and record are a
 * read and a write each whatever the size of the page. Whatever else became of a filing is written into its line.
 */

export interface Leasing {
  readonly leased: LeasedFiling[];
  /** Lines whose filing, or its body, cannot be read: to be set aside. */
  readonly unreadable: readonly LineRow[];
}

/** Index rows looked at in one read while looking for filings that may be leased. */
const step = 200;
const stores = ['lines', 'bodies', 'leases', 'settled'];
const byState = '[delivery.state+sequence]';
/** Sorts behind every number and text of a key. */
const last: IDBValidKey = [];

export interface Browser {
  readonly database: IDBDatabase;
  readonly keyRange: typeof IDBKeyRange;
}

/** Strict: after a power cut we must know that we may have sent. */
export async function leasePage(browser: Browser, settled: Settled, bounds: LeaseBounds): Promise<Leasing> {
  const hot = beginHot(browser.database, stores, 'strict');
  const taken = [...flat((await hot.getAll('leases')) as LeaseRow[]), ...flat((await settledIn(hot, settled)).pages)];
  const rows =
    bounds.only === undefined ? await oldest(hot, browser, bounds, taken) : await alone(hot, bounds.only, taken);
  const bodies = bounds.bodies === false ? undefined : await bodiesOf(hot, browser, rows);

  const leased: LeasedFiling[] = [];
  const unreadable: LineRow[] = [];
  for (const row of rows) {
    const filing = readLine(row, true);
    const body = bodies?.get(row.id) ?? null;
    // Asked for by name and not waiting any more: nothing is to be sent, and nothing is wrong with it.
    if (filing && filing.delivery.state !== 'sending') continue;
    if (!filing || (bodies && !body)) unreadable.push(row);
    else leased.push({ ...filing, body, bytes: row.bytes });
  }
  if (leased.length > 0) {
    const row: LeaseRow = { filings: leased.map(({ sequence, id }) => [sequence, id]) };
    hot.add('leases', row);
  }
  await hot.committed;
  return { leased, unreadable };
}

/**
 * Relaxed: the safe has the receipts already, and whatever a power cut takes back is found under way at the next start, sent
 * again and absorbed. Returns lines whose state cannot be read.
 */
export async function recordPage(
  browser: Browser,
  settled: Settled,
  outcomes: ReadonlyMap<string, Outcome>,
): Promise<LineRow[]> {
  const hot = beginHot(browser.database, stores, 'relaxed');
  const leases = (await hot.getAll('leases')) as LeaseRow[];
  const before = await settledIn(hot, settled);
  const leased = new Map(flat(leases).map(([sequence, id]) => [id, sequence]));
  const page: SettledRow['filings'][number][] = [];
  const others = new Map<string, Outcome>();
  for (const [id, outcome] of outcomes) {
    const sequence = leased.get(id);
    // What is settled already stays so: a late word never takes it back.
    if (before.outcome(id)) continue;
    if (outcome.kind !== 'received' || sequence === undefined) others.set(id, outcome);
    else page.push([sequence, id, outcome.code, outcome.receivedAt, outcome.receiver]);
  }
  if (page.length > 0) hot.add('settled', { filings: page } satisfies SettledRow);
  const ended = new Set(page.map(([, id]) => id));
  const unreadable = await writeLines(hot, browser, { leases, leased, outcomes: others, ended });
  for (const lease of leases) endLease(hot, lease, ended);
  await hot.committed;
  return unreadable;
}

/** Line by line; whatever has gone on is added to `ended`. */
async function writeLines(
  hot: HotTransaction,
  browser: Browser,
  {
    leases,
    leased,
    outcomes,
    ended,
  }: {
    leases: readonly LeaseRow[];
    leased: ReadonlyMap<string, number>;
    outcomes: ReadonlyMap<string, Outcome>;
    ended: Set<string>;
  },
): Promise<LineRow[]> {
  const rows = await linesOf(hot, browser, leases, outcomes);
  const unreadable: LineRow[] = [];
  const freed: LineRow[] = [];
  for (const [id, outcome] of outcomes) {
    const row = rows.get(id);
    if (!row) continue;
    const before = deliveryOf(row, leased.has(id));
    if (!before) {
      unreadable.push(row);
      continue;
    }
    const after: Delivery = deliveryAfterOutcome(before, outcome);
    if (after === before) continue;
    hot.put('lines', lineAfter(row, after));
    ended.add(id);
    if (after.state === 'received') freed.push(row);
  }
  await removeBodies(hot, browser, freed);
  return unreadable;
}

async function settledIn(hot: HotTransaction, settled: Settled): Promise<SettledNow> {
  const numbers = (await hot.getAllKeys('settled')) as number[];
  const rows = await Promise.all(settled.missing(numbers).map((number) => hot.get('settled', number)));
  return settled.now(numbers, rows.filter((row) => row !== undefined) as SettledRow[]);
}

/** Lines that are no longer under way leave their lease. */
export function withoutFilings(lease: LeaseRow, ids: ReadonlySet<string>): LeaseRow | 'unchanged' | 'over' {
  const filings = lease.filings.filter(([, id]) => !ids.has(id));
  if (filings.length === lease.filings.length) return 'unchanged';
  return filings.length === 0 ? 'over' : { ...lease, filings };
}

function endLease(hot: HotTransaction, lease: LeaseRow, ids: ReadonlySet<string>): void {
  const left = withoutFilings(lease, ids);
  if (left === 'unchanged' || lease.number === undefined) return;
  if (left === 'over') hot.remove('leases', lease.number);
  else hot.put('leases', left);
}

async function alone(hot: HotTransaction, id: string, taken: readonly [number, string][]): Promise<LineRow[]> {
  const row = (await hot.get('lines', id)) as LineRow | undefined;
  return row && !taken.some(([, other]) => other === id) ? [row] : [];
}

/** The oldest waiting lines, past what is under way already and what has to wait for its turn. */
async function oldest(
  hot: HotTransaction,
  { keyRange }: Browser,
  { filings, bytes, except }: LeaseBounds,
  taken: readonly [number, string][],
): Promise<LineRow[]> {
  const under = new Set(taken.map(([, id]) => id));
  const chosen: LineRow[] = [];
  let size = 0;
  for (const { after, before } of gapsBetween(taken.map(([sequence]) => sequence))) {
    let from: IDBValidKey = after;
    for (;;) {
      const range = keyRange.bound(['waiting', from], ['waiting', before], true, true);
      const limit = Math.min(filings - chosen.length + (except?.size ?? 0), step);
      const rows = (await hot.getAllByIndex('lines', byState, range, limit)) as LineRow[];
      for (const row of rows) {
        if (chosen.length >= filings) return chosen;
        // Nothing to send (bytes 0) can only be a line that lost its body: the safe has it.
        if (except?.has(row.id) || under.has(row.id) || row.bytes === 0) continue;
        size += Number.isFinite(row.bytes) ? row.bytes : 0;
        if (chosen.length > 0 && size > bytes) return chosen;
        chosen.push(row);
      }
      const newest = rows.at(-1);
      if (chosen.length >= filings) return chosen;
      if (newest === undefined || rows.length < limit) break;
      from = newest.sequence;
    }
  }
  return chosen;
}

/** Pages under way are mostly runs of neighbours: they are stepped over, not read. */
function gapsBetween(taken: readonly number[]): { after: IDBValidKey; before: IDBValidKey }[] {
  const sorted = [...new Set(taken)].sort((one, other) => one - other);
  const gaps: { after: IDBValidKey; before: IDBValidKey }[] = [];
  let after: IDBValidKey = Number.NEGATIVE_INFINITY;
  for (const [place, sequence] of sorted.entries()) {
    if (sequence !== (sorted[place - 1] ?? Number.NaN) + 1) gaps.push({ after, before: sequence });
    after = sequence;
  }
  return [...gaps, { after, before: last }];
}

async function bodiesOf(
  hot: HotTransaction,
  { keyRange }: Browser,
  rows: readonly LineRow[],
): Promise<Map<string, SealedFiling>> {
  const found = new Map<string, SealedFiling>();
  for (const run of runsOf(rows)) {
    for (const { id, body } of (await hot.getAll('bodies', rangeOf(run, keyRange))) as BodyRow[]) {
      const sealed = SealedFiling.safeParse(body);
      if (sealed.success) found.set(id, sealed.data);
    }
  }
  return found;
}

async function linesOf(
  hot: HotTransaction,
  { keyRange }: Browser,
  leases: readonly LeaseRow[],
  outcomes: ReadonlyMap<string, Outcome>,
): Promise<Map<string, LineRow>> {
  const found = new Map<string, LineRow>();
  for (const { filings } of leases) {
    const mine = filings.filter(([, id]) => outcomes.has(id)).map(([sequence]) => sequence);
    const [from, to] = [mine[0], mine.at(-1)];
    if (from === undefined || to === undefined) continue;
    const range = keyRange.bound(['waiting', from], ['waiting', to]);
    const rows = (await hot.getAllByIndex('lines', byState, range, filings.length * 2)) as LineRow[];
    for (const row of rows) found.set(row.id, row);
  }
  for (const id of outcomes.keys()) {
    if (found.has(id)) continue;
    const row = (await hot.get('lines', id)) as LineRow | undefined;
    if (row) found.set(id, row);
  }
  return found;
}

async function removeBodies(hot: HotTransaction, { keyRange }: Browser, rows: readonly LineRow[]): Promise<void> {
  for (const run of runsOf(rows)) {
    const range = rangeOf(run, keyRange);
    // Somebody else's body between ours would go with them: two filings of one number, after a safe was lost.
    if ((await hot.count('bodies', range)) <= run.length) hot.remove('bodies', range);
    else for (const { sequence, id } of run) hot.remove('bodies', [sequence, id]);
  }
}

/** Neighbours by sequence. */
function runsOf(rows: readonly LineRow[]): LineRow[][] {
  const runs: LineRow[][] = [];
  for (const row of [...rows].sort((one, other) => one.sequence - other.sequence)) {
    const run = runs.at(-1);
    if (run && run.at(-1)?.sequence === row.sequence - 1) run.push(row);
    else runs.push([row]);
  }
  return runs;
}

function rangeOf(run: readonly LineRow[], keyRange: typeof IDBKeyRange): IDBKeyRange {
  const [first, end] = [run[0] as LineRow, run.at(-1) as LineRow];
  return keyRange.bound([first.sequence, first.id], [end.sequence, end.id]);
}

function flat(pages: readonly (LeaseRow | SettledRow)[]): [number, string][] {
  return pages.flatMap(({ filings }) => filings.map(([sequence, id]): [number, string] => [sequence, id]));
}
