import type { LeftBehind } from '../../../shared/carrying/carried-entry.ts';
import { noProgress, writeCarried } from '../../../shared/carrying/write-carried.ts';
import type { Hashing } from '../../../shared/dossier/cryptography.ts';
import type { Clock } from '../../../shared/runtime.ts';
import type { CarryState, CarryWork } from '../../../shared/shell-contract/carry.ts';
import type { ShellProblemCode } from '../../../shared/shell-contract/shell-problems.ts';
import type { JournalLog } from '../journal-log.ts';
import { Refusal } from '../problem.ts';
import type { Disk } from '../safe/disk.ts';
import type { Safe } from '../safe/safe.ts';
import type { Kiosk } from '../trust.ts';
import { bytesOf, carrySafe, isOwed } from './carry-safe.ts';
import { carriedName, inSeveralFiles, isCarriedName } from './several-files.ts';
import type { StickPlace } from './stick-places.ts';
import { removeUnfinished, writeWhole } from './write-whole.ts';

export interface CarryOut {
  state(): Promise<CarryState>;
  /** Begins copying and comes back; refused when something is being copied, nothing is owed, or there is no such stick. */
  start(stick: string, kiosk: Kiosk): Promise<void>;
  /** Resolves when nothing is being copied. */
  settled(): Promise<void>;
  /** Breaks off what is being copied; the stick shows no file that looks whole. */
  stop(): Promise<void>;
}

/** One copy at a time, beside everything else the kiosk does. The stick is the only place where the shell writes outside its profile. */
export function createCarryOut(options: {
  safe: Safe;
  disk: Disk;
  places: () => Promise<readonly StickPlace[]>;
  hashing: Hashing;
  clock: Clock;
  log: JournalLog;
  bytesPerFile: number;
}): CarryOut {
  const { safe, disk, clock, log } = options;
  let work: CarryWork = { state: 'none' };
  let writing: Promise<void> = Promise.resolve();
  let isStopping = false;

  async function write(place: StickPlace, kiosk: Kiosk): Promise<void> {
    const { id, label } = kiosk.config.kiosk;
    const source = carrySafe(safe, { kiosk: id, label, madeAt: new Date(clock.nowMs()).toISOString() });
    const ofBytes = source.filings.reduce((sum, { bytes }) => sum + bytes, 0);
    const of = source.filings.length;
    const files: string[] = [];
    const left: LeftBehind[] = [];
    let filings = 0;
    let bytes = 0;
    work = { state: 'writing', filings, of, bytes, ofBytes };
    try {
      await removeUnfinished(disk, place.path, isCarriedName);
      for (const [part, one] of inSeveralFiles(source, options.bytesPerFile).entries()) {
        const progress = noProgress();
        const name = carriedName(source.header, part);
        const watched = watch(writeCarried(one, { hashing: options.hashing, progress }), () => {
          if (isStopping) throw new Refusal('internal');
          work = { state: 'writing', filings: filings + progress.filings, of, bytes: bytes + progress.bytes, ofBytes };
        });
        await writeWhole(disk, { folder: place.path, name, pieces: watched });
        files.push(name);
        filings += progress.filings;
        bytes += progress.bytes;
        left.push(...progress.left);
      }
      work = { state: 'done', files, filings, bytes, left };
      log.write('carried', `${filings}:${bytes}`);
      // Said in the journal too: whoever compares it later knows that these may have come to the portal by hand.
      await safe.note({ type: 'note', at: clock.nowMs(), code: 'carried', about: String(filings) });
    } catch (error) {
      const code = problemOf(error);
      work = { state: 'failed', code };
      log.write('carry-failed', code);
    }
  }

  return {
    async state() {
      const owed = safe.rows().filter((row) => isOwed(row) && !row.bodyDropped);
      return {
        filings: owed.length,
        bytes: owed.reduce((sum, row) => sum + bytesOf(row), 0),
        sticks: (await options.places()).map(({ id, name, freeBytes }) => ({ id, name, freeBytes })),
        work,
      };
    },
    async start(stick, kiosk) {
      const place = (await options.places()).find(({ id }) => id === stick);
      // Nothing is waited for from here on: of two who tap at once one copies, or both would write into one file.
      if (work.state === 'writing') throw new Refusal('carry-running');
      const owed = safe.rows().filter((row) => isOwed(row) && !row.bodyDropped);
      if (owed.length === 0) throw new Refusal('nothing-to-carry');
      if (!place) throw new Refusal('no-stick');
      if (place.isReadOnly) throw new Refusal('stick-read-only');
      if (place.freeBytes < owed.reduce((sum, row) => sum + bytesOf(row), 0)) throw new Refusal('stick-full');
      work = { state: 'writing', filings: 0, of: owed.length, bytes: 0, ofBytes: 0 };
      writing = write(place, kiosk);
    },
    settled: () => writing,
    stop() {
      isStopping = true;
      return writing;
    },
  };
}

async function* watch(pieces: AsyncIterable<Uint8Array>, onPiece: () => void): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    onPiece();
    yield piece;
  }
}

function problemOf(error: unknown): ShellProblemCode {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return 'stick-full';
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return 'stick-read-only';
    // However a stick says that it is not there any more.
    case 'ENOENT':
    case 'EIO':
    case 'ENODEV':
    case 'ENXIO':
    case 'ENOTDIR':
    case 'ESTALE':
    case 'ENOTCONN':
    case 'ESHUTDOWN':
    case 'EREMOTEIO':
      return 'stick-gone';
    default:
      return 'internal';
  }
}
