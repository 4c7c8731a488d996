import { joined, toHex } from '../dossier/bytes.ts';
import type { Hashing } from '../dossier/cryptography.ts';
import { parseJson } from '../dossier/seal.ts';
import {
  CarriedEnd,
  CarriedFiling,
  CarriedHeader,
  CarriedManifest,
  CarriedWithdrawal,
  decodeHead,
  headLength,
  kinds,
  magic,
  type Named,
  startsWith,
} from './carried-entry.ts';

export type Carried =
  | { readonly kind: 'header'; readonly header: CarriedHeader }
  | { readonly kind: 'manifest'; readonly filings: readonly Named[] }
  | { readonly kind: 'filing'; readonly carried: CarriedFiling }
  | { readonly kind: 'part'; readonly sha256: string; readonly bytes: Uint8Array }
  | { readonly kind: 'withdrawal'; readonly carried: CarriedWithdrawal }
  | { readonly kind: 'end'; readonly end: CarriedEnd }
  /** Whole, and of a kind or shape this reader does not know: a newer program wrote it. */
  | { readonly kind: 'unknown' }
  /** Entries that were cut out: as many numbers are missing before this place. */
  | { readonly kind: 'gap'; readonly entries: number }
  /** Bytes that are no whole entry. */
  | { readonly kind: 'damage'; readonly offset: number; readonly bytes: number }
  /** Nothing in it was whole: another kind of file, or an empty one. Nothing follows. */
  | { readonly kind: 'other-file' }
  /** The same of a file that begins as a later version of this format would. Nothing follows. */
  | { readonly kind: 'newer-file' }
  /** So much damage that looking on is in vain. Nothing follows. */
  | { readonly kind: 'given-up' };

/** A file with more damaged places is not read to its end. */
export const mostDamage = 1000;

/**
 * The entries of a file as its bytes come, each checked; what is damaged or cut is named and passed over. Holds one entry. Rejects only
 * when the bytes do.
 */
export async function* readCarried(bytes: AsyncIterable<Uint8Array>, hashing: Hashing): AsyncGenerator<Carried> {
  const queue = byteQueue(bytes);
  let offset = 0;
  let damageFrom = -1;
  let damaged = 0;
  let next = 0;
  let wholeEntries = 0;
  let isNewer = false;

  function* endDamage(): Generator<Carried> {
    if (damageFrom < 0) return;
    damaged += 1;
    yield { kind: 'damage', offset: damageFrom, bytes: offset - damageFrom };
    damageFrom = -1;
  }

  while (damaged < mostDamage) {
    const start = await queue.peek(headLength);
    if (start.length === 0) break;
    const head = start.length === headLength ? await decodeHead(start, hashing) : undefined;
    const whole = head && (await queue.peek(headLength + head.length));
    const payload = whole && whole.length === headLength + head.length ? whole.slice(headLength) : undefined;
    if (head && payload && toHex(await hashing.sha256(payload)) === head.sha256) {
      yield* endDamage();
      if (head.number > next) yield { kind: 'gap', entries: head.number - next };
      next = Math.max(next, head.number + 1);
      wholeEntries += 1;
      queue.skip(headLength + head.length);
      offset += headLength + head.length;
      yield read(head.kind, payload, head.sha256);
      continue;
    }
    if (offset === 0) isNewer = startsWith(start, magic.subarray(0, -1)) && !startsWith(start, magic);
    if (damageFrom < 0) damageFrom = offset;
    // Each costs a hash: whoever makes a file of nothing but beginnings must not keep us busy.
    if (startsWith(start, magic)) damaged += 1;
    const passed = await queue.passOver(magic);
    offset += passed;
  }
  yield* endDamage();
  if (damaged >= mostDamage) yield { kind: 'given-up' };
  else if (wholeEntries === 0) yield { kind: isNewer ? 'newer-file' : 'other-file' };
}

function read(kind: number, payload: Uint8Array, sha256: string): Carried {
  if (kind === kinds.part) return { kind: 'part', sha256, bytes: payload };
  const json = parseJson(payload);
  switch (kind) {
    case kinds.header: {
      const header = CarriedHeader.safeParse(json);
      return header.success ? { kind: 'header', header: header.data } : { kind: 'unknown' };
    }
    case kinds.manifest: {
      const manifest = CarriedManifest.safeParse(json);
      return manifest.success ? { kind: 'manifest', filings: manifest.data.filings } : { kind: 'unknown' };
    }
    case kinds.filing: {
      const filing = CarriedFiling.safeParse(json);
      return filing.success ? { kind: 'filing', carried: filing.data } : { kind: 'unknown' };
    }
    case kinds.withdrawal: {
      const withdrawal = CarriedWithdrawal.safeParse(json);
      return withdrawal.success ? { kind: 'withdrawal', carried: withdrawal.data } : { kind: 'unknown' };
    }
    case kinds.end: {
      const end = CarriedEnd.safeParse(json);
      return end.success ? { kind: 'end', end: end.data } : { kind: 'unknown' };
    }
    default:
      return { kind: 'unknown' };
  }
}

interface ByteQueue {
  /** The next so many bytes, fewer only at the end; they stay in the queue. */
  peek(length: number): Promise<Uint8Array>;
  skip(length: number): void;
  /** Skips to the next place after the first byte where `wanted` begins, or as far as is sure that it does not; says how far. */
  passOver(wanted: Uint8Array): Promise<number>;
}

const windowBytes = 64 * 1024;

function byteQueue(bytes: AsyncIterable<Uint8Array>): ByteQueue {
  const source = bytes[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);
  let isDone = false;

  /** Pieces are joined once for what is asked, not once a piece: twenty megabytes come in hundreds of them. */
  async function fill(length: number): Promise<void> {
    if (held.length >= length || isDone) return;
    const pieces: Uint8Array[] = [held];
    let total = held.length;
    while (total < length) {
      const { done, value } = await source.next();
      if (done) {
        isDone = true;
        break;
      }
      pieces.push(value);
      total += value.length;
    }
    held = joined(pieces);
  }

  return {
    async peek(length) {
      await fill(length);
      return held.subarray(0, length);
    },
    skip(length) {
      held = held.subarray(length);
    },
    async passOver(wanted) {
      await fill(windowBytes);
      const found = indexOf(held, wanted, 1);
      // Its first bytes may lie at the very end of what is held.
      const passed = found > 0 ? found : isDone ? held.length : Math.max(1, held.length - wanted.length + 1);
      held = held.subarray(passed);
      return passed;
    },
  };
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0] ?? 0;
  for (let place = bytes.indexOf(first, from); place >= 0; place = bytes.indexOf(first, place + 1)) {
    if (place + wanted.length > bytes.length) return -1;
    if (wanted.every((byte, index) => bytes[place + index] === byte)) return place;
  }
  return -1;
}
