import { type ResultState, resultRow } from '../../shared/portal-contract/case-results.ts';
import type { CaseStatusCode } from '../../shared/portal-contract/case-status.ts';
import type { DraftRecord } from './register.ts';

/** A case that goes anywhere else does so without its draft: nobody is asked about it any more. */
export function keepsDraft(status: CaseStatusCode): boolean {
  return status === 4 || status === 6;
}

/** A reply counts up to the last moment that was told. */
export function mayAnswer({ standing, untilMs }: DraftRecord, atMs: number): boolean {
  return standing === 'asked' && atMs <= untilMs;
}

/** Of a result that is refused nobody is asked any more: silence must not agree to it, and the draft of another may be sent. */
export function losesDraft(
  drafts: readonly DraftRecord[],
  { result, state }: { readonly result: string; readonly state: ResultState },
): boolean {
  const { isEnded, isGiven } = resultRow(state);
  return isEnded === true && !isGiven && drafts.some((draft) => draft.standing === 'asked' && draft.result === result);
}

/** A result is not given while its draft is with the resident. */
export function waitsForDraft(
  drafts: readonly DraftRecord[],
  { result, state }: { readonly result: string; readonly state: ResultState },
): boolean {
  return (
    resultRow(state).isGiven === true && drafts.some((draft) => draft.standing === 'asked' && draft.result === result)
  );
}
