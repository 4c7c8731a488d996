import { type ProblemCode, problems } from '../../shared/portal-contract/problems.ts';

/** What can go wrong in the world. Every one of them must happen in any 200 seeds, or the world proves less than it says. */
export const faultNames = [
  'request lost',
  'reply lost',
  'reply truncated',
  'part truncated on the way',
  'request duplicated',
  'reply of an earlier message',
  'reordered',
  'delayed for hours',
  'slow',
  'captive page (200 with HTML)',
  'captive network for minutes',
  'redirected',
  'bare status',
  'error page of a proxy',
  '413 by a proxy',
  '429 with Retry-After',
  '429 with a date',
  'forged receipts',
  'line down',
  ...(Object.keys(problems) as ProblemCode[]).map((code) => `problem ${code}` as const),
  'token expired',
  'device revoked',
  'intake key rotated',
  'receipt key rotated',
  'intake key destroyed too early',
  'configuration renewed',
  'kiosk clock forward',
  'kiosk clock back',
  'portal clock forward',
  'portal clock back',
  'power cut at the kiosk, at any await',
  'power cut at the kiosk, idle',
  'shell killed',
  'page crashed',
  'two windows',
  'upgrade in mid-queue',
  'upgrade while sending',
  'kiosk disk full',
  'kiosk disk fails',
  'kiosk out of room',
  'outbox vanished',
  'outbox takes no writing',
  'outbox lost its last records',
  'power cut at the portal, at any await',
  'portal rolled back its last work',
  'portal restarted',
  'portal database full',
  'portal parts folder full',
  'portal restored from a backup',
  'exported to a stick and imported',
  'imported twice',
  'stick carried by another hand late',
  'rescued from a disk',
  'kiosk dead for good',
  'correction asked',
  'case went on without what was asked',
  'corrected more than once',
  'revision of another kiosk',
  'revision set aside',
  'bad filing: cannot be opened',
  'bad filing: breaks the portal',
  'bad filing: spoils the message',
] as const;
export type FaultName = (typeof faultNames)[number];

/** What is promised, and checked after every event (or at the ends, where it says so). */
export const promiseNames = [
  'kept is in the safe',
  'kept is in the outbox',
  'body kept until a receipt lies in the safe',
  'freed only under a checkpoint',
  'registered at most once',
  'one code, one filing',
  'shown as received only what the portal has',
  'shown never goes back',
  'shown status is one the case had',
  'a revision has the code of its case',
  'a revision is taken only where it was asked for',
  'one revision is taken for one asking',
  'needs-attention has a reason',
  'received row holds no body',
  'attempts per hour',
  'attempts of one filing per hour',
  'waits and memory bounded',
  'end: received or needs attention',
  'end: withdrawals reached',
  'end: ratings reached',
  'end: a revision that came is told with what became of it',
  'end: a dossier stands as its revisions left it, each applied once, in their order',
  'end: good ones received, bad ones apart',
  'end: the portal has whatever was received, and whatever a dead kiosk held',
] as const;
export type PromiseName = (typeof promiseNames)[number];

export interface Tally {
  fault(name: FaultName): void;
  checked(name: PromiseName): void;
  readonly faults: Readonly<Record<string, number>>;
  readonly checks: Readonly<Record<string, number>>;
}

export function createTally(): Tally {
  const faults: Record<string, number> = {};
  const checks: Record<string, number> = {};
  const count = (counts: Record<string, number>, name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  return { fault: (name) => count(faults, name), checked: (name) => count(checks, name), faults, checks };
}
