import type { SealedFiling } from '../dossier/sealed-filing.ts';
import { contractVersion, type SyncRequest } from '../portal-contract/messages.ts';
import type { Owed } from '../shell-contract/messages.ts';
import type { Verdict } from './judge.ts';
import type { Attempt, KioskFacts, PortalDoor } from './ports.ts';
import { type SyncState, setOnline } from './sync-state.ts';

export interface Message {
  readonly kiosk: KioskFacts;
  readonly head: Owed['head'];
  readonly filings?: readonly SealedFiling[];
  readonly withdrawals?: readonly string[];
  readonly ratings?: Owed['ratings'];
  readonly following?: readonly string[];
}

/** One attempt at one message. Says whether the portal itself spoke. */
export async function sendMessage(state: SyncState, message: Message): Promise<Verdict> {
  const { kiosk } = message;
  const request: SyncRequest = {
    contract: contractVersion,
    kiosk: kiosk.id,
    head: message.head,
    filings: [...(message.filings ?? [])],
    withdrawals: [...(message.withdrawals ?? [])],
    ratings: [...(message.ratings ?? [])],
    following: [...(message.following ?? [])],
    known: { trustVersion: kiosk.trustVersion, configVersion: kiosk.configVersion },
  };
  return judge(state, await state.ports.portal.sync(request));
}

/** One attempt at filings alone, sent by the shell from the safe. */
export async function sendFromSafe(
  state: SyncState,
  send: NonNullable<PortalDoor['syncFromSafe']>,
  filings: readonly string[],
): Promise<Verdict> {
  return judge(state, await send(filings));
}

function judge(state: SyncState, attempt: Attempt): Verdict {
  if (attempt.kind !== 'not-in-safe') setOnline(state, attempt.kind === 'answered' || attempt.kind === 'problem');
  state.unreadableInARow = attempt.kind === 'unreadable' ? state.unreadableInARow + 1 : 0;
  return state.decide.judgeAttempt(attempt);
}
