import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Disk } from '../../electron/shell/safe/disk.ts';
import { nodeDisk } from '../../electron/shell/safe/node-disk.ts';
import { canonicalBytes } from '../../shared/dossier/bytes.ts';
import type { SignedKind } from '../../shared/dossier/cryptography.ts';
import { webSigning } from '../../shared/dossier/web-cryptography.ts';
import { signReceipt } from '../../shared/portal-contract/receipt.ts';
import type {
  FileAnswer,
  PortalNews,
  PortalNewsAnswer,
  SafeFilings,
  ShellState,
} from '../../shared/shell-contract/messages.ts';
import { newKey } from '../contracts/portal-kiosk.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { aKiosk, type TestKiosk } from './a-kiosk.ts';

const dayMs = 24 * 3600_000;
const startMs = Date.parse('2026-11-21T02:00:00Z');
let portal: EmbeddedPortal;
beforeAll(async () => {
  portal = await anEmbeddedPortal({ clock: { nowMs: () => startMs } });
});
afterAll(() => portal.close());

interface World {
  kiosk: TestKiosk;
  nowMs: number;
  id: string;
  restart(): Promise<void>;
  signed(kind: SignedKind, value: unknown): Promise<string>;
  tell(news: Partial<PortalNews>): Promise<PortalNewsAnswer>;
  /** The portal's signed time, as of now. */
  tellTime(): Promise<PortalNewsAnswer>;
  received(filed: FileAnswer): Promise<void>;
}

async function inAWorld(act: (world: World) => Promise<void>): Promise<void> {
  const clock = { nowMs: () => world.nowMs };
  const world: World = {
    nowMs: startMs,
    kiosk: await aKiosk({ portal, clock: { nowMs: () => startMs } }),
    id: '',
    async restart() {
      world.kiosk = await world.kiosk.restart({ clock });
    },
    signed: (kind, value) => portal.ports.keys.receiptSigning.sign(kind, canonicalBytes(value)),
    tell: (news) => world.kiosk.get('POST', '/shell/portal-news', { ratings: [], withdrawalsReached: [], ...news }),
    tellTime: async () =>
      world.tell({ time: await world.signed('time', { kiosk: world.id, now: new Date(world.nowMs).toISOString() }) }),
    async received({ filing }) {
      const receipt = {
        filing: filing.id,
        body: filing.bodySha256,
        code: `00190-20261121-${filing.sequence}`,
        receivedAt: new Date(world.nowMs).toISOString(),
        receiver: { unit: '00190', name: 'UBND phường' },
      };
      const token = await signReceipt(receipt, portal.ports.keys.receiptSigning);
      await world.kiosk.get('POST', '/shell/receipts', { receipts: [{ id: filing.id, receipt: token }] });
    },
  };
  await world.restart();
  world.id = (await world.kiosk.get<ShellState>('GET', '/shell/state')).kiosk?.id ?? '';
  try {
    await act(world);
  } finally {
    await world.kiosk.close();
  }
}

/** Keys and configuration that were not believed, as the log tells it. */
async function refusals({ kiosk }: World): Promise<string[]> {
  const folder = join(kiosk.folder, 'log');
  const files = await Promise.all((await readdir(folder)).sort().map((name) => readFile(join(folder, name), 'utf8')));
  return files.join('').match(/(trust|config)-refused \S+/g) ?? [];
}

const filingsOf = async ({ kiosk }: World) => (await kiosk.get<SafeFilings>('GET', '/shell/filings')).filings;

test('a portal restored from an older backup gets again what it lost, once per checkpoint', () =>
  inAWorld(async (world) => {
    const [one, two] = [await world.kiosk.file(), await world.kiosk.file()];
    for (const filed of [one, two]) await world.received(filed);
    const checkpointAt = (atMs: number) =>
      world.signed('checkpoint', { kiosk: world.id, issuedAt: new Date(atMs).toISOString(), held: [[1, 1]] });
    // Received after the backup the checkpoint speaks of: nothing is lost yet.
    const early = await world.tell({ checkpoint: await checkpointAt(world.nowMs + 60_000) });
    expect([early.freed, early.lacking]).toEqual([[one.filing.id], []]);
    const late = await checkpointAt(world.nowMs + dayMs);
    const first = await world.tell({ checkpoint: late });
    expect(first.lacking.map(({ id, body }) => [id, body])).toEqual([[two.filing.id, two.filing.body]]);
    expect((await world.tell({ checkpoint: late })).lacking).toEqual([]);
  }));

