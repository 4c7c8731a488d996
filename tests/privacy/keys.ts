import { createHash, hkdfSync, scryptSync } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
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
      content = inflateSync(pdf.subarray(at + 7), { finishFlush: 2 });
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

/** Tries every word as a key of every locked file of a profile: as it is, as base64url, hashed, and as the product makes keys of words. */
export function tryKeys(profile: string, words: readonly string[]): KeysTried {
  const opened: Opened[] = [];
  const plainKeys = words.flatMap((word) => [
    sha256(word),
    Buffer.from(word, 'base64url'),
    Buffer.from(word, 'hex'),
    Buffer.from(word),
  ]);
  const keys = plainKeys.filter((key) => key.length === 32);
  let locks = 0;
  for (const [file, locked] of lockedFiles(profile)) {
    locks += 1;
    for (const key of keys) {
      const plain = unlock(key, locked);
      if (plain) opened.push({ file, lock: 'a word of a slip', plain: Buffer.from(plain) });
    }
  }
  for (const name of namesIn(join(profile, 'drafts', 'saved')).filter((each) => each.endsWith('.draft'))) {
    const file = join('drafts', 'saved', name);
    const saved = JSON.parse(readFileSync(join(profile, file), 'utf8')) as Readonly<Record<string, string>> & {
      scryptN: number;
    };
    const salt = bytesOf(saved.salt);
    const inner = new Map<string, Buffer>();
    for (const word of words.filter((each) => /^[A-Za-z0-9_-]{22}$/.test(each)))
      inner.set(
        'code to be scanned',
        Buffer.from(hkdfSync('sha256', bytesOf(word), salt, 'diem-cham/saved-draft/1', 32)),
      );
    const typed = words.filter((each) => /^[0-9A-Z]{8}$/i.test(each)).slice(0, mostSlowKeys);
    for (const word of typed)
      for (const [lock, locked] of [['keyUnderCode', saved.keyUnderCode]] as const) {
        const made = scryptSync(word.toUpperCase(), salt, 32, {
          N: saved.scryptN,
          r: 8,
          p: 1,
          maxmem: 256 * saved.scryptN * 8,
        });
        openSaved(file, lock, made, bytesOf(locked), saved.draft, opened);
      }
    for (const made of inner.values())
      openSaved(file, 'keyUnderToken', made, bytesOf(saved.keyUnderToken), saved.draft, opened);
    for (const key of keys)
      for (const lock of ['keyUnderToken', 'keyUnderCode', 'draft'] as const)
        openSaved(file, lock, key, bytesOf(saved[lock]), saved.draft, opened);
    locks += 3;
  }
  return { keys: words.length, locks, opened };
}

function openSaved(
  file: string,
  lock: string,
  key: Uint8Array,
  locked: Buffer,
  draft: string | undefined,
  opened: Opened[],
): void {
  const found = unlock(key, locked);
  if (!found) return;
  const plain = lock === 'draft' ? found : unlock(found, bytesOf(draft));
  opened.push({ file, lock, plain: Buffer.from(plain ?? found) });
}

/** Open draft and parts: each a nonce, a ciphertext and a tag. */
function* lockedFiles(profile: string): Generator<[string, Buffer]> {
  for (const folder of [join('drafts'), join('safe', 'parts')])
    for (const name of namesIn(join(profile, folder))) {
      const path = join(profile, folder, name);
      const bytes = readOrNothing(path);
      if (bytes) yield [join(folder, name), bytes];
    }
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function readOrNothing(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function bytesOf(text: string | undefined): Buffer {
  return Buffer.from(text ?? '', 'base64url');
}

function sha256(word: string): Buffer {
  return createHash('sha256').update(word).digest();
}
