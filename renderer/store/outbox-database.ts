import { Dexie, type Table } from 'dexie';
import { type OutboxVersion, outboxVersions } from './outbox-versions.ts';

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

/** Bodies lie apart, in the order of their filings: a list of ten thousand never loads one, a page of them goes in one delete. */
export interface BodyRow {
  readonly sequence: number;
  readonly id: string;
  readonly body: unknown;
}

/**
 * What is under way, one row for each page: its lines say `waiting`, with the attempts before this one, and count as `sending`
 * for as long as the row stands. One row is written where a page of lines would have to be.
 */
export interface LeaseRow {
  readonly number?: number;
  readonly filings: readonly (readonly [sequence: number, id: string])[];
}

/**
 * A page the portal has taken, as its receipts say: its lines still say `waiting`, and count as received for as long as the row
 * stands (`settled.ts`).
 */
export interface SettledRow {
  readonly number?: number;
  readonly filings: readonly (readonly [
    sequence: number,
    id: string,
    code: string,
    receivedAt: string,
    receiver: string,
  ])[];
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
  readonly bodies: Table<BodyRow, [number, string]>;
  readonly leases: Table<LeaseRow, number>;
  readonly settled: Table<SettledRow, number>;
  readonly aside: Table<AsideRow, number>;
  readonly keyRange: typeof IDBKeyRange;
  readonly opened: OutboxOpening;
  /** Whoever has told the shell how the store was found calls this; until then every opening says it again. */
  forgetOpening(): Promise<void>;
  /** Rejects when the disk takes no more: writes what is there anyway. */
  proveWritable(): Promise<void>;
}

/**
 * Why the store stays shut. Nothing in it has been changed: the right build finds everything as it was, and until then the
 * safe, which is the truth, is worked from.
 */
export type ShutReason =
  /** Made by a newer build than this one: a downgrade. Rows of tomorrow read with yesterday's eyes would be set aside. */
  | 'newer'
  /** Another page holds the older shape open and does not let go. */
  | 'blocked'
  /** A step of the upgrade failed and was undone. */
  | 'upgrade-failed'
  /** The browser does not open it: a full disk, a broken file. */
  | 'unavailable';

export class StoreIsShut extends Error {
  readonly reason: ShutReason;

  constructor(reason: ShutReason) {
    super(`the outbox stays shut: ${reason}`);
    this.name = 'StoreIsShut';
    this.reason = reason;
  }
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

/** Another page of this kiosk closes as soon as it is asked; one that hangs must not keep this one waiting for ever. */
const blockedLimitMs = 5000;

/**
 * Opens the store, making it if there is none and upgrading it if it is older. Rejects with `StoreIsShut`, having changed
 * nothing, when it cannot.
 * @param versions all shapes up to the one this build works with
 */
export async function openOutboxDatabase(
  browser: BrowserDatabases = globalThis,
  versions: readonly OutboxVersion[] = outboxVersions,
): Promise<OutboxDatabase> {
  const watched = watchOpening(browser.indexedDB);
  const dexie = new Dexie(outboxDatabaseName, {
    // Relaxed would acknowledge a filing before it is on the disk (queue-facts: 200 of 200 lost in a power cut).
    chromeTransactionDurability: 'strict',
    indexedDB: watched.indexedDB,
    IDBKeyRange: browser.IDBKeyRange,
    autoOpen: false,
  });
  for (const { version, stores, upgrade } of versions) {
    const declared = dexie.version(version).stores({ ...stores });
    if (upgrade) declared.upgrade(upgrade);
  }
  try {
    await Promise.race([dexie.open(), watched.blocked()]);
  } catch {
    dexie.close();
    throw new StoreIsShut(watched.whyShut());
  }
  const facts = dexie.table<Fact, string>('facts');
  const opened = await dexie.transaction('rw', facts, () => noteOpening(facts, watched.found()));
  return {
    dexie,
    lines: dexie.table('lines'),
    bodies: dexie.table('bodies'),
    leases: dexie.table('leases'),
    settled: dexie.table('settled'),
    aside: dexie.table('aside'),
    keyRange: browser.IDBKeyRange,
    opened,
    forgetOpening: () => facts.delete(openingId),
    async proveWritable() {
      await facts.put(canary);
    },
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

interface WatchedOpening {
  readonly indexedDB: IDBFactory;
  readonly found: () => Omit<OutboxOpening, 'canaryMissing'>;
  readonly whyShut: () => ShutReason;
  /** Rejects when nobody lets go of an older store; otherwise never ends. An upgrade under way is waited for. */
  readonly blocked: () => Promise<never>;
}

/**
 * Dexie hides the events that tell of a thrown-away, a newer and a blocked store, so we listen on the request it makes. And it
 * means well: told that the store is newer it opens it all the same, and an index it misses it adds under a version of its own.
 * Both end here.
 */
function watchOpening(real: IDBFactory): WatchedOpening {
  let created = false;
  let dataLoss = false;
  let shut: ShutReason = 'unavailable';
  let hasGivenUp = false;
  let giveUp: () => void = () => {};
  const blocked = new Promise<never>((_, reject) => {
    giveUp = () => {
      hasGivenUp = true;
      reject(new StoreIsShut('blocked'));
    };
  });
  blocked.catch(() => {});
  const open = (name: string, version?: number) => {
    if (version === undefined) throw new StoreIsShut('newer');
    if (version % 10 !== 0) {
      shut = 'upgrade-failed';
      throw new StoreIsShut('upgrade-failed');
    }
    const request = real.open(name, version);
    let isUpgrading = false;
    request.addEventListener('upgradeneeded', (event) => {
      // Whoever was in the way has let go at last, and nobody waits here any more: the next look finds the store as it was.
      if (hasGivenUp) return request.transaction?.abort();
      isUpgrading = true;
      created ||= event.oldVersion === 0;
      dataLoss ||= (event as { dataLoss?: string }).dataLoss === 'total';
      // It stands until the upgrade has gone through: then nobody asks.
      shut = event.oldVersion === 0 ? 'unavailable' : 'upgrade-failed';
    });
    request.addEventListener('blocked', () => {
      shut = 'blocked';
      setTimeout(() => {
        if (!isUpgrading) giveUp();
      }, blockedLimitMs);
    });
    request.addEventListener('success', () => {
      if (hasGivenUp) request.result.close();
    });
    request.addEventListener('error', () => {
      if (request.error?.name === 'VersionError') shut = 'newer';
    });
    return request;
  };
  const indexedDB = {
    open,
    deleteDatabase: (name: string) => real.deleteDatabase(name),
    cmp: (first: unknown, second: unknown) => real.cmp(first, second),
    databases: () => real.databases(),
  } as IDBFactory;
  return { indexedDB, found: () => ({ created, dataLoss }), whyShut: () => shut, blocked: () => blocked };
}
