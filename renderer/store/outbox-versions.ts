import { Dexie, type Table, type Transaction } from 'dexie';
import type { AsideRow, BodyRow, LineRow } from './outbox-database.ts';

/**
 * The shapes the store has had, oldest first. A shape that has shipped is never edited: every kiosk in the field walks the
 * same steps. `npm test` fails when the newest shape, or that of a row, changes without a new version and its frozen fixture
 * (`npm run freeze`).
 */
export interface OutboxVersion {
  readonly version: number;
  /** A step of the way that no build ever stopped at: no kiosk has it, so no fixture does. */
  readonly isHalfway?: true;
  /** Dexie's own notation; `null` removes a store after the upgrade; stores not named stay as they were. */
  readonly stores: Readonly<Record<string, string | null>>;
  /** Runs inside the upgrade transaction: all of it, or nothing has happened. Must keep every row. */
  readonly upgrade?: (transaction: Transaction) => Promise<void>;
}

export const outboxVersions: readonly OutboxVersion[] = [
  {
    version: 1,
    stores: {
      lines: 'id, sequence, slip, [delivery.state+sequence], [openWithdrawal+sequence], [followed+sequence]',
      bodies: 'id',
      aside: '++number, id',
      facts: 'id',
    },
  },
  // A store cannot change its key, so bodies are moved out and back in: into the order of their filings. Never seen between.
  { version: 2, isHalfway: true, stores: { bodies: null, moving: '[sequence+id]' }, upgrade: moveBodiesOut },
  {
    version: 3,
    stores: { moving: null, bodies: '[sequence+id]', leases: '++number', settled: '++number' },
    upgrade: moveBodiesIn,
  },
];

/** Rows moved in one go: the memory of a kiosk with ten thousand waiting filings must not hold them all at once. */
const rowsInOneGo = 200;

async function moveBodiesOut(transaction: Transaction): Promise<void> {
  const lines: Table<LineRow, string> = transaction.table('lines');
  const aside: Table<AsideRow, number> = transaction.table('aside');
  const before: Table<{ id: string; body: unknown }, string> = transaction.table('bodies');
  const after: Table<BodyRow, [number, string]> = transaction.table('moving');
  let last = '';
  for (;;) {
    const found = await before.where('id').above(last).limit(rowsInOneGo).toArray();
    const of = await lines.bulkGet(found.map(({ id }) => id));
    const ordered: BodyRow[] = [];
    const lost: AsideRow[] = [];
    for (const [index, { id, body }] of found.entries()) {
      const sequence = of[index]?.sequence;
      if (typeof sequence === 'number' && Number.isFinite(sequence)) ordered.push({ sequence, id, body });
      // A body whose line cannot say where it stands is kept aside; the safe brings its filing back.
      else lost.push({ id, row: of[index], body });
    }
    await after.bulkPut(ordered);
    await aside.bulkAdd(lost);
    const end = found.at(-1);
    if (end === undefined) return;
    last = end.id;
  }
}

async function moveBodiesIn(transaction: Transaction): Promise<void> {
  const moving: Table<BodyRow, [number, string]> = transaction.table('moving');
  const bodies: Table<BodyRow, [number, string]> = transaction.table('bodies');
  let last: [number, unknown] = [Number.NEGATIVE_INFINITY, ''];
  for (;;) {
    const found = await moving.where('[sequence+id]').above(last).limit(rowsInOneGo).toArray();
    await bodies.bulkPut(found);
    const end = found.at(-1);
    if (end === undefined) break;
    last = [end.sequence, end.id];
  }
  // What was on its way when the old build stopped may have been sent or not: it waits again, as after every power cut. From
  // this version on `sending` stands in a lease, not in the line.
  await transaction
    .table('lines')
    .where('[delivery.state+sequence]')
    .between(['sending', Dexie.minKey], ['sending', Dexie.maxKey])
    .modify((row: { delivery: { state: string } }) => {
      row.delivery.state = 'waiting';
    });
}
