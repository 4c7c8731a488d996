import { z } from 'zod';

/** Every way the shell can say no. Stable: codes stand in logs and in the words the page shows. */
export const shellProblems = {
  'bad-request': 400,
  'not-found': 404,
  'not-here': 405,
  'not-provisioned': 409,
  'already-provisioned': 409,
  'no-session': 409,
  /** This visit only practises. */
  practising: 409,
  'not-signed-in': 403,
  'wrong-pin': 403,
  'pin-locked': 429,
  'wrong-code': 403,
  'code-locked': 429,
  'draft-gone': 410,
  'part-hash-wrong': 422,
  'part-too-large': 413,
  'part-missing': 422,
  'no-room-for-parts': 507,
  'no-room-for-filings': 507,
  'cannot-keep': 507,
  /** A newer build has written into the safe: a downgrade. Everything is kept, nothing is touched. */
  'safe-newer': 503,
  /** A saved draft that this build cannot read: damaged, or a newer build's. It is kept. */
  'draft-unreadable': 503,
  'receipt-invalid': 422,
  'slip-not-genuine': 422,
  'already-received': 409,
  'enrolment-unreadable': 422,
  'enrolment-root-mismatch': 422,
  'enrolment-refused': 403,
  'portal-unreachable': 502,
  'portal-answer-unreadable': 502,
  'portal-refused-kiosk': 403,
  /** Copying filings to a stick: none is plugged in, it cannot be written, it is full, it was pulled out. */
  'no-stick': 404,
  'stick-read-only': 409,
  'stick-full': 507,
  'stick-gone': 502,
  'nothing-to-carry': 409,
  'carry-running': 409,
  'no-printer': 409,
  'printer-failed': 502,
  /** No voice for the language is installed; the voice did not speak. The words stand on the screen all the same. */
  'no-voice': 409,
  'voice-failed': 502,
  'secrets-unavailable': 500,
  internal: 500,
} as const;
export type ShellProblemCode = keyof typeof shellProblems;
export const ShellProblemCode = z.enum(Object.keys(shellProblems) as [ShellProblemCode, ...ShellProblemCode[]]);
export const ShellProblem = z.object({ code: ShellProblemCode }).loose();
export type ShellProblem = z.infer<typeof ShellProblem>;
