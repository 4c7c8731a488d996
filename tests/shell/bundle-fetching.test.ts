import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createBundleFetching } from '../../electron/shell/bundle-fetching.ts';
import type { BundleArrival } from '../../electron/shell/bundle-shelf.ts';
import { createStickBundles } from '../../electron/shell/stick-bundles.ts';
import type { Trust } from '../../electron/shell/trust.ts';
import { createSimulatedDisk } from '../support/simulated-disk.ts';

/** How a kiosk asks a portal for a bundle: on a thin line, on a full disk, and of one it would not take. */
const incoming = '/kiosk/incoming';
const bundle = Uint8Array.from({ length: 300 * 1024 }, (_, at) => (at * 31) % 251);
const sha256 = createHash('sha256').update(bundle).digest('hex');
const holdsMs = 300_000;

interface Given {
  freeBytes?: number;
  arrival?: BundleArrival;
  mostBytes?: number;
}

function aWorld({ freeBytes = 1024 ** 3, arrival = 'taken', mostBytes = bundle.length }: Given = {}) {
  const disk = createSimulatedDisk({ freeBytes });
  const world = { nowMs: 0, trustVersion: 1, offered: sha256, isDown: (_from: number) => false };
  const offers: number[] = [];
  const stretches: { from: number; bytes: number; timeoutMs: number | undefined }[] = [];
  const logged: string[] = [];
  const turnedAway: string[] = [];
  let brought = 0;
  const fetching = createBundleFetching({
    disk,
    incoming,
    portal: {
      async ask({ path, headers, timeoutMs }) {
        if (path === '/v1/bundles') {
          offers.push(world.nowMs);
          const answer = { bundles: [{ kind: 'content', version: 2, bytes: bundle.length, sha256: world.offered }] };
          const body = new TextEncoder().encode(JSON.stringify(answer));
          return { kind: 'answered', status: 200, headers: new Headers(), body, isJson: true };
        }
        const [from = 0, to = 0] = (headers?.range ?? '').replace('bytes=', '').split('-').map(Number);
        stretches.push({ from, bytes: to - from + 1, timeoutMs });
        if (world.isDown(from)) return { kind: 'unreachable' };
        const range = new Headers({ 'content-range': `bytes ${from}-${to}/${bundle.length}` });
        return { kind: 'answered', status: 206, headers: range, body: bundle.slice(from, to + 1), isJson: false };
      },
    },
    trust: { kiosk: () => ({ trust: { version: world.trustVersion } }) } as unknown as Trust,
    wanted: [
      {
        kind: 'content',
        fileName: 'noi-dung.dcc',
        bytes: mostBytes,
        version: async () => 1,
        shelf: {
          turnAway: (fault) => void turnedAway.push(fault),
          async bring(path) {
            brought += 1;
            expect(await disk.read(path)).toEqual(bundle);
            await disk.remove(path);
            return arrival;
          },
        },
      },
    ],
    log: { write: (code) => logged.push(code), newest: () => [], flushed: async () => {}, close: async () => {} },
    clock: { nowMs: () => world.nowMs },
    holdsMs,
    pieceTimeoutMs: 180_000,
    reserveBytes: 1000,
  });
  /** As the shell does: every ten seconds. */
  async function runUntil(endMs: number): Promise<void> {
    for (; world.nowMs < endMs; world.nowMs += 10_000) await fetching.look();
  }
  return { disk, world, offers, stretches, logged, turnedAway, runUntil, brought: () => brought };
}

test('a bundle comes in small stretches with the time of a slow line, and then the portal is left alone', async () => {
  const { stretches, offers, runUntil, brought } = aWorld();
  await runUntil(holdsMs);
  expect(stretches).toEqual([
    { from: 0, bytes: 128 * 1024, timeoutMs: 180_000 },
    { from: 128 * 1024, bytes: 128 * 1024, timeoutMs: 180_000 },
    { from: 256 * 1024, bytes: 44 * 1024, timeoutMs: 180_000 },
  ]);
  expect(offers).toEqual([0]);
  expect(brought()).toBe(1);
});

test('a line that gives nothing is asked less and less; what came stays, and it goes on there', async () => {
  const { world, offers, stretches, runUntil, brought } = aWorld();
  world.isDown = (from) => from > 0;
  await runUntil(1_000_000);
  expect(offers).toEqual([0, 10_000, 30_000, 70_000, 150_000, 310_000, 610_000, 910_000]);
  expect(stretches.filter(({ from }) => from === 0)).toHaveLength(1);
  world.isDown = () => false;
  await runUntil(1_300_000);
  expect(brought()).toBe(1);
  expect(stretches.filter(({ from }) => from === 0)).toHaveLength(1);
});

