import * as nodeCrypto from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fromBase64Url } from '../../shared/dossier/bytes.ts';
import type { Jwk, Signing } from '../../shared/dossier/cryptography.ts';
import { nativeCryptography } from '../../shared/dossier/native-cryptography.ts';
import { parseJson } from '../../shared/dossier/seal.ts';
import type { Envelope, SealedFiling } from '../../shared/dossier/sealed-filing.ts';
import { signReceipts } from '../../shared/portal-contract/receipt.ts';

/**
 * The server all outboxes send to when they are measured: in memory, idempotent by id, any origin, the same little work for each.
 * It answers sealed filings as the portal does, with a signed receipt for each, when it has a receipt key; everything else with a
 * plain `results`. It also speaks as much of CouchDB's protocol as a replication to it needs (`/couch`).
 *
 *     POST /dossiers   one item: JSON { id, uid, body }, or multipart/form-data with its blobs
 *     POST /batch      { items: [ { id, uid, body }, … ] }
 *     GET  /stored     { items, bytes, again }: kept, their bytes, and how many came more than once
 *     POST /forget     empties it
 *     GET  /           an empty page, and GET /modules/<name> what lies in `modules`
 */
export interface TestServer {
  readonly address: string;
  close(): Promise<void>;
}

export async function openTestServer(options: {
  port?: number;
  receiptKey?: Jwk | undefined;
  modules?: string | undefined;
}): Promise<TestServer> {
  const signing = options.receiptKey && nativeCryptography(nodeCrypto).signing(options.receiptKey);
  const stored = new Map<string, number>();
  const revisions = new Map<string, string>();
  let again = 0;

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(options.port ?? 0, '127.0.0.1', listening));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };

  function keep(id: string, bytes: number): 'stored' | 'known' {
    if (stored.has(id)) {
      again += 1;
      return 'known';
    }
    stored.set(id, bytes);
    return 'stored';
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    response.setHeader('access-control-allow-methods', '*');
    response.setHeader('access-control-max-age', '86400');
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const body = await read(request);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (request.method === 'GET' && path === '/') {
      return void response.setHeader('content-type', 'text/html').end(emptyPage);
    }
    if (request.method === 'GET' && path.startsWith('/modules/') && options.modules) {
      const name = path.slice('/modules/'.length).replace(/[^\w.-]/g, '');
      return void response
        .setHeader('content-type', 'text/javascript')
        .end(await readFile(join(options.modules, name)));
    }
    if (path === '/couch' || path.startsWith('/couch/')) return json(response, ...couch(request, path, body));
    switch (`${request.method} ${path}`) {
      case 'POST /batch': {
        const { items } = JSON.parse(body.toString()) as { items: readonly Stored[] };
        return json(response, 200, await takeAll(items));
      }
      case 'POST /dossiers': {
        const type = request.headers['content-type'] ?? '';
        const item = type.startsWith('multipart/') ? readForm(body) : (JSON.parse(body.toString()) as Stored);
        return json(response, 201, await takeAll([{ ...item, bytes: body.length }]));
      }
      case 'GET /stored':
        return json(response, 200, {
          items: stored.size,
          bytes: [...stored.values()].reduce((sum, one) => sum + one, 0),
          again,
        });
      case 'POST /forget':
        stored.clear();
        revisions.clear();
        again = 0;
        return json(response, 200, { ok: true });
      default:
        return json(response, 404, { error: 'not here' });
    }
  }

  async function takeAll(items: readonly Stored[]): Promise<object> {
    const results = items.map(({ id, body, bytes }) => ({ id, status: keep(id, bytes ?? body.length) }));
    const sealed = signing && items.map(({ body }) => sealedOf(body));
    if (!signing || !sealed?.every((one) => one !== undefined)) return { results };
    return { results, filings: await received(sealed, signing) };
  }

  /** The least of CouchDB that a replication to it asks for. */
  function couch(request: IncomingMessage, path: string, body: Buffer): [number, object] {
    const asked = body.length > 0 ? (JSON.parse(body.toString()) as Record<string, unknown>) : {};
    if (path.includes('/_local/'))
      return request.method === 'GET' ? [404, { error: 'not_found' }] : [201, { ok: true, rev: '0-1' }];
    if (path.endsWith('/_revs_diff')) {
      const missing = Object.entries(asked as Record<string, string[]>).filter(([id]) => !revisions.has(id));
      return [200, Object.fromEntries(missing.map(([id, revs]) => [id, { missing: revs }]))];
    }
    if (path.endsWith('/_bulk_docs')) {
      const docs = asked.docs as { _id: string; _rev: string; body: string }[];
      for (const doc of docs) {
        keep(doc._id, doc.body.length);
        revisions.set(doc._id, doc._rev);
      }
      return [201, []];
    }
    return [200, { db_name: 'couch', update_seq: 0, instance_start_time: '0' }];
  }
}

interface Stored {
  readonly id: string;
  readonly uid: string;
  readonly body: string;
  readonly bytes?: number;
}

interface Sealed {
  readonly id: string;
  readonly envelope: Envelope;
}

function sealedOf(body: string): Sealed | undefined {
  if (!body.startsWith('{"id":"')) return undefined;
  const { id, envelope } = JSON.parse(body) as SealedFiling;
  return { id, envelope: parseJson(fromBase64Url(envelope.split('.')[1] ?? '')) as Envelope };
}

/** Signed page by page, as the portal does. */
async function received(sealed: readonly Sealed[], signing: Signing) {
  const receipts = sealed.map(({ id, envelope }) => ({
    filing: id,
    body: envelope.body.sha256,
    code: `G24-20261121-${String(envelope.sequence).padStart(7, '0')}`,
    receivedAt: new Date().toISOString(),
    receiver: { unit: '00190', name: 'UBND' },
  }));
  const tokens = await signReceipts(receipts, signing);
  return sealed.map(({ id }, place) => ({ id, state: 'received', receipt: tokens[place] }));
}

/** The text fields at the head of a form; the blobs behind them are counted, not looked at. */
function readForm(body: Buffer): Stored {
  const field = (name: string): string => {
    const at = body.indexOf(`name="${name}"\r\n\r\n`);
    const from = at + name.length + 11;
    return at < 0 ? '' : body.subarray(from, body.indexOf('\r\n--', from)).toString();
  };
  return { id: field('id'), uid: field('uid'), body: field('body') };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function json(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

const emptyPage = '<!doctype html><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,"><input>';

if (import.meta.main) {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, modules: { type: 'string' }, 'receipt-key': { type: 'string' } },
  });
  const key = values['receipt-key'];
  const receiptKey = key === undefined ? undefined : (JSON.parse(await readFile(key, 'utf8')) as Jwk);
  const { address } = await openTestServer({ port: Number(values.port ?? 0), receiptKey, modules: values.modules });
  console.log(JSON.stringify({ address }));
}
