import type { InjectOptions } from 'fastify';
import { canonicalBytes, toHex } from '../../shared/dossier/bytes.ts';
import type { SealedFiling } from '../../shared/dossier/sealed-filing.ts';
import type { SyncAnswer, SyncRequest } from '../../shared/portal-contract/messages.ts';
import { type ProblemCode, problems } from '../../shared/portal-contract/problems.ts';
import type { Receipt } from '../../shared/portal-contract/receipt.ts';
import { oneChunk } from './one-chunk.ts';
import type { HttpReply } from './quick-request.ts';
import type { WorldCryptography } from './seeded-cryptography.ts';
import type { SeededDice } from './seeded-dice.ts';
import type { Tally } from './tally.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { WorldPortal } from './world-portal.ts';

/** What the network does to one request. */
const troubles = [
  'request-lost',
  'reply-lost',
  'truncated',
  'duplicated',
  'stale',
  'reordered',
  'hours-late',
  'slow',
  'captive-page',
  'redirect',
  'problem',
  'problem',
  'problem',
  'bare-status',
  'proxy-page',
  'patience',
  'forged',
] as const;
type Trouble = (typeof troubles)[number];

export interface Sent {
  readonly atMs: number;
  readonly path: string;
  /** A reply of the portal came back whole. */
  answered: boolean;
}

/** The line between one kiosk and the portal. */
export interface WorldLine {
  readonly fetch: typeof fetch;
  readonly sent: readonly Sent[];
  readonly isDown: () => boolean;
  goDown(forMs: number): void;
  goCaptive(forMs: number): void;
  calm(): void;
}

/** Nobody waits longer for a request: the shell gives up before. */
const clientLimitMs = 30_000;
const hourMs = 3_600_000;

export function createWorldLine(world: {
  dice: SeededDice;
  time: VirtualTime;
  portal: WorldPortal;
  cryptography: WorldCryptography;
  /** How likely a request meets trouble. */
  trouble: number;
  /** A proxy on the way takes no larger message. */
  proxyBytes: number;
  tally: Tally;
  /** Whoever uses the line: wakes the kiosk when it is back. */
  onBack: () => void;
  trace: (what: string, bytes?: Uint8Array) => void;
}): WorldLine {
  const { dice, time, portal, tally, trace } = world;
  const sent: Sent[] = [];
  let { trouble, proxyBytes } = world;
  let downUntilMs = 0;
  let captiveUntilMs = 0;
  let lastAnswer: HttpReply | undefined;

  async function deliver(request: InjectOptions): Promise<HttpReply | undefined> {
    if (time.nowMs() < downUntilMs) return undefined;
    const reply = await portal.handle(request);
    if (reply) trace(`< ${reply.status}`, reply.body);
    return reply;
  }

  async function meet(request: InjectOptions, path: string): Promise<HttpReply | undefined> {
    await time.timer.wait(dice.between(5, 300));
    const body = request.payload as Buffer | undefined;
    if (time.nowMs() < downUntilMs) return lost();
    if (time.nowMs() < captiveUntilMs) return captivePage();
    if ((body?.length ?? 0) > proxyBytes && path !== '/v1/token') {
      tally.fault('413 by a proxy');
      return page(413, '<html>too large</html>');
    }
    const met = dice.happens(trouble) ? dice.pick(troubles) : undefined;
    if (met) trace(`line: ${met}`);
    return met === undefined ? deliver(request) : suffer(met, request, path);
  }

  async function suffer(met: Trouble, request: InjectOptions, path: string): Promise<HttpReply | undefined> {
    switch (met) {
      case 'request-lost':
        tally.fault('request lost');
        return lost();
      case 'reply-lost':
        tally.fault('reply lost');
        await deliver(request);
        return lost();
      case 'truncated':
        return truncated(request, path);
      case 'duplicated': {
        tally.fault('request duplicated');
        const again = dice.between(0, 600_000);
        time.after(again, () => void deliver(request));
        return deliver(request);
      }
      case 'stale': {
        const reply = await deliver(request);
        if (!lastAnswer || path !== '/v1/sync') return reply;
        tally.fault('reply of an earlier message');
        return lastAnswer;
      }
      case 'reordered':
        tally.fault('reordered');
        await time.timer.wait(dice.between(1000, clientLimitMs));
        return deliver(request);
      case 'hours-late':
        tally.fault('delayed for hours');
        time.after(dice.between(clientLimitMs, 3 * hourMs), () => void deliver(request));
        return lost();
      case 'slow': {
        tally.fault('slow');
        const reply = await deliver(request);
        await time.timer.wait(dice.between(1000, 20_000));
        return reply;
      }
      case 'captive-page':
        return captivePage();
      case 'redirect':
        tally.fault('redirected');
        return { ...page(dice.pick([301, 302, 303, 307, 308]), ''), headers: { location: 'http://wifi.invalid/' } };
      case 'problem':
        return aProblem();
      case 'bare-status':
        tally.fault('bare status');
        return page(dice.pick([400, 401, 403, 404, 408, 409, 410, 413, 422, 429, 500, 502, 503, 504, 507]), '');
      case 'proxy-page':
        tally.fault('error page of a proxy');
        return page(dice.pick([400, 403, 404, 500, 502, 503, 504]), '<html><h1>Bad Gateway</h1></html>');
      case 'patience':
        return patience();
      case 'forged':
        if (path !== '/v1/sync') return lost();
        tally.fault('forged receipts');
        return forge(JSON.parse((request.payload as Buffer).toString()) as SyncRequest, world);
    }
  }

  async function lost(): Promise<undefined> {
    await time.timer.wait(dice.between(0, clientLimitMs));
    return undefined;
  }

  async function truncated(request: InjectOptions, path: string): Promise<HttpReply | undefined> {
    const body = request.payload as Buffer | undefined;
    if (body && path.startsWith('/v1/parts/')) {
      tally.fault('part truncated on the way');
      return deliver({ ...request, payload: body.subarray(0, dice.between(0, body.length - 1)) });
    }
    const reply = await deliver(request);
    if (!reply || reply.body.length === 0) return reply;
    tally.fault('reply truncated');
    return { ...reply, body: reply.body.slice(0, dice.between(0, reply.body.length - 1)) };
  }

  function captivePage(): HttpReply {
    tally.fault('captive page (200 with HTML)');
    return page(200, '<!doctype html><h1>Đăng nhập mạng</h1>');
  }

  /** Any row of the problem table, sometimes with `Retry-After`. */
  function aProblem(): HttpReply {
    const code = dice.pick(Object.keys(problems) as ProblemCode[]);
    tally.fault(`problem ${code}`);
    const { status, meaning } = problems[code];
    const body = { type: `urn:diem-cham:${code}`, title: meaning, status, code };
    const asksPatience = status === 429 || dice.happens(0.2);
    if (status === 429) tally.fault('429 with Retry-After');
    return json(
      status,
      body,
      asksPatience ? { 'retry-after': String(dice.between(1, dice.pick([60, 60, 600, 600, 3600]))) } : {},
    );
  }

  function patience(): HttpReply {
    if (dice.happens(0.5)) {
      tally.fault('429 with Retry-After');
      return {
        ...page(429, ''),
        headers: { 'retry-after': String(dice.between(1, dice.pick([60, 60, 600, 600, 7200]))) },
      };
    }
    tally.fault('429 with a date');
    const nowMs = Date.parse('2026-11-21T01:00:00Z') + time.nowMs();
    const date = (ms: number) => new Date(ms).toUTCString();
    return {
      ...page(429, ''),
      headers: {
        date: date(nowMs),
        'retry-after': date(nowMs + dice.between(1000, dice.pick([60_000, 600_000, hourMs]))),
      },
    };
  }

  const send = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const { pathname } = new URL(String(url));
    const one: Sent = { atMs: time.nowMs(), path: pathname, answered: false };
    sent.push(one);
    const payload = init?.body === undefined ? undefined : Buffer.from(init.body as Uint8Array);
    trace(`> ${init?.method} ${pathname}`, payload);
    const headers = init?.headers as Record<string, string>;
    const method = (init?.method ?? 'GET') as 'GET';
    const reply = await meet({ method, url: pathname, headers, ...(payload ? { payload } : {}) }, pathname);
    if (!reply) throw new TypeError('fetch failed');
    one.answered = reply.status < 300 && isWhole(reply);
    if (one.answered && pathname === '/v1/sync') lastAnswer = reply;
    return responseOf(reply);
  };

  return {
    fetch: send as typeof fetch,
    sent,
    isDown: () => time.nowMs() < downUntilMs || time.nowMs() < captiveUntilMs,
    goDown(forMs) {
      tally.fault('line down');
      downUntilMs = time.nowMs() + forMs;
      time.after(forMs, world.onBack);
    },
    goCaptive(forMs) {
      tally.fault('captive network for minutes');
      captiveUntilMs = time.nowMs() + forMs;
      time.after(forMs, world.onBack);
    },
    calm() {
      trouble = 0;
      downUntilMs = 0;
      captiveUntilMs = 0;
      proxyBytes = Number.POSITIVE_INFINITY;
      world.onBack();
    },
  };
}

