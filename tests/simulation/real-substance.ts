import nodeCrypto from 'node:crypto';
import { copyFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { exportJWK, generateKeyPair } from 'jose';
import type { Dialect, Driver } from 'kysely';
import { signAssertionWithJose } from '../../electron/shell/portal-connection.ts';
import { verifyAssertionWithJose } from '../../portal/access/device-assertion.ts';
import { openMarkFile } from '../../portal/keys/code-marks-file.ts';
import { openFilePartsStore } from '../../portal/parts/file-parts-store.ts';
import type { PartsStore } from '../../portal/parts/parts-store.ts';
import type { Register } from '../../portal/register/register.ts';
import { openSqlRegister } from '../../portal/register/sql-register.ts';
import { sqliteDialect } from '../../portal/register/sqlite.ts';
import { createDexieOutbox } from '../../renderer/store/dexie-outbox.ts';
import { openOutboxDatabase, StoreIsShut } from '../../renderer/store/outbox-database.ts';
import { nativeCryptography } from '../../shared/dossier/native-cryptography.ts';
import { webPartCipher } from '../../shared/dossier/web-cryptography.ts';
import type { Outbox, OutboxFiling } from '../../shared/outbox/outbox.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { BeforeCommit, PortalStorage } from './portal-storage.ts';
import type { WorldCryptography } from './seeded-cryptography.ts';
import type { Substance } from './substance.ts';
import type { VirtualTime } from './virtual-time.ts';
import { asKiosk } from './world-channel.ts';

/**
 * The real things: HPKE and ES256, the portal's SQLite and files on this disk, the page's Dexie over an IndexedDB in memory.
 * Their bytes and turns are their own, so such a world keeps the same promises and cannot be replayed.
 */
export const realSubstance: Substance = {
  async open({ time }) {
    const folder = await mkdtemp(join(tmpdir(), 'diem-cham-world-'));
    const storages: PortalStorage[] = [];
    return {
      cryptography: realCryptography(time),
      async openStorage(beforeCommit) {
        const storage = await openRealStorage({ folder, time, beforeCommit });
        storages.push(storage);
        return storage;
      },
      openStore: async () => createDexieStore(time),
      async close() {
        for (const storage of storages) await storage.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};

function realCryptography(time: VirtualTime): WorldCryptography {
  const native = nativeCryptography(nodeCrypto as never);
  return {
    ...native,
    partCipher: {
      encryptPart: (plain) => time.working(webPartCipher.encryptPart(plain)),
      decryptPart: (input) => time.working(webPartCipher.decryptPart(input)),
    },
    signAssertion: (...given) => time.working(signAssertionWithJose(...given)),
    verifyAssertion: (...given) => time.working(verifyAssertionWithJose(...given)),
    key: (kid) => time.working(newKey(kid)),
  };
}

async function newKey(kid: string) {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const { x = '', y = '', d = '' } = await exportJWK(privateKey);
  return { kty: 'EC', crv: 'P-256', x, y, d, kid } as const;
}

async function openRealStorage({
  folder,
  time,
  beforeCommit,
}: {
  folder: string;
  time: VirtualTime;
  beforeCommit: BeforeCommit;
}): Promise<PortalStorage> {
  let changes = 0;
  let machine = 0;
  let backups = 0;
  let live = join(folder, 'live-0');
  await mkdir(live, { recursive: true });
  let register = await openSqlRegister(watched(sqliteDialect(join(live, 'register.db'))));
  let partsFolder = join(folder, 'parts-0');
  let parts = await openFilePartsStore(partsFolder);
  const marks = await openMarkFile(join(folder, 'codes.db'));
  let backup: string | undefined;
  /** Machines that died, whose connection still hangs in the air. */
  const dead: Register[] = [];

  let turn: Promise<unknown> = Promise.resolve();

  /** One thing at a time is done to the folders. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  }

  function watched(dialect: Dialect): Dialect {
    return {
      createAdapter: () => dialect.createAdapter(),
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createIntrospector: (db) => dialect.createIntrospector(db),
      createDriver: () => watchCommits(dialect.createDriver()),
    };
  }

  function watchCommits(driver: Driver): Driver {
    return new Proxy(driver, {
      get(target, name) {
        if (name === 'commitTransaction') {
          return async (...given: Parameters<Driver['commitTransaction']>) => {
            changes += 1;
            beforeCommit('commit');
            return target.commitTransaction(...given);
          };
        }
        const value = Reflect.get(target, name) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  return {
    register: following(() => register, time),
    parts: following<PartsStore>(() => parts, time),
    marks,
    changes: () => changes,
    powerCut: () =>
      inTurn(async () => {
        // What the file system holds at this moment is what the next start finds; the old connection may say what it likes.
        machine += 1;
        const next = join(folder, `live-${machine}`);
        await mkdir(next);
        await copyFile(join(live, 'register.db'), join(next, 'register.db'));
        await copyFile(join(live, 'register.db-wal'), join(next, 'register.db-wal')).catch(() => undefined);
        dead.push(register);
        live = next;
        register = await openSqlRegister(watched(sqliteDialect(join(live, 'register.db'))));
        changes += 1;
      }),
    backUp: () =>
      inTurn(async () => {
        backups += 1;
        const to = join(folder, `backup-${backups}`);
        await mkdir(to);
        const source = new DatabaseSync(join(live, 'register.db'));
        source.prepare('VACUUM INTO ?').run(join(to, 'register.db'));
        source.close();
        await cp(partsFolder, join(to, 'parts'), { recursive: true });
        backup = to;
        return openSqlRegister(sqliteDialect(join(to, 'register.db')));
      }),
    restore: () =>
      inTurn(async () => {
        if (backup === undefined) return false;
        machine += 1;
        live = join(folder, `live-${machine}`);
        partsFolder = join(folder, `parts-${machine}`);
        await mkdir(live);
        await copyFile(join(backup, 'register.db'), join(live, 'register.db'));
        await cp(join(backup, 'parts'), partsFolder, { recursive: true });
        dead.push(register);
        register = await openSqlRegister(watched(sqliteDialect(join(live, 'register.db'))));
        parts = await openFilePartsStore(partsFolder);
        changes += 1;
        return true;
      }),
    async close() {
      await turn;
      for (const one of [register, ...dead]) await one.close().catch(() => undefined);
    },
  };
}

/** Whatever is there now, and a step of the world waits for it. */
function following<T extends object>(current: () => T, time: VirtualTime): T {
  const methods = Object.entries(current()).filter(([, value]) => typeof value === 'function');
  const calls = methods.map(([name]) => [
    name,
    (...given: unknown[]) =>
      time.working((current() as Record<string, (...given: unknown[]) => Promise<unknown>>)[name]?.(...given) as never),
  ]);
  return Object.fromEntries(calls) as T;
}

const allStates = ['waiting', 'sending', 'received', 'needs-attention'] as const;

function createDexieStore(time: VirtualTime): OutboxStore {
  let indexedDB = new IDBFactory();
  let changes = 0;
  let isFailing = false;
  let known = new Map<string, { line: string; filing: OutboxFiling }>();
  let reader: (Outbox & { close(): void }) | undefined;
  let readAt = -1;
  let lastRead: ReadonlyMap<string, OutboxFiling> = new Map();

  async function openDatabase() {
    const database = await openOutboxDatabase({ indexedDB, IDBKeyRange } as never);
    return { ...database, outbox: asKiosk(indexedDB, () => createDexieOutbox(database)) };
  }

  return {
    async open() {
      if (isFailing) throw new StoreIsShut('unavailable');
      const { outbox, opened, forgetOpening, proveWritable } = await time.working(openDatabase());
      outbox.observe(() => {
        changes += 1;
      });
      const calls = Object.entries(outbox).map(([name, call]) => {
        if (name === 'observe' || name === 'close') return [name, call];
        return [
          name,
          (...given: unknown[]) => {
            changes += 1;
            if (isFailing) return Promise.reject(new Error('the store takes no writing'));
            return time.working(
              (call as (...given: unknown[]) => Promise<unknown>)(...given).finally(() => {
                changes += 1;
              }),
            );
          },
        ];
      });
      return {
        outbox: Object.fromEntries(calls) as typeof outbox,
        opened,
        forgetOpening: () => time.working(forgetOpening()),
        proveWritable: () => time.working(proveWritable()),
      };
    },
    async rows() {
      if (readAt === changes) return lastRead;
      readAt = changes;
      reader ??= (await time.working(openDatabase())).outbox;
      const fresh = new Map<string, OutboxFiling>();
      const next = new Map<string, { line: string; filing: OutboxFiling }>();
      for (const listed of await time.working(reader.list({ states: allStates, limit: 10_000 }))) {
        const line = JSON.stringify(listed);
        const before = known.get(listed.id);
        // A body comes and goes with what its line says.
        const filing = before?.line === line ? before.filing : await time.working(reader.get(listed.id));
        if (!filing) continue;
        fresh.set(listed.id, filing);
        next.set(listed.id, { line, filing });
      }
      known = next;
      lastRead = fresh;
      return fresh;
    },
    changes: () => changes,
    // fake-indexeddb loses nothing it has taken.
    powerCut: () => 0,
    async vanish() {
      changes += 1;
      reader?.close();
      reader = undefined;
      indexedDB = new IDBFactory();
    },
    setFailing(fails) {
      isFailing = fails;
    },
    async readAnew() {},
    takeOut() {
      throw new Error('mistakes are planted in seeded worlds only');
    },
  };
}
