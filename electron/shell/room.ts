import { Refusal } from './problem.ts';
import type { Reserve } from './reserve.ts';
import type { Disk } from './safe/disk.ts';
import type { Kept } from './safe/log.ts';
import type { Safe } from './safe/safe.ts';

export interface Room {
  state(): Promise<{ freeBytes: number; parts: boolean; filings: boolean; shut?: 'safe-newer' }>;
  /** Refuses with `no-room-for-parts` when the part would eat into what the open dossier needs to be filed. */
  requireForPart(bytes: number): Promise<void>;
  /** Refuses with `no-room-for-filings`, unless the dossier was begun while there was room: its own is reserved. */
  requireForFiling(): Promise<void>;
  /** A visit keeps its first draft: from now on the reserve is this dossier's. */
  begin(): void;
  /** The visit is over. */
  end(): void;
  /** Nothing more can be written, as far as anybody can say. */
  isFull(): Promise<boolean>;
  /** Does this once more, in the dossier's reserve, when the disk refuses it. */
  inReserve<T>(work: () => Promise<T>, isRefused: (result: T) => boolean): Promise<T>;
  /** Looks whether there is room, takes reserves back, and tells when the answer to `state` has changed. Never rejects. */
  look(): Promise<void>;
}

/** Under so many free bytes an answer of the disk is taken for "full", whatever its error says. */
const fullBytes = 1024 * 1024;

/**
 * New photos stop first, then new filings; what is kept is still sent, and nothing filed is dropped to make room. What has to
 * be written when the disk is full has its room taken beforehand, in two files: one for the open dossier, one for receipts and
 * for taking freed bodies off the disk, or else a full kiosk could not even become empty.
 */
export function createRoom(options: {
  disk: Disk;
  folder: string;
  reserveForPartsBytes: number;
  reserveForFilingsBytes: number;
  forDossier: Reserve;
  forSettling: Reserve;
  /** The safe is of a newer build: nothing new is taken, whatever room there is. */
  isShut: boolean;
  onChange: () => void;
}): Room {
  const { forDossier, forSettling } = options;
  let hasBegun = false;
  let isTold: string | undefined;

  async function free(): Promise<number> {
    // A disk that cannot even say how much is free takes nothing more.
    return options.disk.freeBytes(options.folder).catch(() => 0);
  }

  const room: Room = {
    async state() {
      const freeBytes = await free();
      if (options.isShut) return { freeBytes, parts: false, filings: false, shut: 'safe-newer' };
      return {
        freeBytes,
        parts: freeBytes >= options.reserveForPartsBytes,
        filings: freeBytes >= options.reserveForFilingsBytes && forDossier.isWhole(),
      };
    },
    async requireForPart(bytes) {
      if (options.isShut) throw new Refusal('safe-newer');
      if ((await free()) - bytes < options.reserveForPartsBytes) throw new Refusal('no-room-for-parts');
    },
    async requireForFiling() {
      if (options.isShut) throw new Refusal('safe-newer');
      if (hasBegun && forDossier.isWhole()) return;
      if (!(await room.state()).filings) throw new Refusal('no-room-for-filings');
    },
    begin() {
      hasBegun ||= forDossier.isWhole();
    },
    end() {
      hasBegun = false;
    },
    async inReserve(work, isRefused) {
      const first = await attempt(work);
      const isDone = !('threw' in first) && !isRefused(first.result);
      if (!isDone && canGive(forDossier) && (await room.isFull())) {
        await forDossier.release();
        return work();
      }
      if ('threw' in first) throw first.threw;
      return first.result;
    },
    isFull: async () => (await free()) < fullBytes,
    async look() {
      const freeBytes = await free();
      // Settling first: what is full must be able to become empty.
      if (!forSettling.isWhole() && freeBytes > forSettling.bytes) await forSettling.take();
      if (!forDossier.isWhole() && freeBytes > forDossier.bytes + options.reserveForFilingsBytes)
        await forDossier.take();
      const { parts, filings } = await room.state();
      const now = `${parts} ${filings}`;
      if (isTold !== undefined && isTold !== now) options.onChange();
      isTold = now;
    },
  };
  return room;
}

function canGive(reserve: Reserve): boolean {
  return reserve.bytes > 0 && reserve.isWhole();
}

async function attempt<T>(work: () => Promise<T>): Promise<{ result: T } | { threw: unknown }> {
  try {
    return { result: await work() };
  } catch (threw) {
    return { threw };
  }
}

/**
 * The safe with the two reserves behind it: receipts, withdrawals and tidying use the one, the open dossier the other. What is
 * refused in spite of them is refused for good, as ever.
 */
export function withReserves(
  safe: Safe,
  { room, forSettling, onUsed }: { room: Pick<Room, 'inReserve' | 'isFull'>; forSettling: Reserve; onUsed: () => void },
): Safe {
  async function settle(work: () => Promise<Kept>): Promise<Kept> {
    const first = await work();
    if (first.kept || !canGive(forSettling) || !(await room.isFull())) return first;
    await forSettling.release();
    onUsed();
    return work();
  }
  return {
    ...safe,
    file: (...given) =>
      room.inReserve(
        () => safe.file(...given),
        ({ kept }) => !kept,
      ),
    markShown: (id) => settle(() => safe.markShown(id)),
    keepReceipts: (receipts) => settle(() => safe.keepReceipts(receipts)),
    keepWithdrawal: (id, token) => settle(() => safe.keepWithdrawal(id, token)),
    markWithdrawalsReached: (ids) => settle(() => safe.markWithdrawalsReached(ids)),
    free: (ids, checkpoint) => settle(() => safe.free(ids, checkpoint)),
    markRatingsReached: (ids) => settle(() => safe.markRatingsReached(ids)),
    async tidy(how) {
      try {
        await safe.tidy(how);
      } catch (error) {
        if (!canGive(forSettling) || !(await room.isFull())) throw error;
        await forSettling.release();
        onUsed();
        await safe.tidy(how);
      }
    },
  };
}
