import type { OutboxFiling } from '../outbox/outbox.ts';
import type { FilingResult, SyncAnswer } from '../portal-contract/messages.ts';
import { type ProblemCode, problems } from '../portal-contract/problems.ts';
import { assertNever } from '../runtime.ts';
import type { Attempt } from './ports.ts';
import { retryBounds } from './retry.ts';

/** What an attempt means for the message as a whole. */
export type Verdict =
  | { readonly kind: 'answered'; readonly answer: SyncAnswer; readonly kept?: readonly string[] | undefined }
  /** Nothing was sent: the outbox has to lend these bodies. */
  | { readonly kind: 'not-in-safe'; readonly filings: readonly string[] }
  /** Again after a wait. `suspicious`: something in the message may be the reason. */
  | { readonly kind: 'later'; readonly suspicious: boolean; readonly retryAfterMs?: number | undefined }
  /** The message was refused as a whole: halve it until what is wrong stands alone. */
  | { readonly kind: 'refused'; readonly problem: ProblemCode }
  /** The kiosk itself is refused. */
  | { readonly kind: 'blocked'; readonly problem: ProblemCode; readonly retryAfterMs?: number | undefined };

export function judgeAttempt(attempt: Attempt): Verdict {
  switch (attempt.kind) {
    case 'answered':
      return { kind: 'answered', answer: attempt.answer, kept: attempt.kept };
    case 'not-in-safe':
      return attempt;
    case 'unreachable':
      return { kind: 'later', suspicious: false };
    case 'unreadable':
      // Whoever answered is not the portal: it may ask for patience, but not switch a kiosk off for an hour.
      return { kind: 'later', suspicious: false, retryAfterMs: atMost(retryBounds.capMs, attempt.retryAfterMs) };
    case 'problem':
      return judgeProblem(attempt.problem, attempt.retryAfterMs);
    default:
      return assertNever(attempt);
  }
}

function atMost(mostMs: number, askedMs: number | undefined): number | undefined {
  return askedMs === undefined ? undefined : Math.min(askedMs, mostMs);
}

function judgeProblem(problem: ProblemCode, retryAfterMs: number | undefined): Verdict {
  const { reaction } = problems[problem];
  switch (reaction) {
    // The gateway below renews the token and tries once more; when its word still comes up here, it is for later.
    case 'renew-token':
      return { kind: 'later', suspicious: false, retryAfterMs };
    case 'later':
      return { kind: 'later', suspicious: problem === 'internal', retryAfterMs };
    case 'halve':
    case 'needs-attention':
      return { kind: 'refused', problem };
    case 'call-technician':
      return { kind: 'blocked', problem, retryAfterMs };
    default:
      return assertNever(reaction);
  }
}

/** What an answered message says of one filing. */
export type FilingVerdict =
  | { readonly kind: 'receipt'; readonly receipt: string }
  | { readonly kind: 'parts'; readonly parts: readonly string[] }
  | { readonly kind: 'refused'; readonly problem: ProblemCode }
  | { readonly kind: 'later' };

/** A filing the answer is silent about is for later. Results for filings that were not sent are not looked at. */
export function judgeFiling(filing: OutboxFiling, results: readonly FilingResult[]): FilingVerdict {
  const ours = results.filter(({ id }) => id === filing.id);
  const received = ours.find((result) => result.state === 'received');
  const result = received ?? ours[0];
  if (result === undefined) return { kind: 'later' };
  switch (result.state) {
    case 'received':
      return { kind: 'receipt', receipt: result.receipt };
    case 'parts-missing': {
      // Only parts of this very filing: whatever else is asked for does not leave the safe.
      const parts = result.parts.filter((sha256) => filing.parts.some((part) => part.sha256 === sha256));
      return parts.length > 0 ? { kind: 'parts', parts } : { kind: 'later' };
    }
    case 'refused':
      return problems[result.problem].reaction === 'needs-attention'
        ? { kind: 'refused', problem: result.problem }
        : { kind: 'later' };
    default:
      return assertNever(result);
  }
}
