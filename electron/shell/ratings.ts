import type { z } from 'zod';
import { toHex } from '../../shared/dossier/bytes.ts';
import { bounds } from '../../shared/portal-contract/messages.ts';
import type { Dice } from '../../shared/runtime.ts';
import type { Owed, RateRequest } from '../../shared/shell-contract/messages.ts';
import { localDay } from './power-cut-notes.ts';
import { Refusal } from './problem.ts';
import type { Safe } from './safe/safe.ts';

/** Anonymous: a number, a service and a day; nothing that leads back to a dossier, or to what else the same person rated. */
export async function rate(
  { service, factor, score }: z.infer<typeof RateRequest>,
  { safe, dice, nowMs }: { safe: Safe; dice: Dice; nowMs: number },
): Promise<void> {
  const about = factor === undefined ? {} : { factor };
  const kept = await safe.rate({ id: toHex(dice.bytes(16)), service, day: localDay(nowMs), ...about, score });
  if (!kept.kept) throw new Refusal('cannot-keep');
}

/** What travels with a sync besides filings; as many ratings as one message takes. */
export function owed(safe: Safe): z.infer<typeof Owed> {
  return { head: safe.head(), ratings: safe.owedRatings().slice(0, bounds.filingsPerSync) };
}
