import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BuiltInContent, builtInContentName, type Content, readContent } from '../../shared/catalogue/read-content.ts';
import type { Verifying } from '../../shared/dossier/cryptography.ts';
import { parseJson } from '../../shared/dossier/seal.ts';
import {
  type ContentBundleFault,
  type ContentBundleHead,
  contentBundleBounds,
  contentBundleName,
  readContentHead,
} from '../../shared/portal-contract/content-bundle.ts';
import {
  type BundleArrival,
  type BundleShelf,
  configKeysOf,
  type Held,
  isSameHead,
  openBundleShelf,
  type ShelfFacts,
  type ShelfRoom,
} from './bundle-shelf.ts';
import { type Catalogue, openCatalogue } from './catalogue.ts';

/**
 * What this kiosk works with: the catalogue and lists of units it was built with, or a newer bundle that was right.
 *
 * ```
 * built in ─┐                              ┌─ no visit is open, and a page asks ─▶ in use, for this page's whole life
 *           ├─ the higher version ─▶ next ─┤
 * bundle  ──┘                              └─ a visit is open ─▶ what is in use goes on
 * ```
 * A bundle that cannot be read any more, or whose key counts no more, is as if it had never come.
 */
export interface ContentKeeper {
  /** For a page that starts: the newest, unless a visit is open, which ends with what it began with. */
  openForPage(): ContentInUse;
  inUse(): ContentInUse;
  /** What a page would be given now. A page with another one in hand starts anew where nobody is in a visit. */
  nextVersion(): number;
  readonly shelf: Pick<BundleShelf<unknown>, 'look' | 'bring' | 'turnAway'>;
  /** When other keys count, what is next is found anew, as at a start; what is in use stays so to the end of its visit. Never rejects. */
  lookOver(): Promise<void>;
  /** Of the newest that is here, built in or not. */
  version(): number;
  facts(): ShelfFacts;
}

export interface ContentInUse extends Catalogue {
  readonly version: number;
  readonly forms: Content['forms'];
  readonly units: Content['units'];
}

interface ContentOptions extends ShelfRoom {
  /** Of this build. */
  catalogueFolder: string;
  /** Layouts of official forms of this build. */
  builtInForms: () => Promise<Content['forms']>;
  verifying: Verifying;
  isVisitOpen: () => boolean;
  onArrival: (arrival: BundleArrival) => void;
}

export async function openContent(options: ContentOptions): Promise<ContentKeeper> {
  const { log, verifying } = options;
  const builtInVersion = await readBuiltInVersion();
  /** What was read last: a bundle that has just been looked through is not read again. */
  let read: { held: Held<ContentBundleHead>; content: Content } | undefined;
  let inUse: { content: ContentInUse; held?: Held<ContentBundleHead> } | undefined;
  const shelf = openBundleShelf<ContentBundleHead>({
    ...options,
    kind: 'content',
    fileName: contentBundleName,
    manifestBytes: contentBundleBounds.manifestBytes,
    readHead: (beginning, keys) => readContentHead(beginning, { keys, verifying }),
    checkAll,
    oldest: builtInVersion,
    inUse: () => inUse?.held,
    onArrival(arrival) {
      const held = shelf.known();
      const isOther = !isSameHead(held?.head, next.held?.head);
      if (arrival === 'taken' && isOther && read && read.held.path === held?.path) next = inHand(read);
      options.onArrival(arrival);
    },
  });
  /** A kiosk that is not set up yet believes nobody: what lies there is looked at once it is. */
  let lookedOverUnder = configKeysOf(options.trust);
  let next = await findNext();
  inUse = next;

  async function findNext(): Promise<NonNullable<typeof inUse>> {
    // Whatever this disk does: a kiosk that cannot read what came works with what it was built with.
    const kept = await findKept().catch(() => {
      log.write('content-unreadable', 'content-truncated');
      return undefined;
    });
    if (kept) return kept;
    const catalogue = await openCatalogue(options.catalogueFolder, log);
    return { content: { version: builtInVersion, forms: new Map(), units: {}, ...catalogue } };
  }

  async function findKept(): Promise<ReturnType<typeof inHand> | undefined> {
    for (let held = await shelf.newest(); held; held = await shelf.newest()) {
      const read = await readAll(held);
      if (typeof read !== 'string') return inHand({ held, content: read });
      await shelf.disown(held, read);
    }
    return undefined;
  }

  async function lookOver(): Promise<void> {
    const keys = configKeysOf(options.trust);
    if (keys === lookedOverUnder) return;
    lookedOverUnder = keys;
    const found = await findNext();
    if (isSameHead(found.held?.head, next.held?.head)) return;
    next = found;
    options.onArrival(found.held ? 'taken' : 'content-signature');
  }

  async function checkAll(held: Held<ContentBundleHead>): Promise<ContentBundleFault | undefined> {
    const content = await readAll(held);
    if (typeof content === 'string') return content;
    read = { held, content };
    return undefined;
  }

  async function readAll(held: Held<ContentBundleHead>): Promise<Content | ContentBundleFault> {
    const files: Record<string, unknown> = {};
    let leftBytes = contentBundleBounds.allPlainBytes;
    for (const { name, ...place } of held.head.files) {
      const bytes = await shelf.readPiece(held, place, Math.min(leftBytes, contentBundleBounds.plainBytes));
      if (!bytes) return 'content-truncated';
      leftBytes -= bytes.length;
      files[name] = parseJson(bytes);
    }
    const pause = () => new Promise<void>((goOn) => setImmediate(goOn));
    const reading = await readContent(files, { builtInForms: options.builtInForms, pause });
    if (reading.ok) return reading.content;
    // In which file; what is wrong there, whoever packed it can ask `npm run catalogue`.
    const faulty = new Set(reading.problems.map((problem) => problem.slice(0, problem.indexOf(':'))));
    for (const file of [...faulty].slice(0, filesTold)) log.write('content-file-faulty', file);
    return 'content-schema';
  }

  async function readBuiltInVersion(): Promise<number> {
    const bytes = await readFile(join(options.catalogueFolder, '..', builtInContentName)).catch(() => undefined);
    const stamp = bytes && BuiltInContent.safeParse(parseJson(bytes));
    return stamp?.success ? stamp.data.version : 0;
  }

  return {
    openForPage() {
      if (!options.isVisitOpen() && inUse !== next) {
        inUse = next;
        log.write('content-in-use', String(next.content.version));
        void shelf.forgetOld().catch(() => log.write('content-not-tidied'));
      }
      return (inUse ?? next).content;
    },
    inUse: () => (inUse ?? next).content,
    nextVersion: () => (options.isVisitOpen() ? (inUse ?? next) : next).content.version,
    shelf: {
      look: (isWhole) => shelf.inTurn(lookOver).then(() => shelf.look(isWhole)),
      bring: shelf.bring,
      turnAway: shelf.turnAway,
    },
    lookOver: () => shelf.inTurn(lookOver),
    version: () => next.content.version,
    facts: shelf.facts,
  };
}

function inHand({ held, content }: { held: Held<ContentBundleHead>; content: Content }) {
  return { held, content: { version: held.head.manifest.version, faulty: [], ...content } };
}

const filesTold = 5;
