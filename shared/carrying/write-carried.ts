import type { Hashing } from '../dossier/cryptography.ts';
import type { SealedFiling } from '../dossier/sealed-filing.ts';
import {
  type CarriedEnd,
  type CarriedFiling,
  type CarriedHeader,
  type CarriedWithdrawal,
  encodeEntry,
  encodeJson,
  type Kind,
  type LeftBehind,
  type Named,
} from './carried-entry.ts';

/** Where the filings come from: a safe at work, or what is left of one. */
export interface CarrySource {
  readonly header: Omit<CarriedHeader, 'format' | 'filings'>;
  /** Everything the file should hold, in the order of their sequence numbers. */
  readonly filings: readonly Named[];
  /** `body-gone`: no longer here (a receipt came, it was freed). `body-damaged`: what is here is not what was filed. */
  filing(id: string): Promise<CarriedSource | 'body-gone' | 'body-damaged'>;
  /** `undefined` when it is not here, or no longer has its hash. */
  part(sha256: string): Promise<Uint8Array | undefined>;
}

export interface CarriedSource {
  readonly kiosk: string;
  readonly filing: SealedFiling;
  readonly parts: readonly { readonly sha256: string }[];
  readonly withdrawal: string | undefined;
}

export interface CarryProgress {
  filings: number;
  parts: number;
  withdrawals: number;
  bytes: number;
  readonly left: LeftBehind[];
}

export function noProgress(): CarryProgress {
  return { filings: 0, parts: 0, withdrawals: 0, bytes: 0, left: [] };
}

const filingsPerManifest = 500;

/**
 * The file, piece by piece, as whoever writes it asks for more; holds one entry at a time. `progress` is kept up to date and
 * says at the end what the file holds and what had to be left behind. Rejects when the source does.
 */
export async function* writeCarried(
  source: CarrySource,
  { hashing, progress = noProgress() }: { hashing: Hashing; progress?: CarryProgress },
): AsyncGenerator<Uint8Array> {
  let number = 0;

  async function* entry(kind: Kind, payload: Uint8Array): AsyncGenerator<Uint8Array> {
    const pieces = await encodeEntry({ kind, number, payload }, hashing);
    number += 1;
    for (const piece of pieces) {
      progress.bytes += piece.length;
      yield piece;
    }
  }

  const header: CarriedHeader = { format: 1, ...source.header, filings: source.filings.length };
  yield* entry('header', encodeJson(header));
  for (let first = 0; first < source.filings.length; first += filingsPerManifest) {
    const filings = source.filings.slice(first, first + filingsPerManifest).map(({ id, slip }) => ({ id, slip }));
    yield* entry('manifest', encodeJson({ filings }));
  }

  for (const { id, slip } of source.filings) {
    const found = await source.filing(id);
    if (typeof found === 'string') {
      progress.left.push({ id, slip, why: found });
      continue;
    }
    const { kiosk, filing, parts, withdrawal } = found;
    const carried: CarriedFiling = { kiosk, slip, filing };
    yield* entry('filing', encodeJson(carried));
    let lacksPart = false;
    for (const { sha256 } of parts) {
      const bytes = await source.part(sha256);
      if (bytes) {
        yield* entry('part', bytes);
        progress.parts += 1;
      } else {
        lacksPart = true;
      }
    }
    // The filing goes all the same: the portal may hold the part already.
    if (lacksPart) progress.left.push({ id, slip, why: 'part-missing' });
    if (withdrawal !== undefined) {
      const withdrawn: CarriedWithdrawal = { kiosk, filing: id, token: withdrawal };
      yield* entry('withdrawal', encodeJson(withdrawn));
      progress.withdrawals += 1;
    }
    progress.filings += 1;
  }

  const { filings, parts, withdrawals, left } = progress;
  const end: CarriedEnd = { filings, parts, withdrawals, left: left.slice(0, mostLeftNamed) };
  yield* entry('end', encodeJson(end));
}

/** Keeps the last entry within what a reader takes; the number of all is known from the manifest. */
const mostLeftNamed = 50_000;
