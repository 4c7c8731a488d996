import { createDexieOutbox } from '../../../renderer/store/dexie-outbox.ts';
import { openOutboxDatabase } from '../../../renderer/store/outbox-database.ts';
import { reconcile } from '../../../renderer/store/reconcile.ts';
import type { Jwk } from '../../../shared/dossier/cryptography.ts';
import { webSigning, webVerifying } from '../../../shared/dossier/web-cryptography.ts';
import type { Outbox } from '../../../shared/outbox/outbox.ts';
import { readReceipt } from '../../../shared/portal-contract/receipt.ts';
import { Owed, ReceiptsAnswer, ShellState } from '../../../shared/shell-contract/messages.ts';
import { startSyncEngine } from '../../../shared/sync/engine.ts';
import type { Attempt, ReceiptsKept, SafeDoor } from '../../../shared/sync/ports.ts';
import { readFromSafe } from '../../../shared/sync/read-attempt.ts';
import type { Item } from './item.ts';
import { type Keeping, keepBehindDoor, keepInPage } from './keeping.ts';
import { sentOf } from './results.ts';
import { createWire, type Post, type Wire } from './wire.ts';

/** The product's own store and engine over a test server: what the worker and the page do in the kiosk, for whoever measures it. */
export interface Core {
  enqueue(item: Item): Promise<void>;
  stage(blobs: readonly Blob[]): Promise<void>;
  drain(base: string): Promise<void>;
  count(): Promise<number>;
  setSomebodyAtTheScreen(somebody: boolean): void;
}

export async function openCore({ base, door }: { base: string; door?: string | undefined }): Promise<Core> {
  let server = trimmed(base);
  const keeping = door === undefined ? await keepInPage() : keepBehindDoor(trimmed(door));
  const outbox = createDexieOutbox(await openOutboxDatabase());
  await agree(outbox, keeping);
  if (door !== undefined) await beginVisit(trimmed(door));
  const key = await portalKey();
  const signing = webSigning(key);
  const wire = createWire({ post: postInPage, base: () => server, signing: () => signing, readPart: keeping.readPart });
  const putting = new Set<Promise<void>>();
  let somebody = false;
  let setSomebody: (somebody: boolean) => void = () => {};

  async function left(): Promise<number> {
    await Promise.all(putting);
    const { waiting, sending, 'needs-attention': refused } = await outbox.count();
    return waiting + sending + refused;
  }

  return {
    stage: async (blobs) => void (await keeping.stage(blobs)),
    async enqueue(item) {
      const readFiling = await keeping.file(item);
      const put = readFiling().then((filing) => outbox.put(filing));
      // In the safe it is filed, and the outbox follows; without a safe the outbox is what keeps it.
      if (door === undefined || putting.size > mostPutting) await put;
      else track(put);
    },
    async drain(asked) {
      server = trimmed(asked);
      if (door !== undefined) await tellServer(trimmed(door), server);
      if ((await left()) === 0) return;
      const engine = startSyncEngine({
        outbox,
        portal: {
          // A greeting has nothing to say to a test server.
          sync: ({ filings }) => (filings.length > 0 ? wire.send(filings.map(sentOf)) : Promise.resolve(silence)),
          ...(door === undefined ? {} : { syncFromSafe: (filings) => sendFromSafe(trimmed(door), filings) }),
        },
        safe: await safeDoor(door, key, wire.digestOf),
        clock: { nowMs: () => Date.now() },
        dice: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
        timer: { wait },
      });
      setSomebody = engine.setSomebodyAtTheScreen;
      setSomebody(somebody);
      await new Promise<void>((done, fail) => {
        const stopObserving = engine.observe(({ event }) => {
          if (event === 'rested') void isDone().catch(fail);
        });
        async function isDone(): Promise<void> {
          const { waiting, sending } = await outbox.count();
          if (waiting + sending > 0 || putting.size > 0) return;
          stopObserving();
          done();
        }
      }).finally(() => engine.stop());
      setSomebody = () => {};
    },
    count: left,
    setSomebodyAtTheScreen(there) {
      somebody = there;
      setSomebody(there);
    },
  };

  function track(put: Promise<void>): void {
    // What the outbox cannot take the safe still has: the next start brings it in.
    const tracked = put.catch(() => undefined).finally(() => putting.delete(tracked));
    putting.add(tracked);
  }
}

