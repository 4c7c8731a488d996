import { bounds, type SyncAnswer, type WithdrawalResult } from '../portal-contract/messages.ts';
import { assertNever } from '../runtime.ts';
import { lostByPortal } from './from-safe.ts';
import { sendMessage } from './send-message.ts';
import { type Exchange, type SyncState, setBlocked } from './sync-state.ts';

/**
 * A message without filings: withdrawals, ratings, questions about statuses, or nothing but "here I am". It is also the
 * breaker's probe, and the proof that the portal takes messages at all when a filing alone was refused.
 */
export async function greet(state: SyncState): Promise<Exchange> {
  const { outbox, safe } = state.ports;
  const kiosk = await safe.kiosk();
  state.kiosk = kiosk;
  // Nobody to speak as yet; the page wakes the engine when a technician has provisioned the kiosk.
  if (kiosk === null) return { kind: 'nothing' };
  const owed = await safe.owed();
  if (kiosk === undefined || owed === undefined) {
    state.announce({ event: 'trouble', about: 'safe' });
    return { kind: 'failed' };
  }
  state.owed = owed;

  const withdrawals = await withdrawalsToSend(state);
  const ratings = owed.ratings.slice(0, state.extras);
  const following = state.statusDue ? await outbox.following(bounds.followingPerSync, state.askedUpTo) : [];
  const somethingOwed = withdrawals.length + ratings.length + following.length > 0;
  if (!somethingOwed && !mustGreet(state)) return { kind: 'nothing' };

  const tokens = withdrawals.map(({ token }) => token);
  const verdict = await sendMessage(state, { kiosk, head: owed.head, withdrawals: tokens, ratings, following });
  switch (verdict.kind) {
    case 'answered':
      return takeAnswer(state, { answer: verdict.answer, withdrawals: withdrawals.map(({ id }) => id), following });
    case 'blocked':
      setBlocked(state, verdict.problem);
      return { kind: 'failed', retryAfterMs: verdict.retryAfterMs };
    case 'refused':
      // Even the barest message is refused: it is not the extras, the kiosk and this portal do not understand each other.
      if (!somethingOwed) setBlocked(state, verdict.problem);
      // Refused alone it is the one, or the line is: others go before it.
      if (withdrawals.length === 1) for (const { id } of withdrawals) putOff(state, id);
      state.extras = Math.floor(state.extras / 2);
      state.statusDue = false;
      return { kind: 'failed' };
    case 'not-in-safe':
      // A greeting carries no filing.
      return { kind: 'failed' };
    case 'later':
      if (verdict.suspicious) state.extras = Math.floor(state.extras / 2);
      return { kind: 'failed', retryAfterMs: verdict.retryAfterMs };
    default:
      return assertNever(verdict);
  }
}

function mustGreet({ contactDue, breaker, blocked, loners }: SyncState): boolean {
  return contactDue || breaker.state !== 'closed' || blocked !== undefined || loners.needsProof();
}

/** Not for ever: the line may have refused it, or the portal was restored, and no other filing may come for days. */
const withdrawalAgainMs = 3_600_000;

function putOff(state: SyncState, id: string): void {
  state.withdrawalsPutOff.set(id, state.ports.clock.nowMs());
}

async function withdrawalsToSend(state: SyncState): Promise<readonly { id: string; token: string }[]> {
  const putOffs = state.withdrawalsPutOff;
  const nowMs = state.ports.clock.nowMs();
  for (const [id, askedMs] of putOffs) if (Math.abs(nowMs - askedMs) >= withdrawalAgainMs) putOffs.delete(id);
  const open = await state.ports.outbox.openWithdrawals(bounds.filingsPerSync + putOffs.size);
  return open.filter(({ id }) => !putOffs.has(id)).slice(0, state.extras);
}

async function takeAnswer(
  state: SyncState,
  {
    answer,
    withdrawals,
    following,
  }: { answer: SyncAnswer; withdrawals: readonly string[]; following: readonly string[] },
): Promise<Exchange> {
  const { outbox } = state.ports;
  setBlocked(state, undefined);
  state.loners.somethingElseWent();
  state.contactDue = false;
  state.extras = Math.min(bounds.filingsPerSync, Math.max(1, state.extras * 2));
  state.askedUpTo = following.length === bounds.followingPerSync ? following.at(-1) : undefined;
  state.statusDue = state.askedUpTo !== undefined;

  for (const { filing, status, since, due } of answer.statuses) {
    if (following.includes(filing)) await outbox.setStatus(filing, { status, since, due });
  }

  const results = answer.withdrawals.filter(({ filing }) => withdrawals.includes(filing));
  const missing: string[] = [];
  const reached: FinalResult[] = [];
  for (const result of results) {
    const isSignedFor = (await outbox.get(result.filing))?.delivery.state === 'received';
    // Without a receipt the portal may still lose the filing, and the withdrawal with it: asked once more behind the receipt.
    if (isSignedFor && isFinal(result)) reached.push(result);
    else putOff(state, result.filing);
    // A filing it has signed for: the portal was restored from a backup of before, whatever its checkpoints will say.
    if (isSignedFor && !isFinal(result)) missing.push(result.filing);
  }
  state.news.add(answer, { withdrawalsReached: reached.map(({ filing }) => filing), missing });
  // The safe first: a withdrawal the safe still calls open would be sent again for ever after the outbox forgot it.
  const told = await tellSafe(state);
  if (told) for (const { filing, state: said } of reached) await closeWithdrawal(state, filing, said);
  return told ? { kind: 'went' } : { kind: 'failed' };
}

type FinalResult = WithdrawalResult & { readonly state: 'recorded' | 'too-late' | 'refused' };

function isFinal(result: WithdrawalResult): result is FinalResult {
  return result.state !== 'not-here-yet';
}

async function closeWithdrawal(state: SyncState, id: string, said: FinalResult['state']): Promise<void> {
  const filing = await state.ports.outbox.get(id);
  if (!filing?.withdrawal) return;
  await state.ports.outbox.setWithdrawal(id, { token: filing.withdrawal.token, reached: true });
  state.announce({ event: 'withdrawal-answered', id, state: said });
}

/** Hands over what answers carried besides filings, and takes up what the portal turns out to have lost. */
export async function tellSafe(state: SyncState): Promise<boolean> {
  if (state.news.isEmpty()) return true;
  const news = state.news.take();
  const answer = await state.ports.safe.takeNews(news);
  if (answer === undefined) {
    state.news.putBack(news);
    state.announce({ event: 'trouble', about: 'safe' });
    return false;
  }
  const lost = answer.lacking.filter(({ id, body }) => body !== null && !state.healed.has(id));
  if (lost.length === 0) return true;
  await state.ports.outbox.agree(lost.map(lostByPortal));
  for (const { id } of lost) {
    state.healed.add(id);
    state.announce({ event: 'filing-lost-by-portal', id });
  }
  return true;
}