test('what the portal says it has not got, though it has signed for it, is sent again without a checkpoint', () =>
  inAWorld(async (world) => {
    const [signedFor, onItsWay] = [await world.kiosk.file(), await world.kiosk.file()];
    await world.received(signedFor);
    const missing = [signedFor.filing.id, onItsWay.filing.id, '0'.repeat(64)];
    const { lacking } = await world.tell({ missing });
    expect(lacking.map(({ id, body }) => [id, body])).toEqual([[signedFor.filing.id, signedFor.filing.body]]);
  }));

test('what the portal lost is told again to a fresh page: the one that was told may have died before it sent anything', () =>
  inAWorld(async (world) => {
    const filed = await world.kiosk.file();
    await world.received(filed);
    const issuedAt = new Date(world.nowMs + dayMs).toISOString();
    const checkpoint = await world.signed('checkpoint', { kiosk: world.id, issuedAt, held: [] });
    const lackingNow = async () => (await world.tell({ checkpoint })).lacking.map(({ id }) => id);
    expect(await lackingNow()).toEqual([filed.filing.id]);
    expect(await lackingNow()).toEqual([]);
    // The session ends; the next page's worker makes its outbox agree with the safe, which calls the filing received.
    expect((await filingsOf(world))[0]?.receipt).not.toBeNull();
    expect(await lackingNow()).toEqual([filed.filing.id]);
  }));

test('a checkpoint of another kiosk, of another key, or without a receipt frees nothing', () =>
  inAWorld(async (world) => {
    const filed = await world.kiosk.file();
    const checkpoint = { kiosk: world.id, issuedAt: new Date(world.nowMs).toISOString(), held: [[1, 9]] };
    expect(await world.tell({ checkpoint: await world.signed('checkpoint', checkpoint) })).toEqual({
      freed: [],
      lacking: [],
    });
    await world.received(filed);
    const forged = await webSigning(await newKey()).sign('checkpoint', canonicalBytes(checkpoint));
    expect((await world.tell({ checkpoint: forged })).freed).toEqual([]);
    expect(
      (await world.tell({ checkpoint: await world.signed('checkpoint', { ...checkpoint, kiosk: 'other' }) })).freed,
    ).toEqual([]);
    expect((await world.tell({ checkpoint: await world.signed('receipt', checkpoint) })).freed).toEqual([]);
    expect((await world.tell({ checkpoint: await world.signed('checkpoint', checkpoint) })).freed).toEqual([
      filed.filing.id,
    ]);
  }));

test('without a checkpoint a body stays 30 days after its receipt, and longer while the clock is doubtful', () =>
  inAWorld(async (world) => {
    const filed = await world.kiosk.file();
    await world.received(filed);
    await world.tellTime();
    world.nowMs += 29 * dayMs;
    expect((await world.tell({})).freed).toEqual([]);
    world.nowMs += 2 * dayMs;
    expect((await world.kiosk.get<ShellState>('GET', '/shell/state')).clock.confirmed).toBe(false);
    expect((await world.tell({})).freed).toEqual([]);
    expect((await world.tellTime()).freed).toEqual([filed.filing.id]);
    expect(await filingsOf(world)).toHaveLength(1);
    expect((await world.kiosk.get<ShellState>('GET', '/shell/state')).clock.confirmed).toBe(true);
    await world.restart();
    expect(await world.kiosk.get('POST', '/shell/slips', { slip: filed.slip.token })).toMatchObject({
      known: 'here',
      received: {},
    });
  }));

test('the line of a filing goes 90 days after its receipt, not while the clock is doubtful, and what has no receipt never goes', () =>
  inAWorld(async (world) => {
    const [old, unsent] = [await world.kiosk.file(), await world.kiosk.file()];
    await world.received(old);
    const checkpoint = { kiosk: world.id, issuedAt: new Date(world.nowMs).toISOString(), held: [[1, 1]] };
    await world.tell({ checkpoint: await world.signed('checkpoint', checkpoint) });
    world.nowMs += 91 * dayMs;
    await world.restart();
    expect(await filingsOf(world)).toHaveLength(2);
    await world.tellTime();
    await world.restart();
    await expect.poll(async () => (await filingsOf(world)).map(({ id }) => id)).toEqual([unsent.filing.id]);
    expect((await filingsOf(world))[0]?.body).toEqual(unsent.filing.body);
    await world.restart();
    expect((await world.kiosk.file()).filing.sequence).toBe(3);
  }));

