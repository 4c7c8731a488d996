import type { SendPart } from '../../electron/shell/part-sending.ts';
import type { PortalConnection } from '../../electron/shell/portal-connection.ts';
import { passToPortal } from '../../electron/shell/portal-gateway.ts';
import type { NewsReader } from '../../electron/shell/portal-news.ts';
import { Refusal } from '../../electron/shell/problem.ts';
import type { Safe } from '../../electron/shell/safe/safe.ts';
import type { Trust } from '../../electron/shell/trust.ts';
import { openSteadyOutbox, type SteadyOutbox } from '../../renderer/store/steady-outbox.ts';
import type { Outbox } from '../../shared/outbox/outbox.ts';
import type { Owed } from '../../shared/shell-contract/messages.ts';
import { shellProblems } from '../../shared/shell-contract/shell-problems.ts';
import { type SyncEngine, startSyncEngine } from '../../shared/sync/engine.ts';
import type { Attempt, PartSending, PortalDoor, ReceiptsKept, SafeDoor } from '../../shared/sync/ports.ts';
import { type Reply, readAttempt, readFromSafe } from '../../shared/sync/read-attempt.ts';
import { soundDecisions } from '../../shared/sync/sync-state.ts';
import { type Life, startLife } from './life.ts';
import { oneChunk } from './one-chunk.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { Sabotage } from './sabotage.ts';
import type { WorldCryptography } from './seeded-cryptography.ts';
import type { SeededDice } from './seeded-dice.ts';
import type { VirtualTime } from './virtual-time.ts';
import { asKiosk } from './world-channel.ts';

/** One page with its worker, above a shell: it opens the store, agrees with the safe, and lets the engine run. */
export interface WorldPage {
  /** Pages of one kiosk, counted. */
  readonly number: number;
  isReady(): boolean;
  outbox(): SteadyOutbox | undefined;
  engine(): SyncEngine | undefined;
  /** Asks the safe again what there is. */
  agree(): Promise<void>;
  /** Gone, without a word to anybody. */
  close(): void;
}

/** What stands behind `/shell/*`. */
export interface ShellDoor {
  readonly safe: Safe;
  readonly trust: Trust;
  readonly portal: PortalConnection;
  readonly news: NewsReader;
  receipts(request: { receipts: { id: string; receipt: string }[] }): Promise<ReceiptsKept>;
  readonly sendPart: SendPart;
  syncFromSafe(request: { filings: string[] }): Promise<Response>;
  owed(): Owed;
  tidySoon(): void;
}

const outboxCalls: readonly (keyof Outbox)[] = [
  'put',
  'lease',
  'record',
  'recover',
  'tryAgain',
  'setStatus',
  'setWithdrawal',
  'get',
  'list',
  'count',
  'openWithdrawals',
  'following',
  'agree',
];
const shellRetryMs = 2000;
const bodyBytes = 10 ** 6;

