import { createHash, hkdfSync, scryptSync } from 'node:crypto';
import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, inflateSync } from 'node:zlib';
import { decodeQR } from 'qr/decode.js';
import { unlock } from '../../electron/shell/box-cipher.ts';
import { slipSquares, slipText } from './slip-text.ts';

/** What a thief reads off a slip, and what could be a key among it. */
export interface ReadSlip {
  readonly file: string;
  readonly words: readonly string[];
}

/** Words and code of every slip and PDF below the folder. */
export function readSlips(folder: string): ReadSlip[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const file = join(entry.parentPath, entry.name);
      const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
      return bytes.subarray(0, 5).toString('latin1') === '%PDF-' ? [{ file, words: wordsOfPdf(bytes) }] : [];
    });
}

export function wordsOfPdf(pdf: Buffer): string[] {
  const words = new Set<string>();
  for (let at = pdf.indexOf('stream\n'); at !== -1; at = pdf.indexOf('stream\n', at + 1)) {
    let content: Buffer;
    try {
      content = inflateSync(pdf.subarray(at + 7), { finishFlush: constants.Z_SYNC_FLUSH });
    } catch {
      content = pdf.subarray(at + 7);
    }
    for (const text of [slipText(content), codeOf(content)]) for (const word of apart(text ?? '')) words.add(word);
  }
  return [...words];
}

function codeOf(content: Buffer): string | undefined {
  const squares = slipSquares(content);
  try {
    return squares && decodeQR(squares);
  } catch {
    return undefined;
  }
}

/** A text whole, by lines, by words, and by the signs codes are put together with. */
export function apart(text: string): string[] {
  const pieces = [text, ...text.split('\n'), ...text.split(/\s+/), ...text.split(/[\s!.:,;/]+/)];
  return [
    ...new Set(pieces.flatMap((piece) => [piece, piece.replaceAll('-', '')]).filter((piece) => piece.length >= 4)),
  ];
}

export interface Opened {
  readonly file: string;
  /** Which lock gave way. */
  readonly lock: string;
  readonly plain: Buffer;
}

export interface KeysTried {
  readonly keys: number;
  readonly locks: number;
  readonly opened: readonly Opened[];
}

const mostSlowKeys = 24;

/**
 * Tries every word as a key of every locked file of a profile: as it is, hashed, and as the product makes keys of the codes of a
 * slip. A filing in the safe has no such lock: only the portal's private key opens it.
 */
export function tryKeys(profile: string, words: readonly string[]): KeysTried {
  const keys = words
    .flatMap((word) => [sha256(word), Buffer.from(word, 'base64url'), Buffer.from(word, 'hex'), Buffer.from(word)])
    .filter((key) => key.length === 32)
    .map((key): Key => ({ lock: 'a word of a slip', key }));
  const opened: Opened[] = [];
  let locks = 0;
  for (const { file, locked } of lockedFiles(profile)) {
    locks += 1;
    for (const { lock, key } of keys) {
      const plain = unlock(key, locked);
      if (plain) opened.push({ file, lock, plain: Buffer.from(plain) });
    }
  }
  for (const { file, saved } of savedDrafts(profile)) {
    const [draft, underToken, underCode] = [saved.draft, saved.keyUnderToken, saved.keyUnderCode].map(bytesOf) as [
      Buffer,
      Buffer,
      Buffer,
    ];
    locks += 3;
    for (const { lock, key } of [...keys, ...keysOfCodes(words, saved)]) {
      const own = unlock(key, draft);
      const inner = unlock(key, underToken) ?? unlock(key, underCode);
      const plain = own ?? (inner && unlock(inner, draft)) ?? inner;
      if (plain) opened.push({ file, lock, plain: Buffer.from(plain) });
    }
  }
  return { keys: words.length, locks, opened };
}

interface Key {
  readonly lock: string;
  readonly key: Buffer;
}

interface SavedDraft {
  readonly salt: string;
  readonly scryptN: number;
  readonly keyUnderToken: string;
  readonly keyUnderCode: string;
  readonly draft: string;
}

/** As `electron/shell/saved-drafts.ts` makes them, written anew: a mistake there must not hide itself here. */
function keysOfCodes(words: readonly string[], { salt, scryptN }: SavedDraft): Key[] {
  const [r, p] = [8, 1];
  const scanned = words
    .filter((word) => /^[A-Za-z0-9_-]{22}$/.test(word))
    .map((word) => Buffer.from(hkdfSync('sha256', bytesOf(word), bytesOf(salt), 'diem-cham/saved-draft/1', 32)))
    .map((key) => ({ lock: 'code to be scanned', key }));
  const typed = [...new Set(words.map((word) => word.toUpperCase()))]
    .filter((word) => /^[0-9A-Z]{8}$/.test(word))
    .slice(0, mostSlowKeys)
    .map((word) => scryptSync(word, bytesOf(salt), 32, { N: scryptN, r, p, maxmem: 256 * scryptN * r }))
    .map((key) => ({ lock: 'code to be typed', key }));
  return [...scanned, ...typed];
}

/** Open draft and parts: each a nonce, a ciphertext and a tag. */
function* lockedFiles(profile: string): Generator<{ file: string; locked: Buffer }> {
  for (const folder of ['drafts', join('safe', 'parts')]) {
    for (const entry of entriesOf(join(profile, folder))) {
      if (entry.isFile())
        yield { file: join(folder, entry.name), locked: readFileSync(join(profile, folder, entry.name)) };
    }
  }
}

function* savedDrafts(profile: string): Generator<{ file: string; saved: SavedDraft }> {
  const folder = join('drafts', 'saved');
  for (const { name } of entriesOf(join(profile, folder))) {
    if (!name.endsWith('.draft')) continue;
    yield {
      file: join(folder, name),
      saved: JSON.parse(readFileSync(join(profile, folder, name), 'utf8')) as SavedDraft,
    };
  }
}

function entriesOf(folder: string): Dirent[] {
  return existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}

function sha256(word: string): Buffer {
  return createHash('sha256').update(word).digest();
}
