import type { Arrival } from '../../portal/register/register.ts';
import type { DeliveryState, OutboxFiling } from '../../shared/outbox/outbox.ts';
import type { WorldKiosk } from './world-kiosk.ts';
import type { WorldNetwork } from './world-network.ts';
import type { WorldPortal } from './world-portal.ts';

/** A promise of design §2 was broken in this world. */
export class BrokenPromise extends Error {}

export interface Promises {
  /** A resident was told "kept". */
  kept(id: string): void;
  /** A resident's rating was kept. */
  rated(): void;
  /** The register has taken a filing in. */
  arrived(arrival: Arrival): void;
  /** After every event. Throws `BrokenPromise`. */
  check(): Promise<void>;
  /** When all faults have stopped and time has passed. */
  checkEnd(): Promise<void>;
  readonly keptIds: ReadonlySet<string>;
}

/** Attempts that the portal did not answer, within any hour. Caps and jitter leave room for far fewer; a loop makes thousands. */
const mostUnansweredPerHour = 250;
const mostMessagesPerHour = 1500;
const hourMs = 3_600_000;

export function watchPromises(world: {
  kiosk: () => WorldKiosk;
  portal: () => WorldPortal;
  network: () => WorldNetwork;
  nowMs: () => number;
}): Promises {
  const keptIds = new Set<string>();
  const byNonce = new Map<string, string>();
  const codes = new Map<string, string>();
  const shown = new Map<string, { state: DeliveryState; code: string | undefined }>();

  const checked = new Map<string, OutboxFiling>();
  const freed = new Set<string>();
  let ratings = 0;

  return {
    keptIds,
    rated() {
      ratings += 1;
    },
    kept: (id) => void keptIds.add(id),
    arrived({ filing, body }) {
      const { nonce } = JSON.parse(new TextDecoder().decode(body.locked)) as { nonce: string };
      const before = byNonce.get(nonce);
      if (before !== undefined && before !== filing) broken(`one dossier was registered twice: ${before}, ${filing}`);
      byNonce.set(nonce, filing);
    },
    async check() {
      checkPace();
      const ready = world.kiosk().ready();
      if (!ready) return;
      for (const id of keptIds) {
        if (!ready.safe.find(id)) broken(`kept and not in the safe: ${id}`);
        if (!ready.rows.has(id)) broken(`kept and not in the outbox: ${id}`);
      }
      for (const filing of ready.rows.values()) {
        // Rows are replaced, never edited: one that is the same was right before.
        const isFreed = ready.safe.find(filing.id)?.freed !== undefined && !freed.has(filing.id);
        if (checked.get(filing.id) === filing && !isFreed) continue;
        checked.set(filing.id, filing);
        await checkShown(filing);
        const row = ready.safe.find(filing.id);
        if (filing.body === null && !row?.receipt) broken(`body freed without a receipt in the safe: ${filing.id}`);
        if (isFreed) await checkFreed(filing);
      }
    },
    async checkEnd() {
      const ready = world.kiosk().ready();
      if (!ready) return broken('the kiosk did not come back');
      for (const id of keptIds) {
        const state = ready.rows.get(id)?.delivery.state;
        if (state !== 'received' && state !== 'needs-attention') broken(`not delivered in the end: ${id} is ${state}`);
      }
      for (const { id, delivery, withdrawal } of ready.rows.values()) {
        if (delivery.state !== 'received' || !withdrawal) continue;
        if (!withdrawal.reached) broken(`withdrawal never reached: ${id}`);
        const status = (await world.portal().register.findCase(id))?.status;
        if (status === 1) broken(`withdrawn and still new at the portal: ${id}`);
      }
      if (ready.safe.owedRatings().length > 0) broken('ratings still owed');
      if (world.portal().register.snapshot().ratings.size < ratings) broken('ratings lost');
    },
  };

  /** Received only when the portal has it, under this code; and never anything less afterwards. */
  async function checkShown({ id, delivery }: OutboxFiling): Promise<void> {
    const before = shown.get(id);
    const code = delivery.state === 'received' ? delivery.code : undefined;
    if (before?.state === 'received' && (delivery.state !== 'received' || code !== before.code)) {
      broken(`what was shown as received went back to ${delivery.state}: ${id}`);
    }
    if (code === undefined || before?.code === code) return;
    const found = await world.portal().register.findCase(id);
    if (found?.code !== code) broken(`shown as received under ${code}, the portal has ${found?.code}: ${id}`);
    if (codes.has(code) && codes.get(code) !== id) broken(`one code for two filings: ${code}`);
    codes.set(code, id);
    shown.set(id, { state: delivery.state, code });
  }

  async function checkFreed({ id, sequence }: OutboxFiling): Promise<void> {
    const { register } = world.portal();
    const checkpoint = await register.newestCheckpoint('kiosk-1');
    if (!(await register.findCase(id))) broken(`freed and not at the portal: ${id}`);
    if (!checkpoint?.held.some(([from, to]) => from <= sequence && sequence <= to)) {
      broken(`freed without a checkpoint: ${id}`);
    }
    freed.add(id);
  }

  function checkPace(): void {
    const since = world.nowMs() - hourMs;
    let messages = 0;
    let unanswered = 0;
    const { sent } = world.network();
    for (let index = sent.length - 1; index >= 0; index--) {
      const one = sent[index];
      if (!one || one.atMs < since) break;
      messages += 1;
      if (!one.answered) unanswered += 1;
    }
    if (unanswered > mostUnansweredPerHour) broken(`${unanswered} unanswered attempts within an hour`);
    if (messages > mostMessagesPerHour) broken(`${messages} messages within an hour`);
  }
}

function broken(what: string): never {
  throw new BrokenPromise(what);
}
