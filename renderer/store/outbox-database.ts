import { Dexie, type EntityTable, type Table } from 'dexie';

/** A filing without its body, and what its indexes need. */
export interface LineRow {
  readonly id: string;
  readonly sequence: number;
  readonly slip: string;
  readonly delivery: { readonly state: string };
  readonly bytes: number;
  /** Present only while true, so that the index holds no more than there is to find. */
  readonly openWithdrawal?: 1;
  readonly followed?: 1;
  /** The rest of the filing; parsed before use. */
  readonly [more: string]: unknown;
}

/** Bodies lie apart: a list of ten thousand filings never loads one. */
export interface BodyRow {
  readonly id: string;
  readonly body: unknown;
}

/** What could not be read, as it was found. Never dropped. */
export interface AsideRow {
  readonly number?: number;
  readonly id: string;
  readonly row: unknown;
  readonly body: unknown;
}

export interface OutboxDatabase {
  readonly dexie: Dexie;
  readonly lines: Table<LineRow, string>;
  readonly bodies: EntityTable<BodyRow, 'id'>;
  readonly aside: Table<AsideRow, number>;
  readonly opened: OutboxOpening;
  /** Whoever has told the shell how the store was found calls this; until then every opening says it again. */
  forgetOpening(): Promise<void>;
}

/** How the store was found, by this opening or an earlier one nobody has told of: page and worker both open it. */
export interface OutboxOpening {
  /** There was no store: the first start of this kiosk, or it vanished. */
  readonly created: boolean;
  /** The browser says it threw an older store away. */
  readonly dataLoss: boolean;
  /** The store was there, but not the row that was written when it was made. */
  readonly canaryMissing: boolean;
}

/** Names in storage are for ever: another name or a lower version loses the queue of every kiosk in the field. */
export const outboxDatabaseName = 'diem-cham-outbox';

interface Fact {
  readonly id: string;
}

const openingId = 'opening';
const canary = { id: 'canary', since: 'outbox/1' } as const;

export interface BrowserDatabases {
  readonly indexedDB: IDBFactory;
  readonly IDBKeyRange: typeof IDBKeyRange;
}

/** Opens the store, making it if there is none. Rejects when the browser cannot open it at all. */
export async function openOutboxDatabase(browser: BrowserDatabases = globalThis): Promise<OutboxDatabase> {
  const watched = watchOpening(browser.indexedDB);
  const dexie = new Dexie(outboxDatabaseName, {
    // Relaxed would acknowledge a filing before it is on the disk (queue-facts: 200 of 200 lost in a power cut).
    chromeTransactionDurability: 'strict',
    indexedDB: watched.indexedDB,
    IDBKeyRange: browser.IDBKeyRange,
    autoOpen: false,
  });
  dexie.version(1).stores({
    lines: 'id, sequence, slip, [delivery.state+sequence], [openWithdrawal+sequence], [followed+sequence]',
    bodies: 'id',
    aside: '++number, id',
    facts: 'id',
  });
  await dexie.open();
  const facts = dexie.table<Fact, string>('facts');
  const opened = await dexie.transaction('rw', facts, () => noteOpening(facts, watched.found()));
  return {
    dexie,
    lines: dexie.table('lines'),
    bodies: dexie.table('bodies'),
    aside: dexie.table('aside'),
    opened,
    forgetOpening: () => facts.delete(openingId),
  };
}

async function noteOpening(
  facts: Table<Fact, string>,
  { created, dataLoss }: Omit<OutboxOpening, 'canaryMissing'>,
): Promise<OutboxOpening> {
  const canaryMissing = !created && (await facts.get(canary.id)) === undefined;
  const untold = (await facts.get(openingId)) as Partial<OutboxOpening> | undefined;
  const opened: OutboxOpening = {
    created: created || untold?.created === true,
    dataLoss: dataLoss || untold?.dataLoss === true,
    canaryMissing: canaryMissing || untold?.canaryMissing === true,
  };
  if (created || canaryMissing) {
    await facts.put(canary);
    await facts.put({ id: openingId, ...opened });
  }
  return opened;
}

/** Dexie hides the event that tells of a thrown-away store, so we listen on the request it makes. */
function watchOpening(real: IDBFactory): { indexedDB: IDBFactory; found: () => Omit<OutboxOpening, 'canaryMissing'> } {
  let created = false;
  let dataLoss = false;
  const open = (name: string, version?: number) => {
    const request = version === undefined ? real.open(name) : real.open(name, version);
    request.addEventListener('upgradeneeded', (event) => {
      created ||= event.oldVersion === 0;
      dataLoss ||= (event as { dataLoss?: string }).dataLoss === 'total';
    });
    return request;
  };
  const indexedDB = {
    open,
    deleteDatabase: (name: string) => real.deleteDatabase(name),
    cmp: (first: unknown, second: unknown) => real.cmp(first, second),
    databases: () => real.databases(),
  } as IDBFactory;
  return { indexedDB, found: () => ({ created, dataLoss }) };
}
