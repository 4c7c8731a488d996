import { z } from 'zod';
import { IsoDate } from '../catalogue/text.ts';
import { IsoInstant, Sha256Hex } from '../dossier/dossier.ts';

/** The ten statuses of the National Public Service Portal (domain/dossier.json) and who sets them. */
export const caseStatuses = {
  1: { vi: 'Mới đăng ký', en: 'Newly filed', final: false },
  2: { vi: 'Được tiếp nhận', en: 'Accepted', final: false },
  3: { vi: 'Không được tiếp nhận', en: 'Not accepted', final: true },
  4: { vi: 'Đang xử lý', en: 'In processing', final: false },
  5: { vi: 'Yêu cầu bổ sung giấy tờ', en: 'Supplement requested', final: false },
  6: { vi: 'Yêu cầu thực hiện nghĩa vụ tài chính', en: 'Payment requested', final: false },
  7: { vi: 'Công dân yêu cầu rút hồ sơ', en: 'Withdrawn by the citizen', final: true },
  8: { vi: 'Dừng xử lý', en: 'Stopped', final: true },
  9: { vi: 'Đã xử lý xong', en: 'Processed', final: false },
  10: { vi: 'Đã trả kết quả', en: 'Result returned', final: true },
} as const;
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

/** From → to, as domain/dossier.json has it (our model, unverified). Everything else is refused. */
const transitions: readonly (readonly [CaseStatusCode, CaseStatusCode])[] = [
  [1, 2],
  [1, 3],
  [1, 5],
  [1, 7],
  [2, 4],
  [2, 5],
  [2, 6],
  [2, 7],
  [4, 5],
  [4, 6],
  [4, 8],
  [4, 9],
  [4, 7],
  [5, 2],
  [5, 4],
  [5, 8],
  [5, 7],
  [6, 4],
  [6, 8],
  [9, 10],
];

export function nextStatuses(from: CaseStatusCode): CaseStatusCode[] {
  return transitions.filter(([before]) => before === from).map(([, after]) => after);
}

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

/** What a resident with the slip is shown, from memory only. The ward's own words travel here and are never stored. */
export const CaseView = CaseState.extend({
  service: z.string(),
  receiver: z.string(),
  history: z.array(
    z.object({ status: CaseStatusCode, at: IsoInstant, note: z.string().max(1000).optional() }).strict(),
  ),
  /** A signed `PaymentOrder`, for who asked `with: ['payment']`. */
  payment: z.string().optional(),
}).strict();
export type CaseView = z.infer<typeof CaseView>;
