import { createHash } from 'node:crypto';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflate, type ZlibOptions } from 'node:zlib';
import { type Content, readContent } from '../shared/catalogue/read-content.ts';
import type { Jwk, Verifying } from '../shared/dossier/cryptography.ts';
import { parseJson } from '../shared/dossier/seal.ts';
import { type BundleOffer, bundleBounds } from '../shared/portal-contract/bundles.ts';
import { contentBundleBounds, readContentHead } from '../shared/portal-contract/content-bundle.ts';
import { guideBundleBounds, readGuideHead } from '../shared/portal-contract/guide-bundle.ts';
import type { PortalPorts } from './ports.ts';

/** The bundles this portal has for its kiosks: files that somebody put into its folder, each looked through before it is offered. */
export interface BundleBoard {
  /** Looks whether files have come or gone. One look at a time; never rejects. */
  refresh(): Promise<void>;
  /** The newest of each kind. */
  offers(): readonly BundleOffer[];
  /** A stretch of one that is offered, or was; undefined when it is not here. */
  read(sha256: string, range: { from: number; length: number }): Promise<Uint8Array | undefined>;
  /** Bytes of the whole. */
  size(sha256: string): number | undefined;
}

interface Looked {
  readonly offer: BundleOffer;
  readonly path: string;
}

/** `undefined` stands for a file that is no bundle a kiosk would take: told once, looked at again when it changes. */
type Known = { readonly mark: string; readonly looked: Looked | undefined };

const unpack = promisify<Uint8Array, ZlibOptions, Buffer>(inflate);

/**
 * @param onContent told of every content bundle in the folder before it is offered: what kiosks in the field fill in is judged by it.
 * Older ones stay in the folder for their sake.
 */
export function openBundleBoard(
  folder: string,
  options: {
    readonly keys: readonly Jwk[];
    readonly verifying: Verifying;
    readonly log: PortalPorts['log'];
    /** Layouts of this build, for services that fill a form their bundle does not bring. */
    readonly builtInForms: () => Content['forms'];
    readonly onContent: (version: number, content: Content) => void;
  },
): BundleBoard {
  const { keys, verifying, log } = options;
  let known = new Map<string, Known>();
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    const seen = new Map<string, Known>();
    for (const name of (await readdir(folder).catch(() => [])).sort()) {
      if (!/\.(dcc|dcg)$/.test(name)) continue;
      const path = join(folder, name);
      const facts = await stat(path).catch(() => undefined);
      if (!facts?.isFile()) continue;
      const mark = `${facts.size} ${facts.mtimeMs}`;
      const before = known.get(name);
      seen.set(name, before?.mark === mark ? before : { mark, looked: await lookThrough(name, path) });
    }
    known = seen;
  }

  async function lookThrough(name: string, path: string): Promise<Looked | undefined> {
    const bytes = await readFile(path).catch(() => undefined);
    const version = bytes && bytes.length <= bundleBounds.bytes ? await versionOf(name, bytes) : 'truncated';
    if (!bytes || typeof version !== 'number') {
      log({ event: 'bundle-unreadable', file: name, problem: String(version) });
      return undefined;
    }
    const kind = kindOf(name);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    log({ event: 'bundle-found', kind, version });
    return { offer: { kind, version, bytes: bytes.length, sha256 }, path };
  }

  /** As a kiosk would read it; else why not. */
  async function versionOf(name: string, bytes: Uint8Array): Promise<number | string> {
    if (kindOf(name) === 'guides') {
      const head = await readGuideHead(bytes.subarray(0, guideBundleBounds.manifestBytes), { keys, verifying });
      if (typeof head === 'string') return head;
      return head.length === bytes.length ? head.manifest.version : 'guides-truncated';
    }
    const head = await readContentHead(bytes.subarray(0, contentBundleBounds.manifestBytes), { keys, verifying });
    if (typeof head === 'string') return head;
    if (head.length !== bytes.length) return 'content-truncated';
    const files: Record<string, unknown> = {};
    let leftBytes = contentBundleBounds.allPlainBytes;
    for (const file of head.files) {
      const packed = bytes.subarray(file.from, file.from + file.bytes);
      const isSigned = createHash('sha256').update(packed).digest('hex') === file.sha256;
      const maxOutputLength = Math.min(leftBytes, contentBundleBounds.plainBytes);
      // Node refuses a bound of nothing, and no file is empty.
      const isBounded = isSigned && maxOutputLength > 0;
      const plain = isBounded && (await unpack(packed, { maxOutputLength }).catch(() => undefined));
      if (!plain) return 'content-truncated';
      leftBytes -= plain.length;
      files[file.name] = parseJson(plain);
    }
    const reading = await readContent(files, { builtInForms: async () => options.builtInForms() });
    if (!reading.ok) return 'content-schema';
    options.onContent(head.manifest.version, reading.content);
    return head.manifest.version;
  }

  const all = () => [...known.values()].flatMap(({ looked }) => (looked ? [looked] : []));
  const find = (sha256: string) => all().find(({ offer }) => offer.sha256 === sha256);

  return {
    refresh() {
      looking ??= look()
        .catch(() => log({ event: 'bundles-unreadable' }))
        .finally(() => {
          looking = undefined;
        });
      return looking;
    },
    offers() {
      const newest = new Map<string, BundleOffer>();
      for (const { offer } of all())
        if (offer.version > (newest.get(offer.kind)?.version ?? 0)) newest.set(offer.kind, offer);
      return [...newest.values()];
    },
    async read(sha256, { from, length }) {
      const found = find(sha256);
      const file = found && (await open(found.path, 'r').catch(() => undefined));
      if (!file) return undefined;
      try {
        const bytes = new Uint8Array(length);
        const { bytesRead } = await file.read(bytes, 0, length, from);
        return bytes.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    size: (sha256) => find(sha256)?.offer.bytes,
  };
}

function kindOf(name: string): 'content' | 'guides' {
  return name.endsWith('.dcg') ? 'guides' : 'content';
}
