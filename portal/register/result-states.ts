import { type ResultState, resultRow, statusesAfter } from '../../shared/portal-contract/case-results.ts';
import type { CaseStatusCode } from '../../shared/portal-contract/case-status.ts';
import type { MovedResult } from './register.ts';

/** Where a result stands by the moves that were made. */
export function stateIn(moves: readonly MovedResult[], result: string): ResultState {
  return moves.findLast((move) => move.result === result)?.state ?? 'waiting';
}

/** Of every result that is asked for, once this move is made; nothing where it cannot be made from there. */
export function statesAfter({
  asked,
  moves,
  move,
}: {
  readonly asked: readonly string[];
  readonly moves: readonly MovedResult[];
  readonly move: { readonly result: string; readonly from: ResultState; readonly state: ResultState };
}): ResultState[] | undefined {
  const { result, from, state } = move;
  if (!asked.includes(result) || stateIn(moves, result) !== from || !resultRow(from).next.includes(state))
    return undefined;
  return asked.map((id) => (id === result ? state : stateIn(moves, id)));
}

/**
 * Whether an officer may set this status by hand while the results of a bundle stand so; one that has given something is not stopped
 * whole. Its own (4 from 2, 9 and 10) only where its results are that far already: a correction can take the last open one away, and
 * then no move is left that would bring them.
 */
export function agreesWithResults(
  to: CaseStatusCode,
  { from, states }: { readonly from: CaseStatusCode; readonly states: readonly ResultState[] },
): boolean {
  if (states.length === 0) return true;
  if (to === 8) return !states.some((state) => resultRow(state).isGiven);
  if (to === 4 && from === 2) return states.some((state) => state !== 'waiting');
  if (to !== 9 && to !== 10) return true;
  const follows = statusesAfter(from, states);
  return follows !== 'refused' && follows[0] === to;
}
