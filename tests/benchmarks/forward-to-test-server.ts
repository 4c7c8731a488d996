import * as nodeCrypto from 'node:crypto';
import { Agent, request } from 'node:http';
import type { Jwk, Signing } from '../../shared/dossier/cryptography.ts';
import { nativeCryptography } from '../../shared/dossier/native-cryptography.ts';
import { problems } from '../../shared/portal-contract/problems.ts';
import { routes } from '../../shared/portal-contract/routes.ts';
import type { Attempt } from '../../shared/sync/ports.ts';
import { sentIn } from './outbox-peer/results.ts';
import { createWire, type Post } from './outbox-peer/wire.ts';

/**
 * Stands between the shell and its portal: what the shell sends as `POST /v1/sync` goes to the test server in its own words, and the
 * server's answer comes back as the portal's. Everything else (enrolment, tokens) goes where it was going.
 */
export interface Forwarding {
  readonly fetch: typeof fetch;
  /** `{ "base": … }` as text. */
  setServer(text: string): Response;
  partsFrom(read: (sha256: string) => Promise<Uint8Array<ArrayBuffer> | undefined>): void;
  signWith(key: Jwk): void;
}

export function forwardToTestServer(): Forwarding {
  let base: string | undefined;
  let signing: Signing | undefined;
  let readPart: (sha256: string) => Promise<Uint8Array<ArrayBuffer> | undefined> = async () => undefined;
  const wire = createWire({
    post: postPieces,
    base: () => base ?? '',
    signing() {
      if (!signing) throw new Error('no receipt key yet');
      return signing;
    },
    readPart: (sha256) => readPart(sha256),
  });

  return {
    async fetch(input, init) {
      const isSync = base !== undefined && new URL(String(input)).pathname === routes.sync.path;
      if (!isSync) return fetch(input, init);
      const { buffer, byteOffset, byteLength } = (init as { body: Uint8Array<ArrayBuffer> }).body;
      return replyOf(await wire.send(sentIn(Buffer.from(buffer, byteOffset, byteLength))));
    },
    setServer(text) {
      base = (JSON.parse(text) as { base: string }).base.replace(/\/+$/, '');
      return new Response(null, { status: 204 });
    },
    partsFrom(read) {
      readPart = read;
    },
    signWith(key) {
      signing = nativeCryptography(nodeCrypto).signing(key);
    },
  };
}

const agent = new Agent({ keepAlive: true });

/** Pieces go to the socket as they are; `fetch` would copy every photo three times. */
const postPieces: Post = (url, { pieces, type }, signal) =>
  new Promise((done, fail) => {
    const bytes = pieces.filter((piece) => !(piece instanceof Blob));
    const length = bytes.reduce((sum, piece) => sum + Buffer.byteLength(piece as string | Uint8Array), 0);
    const headers = { 'content-type': type, 'content-length': length };
    const posting = request(url, { method: 'POST', agent, signal, headers }, (answer) => {
      const body: Buffer[] = [];
      answer.on('data', (piece: Buffer) => body.push(piece));
      answer.on('error', fail);
      answer.on('end', () => {
        const said = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
        const whole = body.length > 0 ? Buffer.concat(body) : null;
        done(new Response(whole, { status: answer.statusCode ?? 0, headers: said }));
      });
    });
    posting.on('error', fail);
    posting.cork();
    for (const piece of bytes) posting.write(piece as string | Uint8Array);
    posting.end();
  });

/** As the portal would have answered. */
function replyOf(attempt: Attempt): Response {
  switch (attempt.kind) {
    case 'answered':
      return Response.json(attempt.answer);
    case 'problem': {
      const { problem: code, retryAfterMs } = attempt;
      const { status } = problems[code];
      const headers = new Headers();
      if (retryAfterMs !== undefined) headers.set('retry-after', String(Math.ceil(retryAfterMs / 1000)));
      return Response.json({ type: `urn:diem-cham:${code}`, title: code, status, code }, { status, headers });
    }
    case 'unreadable':
      return new Response('<html></html>', { headers: { 'content-type': 'text/html' } });
    case 'unreachable':
    case 'not-in-safe':
      throw new TypeError('the test server does not answer');
  }
}
