import { describe, expect, it } from 'vitest';
import { type ProblemCode, problems } from '../../shared/portal-contract/problems.ts';
import { judgeAttempt } from '../../shared/sync/judge.ts';
import { readAttempt } from '../../shared/sync/read-attempt.ts';

const answer = { filings: [], withdrawals: [], ratings: [], statuses: [], time: 't' };

function problem(code: ProblemCode, retryAfter?: string) {
  const { status } = problems[code];
  const text = JSON.stringify({ type: `urn:diem-cham:${code}`, title: code, status, code });
  return readAttempt({ status, text, retryAfter: retryAfter ?? null });
}

describe('a reply', () => {
  it('counts as answered only when it is an answer of the contract', () => {
    expect(readAttempt({ status: 200, text: JSON.stringify(answer) })).toEqual({ kind: 'answered', answer });
    for (const text of ['', '<!doctype html><h1>Wi-Fi</h1>', '{}', '[]', 'null', JSON.stringify(answer).slice(0, -1)]) {
      expect(readAttempt({ status: 200, text }).kind).toBe('unreadable');
    }
    expect(readAttempt({ status: 201, text: JSON.stringify(answer) }).kind).toBe('unreadable');
  });

  it('of a proxy that knows nothing of us still says too large, too busy or closed', () => {
    const kinds = [413, 429, 503].map((status) => readAttempt({ status, text: '<html>' }));
    expect(kinds).toMatchObject([{ problem: 'too-large' }, { problem: 'too-busy' }, { problem: 'unavailable' }]);
    expect(readAttempt({ status: 502, text: 'Bad Gateway' }).kind).toBe('unreadable');
  });

  it('of our own gateway without a portal behind it is unreachable', () => {
    expect(readAttempt({ status: 502, text: '{"code":"portal-unreachable"}' })).toEqual({ kind: 'unreachable' });
    expect(readAttempt({ status: 409, text: '{"code":"not-provisioned"}' })).toEqual({ kind: 'unreachable' });
  });

  it('says how long to wait in seconds or as a date held against its own date', () => {
    expect(problem('too-busy', '120')).toMatchObject({ retryAfterMs: 120_000 });
    const date = 'Sat, 21 Nov 2026 10:00:00 GMT';
    const dated = readAttempt({ status: 503, text: '', retryAfter: 'Sat, 21 Nov 2026 10:05:00 GMT', date });
    expect(dated).toMatchObject({ retryAfterMs: 300_000 });
    for (const nonsense of ['soon', '-5', '1e9', '', 'NaN']) {
      expect(readAttempt({ status: 503, text: '', retryAfter: nonsense, date })).toMatchObject({
        retryAfterMs: undefined,
      });
    }
  });
});

describe('every problem of the table', () => {
  for (const code of Object.keys(problems) as ProblemCode[]) {
    it(`${code}: is reacted to as the table says`, () => {
      const { kind } = judgeAttempt(problem(code));
      const expected = {
        later: 'later',
        'renew-token': 'later',
        halve: 'refused',
        'needs-attention': 'refused',
        'call-technician': 'blocked',
      }[problems[code].reaction];
      expect(kind).toBe(expected);
    });
  }
});
