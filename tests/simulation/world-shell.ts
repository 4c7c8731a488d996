import { openClockState } from '../../electron/shell/clock-state.ts';
import type { Host } from '../../electron/shell/host.ts';
import type { JournalLog } from '../../electron/shell/journal-log.ts';
import { createPartSending, type SendPart } from '../../electron/shell/part-sending.ts';
import { createPortalConnection, type PortalConnection } from '../../electron/shell/portal-connection.ts';
import { createNewsReader, type NewsReader } from '../../electron/shell/portal-news.ts';
import { openReserve, type Reserve } from '../../electron/shell/reserve.ts';
import { createRoom, type Room, withReserves } from '../../electron/shell/room.ts';
import type { Disk } from '../../electron/shell/safe/disk.ts';
import { isOfNewerBuild } from '../../electron/shell/safe/newer.ts';
import { openSafe, type Safe } from '../../electron/shell/safe/safe.ts';
import { dropUnneeded } from '../../electron/shell/session.ts';
import { createTidying, type Tidying } from '../../electron/shell/tidying.ts';
import { openTrust, type Trust } from '../../electron/shell/trust.ts';
import { openVault } from '../../electron/shell/vault.ts';
import type { Clock, Dice } from '../../shared/runtime.ts';
import type { Life } from './life.ts';
import type { Sabotage } from './sabotage.ts';
import type { WorldCryptography } from './seeded-cryptography.ts';
import type { SeededDice } from './seeded-dice.ts';
import type { WorldLine } from './world-line.ts';

export const safeFolder = '/profile/safe';
export const kioskFolder = '/profile/kiosk';
const reserveFolder = '/profile/reserve';
const dayMs = 86_400_000;
const diskCalls = ['list', 'size', 'read', 'openForAppend', 'rename', 'remove', 'syncFolder'] as const;
/** The world's lines give up by themselves, in their own time. */
const neverMs = Number.POSITIVE_INFINITY;
/** Scaled to dossiers of a few kilobytes. */
const partLimits = { partHeadFromBytes: 1500, partPieceBytes: 700, partTimeoutMs: neverMs };
const reserves = { reserveForPartsBytes: 20_000, reserveForFilingsBytes: 8000 };
const reserved = { 'open-dossier': 12_000, settling: 6000 } as const;

export const silent = { write: () => {} } as unknown as JournalLog;

export interface ShellWorld {
  readonly name: string;
  readonly dice: SeededDice;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly line: WorldLine;
  readonly cryptography: WorldCryptography;
  readonly sabotage: Sabotage;
  readonly trace: (what: string) => void;
}

/** One run of the shell, from its start to whatever ends it. */
export interface RunningShell {
  readonly life: Life;
  readonly safe: Safe;
  readonly trust: Trust;
  readonly disk: Disk;
  readonly portal: PortalConnection;
  readonly sendPart: SendPart;
  readonly news: NewsReader;
  readonly tidying: Tidying;
  readonly room: Room;
  readonly clockState: Awaited<ReturnType<typeof openClockState>>;
}

/** What `createShell` does, without files of the page, printers and timers of its own. */
export async function startShell(world: ShellWorld, mine: Life): Promise<RunningShell> {
  const { name, dice, clock, line, cryptography, sabotage, trace } = world;
  const onDisk = guardDisk(world.disk, mine);
  const [forDossier, forSettling] = [
    await reserve(onDisk, 'open-dossier', dice),
    await reserve(onDisk, 'settling', dice),
  ];
  const isShut = await isOfNewerBuild(onDisk, `${safeFolder}/log`);
  const onChange = () => trace(`${name}: room changed`);
  const room = createRoom({
    disk: onDisk,
    folder: safeFolder,
    ...reserves,
    forDossier,
    forSettling,
    isShut,
    onChange,
  });
  const openedSafe = await openSafe({
    disk: onDisk,
    folder: safeFolder,
    clock,
    segmentBytes: dice.pick([8, 32, 128]) * 1024,
    onTrouble: (code) => trace(`${name}: ${code}`),
  });
  const safe = withReserves(openedSafe, { room, forSettling, onUsed: () => trace(`${name}: reserve used`) });
  await room.look();
  for (const { fault, segment } of safe.faults) trace(`${name}: ${fault} in segment ${segment}`);
  const trust = await openTrustOn(world, onDisk);
  if (!trust.kiosk()) throw new Error('who this kiosk is cannot be read');
  const clockState = await openClockState({ disk: onDisk, folder: kioskFolder, clock, confirmedMs: 30 * dayMs });
  if (safe.faults.every(({ fault }) => fault === 'torn-tail')) {
    const everyPart = await safe.parts.list();
    await dropUnneeded(everyPart, { partFiles: safe.parts, safe, savedParts: async () => new Set() }).catch(() => {});
  }
  const now = () => {
    const { confirmed, offsetMs } = clockState.state();
    return { ms: clock.nowMs() + (offsetMs ?? 0), confirmed };
  };
  const { verifying } = cryptography;
  const portal = createPortalConnection({
    kiosk: trust.kiosk,
    clock,
    offsetMs: () => clockState.state().offsetMs,
    dice,
    portalFetch: (url, init) => mine.hears(line.fetch(url, init)),
    timeoutMs: neverMs,
    answerBytes: 8 * 1024 * 1024,
    onContact: () => {},
    signAssertion: cryptography.signAssertion,
  });
  const savedDrafts = { tidy: async () => {} } as Parameters<typeof createTidying>[0]['savedDrafts'];
  return {
    life: mine,
    safe,
    trust,
    disk: onDisk,
    clockState,
    room,
    portal,
    sendPart: createPartSending({ safe, portal, limits: partLimits }),
    news: createNewsReader({
      trust,
      safe,
      verifying: sabotage.verifying(verifying),
      clockState,
      log: silent,
      now,
      lackingAfterMs: 3_600_000,
      bodyWithoutCheckpointMs: 30 * dayMs,
      onLearnt: () => {},
      onUpdate: () => {},
    }),
    tidying: createTidying({
      safe,
      savedDrafts,
      log: silent,
      now,
      receiptLineMs: 90 * dayMs,
      tidyFromBytes: dice.pick([1000, 50_000]),
    }),
  };
}

function reserve(onDisk: Disk, purpose: keyof typeof reserved, dice: Dice): Promise<Reserve> {
  return openReserve({ disk: onDisk, folder: reserveFolder, name: purpose, bytes: reserved[purpose], dice });
}

/** Who this kiosk is, as its disk says. */
export function openTrustOn({ name, dice, cryptography, trace }: ShellWorld, onDisk: Disk): Promise<Trust> {
  const host = { secrets: { available: false } } as Host;
  const vault = openVault({
    host,
    mode: 'test',
    credentialsFolder: undefined,
    disk: onDisk,
    folder: kioskFolder,
    dice,
  });
  const { verifying } = cryptography;
  return openTrust({
    disk: onDisk,
    folder: kioskFolder,
    vault,
    verifying,
    onUnreadable: () => trace(`${name}: unreadable`),
  });
}

function guardDisk(disk: Disk, mine: Life): Disk {
  const guarded = mine.guard(disk, diskCalls);
  return {
    ...guarded,
    openForAppend: async (path) =>
      mine.guard(await guarded.openForAppend(path), ['append', 'sync', 'truncate', 'close']),
  };
}
