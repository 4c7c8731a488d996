import { z } from 'zod';
import { GuideEntry } from '../../shared/catalogue/guide-entry.ts';
import { decodeGuideIndex } from '../../shared/catalogue/guide-index.ts';
import type { Verifying } from '../../shared/dossier/cryptography.ts';
import { parseJson } from '../../shared/dossier/seal.ts';
import {
  blockOfEntry,
  type GuideBundleFault,
  type GuideBundleHead,
  guideBundleBounds,
  guideBundleName,
  readGuideHead,
} from '../../shared/portal-contract/guide-bundle.ts';
import { type BundleShelf, type Held, openBundleShelf, type ShelfFacts, type ShelfRoom } from './bundle-shelf.ts';
import { Refusal } from './problem.ts';

/**
 * Guide entries of the national database, from the newest bundle that was right. Nothing of it is read at start. A page asks for the
 * index once in its life, and a visit has one page: what comes meanwhile is for the next one.
 */
export interface Guides {
  /** For a page that begins to search: index and version of the newest bundle; undefined when there is none. */
  open(): Promise<{ version: number; index: Uint8Array<ArrayBuffer> } | undefined>;
  /** One entry of the bundle a page has in hand; `not-found` when another page has asked meanwhile, or there is no such row. */
  entry(asked: { version: number; row: number }): Promise<GuideEntry>;
  readonly shelf: Pick<BundleShelf<unknown>, 'look' | 'bring' | 'turnAway'>;
  /** Of the newest that is here; 0 when there is none. */
  version(): Promise<number>;
  facts(): GuideFacts;
}

export interface GuideFacts extends ShelfFacts {
  readonly entries: number | null;
}

const Entries = z.array(GuideEntry);

export function openGuides(options: ShelfRoom & { verifying: Verifying }): Guides {
  const { verifying } = options;
  /** What the page that is open reads from. */
  let inUse: Held<GuideBundleHead> | undefined;
  const shelf = openBundleShelf<GuideBundleHead>({
    ...options,
    kind: 'guides',
    fileName: guideBundleName,
    manifestBytes: guideBundleBounds.manifestBytes,
    readHead: (beginning, keys) => readGuideHead(beginning, { keys, verifying }),
    checkAll,
    inUse: () => inUse,
  });

  async function readIndex(held: Held<GuideBundleHead>): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { start, manifest } = held.head;
    return shelf.readPiece(held, { from: start, ...manifest.index }, guideBundleBounds.indexBytes);
  }

  async function checkAll(held: Held<GuideBundleHead>): Promise<GuideBundleFault | undefined> {
    const { manifest } = held.head;
    const packedIndex = await readIndex(held);
    if (!packedIndex) return 'guides-truncated';
    const index = decodeGuideIndex(packedIndex);
    if (index?.codes.length !== manifest.entries) return 'guides-schema';
    for (let row = 0; row < manifest.entries; row += manifest.entriesPerBlock) {
      const block = blockOfEntry(held.head, row);
      const bytes = block && (await shelf.readPiece(held, block, guideBundleBounds.blockBytes));
      if (!bytes) return 'guides-truncated';
      const entries = Entries.safeParse(parseJson(bytes));
      const expected = index.codes.slice(row, row + manifest.entriesPerBlock);
      if (!entries.success || entries.data.length !== expected.length) return 'guides-schema';
      if (entries.data.some(({ code }, place) => code !== expected[place])) return 'guides-schema';
      await new Promise((goOn) => setImmediate(goOn));
    }
    return undefined;
  }

  return {
    async open() {
      const held = await shelf.newest();
      if (!held) return undefined;
      const index = await readIndex(held);
      if (!index) {
        // Disowned, it is fetched again.
        await shelf.disown(held);
        options.onArrival?.('guides-truncated');
        return undefined;
      }
      const isOther = inUse !== undefined && inUse.path !== held.path;
      inUse = held;
      if (isOther) await shelf.forgetOld();
      return { version: held.head.manifest.version, index };
    },
    async entry({ version, row }) {
      if (!inUse || inUse.head.manifest.version !== version) throw new Refusal('not-found');
      const block = blockOfEntry(inUse.head, row);
      const bytes = block && (await shelf.readPiece(inUse, block, guideBundleBounds.blockBytes));
      if (block && !bytes) {
        await shelf.disown(inUse);
        options.onArrival?.('guides-truncated');
      }
      const entries = bytes && Entries.safeParse(parseJson(bytes));
      const entry = entries?.success ? entries.data[block?.place ?? 0] : undefined;
      if (!entry) throw new Refusal('not-found');
      return entry;
    },
    shelf,
    version: async () => (await shelf.newest())?.head.manifest.version ?? 0,
    facts: () => ({ ...shelf.facts(), entries: shelf.known()?.head.manifest.entries ?? null }),
  };
}
