import type { z } from 'zod';
import type { Verifying } from '../../shared/dossier/cryptography.ts';
import {
  type Checkpoint,
  covers,
  PortalTime,
  readCheckpoint,
  readSigned,
} from '../../shared/portal-contract/receipt.ts';
import type { PortalNews, PortalNewsAnswer, SafeFiling } from '../../shared/shell-contract/messages.ts';
import type { ClockState } from './clock-state.ts';
import type { JournalLog } from './journal-log.ts';
import type { Row } from './safe/filing-index.ts';
import type { Safe } from './safe/safe.ts';
import type { Kiosk, Trust } from './trust.ts';

export interface NewsReader {
  read(news: z.infer<typeof PortalNews>): Promise<z.infer<typeof PortalNewsAnswer>>;
  /** Whoever was told what the portal lost may be gone, and with it what it made of that: say it again. */
  startAnew(): void;
  /** What came last of keys and configuration and was not believed. */
  refused(): Readonly<Record<'trust' | 'config', Refused | null>>;
}

export interface Refused {
  readonly code: string;
  readonly atMs: number;
}

/** A page of what the portal lost, so that one answer stays small; the rest comes with the next checkpoint. */
const lackingPerAnswer = 50;

/** Each piece of news is verified by itself; what cannot be read is logged and ignored, the rest counts. */
export function createNewsReader(options: {
  trust: Trust;
  safe: Safe;
  verifying: Verifying;
  clockState: ClockState;
  log: JournalLog;
  /** Time corrected by the portal's. */
  now: () => { ms: number; confirmed: boolean };
  lackingAfterMs: number;
  bodyWithoutCheckpointMs: number;
  onLearnt: () => void;
  /** Keys or configuration came, and were learnt or refused. */
  onUpdate: () => void;
}): NewsReader {
  const { trust, safe, verifying, log } = options;
  /** Told again only under another checkpoint: one is enough to put a filing back into the outbox. */
  const saidLacking = new Map<string, string>();
  const refused: Record<'trust' | 'config', Refused | null> = { trust: null, config: null };

  async function readTime(token: string, kiosk: Kiosk): Promise<void> {
    const time = await readSigned('time', token, PortalTime, kiosk.trust.receipt, verifying);
    if (time?.kiosk !== kiosk.config.kiosk.id) return log.write('news-refused', 'time');
    const before = options.clockState.state();
    await safe.rememberTold();
    await options.clockState.learn(Date.parse(time.now));
    if (before.confirmed !== options.clockState.state().confirmed) options.onLearnt();
  }

  async function readNewest(news: z.infer<typeof PortalNews>): Promise<void> {
    if (news.trust === undefined && news.config === undefined) return;
    const learnt = await trust.learn(news);
    for (const kind of ['trust', 'config'] as const) {
      const outcome = learnt[kind];
      if (news[kind] === undefined || outcome === 'known') continue;
      const isLearnt = outcome === 'learnt';
      refused[kind] = isLearnt ? null : { code: `${kind}-${outcome}`, atMs: options.now().ms };
      log.write(`${kind}-${isLearnt ? 'learnt' : 'refused'}`, isLearnt ? undefined : outcome);
      options.onUpdate();
    }
    if (learnt.trust === 'learnt' || learnt.config === 'learnt') options.onLearnt();
  }

  async function lackingUnder(checkpoint: Checkpoint): Promise<z.infer<typeof SafeFiling>[]> {
    const issuedMs = Date.parse(checkpoint.issuedAt);
    const lacking: z.infer<typeof SafeFiling>[] = [];
    for (const row of safe.rows()) {
      if (lacking.length >= lackingPerAnswer) break;
      if (!isLacking(row, checkpoint, issuedMs - options.lackingAfterMs)) continue;
      if (saidLacking.get(row.facts.id) === checkpoint.issuedAt) continue;
      const filing = await safe.filing(row.facts.id);
      if (!filing?.body) continue;
      saidLacking.set(row.facts.id, checkpoint.issuedAt);
      log.write('portal-lacks', row.facts.slip);
      lacking.push(filing);
    }
    return lacking;
  }

  /** What the portal itself says it does not have, though it has signed for it. */
  async function missingAt(ids: readonly string[]): Promise<z.infer<typeof SafeFiling>[]> {
    const missing: z.infer<typeof SafeFiling>[] = [];
    for (const id of ids.slice(0, lackingPerAnswer)) {
      const row = safe.find(id);
      const filing = row?.receipt && !row.bodyDropped ? await safe.filing(id) : undefined;
      if (!row || !filing?.body) continue;
      log.write('portal-lacks', row.facts.slip);
      missing.push(filing);
    }
    return missing;
  }

  function mayBeFreed(row: Row, checkpoint: Checkpoint | undefined): boolean {
    if (!row.receipt || row.freed) return false;
    if (checkpoint && covers(checkpoint, row.facts.sequence)) return true;
    // Age frees what no checkpoint speaks of, never what one says is lost.
    if (checkpoint && isLacking(row, checkpoint, Date.parse(checkpoint.issuedAt) - options.lackingAfterMs))
      return false;
    const now = options.now();
    return now.confirmed && now.ms - Date.parse(row.receipt.receivedAt) > options.bodyWithoutCheckpointMs;
  }

  /** A full disk cannot keep a newer time or key; the portal says both again. What is owed must be sent and freed all the same. */
  async function unlessDiskRefuses(about: string, read: () => Promise<void>): Promise<void> {
    await read().catch(() => log.write('news-not-kept', about));
  }

  return {
    refused: () => refused,
    startAnew: () => saidLacking.clear(),
    async read(news) {
      const kiosk = trust.kiosk();
      if (!kiosk) return { freed: [], lacking: [] };
      await unlessDiskRefuses('trust', () => readNewest(news));
      const { trust: bundle } = trust.kiosk() ?? kiosk;
      const { time } = news;
      if (time !== undefined) await unlessDiskRefuses('time', () => readTime(time, { ...kiosk, trust: bundle }));
      await safe.markRatingsReached(news.ratings.filter((id) => safe.owedRatings().some((rating) => rating.id === id)));
      await safe.markWithdrawalsReached(
        news.withdrawalsReached.filter((id) => safe.find(id)?.withdrawal?.reached === false),
      );

      const expected = { kiosk: kiosk.config.kiosk.id };
      const checkpoint =
        news.checkpoint === undefined
          ? undefined
          : await readCheckpoint(news.checkpoint, expected, { receiptKeys: bundle.receipt, verifying });
      if (news.checkpoint !== undefined && !checkpoint) log.write('news-refused', 'checkpoint');

      const freed = safe
        .rows()
        .filter((row) => mayBeFreed(row, checkpoint))
        .map((row) => row.facts.id);
      const kept = await safe.free(freed, checkpoint ? news.checkpoint : undefined);
      const lacking = checkpoint ? await lackingUnder(checkpoint) : [];
      return { freed: kept.kept ? freed : [], lacking: [...lacking, ...(await missingAt(news.missing ?? []))] };
    },
  };
}

/**
 * The portal signed a receipt, and well after that a checkpoint that does not hold the filing: it was restored from an older
 * backup. The body is still here, for exactly this.
 */
function isLacking(row: Row, checkpoint: Checkpoint, receivedBeforeMs: number): boolean {
  if (!row.receipt || row.bodyDropped || covers(checkpoint, row.facts.sequence)) return false;
  return Date.parse(row.receipt.receivedAt) < receivedBeforeMs;
}