test('without room for two copies and filings nothing is fetched: told once, asked after the pause', async () => {
  const { disk, offers, stretches, logged, runUntil, brought } = aWorld({ freeBytes: 2 * bundle.length + 999 });
  await runUntil(3 * holdsMs);
  expect(stretches).toEqual([]);
  expect(offers).toEqual([0, holdsMs, 2 * holdsMs]);
  expect(logged).toEqual(['bundle-no-room']);
  disk.setFreeBytes(2 * bundle.length + 1000);
  await runUntil(4 * holdsMs);
  expect(brought()).toBe(1);
});

test('a refused one is fetched again when other keys count, and not before', async () => {
  const { world, runUntil, brought } = aWorld({ arrival: 'content-signature' });
  await runUntil(3 * holdsMs);
  expect(brought()).toBe(1);
  world.trustVersion = 2;
  await runUntil(5 * holdsMs);
  expect(brought()).toBe(2);
});

test('one that is larger than its kind may be is not begun, and told once', async () => {
  const { stretches, turnedAway, runUntil, brought } = aWorld({ mostBytes: bundle.length - 1 });
  await runUntil(3 * holdsMs);
  expect([stretches, turnedAway, brought()]).toEqual([[], ['schema'], 0]);
});

test('what was twice not what was offered is not fetched a third time, another offer is', async () => {
  const { disk, world, stretches, turnedAway, runUntil, brought } = aWorld();
  world.offered = createHash('sha256').update('another').digest('hex');
  await runUntil(5 * holdsMs);
  expect(stretches.filter(({ from }) => from === 0)).toHaveLength(2);
  expect([turnedAway, brought()]).toEqual([['truncated'], 0]);
  expect(await disk.list(incoming)).toEqual([]);
  world.offered = sha256;
  await runUntil(6 * holdsMs);
  expect(brought()).toBe(1);
});

test('spoilt once on the way is no refusal: it comes again', async () => {
  const { disk, world, turnedAway, runUntil, brought } = aWorld();
  world.isDown = (from) => from > 0;
  await runUntil(10_000);
  const part = await disk.openForAppend(`${incoming}/${sha256}.part`);
  await part.truncate(0);
  await part.append(new Uint8Array(128 * 1024));
  await part.close();
  world.isDown = () => false;
  await runUntil(3 * holdsMs);
  expect(turnedAway).toEqual([]);
  expect(brought()).toBeGreaterThan(0);
});

test.each([
  ['one byte too few', 2 * bundle.length + 999, 'no-room', []],
  ['just enough', 2 * bundle.length + 1000, 'nothing', []],
] as const)(
  'from a stick with %s of room, nothing is left behind when it was not kept',
  async (_name, freeBytes, told, left) => {
    const disk = createSimulatedDisk({ freeBytes });
    let brought = 0;
    const sticks = createStickBundles({
      disk,
      incoming,
      reserveBytes: 1000,
      sticks: {
        bundles: async () => [{ path: '/stick/noi-dung-2.dcc', bytes: bundle.length }],
        async *pieces() {
          yield bundle;
        },
      },
      wanted: [
        {
          kind: 'content',
          fileName: 'noi-dung.dcc',
          bytes: bundle.length,
          version: async () => 1,
          shelf: {
            async bring(path, { mayWait }) {
              brought += 1;
              expect(mayWait).toBe(false);
              await disk.remove(path);
              return 'nothing';
            },
          },
        },
      ],
    });
    expect(await sticks.take()).toEqual({ found: [{ kind: 'content', arrival: told }] });
    expect(brought).toBe(told === 'no-room' ? 0 : 1);
    expect(await disk.list(incoming)).toEqual(left);
  },
);

test('a copy that a power cut left behind is gone after the next start', async () => {
  const disk = createSimulatedDisk();
  await disk.makeFolder(incoming);
  await (await disk.openForAppend(`${incoming}/noi-dung.dcc.copied`)).append(bundle);
  const wanted = [{ kind: 'content', fileName: 'noi-dung.dcc' }] as unknown as Parameters<
    typeof createStickBundles
  >[0]['wanted'];
  const sticks = { bundles: async () => [], async *pieces() {} };
  await createStickBundles({ disk, incoming, wanted, sticks, reserveBytes: 0 }).forgetUnfinished();
  expect(await disk.list(incoming)).toEqual([]);
});