/** The product's own way: the page names them, the shell sends them from the safe and keeps their receipts. */
async function sendFromSafe(door: string, filings: readonly string[]): Promise<Attempt> {
  try {
    const reply = await fetch(`${door}/shell/sync`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ filings }),
    });
    const { status, headers } = reply;
    return readFromSafe({
      status,
      text: await reply.text(),
      retryAfter: headers.get('retry-after'),
      date: headers.get('date'),
    });
  } catch {
    return { kind: 'unreachable' };
  }
}

/** As in the kiosk, where the form was typed before the tap: with its first draft a visit has its room. */
async function beginVisit(door: string): Promise<void> {
  const kept = await fetch(`${door}/shell/draft`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ draft: {} }),
  });
  if (!kept.ok) throw new Error(`the shell did not keep a draft: ${kept.status} ${await kept.text()}`);
}

async function tellServer(door: string, base: string): Promise<void> {
  const told = await fetch(`${door}/bench/server`, { method: 'PUT', body: JSON.stringify({ base }) });
  if (!told.ok) throw new Error('this door does not know test servers: open one with tests/benchmarks/outbox-door.ts');
}

const postInPage: Post = (url, { pieces, type }, signal) =>
  fetch(url, { method: 'POST', body: new Blob([...pieces]), signal, headers: { 'content-type': type } });

const mostPutting = 50;
const silence = {
  kind: 'answered' as const,
  answer: { filings: [], withdrawals: [], ratings: [], statuses: [], time: '' },
};

/** As at every start of the kiosk: what the safe has and the outbox lacks is put back, and what was under way waits again. */
async function agree(outbox: Outbox, keeping: Keeping): Promise<void> {
  await outbox.recover();
  const agreed = await reconcile(outbox, keeping.list);
  if (!agreed.complete) throw new Error('the safe does not answer');
}

/** Of a portal that is this page: signs for a server that signs nothing. */
async function portalKey(): Promise<Jwk> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const { x, y, d } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  return { kty: 'EC', crv: 'P-256', x, y, d, kid: 'page' };
}

async function safeDoor(door: string | undefined, key: Jwk, digestOf: Wire['digestOf']): Promise<SafeDoor> {
  const nothingNew = async () => ({ freed: [], lacking: [] });
  const own = {
    owed: async () => ({ head: { records: 0, hash: '0'.repeat(64) }, ratings: [] }),
    takeNews: nothingNew,
    sendPart: async () => 'later' as const,
  };
  if (door === undefined) {
    return {
      ...own,
      kiosk: async () => ({ id: 'no-safe', trustVersion: 1, configVersion: 1 }),
      recordReceipts: (receipts) => verifyHere(receipts, key, digestOf),
    };
  }
  const at = trimmed(door);
  const state = ShellState.parse(await (await fetch(`${at}/shell/state`)).json());
  const kiosk = state.kiosk;
  if (!kiosk)
    throw new Error('the kiosk behind this door is not enrolled: open one with tests/benchmarks/outbox-door.ts');
  const facts = { id: kiosk.id, trustVersion: kiosk.trustVersion, configVersion: kiosk.configVersion };
  return {
    ...own,
    kiosk: async () => facts,
    owed: async () => Owed.parse(await (await fetch(`${at}/shell/owed`)).json()),
    async recordReceipts(receipts) {
      const answer = await fetch(`${at}/shell/receipts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ receipts }),
      });
      return answer.ok ? ReceiptsAnswer.parse(await answer.json()) : undefined;
    },
  };
}

/** In the place of the shell: signature, filing and digest, before anything counts as received. */
async function verifyHere(
  receipts: readonly { id: string; receipt: string }[],
  { d: _secret, ...key }: Jwk,
  digestOf: Wire['digestOf'],
): Promise<ReceiptsKept> {
  const checked = await Promise.all(
    receipts.map(async ({ id, receipt }) => {
      const expected = { filing: id, body: digestOf(id) ?? '' };
      const ports = { receiptKeys: [key], verifying: webVerifying };
      return { id, genuine: (await readReceipt(receipt, expected, ports)) !== undefined };
    }),
  );
  return {
    kept: checked.filter(({ genuine }) => genuine).map(({ id }) => id),
    refused: checked.filter(({ genuine }) => !genuine).map(({ id }) => id),
  };
}

function wait(
  delayMs: number,
  signal?: { aborted: boolean; addEventListener(type: 'abort', listener: () => void): void },
) {
  return new Promise<void>((done) => {
    if (signal?.aborted) return done();
    const handle = setTimeout(done, delayMs);
    signal?.addEventListener('abort', () => {
      clearTimeout(handle);
      done();
    });
  });
}

function trimmed(address: string): string {
  return address.replace(/\/+$/, '');
}
