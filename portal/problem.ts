import { type ProblemCode, problems } from '../shared/portal-contract/problems.ts';

/** Thrown by a route, answered as RFC 9457 problem details. Carries no text of its own: nothing personal can slip out. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly retryAfterSeconds: number | undefined;
  readonly more: Readonly<Record<string, string | number>>;

  constructor(code: ProblemCode, details: { retryAfterSeconds?: number; more?: Record<string, string | number> } = {}) {
    super(code);
    this.code = code;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.more = details.more ?? {};
  }
}

export function problemBody(problem: Problem): Record<string, unknown> {
  const { status, meaning } = problems[problem.code];
  return { ...problem.more, type: `urn:diem-cham:${problem.code}`, title: meaning, status, code: problem.code };
}

/** Which problem an unforeseen failure is for the one who asked. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, statusCode, errcode } = error as { code?: string; statusCode?: number; errcode?: number };
  if (code === 'ENOSPC' || code === 'EDQUOT' || errcode === sqliteFull) return new Problem('disk-full');
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || statusCode === 413) return new Problem('too-large');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new Problem('bad-request');
  return new Problem('internal');
}

const sqliteFull = 13;