/** As much of a `Response` as the shell reads; a real one costs more than the portal's whole answer. */
function responseOf({ status, headers, body }: HttpReply): Response {
  const named = { get: (name: string) => headers[name.toLowerCase()] ?? null };
  return { status, headers: named, body: oneChunk(body) } as unknown as Response;
}

function isWhole({ headers, body }: HttpReply): boolean {
  if (body.length === 0) return true;
  return (headers['content-type'] ?? '').includes('json') && body.at(-1) === '}'.charCodeAt(0);
}

function page(status: number, text: string): HttpReply {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: encode(text) };
}

function json(status: number, value: unknown, headers: Record<string, string> = {}): HttpReply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: encode(JSON.stringify(value)) };
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(text));
}

/** Somebody in between who knows the contract but not the portal's key says that all is well. */
async function forge(
  request: SyncRequest,
  { cryptography, dice }: { cryptography: WorldCryptography; dice: SeededDice },
): Promise<HttpReply> {
  const signing = cryptography.signing(await cryptography.key('somebody-else'));
  const receiptOf = async ({ id, ciphertext }: SealedFiling) => {
    const body = toHex(await cryptography.hashing.sha256(Buffer.from(ciphertext, 'base64url')));
    const receipt: Receipt = {
      filing: id,
      body,
      code: `FORGED-${dice.between(0, 10 ** 6)}`,
      receivedAt: '2026-11-21T00:00:00.000Z',
      receiver: { unit: '0', name: 'x' },
    };
    return { id, state: 'received' as const, receipt: await signing.sign('receipt', canonicalBytes(receipt)) };
  };
  const answer: SyncAnswer = {
    filings: await Promise.all(request.filings.map(receiptOf)),
    withdrawals: [],
    ratings: [],
    statuses: [],
    time: 'forged',
  };
  return json(200, answer);
}
