import { SyncAnswer } from '../portal-contract/messages.ts';
import { ProblemBody, type ProblemCode } from '../portal-contract/problems.ts';
import { FromSafeAnswer } from '../shell-contract/messages.ts';
import { ShellProblem, type ShellProblemCode } from '../shell-contract/shell-problems.ts';
import type { Attempt } from './ports.ts';

export interface Reply {
  readonly status: number;
  readonly text: string;
  /** The `Retry-After` and `Date` headers as they came. */
  readonly retryAfter?: string | null;
  readonly date?: string | null;
}

/** What a reply through the door means. A 200 counts only when it is an answer of the contract: a captive page is not. */
export function readAttempt(reply: Reply): Attempt {
  if (reply.status !== 200) return readRefusal(reply);
  const answer = SyncAnswer.safeParse(readJson(reply.text));
  return answer.success ? { kind: 'answered', answer: answer.data } : unreadable(reply);
}

/** The same for what the shell sent from the safe: the portal's answer comes inside the shell's own. */
export function readFromSafe(reply: Reply): Attempt {
  if (reply.status !== 200) return readRefusal(reply);
  const answer = FromSafeAnswer.safeParse(readJson(reply.text));
  if (!answer.success) return unreadable(reply);
  if ('notInSafe' in answer.data) return { kind: 'not-in-safe', filings: answer.data.notInSafe };
  return { kind: 'answered', ...answer.data };
}

function readRefusal(reply: Reply): Attempt {
  const retryAfterMs = readRetryAfter(reply);
  const json = readJson(reply.text);
  const problem = ProblemBody.safeParse(json);
  if (problem.success) return { kind: 'problem', problem: problem.data.code, retryAfterMs };
  const shell = ShellProblem.safeParse(json);
  if (shell.success) return fromGateway(shell.data.code, retryAfterMs);
  const known = plainStatuses[reply.status];
  return known ? { kind: 'problem', problem: known, retryAfterMs } : { kind: 'unreadable', retryAfterMs };
}

function unreadable(reply: Reply): Attempt {
  return { kind: 'unreadable', retryAfterMs: readRetryAfter(reply) };
}

/** Proxies on the way say these in their own words; the number is enough. */
const plainStatuses: Readonly<Record<number, ProblemCode>> = { 413: 'too-large', 429: 'too-busy', 503: 'unavailable' };

function fromGateway(code: ShellProblemCode, retryAfterMs: number | undefined): Attempt {
  if (code === 'portal-refused-kiosk') return { kind: 'problem', problem: 'device-unknown', retryAfterMs };
  if (code === 'portal-unreachable' || code === 'not-provisioned') return { kind: 'unreachable' };
  return { kind: 'unreadable', retryAfterMs };
}

/** Seconds, or an HTTP date held against the reply's own date: this machine's clock may be wrong. */
function readRetryAfter({ retryAfter, date }: Reply): number | undefined {
  if (!retryAfter) return undefined;
  if (/^\d{1,9}$/.test(retryAfter.trim())) return Number(retryAfter) * 1000;
  const wait = Date.parse(retryAfter) - Date.parse(date ?? '');
  return Number.isFinite(wait) && wait > 0 ? wait : undefined;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
