import type { SealedFiling } from '../dossier/sealed-filing.ts';
import type { LeasedFiling, OutboxFiling, Outcome } from '../outbox/outbox.ts';
import type { ProblemCode } from '../portal-contract/problems.ts';
import type { Receipt } from '../portal-contract/receipt.ts';
import { assertNever } from '../runtime.ts';
import type { Owed } from '../shell-contract/messages.ts';
import { breakerAfter } from './breaker.ts';
import { receiptSaid } from './from-safe.ts';
import type { Verdict } from './judge.ts';
import { type PageSize, pageAfter, pageFor, slowMs } from './page-size.ts';
import type { KioskFacts, PartSending } from './ports.ts';
import { sendFromSafe, sendMessage } from './send-message.ts';
import { coolDown, type Exchange, type SyncState, setBlocked } from './sync-state.ts';

/** So many messages refused as a whole in a row, and it is hardly the filings: from then on with back-off. */
const refusalsToSlowDown = 12;
/** Bytes may be damaged on the way; so often in a row they lie damaged in the safe. */
const attemptsWithDamagedPart = 10;
/** More single waits than this, and the whole engine waits instead. */
const coolingMost = 2000;

/**
 * Lease → one attempt → record: one page of filings, each of which ends received, waiting or in needs-attention. Their bodies go
 * straight from the safe where there is one; a filing that goes alone takes the outbox's copy, in case the safe's is the trouble.
 * @param only a filing that goes alone
 */
export async function carry(state: SyncState, only?: string): Promise<Exchange> {
  const { outbox, portal, clock } = state.ports;
  const { kiosk } = state;
  if (kiosk === null) return { kind: 'nothing' };
  if (kiosk === undefined || state.owed === undefined) return { kind: 'failed' };
  const isFromSafe = only === undefined && portal.syncFromSafe !== undefined;
  if (state.cooling.size() > coolingMost) return { kind: 'failed' };

  const size = pageFor(state.page, state);
  const leased = await outbox.lease(
    only === undefined
      ? {
          filings: size.filings,
          bytes: size.bytes,
          except: new Set([...state.cooling.ids(), ...state.loners.ids()]),
          bodies: !isFromSafe,
        }
      : { filings: 1, bytes: size.bytes, only },
  );
  if (leased.length === 0) {
    if (only !== undefined) state.loners.forget(only);
    return { kind: 'nothing' };
  }

  const bytes = leased.reduce((sum, filing) => sum + filing.bytes, 0);
  const sent: PageSize = { ...size, filings: leased.length, bytes };
  const startedMs = clock.nowMs();
  const verdict = await send(state, { kiosk, head: state.owed.head, leased, isFromSafe });
  const elapsedMs = Math.max(0, clock.nowMs() - startedMs);
  switch (verdict.kind) {
    case 'answered': {
      const full = leased.length === size.filings || bytes + bytes / leased.length > size.bytes;
      state.page = pageAfter(state.page, { happened: 'answered', full, elapsedMs });
      if (only === undefined) state.loners.somethingElseWent();
      else state.loners.forget(only);
      state.breaker = breakerAfter(state.breaker, 'carried');
      state.refusedInARow = 0;
      return takeResults(state, { leased, ...verdict });
    }
    case 'not-in-safe':
      for (const id of verdict.filings) state.loners.add(id);
      await putOff(state, leased, undefined);
      return { kind: 'went' };
    case 'later': {
      // What took long and failed was too much for the line: the same again would fail for ever.
      const tooMuch = verdict.suspicious || state.unreadableInARow >= 2 || elapsedMs > slowMs;
      if (tooMuch) state.page = pageAfter(sent, { happened: 'too-large' });
      await putOff(state, leased, verdict.suspicious ? 'internal' : undefined);
      // A filing known to break the portal waits by itself; the others go on.
      if (verdict.suspicious && only !== undefined) return { kind: 'went' };
      return { kind: 'failed', retryAfterMs: verdict.retryAfterMs };
    }
    case 'refused': {
      state.page = pageAfter(sent, { happened: 'too-large' });
      state.refusedInARow += 1;
      await putOff(state, leased, verdict.problem);
      if (state.refusedInARow < refusalsToSlowDown) return { kind: 'went' };
      state.announce({ event: 'trouble', about: 'many-refused' });
      return { kind: 'failed' };
    }
    case 'blocked':
      setBlocked(state, verdict.problem);
      await putOff(state, leased, undefined);
      return { kind: 'failed', retryAfterMs: verdict.retryAfterMs };
    default:
      return assertNever(verdict);
  }
}

function send(
  state: SyncState,
  message: {
    kiosk: KioskFacts;
    head: Owed['head'];
    leased: readonly LeasedFiling[];
    isFromSafe: boolean;
  },
): Promise<Verdict> {
  const { kiosk, head, leased } = message;
  const { syncFromSafe } = state.ports.portal;
  if (message.isFromSafe && syncFromSafe) {
    return sendFromSafe(
      state,
      syncFromSafe,
      leased.map(({ id }) => id),
    );
  }
  return sendMessage(state, { kiosk, head, filings: leased.flatMap(bodyOf) });
}

/** The message failed as a whole: nothing is known of its filings, unless there was only one and something in it is suspect. */
async function putOff(
  state: SyncState,
  leased: readonly OutboxFiling[],
  suspected: ProblemCode | undefined,
): Promise<void> {
  const [first] = leased;
  if (first === undefined || leased.length > 1 || suspected === undefined) {
    return record(state, new Map(leased.map(({ id }) => [id, { kind: 'later' }])));
  }
  if (state.loners.failed(first.id, suspected) === 'bad') {
    state.loners.forget(first.id);
    return record(state, new Map([[first.id, { kind: 'needs-attention', problem: suspected }]]));
  }
  coolDown(state, first);
  return record(state, new Map([[first.id, { kind: 'later' }]]));
}

