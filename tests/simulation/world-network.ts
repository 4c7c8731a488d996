import { canonicalBytes } from '../../shared/dossier/bytes.ts';
import type { SealedFiling } from '../../shared/dossier/sealed-filing.ts';
import type { SyncAnswer, SyncRequest } from '../../shared/portal-contract/messages.ts';
import { type ProblemCode, problems } from '../../shared/portal-contract/problems.ts';
import type { Receipt } from '../../shared/portal-contract/receipt.ts';
import type { Reply } from '../../shared/sync/read-attempt.ts';
import type { SeededCryptography } from './seeded-cryptography.ts';
import { aKey } from './seeded-cryptography.ts';
import type { SeededDice } from './seeded-dice.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { WorldPortal } from './world-portal.ts';

/** What the network does to one message. */
const troubles = [
  'request-lost',
  'reply-lost',
  'truncated',
  'duplicated',
  'hours-late',
  'captive-page',
  'problem',
  'bare-status',
  'forged',
  'slow',
] as const;
type Trouble = (typeof troubles)[number];

export interface WorldNetwork {
  /** One message to the portal; `undefined`: no answer came. */
  send(text: string): Promise<Reply | undefined>;
  sendPart(sha256: string, bytes: Uint8Array): Promise<'sent' | 'later'>;
  calm(): void;
  /** When messages were sent, and whether the portal answered them: for the promise about attempts. */
  readonly sent: readonly { readonly atMs: number; readonly answered: boolean }[];
}

const clientLimitMs = 60_000;

export function createWorldNetwork(world: {
  dice: SeededDice;
  time: VirtualTime;
  portal: WorldPortal;
  cryptography: SeededCryptography;
  /** How likely a message meets trouble. */
  trouble: number;
  /** A proxy on the way takes no larger message. */
  proxyBytes: number;
  trace: (what: string) => void;
}): WorldNetwork {
  const { dice, time, portal, trace } = world;
  const sent: { atMs: number; answered: boolean }[] = [];
  let trouble = world.trouble;
  let proxyBytes = world.proxyBytes;
  /** The portal or the line is down until then. */
  let downUntilMs = 0;
  let settled = false;

  function draw(): Trouble | undefined {
    return dice.happens(trouble) ? dice.pick(troubles) : undefined;
  }

  async function deliver(text: string): Promise<Reply | undefined> {
    if (time.nowMs() < downUntilMs) return undefined;
    const reply = await portal.sync(text);
    if (reply === undefined && !settled) downUntilMs = time.nowMs() + dice.between(1000, 600_000);
    return reply;
  }

  async function meet(text: string): Promise<Reply | undefined> {
    if (dice.happens(trouble / 20)) downUntilMs = time.nowMs() + dice.between(60_000, 3 * 3_600_000);
    await time.timer.wait(dice.between(5, 300));
    if (text.length > proxyBytes) return { status: 413, text: '<html>too large</html>' };
    const met = draw();
    if (met) trace(`network: ${met}`);
    switch (met) {
      case undefined:
        return deliver(text);
      case 'slow':
        await time.timer.wait(dice.between(1000, 20_000));
        return deliver(text);
      case 'request-lost':
        await time.timer.wait(dice.between(0, clientLimitMs));
        return undefined;
      case 'reply-lost':
        await deliver(text);
        await time.timer.wait(dice.between(0, clientLimitMs));
        return undefined;
      case 'truncated': {
        const reply = await deliver(text);
        return reply && { ...reply, text: reply.text.slice(0, dice.between(0, reply.text.length - 1)) };
      }
      case 'duplicated': {
        const again = dice.between(0, 600_000);
        time.after(again, () => void deliver(text));
        return deliver(text);
      }
      case 'hours-late':
        time.after(dice.between(clientLimitMs, 3 * 3_600_000), () => void deliver(text));
        await time.timer.wait(clientLimitMs);
        return undefined;
      case 'captive-page':
        return { status: 200, text: '<!doctype html><h1>Đăng nhập mạng</h1>' };
      case 'problem':
        return aProblem(dice);
      case 'bare-status':
        return { status: dice.pick([400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504]), text: '' };
      case 'forged':
        return forge(JSON.parse(text) as SyncRequest, world);
    }
  }

  return {
    sent,
    async send(text) {
      const one = { atMs: time.nowMs(), answered: false };
      sent.push(one);
      const reply = await meet(text);
      one.answered = reply?.status === 200 && reply.text.startsWith('{') && reply.text.endsWith('}');
      return reply;
    },
    async sendPart(sha256, bytes) {
      await time.timer.wait(dice.between(5, 2000));
      if (time.nowMs() < downUntilMs) return 'later';
      const met = draw();
      if (met === 'request-lost' || met === 'captive-page' || met === 'problem') return 'later';
      const stored = await portal.putPart(sha256, met === 'truncated' ? bytes.subarray(1) : bytes);
      return met === 'reply-lost' || stored !== 'stored' ? 'later' : 'sent';
    },
    calm() {
      settled = true;
      trouble = 0;
      downUntilMs = 0;
      proxyBytes = Number.POSITIVE_INFINITY;
    },
  };
}

/** Any row of the problem table, sometimes with `Retry-After`. */
function aProblem(dice: SeededDice): Reply {
  const code = dice.pick(Object.keys(problems) as ProblemCode[]);
  const { status, meaning } = problems[code];
  const text = JSON.stringify({ type: `urn:diem-cham:${code}`, title: meaning, status, code });
  const retryAfter = status === 429 || dice.happens(0.2) ? String(dice.between(1, 3600)) : null;
  return { status, text, retryAfter };
}

/** Somebody in between who knows the contract but not the portal's key says that all is well. */
async function forge(
  request: SyncRequest,
  world: { cryptography: SeededCryptography; dice: SeededDice },
): Promise<Reply> {
  const signing = world.cryptography.signing(aKey('somebody-else'));
  const receiptOf = async ({ id, ciphertext }: SealedFiling) => {
    const body = Buffer.from(await world.cryptography.hashing.sha256(Buffer.from(ciphertext, 'base64url'))).toString(
      'hex',
    );
    const receipt: Receipt = {
      filing: id,
      body,
      code: `FORGED-${world.dice.between(0, 10 ** 6)}`,
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
  return { status: 200, text: JSON.stringify(answer) };
}
