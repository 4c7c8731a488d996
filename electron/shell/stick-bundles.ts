import type { StickUpdates } from '../../shared/shell-contract/updates.ts';
import type { BundleWanted } from './bundle-fetching.ts';
import type { Disk } from './safe/disk.ts';
import type { Sticks } from './sticks.ts';

const copiedAtOnce = 1024 * 1024;

type WantedFromStick = Omit<BundleWanted, 'shelf'> & {
  readonly shelf: Pick<BundleWanted['shelf'], 'bring'>;
};

type Arrival = StickUpdates['found'][number]['arrival'];

/**
 * What a technician brings: the newest bundle of each kind on a plugged-in stick goes the way of one that came over the network, and the
 * answer says what became of it. The stick keeps its copy, for the next kiosk.
 */
export interface StickBundles {
  take(): Promise<StickUpdates>;
  /** Copies that a power cut left behind. At start, before anybody takes one; never rejects. */
  forgetUnfinished(): Promise<void>;
}

export function createStickBundles(options: {
  sticks: Pick<Sticks, 'bundles' | 'pieces'>;
  disk: Disk;
  incoming: string;
  wanted: readonly WantedFromStick[];
  /** What must stay free: filings come first. */
  reserveBytes: number;
}): StickBundles {
  const { sticks, disk, incoming } = options;
  let taking: Promise<StickUpdates> | undefined;

  async function take(): Promise<StickUpdates> {
    const found: StickUpdates['found'] = [];
    for (const wanted of options.wanted) {
      const arrival = await takeOfKind(wanted);
      if (arrival) found.push({ kind: wanted.kind, arrival });
    }
    return { found };
  }

  /** The newest; when that one is not right, the one before it. What is told is what became of the newest, unless another was taken. */
  async function takeOfKind({ fileName, bytes, shelf }: WantedFromStick): Promise<Arrival | undefined> {
    let told: Arrival | undefined;
    for (const file of await sticks.bundles(fileName, bytes)) {
      const arrival = await bring(file, fileName, shelf);
      if (arrival === 'taken') return arrival;
      told ??= arrival;
    }
    return told;
  }

  async function bring(
    file: { path: string; bytes: number },
    fileName: string,
    shelf: WantedFromStick['shelf'],
  ): Promise<Arrival> {
    const fresh = copyOf(fileName);
    try {
      await disk.makeFolder(incoming);
      // Twice: it is copied onto its shelf before it leaves `incoming`.
      if ((await disk.freeBytes(incoming)) < 2 * file.bytes + options.reserveBytes) return 'no-room';
      await copy(file, fresh);
    } catch {
      // The stick was pulled out, or this disk takes nothing.
      await disk.remove(fresh).catch(() => undefined);
      return 'nothing';
    }
    return shelf.bring(fresh, { mayWait: false });
  }

  async function copy({ path, bytes }: { path: string; bytes: number }, fresh: string): Promise<void> {
    await disk.remove(fresh);
    const file = await disk.openForAppend(fresh);
    try {
      let copied = 0;
      for await (const piece of sticks.pieces(path, copiedAtOnce)) {
        copied += piece.length;
        if (copied > bytes) throw new Error('the file on the stick has grown');
        await file.append(piece);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  }

  function copyOf(fileName: string): string {
    return `${incoming}/${fileName}.copied`;
  }

  return {
    take() {
      taking ??= take().finally(() => {
        taking = undefined;
      });
      return taking;
    },
    async forgetUnfinished() {
      for (const { fileName } of options.wanted) {
        const left = copyOf(fileName);
        const bytes = await disk.size(left).catch(() => undefined);
        if (bytes !== undefined) await disk.remove(left).catch(() => undefined);
      }
    },
  };
}
