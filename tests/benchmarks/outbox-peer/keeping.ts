import { toBase64Url, toHex } from '../../../shared/dossier/bytes.ts';
import type { Jwk } from '../../../shared/dossier/cryptography.ts';
import type { Dossier } from '../../../shared/dossier/dossier.ts';
import { seal } from '../../../shared/dossier/seal.ts';
import { webHashing, webPartCipher, webSealing, webSigning } from '../../../shared/dossier/web-cryptography.ts';
import type { OutboxFiling } from '../../../shared/outbox/outbox.ts';
import { FileAnswer, SafeFilings } from '../../../shared/shell-contract/messages.ts';
import { fromSafe } from '../../../shared/sync/from-safe.ts';
import type { Item } from './item.ts';

/** Where an item is sealed and kept before it is put into the outbox: behind the door, or in the page alone. */
export interface Keeping {
  /** The papers of these Blobs, encrypted and kept. */
  stage(blobs: readonly Blob[]): Promise<Dossier['papers']>;
  /** Sealed and, behind a door, durable in the safe when this resolves. What it resolves to reads the filing for the outbox. */
  file(item: Item): Promise<() => Promise<OutboxFiling>>;
  readPart(sha256: string): Promise<Blob | undefined>;
  /** Everything kept that has no receipt yet, for a start after a cut. */
  list(page: { after: number; limit: number }): Promise<SafeFilings>;
}

/** Over the shell's door: parts as files in the safe, the dossier sealed by the shell and appended with one sync. */
export function keepBehindDoor(door: string): Keeping {
  const staging = stagedOnce(async (sha256, ciphertext) => {
    const kept = await fetch(`${door}/shell/parts/${sha256}`, { method: 'PUT', body: ciphertext });
    if (!kept.ok) throw new Error(`the safe did not keep a part: ${kept.status} ${await kept.text()}`);
  });
  return {
    stage: staging,
    async file(item) {
      const dossier = dossierOf(item, await nonceOf(item), await staging(item.blobs));
      const answer = await fetch(`${door}/shell/filings`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ dossier }),
      });
      if (!answer.ok) throw new Error(`the safe did not file: ${answer.status} ${await answer.text()}`);
      // 201 is the moment of filing: what it says is for the second copy.
      return async () => fromSafe(FileAnswer.parse(await answer.json()).filing);
    },
    async readPart(sha256) {
      const answer = await fetch(`${door}/shell/parts/${sha256}`);
      return answer.ok ? answer.blob() : undefined;
    },
    async list({ after, limit }) {
      const answer = await fetch(`${door}/shell/filings?after=${after}&limit=${limit}`);
      if (!answer.ok) throw new Error(`the safe cannot be read: ${answer.status}`);
      return SafeFilings.parse(await answer.json());
    },
  };
}

/** Without a safe: sealed by the page, parts in a store of their own, strict. The outbox is then the only copy. */
export async function keepInPage(): Promise<Keeping> {
  const database = await openPageParts();
  const [device, intake] = [await aKey('device'), await aKey('intake')];
  const signing = webSigning(device);
  const { d: _secret, ...to } = intake;
  // Never the same twice, also after a restart: more than a thousand numbers a second are not given out.
  let given = Date.now() * 1000;
  const staging = stagedOnce((sha256, ciphertext) =>
    committed(database.transaction('parts', 'readwrite', { durability: 'strict' }), (transaction) =>
      transaction.objectStore('parts').put(ciphertext, sha256),
    ),
  );
  return {
    stage: staging,
    async file(item) {
      const papers = await staging(item.blobs);
      const dossier = dossierOf(item, await nonceOf(item), papers);
      const parts = papers.map(({ sha256, bytes }) => ({ sha256, bytes }));
      given += 1;
      const sequence = given;
      const [slip, filedAt] = [`NS-${sequence}`, new Date().toISOString()];
      const { filing, envelope } = await seal(
        dossier,
        {
          format: 1,
          kiosk: 'no-safe',
          sequence,
          slip,
          service: { id: item.id, version: item.uid },
          filedAt,
          clock: { confirmed: false, offsetMs: null },
          intakeKey: 'intake',
          parts,
        },
        { to, sealing: webSealing, signing, hashing: webHashing },
      );
      const { service, body } = envelope;
      const delivery = { state: 'waiting' as const, attempts: 0 };
      const line = { id: filing.id, sequence, slip, service, filedAt, bodySha256: body.sha256, parts };
      return async () => ({ ...line, body: filing, withdrawal: null, delivery });
    },
    readPart: (sha256) =>
      new Promise((done, fail) => {
        const asked = database.transaction('parts').objectStore('parts').get(sha256);
        asked.onsuccess = () => done(asked.result as Blob | undefined);
        asked.onerror = () => fail(asked.error);
      }),
    list: async () => ({ filings: [], more: false }),
  };
}

/** The same Blob is encrypted and kept once, whether it was staged before its item came or not. */
function stagedOnce(keep: (sha256: string, ciphertext: Blob) => Promise<void>): Keeping['stage'] {
  const staged = new WeakMap<Blob, Promise<Dossier['papers'][number]>>();

  async function stage(blob: Blob): Promise<Dossier['papers'][number]> {
    const { key, ciphertext } = await webPartCipher.encryptPart(new Uint8Array(await blob.arrayBuffer()));
    const sha256 = toHex(await webHashing.sha256(ciphertext));
    await keep(sha256, new Blob([ciphertext]));
    return { paper: 'photo', page: 1, sha256, bytes: ciphertext.length, key: toBase64Url(key), type: 'image/jpeg' };
  }

  return async (blobs) => {
    const papers = blobs.map((blob) => {
      const known = staged.get(blob) ?? stage(blob);
      staged.set(blob, known);
      return known;
    });
    return (await Promise.all(papers)).map((paper, place) => ({ ...paper, page: place + 1 }));
  };
}

/** The item as a resident's answers; its names stand where a kiosk names the service, so that they travel outside the seal. */
function dossierOf({ id, uid, body }: Item, nonce: string, papers: Dossier['papers']): Dossier {
  const at = new Date().toISOString();
  return {
    format: 1,
    nonce,
    service: { id, version: uid, code: null },
    language: 'vi',
    answers: { body },
    fromCard: [],
    identity: { how: 'typed', helped: false },
    eligibility: {},
    consents: [],
    pledge: { text: 'x', at },
    receiver: { kind: 'ward', unit: '00190' },
    papers,
    papersLater: [],
    warned: [],
    checkCode: 'K7P2QX',
    clockDoubtful: false,
  };
}

/** Of the item's id, so that the shell files the same item once however often it is told to. */
async function nonceOf({ id }: Item): Promise<string> {
  return toHex(await webHashing.sha256(new TextEncoder().encode(id))).slice(0, 32);
}

async function aKey(kid: string): Promise<Jwk> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const { x, y, d } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  return { kty: 'EC', crv: 'P-256', x, y, d, kid };
}

function openPageParts(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const opening = indexedDB.open('outbox-peer-parts', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('parts');
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => fail(opening.error);
  });
}

function committed(transaction: IDBTransaction, work: (transaction: IDBTransaction) => unknown): Promise<void> {
  return new Promise((done, fail) => {
    transaction.oncomplete = () => done();
    transaction.onabort = () => fail(transaction.error);
    work(transaction);
  });
}