async function takeResults(
  state: SyncState,
  {
    leased,
    answer,
    kept: keptAlready,
  }: Pick<Extract<Verdict, { kind: 'answered' }>, 'answer' | 'kept'> & {
    leased: readonly OutboxFiling[];
  },
): Promise<Exchange> {
  const outcomes = new Map<string, Outcome>();
  const receipts: { filing: OutboxFiling; token: string; receipt: Receipt }[] = [];
  const wantingParts: { filing: OutboxFiling; parts: readonly string[] }[] = [];
  const cooled: OutboxFiling[] = [];

  for (const filing of leased) {
    const verdict = state.decide.judgeFiling(filing, answer.filings);
    const receipt = verdict.kind === 'receipt' ? receiptSaid(verdict.receipt, filing) : undefined;
    if (verdict.kind === 'receipt' && !receipt) state.announce({ event: 'trouble', about: 'receipt' });
    if (verdict.kind === 'receipt' && receipt) receipts.push({ filing, token: verdict.receipt, receipt });
    else if (verdict.kind === 'parts') wantingParts.push({ filing, parts: verdict.parts });
    else if (verdict.kind === 'refused') outcomes.set(filing.id, { kind: 'needs-attention', problem: verdict.problem });
    else cooled.push(filing);
  }

  // The safe before the outbox: once the outbox frees a body, the receipt must already be on the disk.
  const kept = keptAlready ? new Set(keptAlready) : await keepReceipts(state, receipts);
  for (const { filing, receipt } of receipts) {
    if (kept?.has(filing.id)) outcomes.set(filing.id, outcomeOf(receipt));
    else {
      if (kept) state.announce({ event: 'trouble', about: 'receipt' });
      cooled.push(filing);
    }
  }
  for (const filing of cooled) {
    coolDown(state, filing);
    outcomes.set(filing.id, { kind: 'later' });
  }
  await record(state, outcomes);
  await sendParts(state, wantingParts);

  state.news.add(answer);
  const safeWorks = receipts.length === 0 || kept !== undefined;
  return safeWorks ? { kind: 'went' } : { kind: 'failed' };
}

async function keepReceipts(
  state: SyncState,
  receipts: readonly { filing: OutboxFiling; token: string }[],
): Promise<ReadonlySet<string> | undefined> {
  if (receipts.length === 0) return new Set();
  const answer = await state.ports.safe.recordReceipts(
    receipts.map(({ filing, token }) => ({ id: filing.id, receipt: token })),
  );
  if (answer === undefined) state.announce({ event: 'trouble', about: 'safe' });
  return answer && new Set(answer.kept);
}

/** Parts the portal asked for, straight from the safe; the filings stay in `sending` until theirs are through or given up. */
async function sendParts(
  state: SyncState,
  wanting: readonly { filing: OutboxFiling; parts: readonly string[] }[],
): Promise<void> {
  const ended = await Promise.allSettled(wanting.map((one) => sendPartsOf(state, one)));
  // Not before all have ended: what is recovered must not be under way any more.
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

async function sendPartsOf(
  state: SyncState,
  { filing, parts }: { filing: OutboxFiling; parts: readonly string[] },
): Promise<void> {
  const sent = await sendOneAfterOther(state, parts);
  const problem = problemOfPart(sent, filing.delivery.attempts);
  if (problem !== undefined) {
    state.announce({ event: 'trouble', about: 'part' });
    return record(state, new Map([[filing.id, { kind: 'needs-attention', problem }]]));
  }
  // Asked for again what was sent already, it waits its turn.
  if (sent !== 'sent' || state.partsSent.has(filing.id)) coolDown(state, filing);
  if (sent === 'sent') state.partsSent.add(filing.id);
  return record(state, new Map([[filing.id, { kind: 'later' }]]));
}

function problemOfPart(sent: PartSending, attempts: number): ProblemCode | undefined {
  if (sent === 'gone' || (sent === 'damaged' && attempts >= attemptsWithDamagedPart)) return 'part-hash-wrong';
  return sent === 'too-large' ? 'too-large' : undefined;
}

async function sendOneAfterOther(state: SyncState, parts: readonly string[]): Promise<PartSending> {
  for (const sha256 of parts) {
    const sent = await state.partLanes.inTurn(() =>
      state.stopping ? Promise.resolve('later' as const) : state.ports.safe.sendPart(sha256),
    );
    if (sent !== 'sent') return sent;
  }
  return 'sent';
}

async function record(state: SyncState, outcomes: ReadonlyMap<string, Outcome>): Promise<void> {
  if (outcomes.size === 0) return;
  await state.ports.outbox.record(outcomes);
  for (const [id, outcome] of outcomes) {
    if (outcome.kind === 'received') {
      state.partsSent.delete(id);
      state.withdrawalsPutOff.clear();
      state.announce({ event: 'filing-received', id, code: outcome.code });
    }
    if (outcome.kind === 'needs-attention') {
      state.announce({ event: 'filing-refused', id, problem: outcome.problem });
    }
  }
}

function outcomeOf({ code, receivedAt, receiver }: Receipt): Outcome {
  return { kind: 'received', code, receivedAt, receiver: receiver.name };
}

function bodyOf({ body }: OutboxFiling): SealedFiling[] {
  return body === null ? [] : [body];
}
