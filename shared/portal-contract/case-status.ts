import { z } from 'zod';
import { IsoDate } from '../catalogue/text.ts';
import { IsoInstant, Sha256Hex } from '../dossier/dossier.ts';
import { mostResults, ResultTold } from './case-results.ts';
import { CorrectionAsked, RevisionTold } from './correction.ts';
import { Delivery } from './delivery.ts';
import { DraftTold } from './draft-certificate.ts';

/** Whose act moves a case: an officer at the portal, or the resident (a withdrawal, a revision). */
export type CaseActor = 'officer' | 'resident';

interface StatusRow {
  readonly vi: string;
  readonly en: string;
  /** What the promised time does meanwhile. */
  readonly clock: 'not-started' | 'running' | 'paused' | 'ended';
  /** The resident must learn why: never set without a note. */
  readonly needsNote?: true;
  /** Where it may go from here, and by whose act. Everything else is refused. */
  readonly next: Readonly<Record<number, readonly CaseActor[]>>;
}

/**
 * The ten statuses of the National Public Service Portal with all their transitions (domain/dossier.json, copied to
 * tests/portal/case-statuses.json; the transitions are our model). A status without a next one is final.
 *
 * ```
 * 1 new ─▶ 2 accepted ─▶ 4 in process ─▶ 9 processed ─▶ 10 returned
 * ├─▶ 3 not accepted     ├─▶ 8 stopped
 * └──────┬───────────────┴─▶ 5 to correct ──(a revision: the resident's act)──▶ 4
 *        └─────────────────▶ 6 to pay ─▶ 4          1, 2, 4, 5 ─(resident)─▶ 7 withdrawn
 * ```
 */
export const caseStatuses = {
  1: {
    vi: 'Mới đăng ký',
    en: 'Newly filed',
    clock: 'not-started',
    next: { 2: ['officer'], 3: ['officer'], 5: ['officer'], 7: ['resident'] },
  },
  2: {
    vi: 'Được tiếp nhận',
    en: 'Accepted',
    clock: 'running',
    next: { 4: ['officer'], 5: ['officer'], 6: ['officer'], 7: ['resident'] },
  },
  3: { vi: 'Không được tiếp nhận', en: 'Not accepted', clock: 'ended', needsNote: true, next: {} },
  4: {
    vi: 'Đang xử lý',
    en: 'In processing',
    clock: 'running',
    next: { 5: ['officer'], 6: ['officer'], 7: ['resident'], 8: ['officer'], 9: ['officer'] },
  },
  5: {
    vi: 'Yêu cầu bổ sung giấy tờ',
    en: 'Supplement requested',
    clock: 'paused',
    needsNote: true,
    next: { 2: ['officer'], 4: ['officer', 'resident'], 7: ['resident'], 8: ['officer'] },
  },
  6: {
    vi: 'Yêu cầu thực hiện nghĩa vụ tài chính',
    en: 'Payment requested',
    clock: 'paused',
    needsNote: true,
    next: { 4: ['officer'], 8: ['officer'] },
  },
  7: { vi: 'Công dân yêu cầu rút hồ sơ', en: 'Withdrawn by the citizen', clock: 'ended', next: {} },
  8: { vi: 'Dừng xử lý', en: 'Stopped', clock: 'ended', needsNote: true, next: {} },
  9: { vi: 'Đã xử lý xong', en: 'Processed', clock: 'ended', next: { 10: ['officer'] } },
  10: { vi: 'Đã trả kết quả', en: 'Result returned', clock: 'ended', next: {} },
} as const satisfies Record<number, StatusRow>;
export type CaseStatusCode = keyof typeof caseStatuses;
export const CaseStatusCode = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
  z.literal(6),
  z.literal(7),
  z.literal(8),
  z.literal(9),
  z.literal(10),
]);

/** Where a case may go from here: by anybody's act, or by this one's only. */
export function nextStatuses(from: CaseStatusCode, by?: CaseActor): CaseStatusCode[] {
  const { next }: StatusRow = caseStatuses[from];
  return Object.entries(next)
    .filter(([, actors]) => by === undefined || actors.includes(by))
    .map(([to]) => Number(to) as CaseStatusCode);
}

export function isFinal(status: CaseStatusCode): boolean {
  return nextStatuses(status).length === 0;
}

export function needsNote(status: CaseStatusCode): boolean {
  return ('needsNote' satisfies keyof StatusRow) in caseStatuses[status];
}

/** What else happens to a case, its status staying as it is: a draft certificate and what became of it. */
export const caseEvents = ['draft-sent', 'draft-confirmed', 'draft-to-change', 'draft-silence'] as const;
export const CaseEvent = z.enum(caseEvents);
export type CaseEvent = z.infer<typeof CaseEvent>;

/** What the kiosk may keep about a case: no notes, no names. */
export const CaseState = z
  .object({
    filing: Sha256Hex,
    code: z.string(),
    status: CaseStatusCode,
    since: IsoInstant,
    due: IsoDate.optional(),
  })
  .strict();
export type CaseState = z.infer<typeof CaseState>;

/**
 * What a resident with the slip is shown, from memory only. The ward's own words travel here and are never stored. What is optional
 * but for notes is told to kiosks of contract 2 and later.
 */
export const CaseView = CaseState.extend({
  service: z.string(),
  serviceVersion: z.string().optional(),
  receiver: z.string(),
  history: z.array(
    z
      .object({
        status: CaseStatusCode,
        at: IsoInstant,
        note: z.string().max(1000).optional(),
        delivery: Delivery.optional(),
        /** Absent where the status itself was set. */
        event: CaseEvent.optional(),
      })
      .strict(),
  ),
  /** A signed `PaymentOrder`. */
  payment: z.string().optional(),
  /** What is to be corrected now; absent where nothing is marked. */
  correction: CorrectionAsked.optional(),
  /** Revisions that came, oldest first. */
  revisions: z.array(RevisionTold).max(200).optional(),
  /** Of a dossier that asks for several results: each by itself, in the order of the service. Absent where there is one. */
  results: z.array(ResultTold).max(mostResults).optional(),
  /** The newest draft certificate that was sent. */
  draft: DraftTold.optional(),
}).strict();
export type CaseView = z.infer<typeof CaseView>;
