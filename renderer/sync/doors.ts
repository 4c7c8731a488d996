import { z } from 'zod';
import {
  Owed,
  type PageLog,
  PartSent,
  type PortalNews,
  PortalNewsAnswer,
  ReceiptsAnswer,
  SafeFilings,
  ShellState,
} from '../../shared/shell-contract/messages.ts';
import type { Attempt, PartSending, PortalDoor, SafeDoor } from '../../shared/sync/ports.ts';
import { type Reply, readAttempt, readFromSafe } from '../../shared/sync/read-attempt.ts';

/** A message of two megabytes over a bad line; the gateway's own limit is shorter. */
const portalLimitMs = 90_000;
const shellLimitMs = 20_000;
/** Twenty megabytes over a bad line. */
const partLimitMs = 10 * 60_000;

/** The shell's own word, or the portal's passed on. */
const PartProblem = z.object({ code: z.string() }).loose();
const sendingBy: Readonly<Record<string, PartSending>> = {
  'part-missing': 'gone',
  'part-hash-wrong': 'damaged',
  'too-large': 'too-large',
};

/** The portal, through the shell's gateway. One attempt; retry lives in `shared/sync` alone. */
export const portalDoor: PortalDoor = {
  sync: (request) => attempt('/portal/v1/sync', request, readAttempt),
  syncFromSafe: (filings) => attempt('/shell/sync', { filings: [...filings] }, readFromSafe),
};

async function attempt(path: string, message: unknown, read: (reply: Reply) => Attempt): Promise<Attempt> {
  try {
    const reply = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(portalLimitMs),
    });
    const { status, headers } = reply;
    const text = await reply.text();
    return read({ status, text, retryAfter: headers.get('retry-after'), date: headers.get('date') });
  } catch {
    return { kind: 'unreachable' };
  }
}

export const safeDoor: SafeDoor = {
  async kiosk() {
    const state = await readShellState();
    if (!state?.kiosk) return state && null;
    const { id, trustVersion, configVersion } = state.kiosk;
    return { id, trustVersion, configVersion };
  },
  owed: () => ask('GET', '/shell/owed', Owed),
  recordReceipts: (receipts) => ask('POST', '/shell/receipts', ReceiptsAnswer, { receipts }),
  takeNews: (news: PortalNews) => ask('POST', '/shell/portal-news', PortalNewsAnswer, news),
  async sendPart(sha256) {
    const reply = await send('POST', `/shell/parts/${sha256}/send`, undefined, partLimitMs);
    if (reply === undefined) return 'later';
    if (reply.ok && PartSent.safeParse(reply.json).success) return 'sent';
    return sendingBy[PartProblem.safeParse(reply.json).data?.code ?? ''] ?? 'later';
  },
};

export function readShellState(): Promise<ShellState | undefined> {
  return ask('GET', '/shell/state', ShellState);
}

export function readSafeFilings({ after, limit }: { after: number; limit: number }): Promise<SafeFilings | undefined> {
  return ask('GET', `/shell/filings?after=${after}&limit=${limit}`, SafeFilings);
}

/** A line in the shell's log; a log that cannot be written must not stop the work. */
export async function log(entry: PageLog): Promise<void> {
  await send('POST', '/shell/log', entry);
}

async function ask<T>(method: string, path: string, schema: z.ZodType<T>, body?: unknown): Promise<T | undefined> {
  const reply = await send(method, path, body);
  if (!reply?.ok) return undefined;
  const parsed = schema.safeParse(reply.json);
  return parsed.success ? parsed.data : undefined;
}

async function send(method: string, path: string, body?: unknown, limitMs = shellLimitMs) {
  try {
    const reply = await fetch(path, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(limitMs),
    });
    const text = await reply.text();
    return { ok: reply.ok, json: text === '' ? undefined : (JSON.parse(text) as unknown) };
  } catch {
    return undefined;
  }
}
