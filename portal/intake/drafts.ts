import { DraftWords } from '../../shared/dossier/draft-words.ts';
import { parseJson } from '../../shared/dossier/seal.ts';
import { addDays, hanoiDay, hanoiMoment } from '../../shared/identity/calendar-date.ts';
import { addWorkingDays, withPendingOff } from '../../shared/places/working-days.ts';
import type { DraftTold } from '../../shared/portal-contract/draft-certificate.ts';
import type { PortalPorts } from '../ports.ts';
import type { DraftRecord } from '../register/register.ts';

/**
 * «No answer within a day means agreement»: taken as such by itself, before anybody looks at a case, and every minute (server.ts).
 */
export async function agreeBySilence({ register, clock, log }: PortalPorts): Promise<void> {
  const settled = await register.settleSilence(clock.nowMs());
  if (settled > 0) log({ event: 'drafts-agreed-by-silence', count: settled });
}

/**
 * The sources say «one day at most»: the end of the next working day, so that nobody has less than a day and everybody an open counter. A
 * day that may still be declared off is no such day: silence binds.
 */
export function answerUntilMs(nowMs: number, { catalogue }: Pick<PortalPorts, 'catalogue'>): number {
  const lastDay = addWorkingDays(hanoiDay(nowMs), 1, withPendingOff(catalogue.calendar));
  return hanoiMoment(addDays(lastDay, 1), { hour: 0, minute: 0 }) - 1;
}

export function lockDraft(words: DraftWords, filing: string, { keys }: PortalPorts): Promise<Uint8Array> {
  return keys.lock(new TextEncoder().encode(JSON.stringify(words)), lockedAs(filing));
}

export async function openDraftWords(
  { filing, locked }: DraftRecord,
  { keys }: PortalPorts,
): Promise<DraftWords | undefined> {
  const plain = await keys.unlock(locked, lockedAs(filing));
  const words = plain && DraftWords.safeParse(parseJson(plain));
  return words?.success ? words.data : undefined;
}

function lockedAs(filing: string): string {
  return `draft ${filing}`;
}

/** What of the newest draft is told; one the case went on without is told no more. */
export function draftTold(drafts: readonly DraftRecord[]): DraftTold | undefined {
  const newest = drafts.at(-1);
  if (!newest || newest.standing === 'void') return undefined;
  const { number, result, at, untilMs, standing } = newest;
  return { number, ...(result === null ? {} : { result }), at, until: new Date(untilMs).toISOString(), standing };
}
