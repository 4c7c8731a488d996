import { z } from 'zod';
import { IsoInstant } from '../dossier/dossier.ts';
import type { CaseStatusCode } from './case-status.ts';
import { Delivery } from './delivery.ts';

export const resultStates = ['waiting', 'in-process', 'done', 'handed-over', 'refused'] as const;
export const ResultState = z.enum(resultStates);
export type ResultState = z.infer<typeof ResultState>;

interface ResultRow {
  readonly vi: string;
  /** By an officer's act. */
  readonly next: readonly ResultState[];
  /** Nothing more is done for it. */
  readonly isEnded?: true;
  /** The resident gets it, or has it. */
  readonly isGiven?: true;
  /** The resident must learn why. */
  readonly needsNote?: true;
  /** How it reaches the resident is told with it. */
  readonly isDelivered?: true;
}

/**
 * One result of a bundle, by itself. A dossier that asks for a single result has none of these: its status says it all.
 *
 * ```
 * waiting ─▶ in process ─▶ done ─▶ handed over
 *    └───────────┴─▶ refused (the others go on)
 * ```
 */
export const resultTable = {
  waiting: { vi: 'Chưa làm', next: ['in-process', 'refused'] },
  'in-process': { vi: 'Đang làm', next: ['done', 'refused'] },
  done: { vi: 'Đã xong', next: ['handed-over'], isEnded: true, isGiven: true, isDelivered: true },
  'handed-over': { vi: 'Đã trả', next: [], isEnded: true, isGiven: true, isDelivered: true },
  refused: { vi: 'Không giải quyết', next: [], isEnded: true, needsNote: true },
} as const satisfies Record<ResultState, ResultRow>;

export function resultRow(state: ResultState): ResultRow {
  return resultTable[state];
}

/** The resident has something of it, or it lies ready: that is never taken back. */
export function hasGiven(results: readonly { readonly state: ResultState }[]): boolean {
  return results.some(({ state }) => resultRow(state).isGiven);
}

/** Results move in these; while a case waits for its resident the last of them cannot end (`statusesAfter`). */
export const resultsMoveIn: readonly CaseStatusCode[] = [2, 4, 5, 6, 9];

/**
 * How a bundle's own status follows from its results, in the order it takes; `refused` where such a move must wait. An officer sets
 * none of 4 from 2, 9 and 10 on a bundle by hand.
 *
 * | results                               | case in 2 or 4  | in 5 or 6 (waits for the resident) | in 9 |
 * | ------------------------------------- | --------------- | ---------------------------------- | ---- |
 * | none has begun                        | stays           | stays                              |      |
 * | one at least is not ended             | 4               | stays                              | refused |
 * | all ended, one at least given         | 9               | refused: what is asked comes first | 9    |
 * | all ended, and what is given is handed over | 9, then 10 | refused                            | 10   |
 * | all refused                           | 8               | refused                            | refused |
 */
export function statusesAfter(
  now: CaseStatusCode,
  states: readonly ResultState[],
): readonly CaseStatusCode[] | 'refused' {
  const wanted = statusOf(states);
  if (wanted === undefined) return [];
  if (now === 5 || now === 6) return wanted === 4 ? [] : 'refused';
  if (now === 9 && wanted !== 9 && wanted !== 10) return 'refused';
  if (wanted === now) return [];
  return wanted === 10 && now !== 9 ? [9, 10] : [wanted];
}

function statusOf(states: readonly ResultState[]): CaseStatusCode | undefined {
  const rows = states.map(resultRow);
  if (states.every((state) => state === 'waiting')) return undefined;
  if (!rows.every(({ isEnded }) => isEnded)) return 4;
  if (!rows.some(({ isGiven }) => isGiven)) return 8;
  return states.includes('done') ? 9 : 10;
}

/** The note of 8, when it follows from every result having been refused. */
export const allRefusedNote = 'Không kết quả nào được giải quyết. Lý do ghi ở từng kết quả.';

/** Of one result, what the resident is told; in the words of the one who moved it last. */
export const ResultTold = z
  .object({
    /** Of the service. */
    id: z.string().min(1).max(100),
    state: ResultState,
    /** Absent while nobody has moved it. */
    since: IsoInstant.optional(),
    note: z.string().max(1000).optional(),
    delivery: Delivery.optional(),
  })
  .strict();
export type ResultTold = z.infer<typeof ResultTold>;
export const mostResults = 40;