test("a clock that goes back behind the portal's time is doubtful; an older signed time changes nothing", () =>
  inAWorld(async (world) => {
    const clock = async () => (await world.kiosk.get<ShellState>('GET', '/shell/state')).clock;
    expect(await clock()).toEqual({ confirmed: false, offsetMs: null });
    const old = await world.signed('time', { kiosk: world.id, now: new Date(startMs + 5000).toISOString() });
    await world.tell({ time: old });
    expect(await clock()).toEqual({ confirmed: true, offsetMs: 5000 });
    await world.tell({
      time: await world.signed('time', { kiosk: world.id, now: new Date(startMs + 9000).toISOString() }),
    });
    await world.tell({ time: old });
    expect((await clock()).offsetMs).toBe(9000);
    world.nowMs -= dayMs;
    expect((await clock()).confirmed).toBe(false);
    expect((await world.kiosk.file()).filing.body?.id).toBeDefined();
  }));

test('a trust bundle or configuration that is older, of another root or of another kiosk is refused', () =>
  inAWorld(async (world) => {
    const { kiosk } = await world.kiosk.get<ShellState>('GET', '/shell/state');
    const before = [kiosk?.trustVersion, kiosk?.configVersion];
    const versions = async () => {
      const state = await world.kiosk.get<ShellState>('GET', '/shell/state');
      return [state.kiosk?.trustVersion, state.kiosk?.configVersion];
    };
    const stranger = webSigning(await newKey());
    const bundle = {
      version: 99,
      issuedAt: '2026-11-21T00:00:00Z',
      intake: [await newKey()],
      receipt: [await newKey()],
      config: [await newKey()],
    };
    await world.tell({ trust: await stranger.sign('trust', canonicalBytes(bundle)) });
    await world.tell({ trust: portal.ports.keys.trust.token, config: 'not.a.token' });
    expect(await versions()).toEqual(before);
    expect(await refusals(world)).toEqual(['trust-refused signature', 'config-refused signature']);
    const found = await portal.ports.register.findConfig(world.id);
    const { signConfig } = await import('../../portal/enrolment/enrol.ts');
    const record = await portal.ports.register.findKiosk(world.id);
    if (!found || !record) throw new Error('the kiosk is not in the register');
    const newer = await signConfig(record, found.version + 1, portal.ports);
    await world.tell({ config: newer });
    expect(await versions()).toEqual([before[0], found.version + 1]);
    await world.tell({ config: found.token });
    expect(await refusals(world)).toContain('config-refused downgrade');
    // Told twice, as by two lanes at once, is no trouble.
    const soFar = await refusals(world);
    await world.tell({ config: newer });
    expect(await refusals(world)).toEqual(soFar);
    await world.restart();
    expect(await versions()).toEqual([before[0], found.version + 1]);
  }));

test('a disk that keeps no newer time still lets go what the checkpoint covers', async () => {
  let refuses = false;
  const disk: Disk = {
    ...nodeDisk,
    async rename(from, to) {
      if (refuses && to.endsWith('clock.json')) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      await nodeDisk.rename(from, to);
    },
  };
  await inAWorld(async (world) => {
    world.kiosk = await world.kiosk.restart({ disk, clock: { nowMs: () => world.nowMs } });
    const filed = await world.kiosk.file();
    await world.received(filed);
    refuses = true;
    const answer = await world.tell({
      time: await world.signed('time', { kiosk: world.id, now: new Date(world.nowMs + 3600_000).toISOString() }),
      checkpoint: await world.signed('checkpoint', {
        kiosk: world.id,
        issuedAt: new Date(world.nowMs).toISOString(),
        held: [[1, 9]],
      }),
    });
    expect(answer.freed).toEqual([filed.filing.id]);
  });
});

test('what the portal lost is not freed by age: its photos are still needed', () =>
  inAWorld(async (world) => {
    const { page } = await world.kiosk.putPart('photo');
    const filed = await world.kiosk.file({ papers: [page] });
    await world.received(filed);
    const other = await world.kiosk.file();
    await world.received(other);
    // A month without network; then the first answer brings time and checkpoint together, as every answer does.
    world.nowMs += 32 * dayMs;
    const answer = await world.tell({
      time: await world.signed('time', { kiosk: world.id, now: new Date(world.nowMs).toISOString() }),
      checkpoint: await world.signed('checkpoint', {
        kiosk: world.id,
        issuedAt: new Date(world.nowMs).toISOString(),
        held: [[2, 2]],
      }),
    });
    expect(answer.freed).toEqual([other.filing.id]);
    expect(answer.lacking.map(({ id }) => id)).toEqual([filed.filing.id]);
    expect((await world.kiosk.ask('GET', `/shell/parts/${page.sha256}`)).status).toBe(200);
  }));