export function openPage(world: {
  name: string;
  number: number;
  dice: SeededDice;
  time: VirtualTime;
  store: OutboxStore;
  /** Of the shell: when it ends, so does the page. */
  life: Life;
  cryptography: WorldCryptography;
  sabotage: Sabotage;
  /** Whether it dies by itself, at any await. */
  crashes: boolean;
  isOn: () => boolean;
  shell: ShellDoor;
  /** Whatever the safe held is in the outbox now. */
  onAgreed: () => void;
  onCrash: () => void;
  trace: (what: string) => void;
}): WorldPage {
  const { name, dice, time, store, shell, cryptography, sabotage, trace } = world;
  let isReady = false;
  let closing = false;
  let steady: SteadyOutbox | undefined;
  let engine: SyncEngine | undefined;

  const page = startLife({
    callsToLive: world.crashes ? dice.between(5, dice.pick([50, 500, 3000])) : Number.POSITIVE_INFINITY,
    onDeath() {
      isReady = false;
      steady?.close();
      if (closing || !world.life.alive) return;
      trace(`${name}: page died`);
      world.onCrash();
    },
  });
  /** What the page calls may be cut by its own end and by the power. */
  const guard = <T extends object>(target: T, methods: readonly (keyof T)[]): T =>
    page.guard(world.life.guard(target, methods), methods);
  const hears = <T>(answer: Promise<T>): Promise<T> => page.hears(world.life.hears(answer));

  void begin();

  return {
    number: world.number,
    isReady: () => isReady && page.alive,
    outbox: () => steady,
    engine: () => engine,
    agree,
    close() {
      closing = true;
      page.end();
    },
  };

  async function begin(): Promise<void> {
    const opening = asKiosk(store, () =>
      openSteadyOutbox({
        async open() {
          const opened = await store.open();
          return {
            ...opened,
            outbox: { ...guard(sabotage.outbox(opened.outbox, store), outboxCalls), close: opened.outbox.close },
          };
        },
        readPage,
        purpose: 'sending',
        wait: (delayMs) => hears(time.timer.wait(delayMs)),
        onStore(state) {
          trace(`${name}: store ${state}`);
          if (state === 'open') void agree();
        },
      }),
    );
    const opened = await hears(opening);
    steady = opened;
    await agree();
    isReady = true;
    const ports = { outbox: opened, portal: portalDoor(), safe: safeDoor(), dice, clock: { nowMs: time.nowMs } };
    const timer = {
      wait: (ms: number, signal?: Parameters<typeof time.timer.wait>[1]) => hears(time.timer.wait(ms, signal)),
    };
    engine = startSyncEngine({ ...ports, timer }, { ...soundDecisions, ...sabotage.decisions });
    engine.setSomebodyAtTheScreen(world.isOn());
    engine.observe((event) => {
      if (event.event !== 'rested') trace(`${name}: ${JSON.stringify(event)}`);
    });
  }

  async function agree(): Promise<void> {
    for (;;) {
      if (!steady) return;
      const agreed = await steady.agreeWithSafe();
      if (agreed.complete) {
        trace(`${name}: ${agreed.filings} in the safe, ${agreed.added} added, ${agreed.corrected} corrected`);
        if (steady.store() === 'open') world.onAgreed();
        return;
      }
      await hears(time.timer.wait(shellRetryMs));
    }
  }

  async function readPage(query: { after: number; limit: number }) {
    if (query.after === 0) shell.news.startAnew();
    return answered(() => hears(shell.safe.list({ ...query, bodyBytes })));
  }

  function portalDoor(): PortalDoor {
    const door: PortalDoor = {
      sync: (request) => {
        const gateway = passToPortal(requestOf(request), { portal: shell.portal, requestBytes: 4 * 1024 * 1024 });
        return attempt(gateway, readAttempt);
      },
      syncFromSafe: (filings) => attempt(shell.syncFromSafe({ filings: [...filings] }), readFromSafe),
    };
    return sabotage.portal(door, { cryptography, trust: shell.trust });
  }

  /** As `renderer/sync/doors.ts` reads what comes through the shell's door. */
  async function attempt(answer: Promise<Response>, read: (reply: Reply) => Attempt): Promise<Attempt> {
    const reply = await hears(answer.catch(saidByRouter));
    const { status, headers } = reply;
    const text = await reply.text();
    return read({ status, text, retryAfter: headers.get('retry-after'), date: headers.get('date') });
  }

  function safeDoor(): SafeDoor {
    const door: SafeDoor = {
      async kiosk() {
        const kiosk = shell.trust.kiosk();
        if (!kiosk) return null;
        const { trust, config } = kiosk;
        return { id: config.kiosk.id, trustVersion: trust.version, configVersion: config.version };
      },
      owed: async () => shell.owed(),
      recordReceipts: (receipts) => answered(() => shell.receipts({ receipts: [...receipts] })),
      takeNews: (told) =>
        answered(async () => {
          const answer = await shell.news.read(told);
          if (answer.freed.length > 0) shell.tidySoon();
          return answer;
        }),
      sendPart: async (sha256) => hears(partSent(sha256)),
    };
    return guard(door, ['kiosk', 'owed', 'recordReceipts', 'takeNews', 'sendPart']);
  }

  /** As `renderer/sync/doors.ts` reads the shell's answer. */
  async function partSent(sha256: string): Promise<PartSending> {
    try {
      const reply = await shell.sendPart(sha256);
      if (reply.ok) return 'sent';
      const code = ((await reply.json().catch(() => ({}))) as { code?: string } | null)?.code;
      return code === 'part-hash-wrong' ? 'damaged' : code === 'too-large' ? 'too-large' : 'later';
    } catch (error) {
      return error instanceof Refusal && error.code === 'part-missing' ? 'gone' : 'later';
    }
  }
}

/** As much of a `Request` as the gateway reads. */
function requestOf(value: unknown): Request {
  const body = oneChunk(encoder.encode(JSON.stringify(value)));
  return { url: 'https://app.invalid/portal/v1/sync', method: 'POST', body } as unknown as Request;
}

const encoder = new TextEncoder();

/** A refusal of the gateway, as the router words it. */
function saidByRouter(error: unknown): Response {
  const refusal = error instanceof Refusal ? error : new Refusal('internal');
  return Response.json({ code: refusal.code }, { status: shellProblems[refusal.code] });
}

/** A door that fails says nothing. */
async function answered<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}
