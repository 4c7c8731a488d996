import { SCANNER_TIMING } from '../../shared/identity/hand-scanner.ts';
import { readLetter } from '../../shared/vietnamese/letters.ts';
import type { Key } from '../touch/keys.ts';
import type { TypedField } from './typed-field.ts';

/**
 * What a hardware keyboard has just typed into a field: keys so close behind each other that a scanner may be typing them, and the
 * field as it was before the first. Every key is written at once; only Enter tells whether it was a scanner.
 */
export interface Burst {
  readonly before: TypedField;
  readonly keys: readonly string[];
  readonly lastAtMs: number;
}

/** The burst with one more key; a key after a person's pause, or one that is no character, begins anew. */
export function burstAfterKey(
  burst: Burst | undefined,
  pressed: { readonly key: Key; readonly atMs: number; readonly field: TypedField },
): Burst | undefined {
  const { key, atMs, field } = pressed;
  if ([...key].length !== 1) return undefined;
  const isClose = burst !== undefined && atMs - burst.lastAtMs <= SCANNER_TIMING.longestGapMs;
  if (!isClose || burst.keys.length >= SCANNER_TIMING.mostKeys) return { before: field, keys: [key], lastAtMs: atMs };
  return { before: burst.before, keys: [...burst.keys, key], lastAtMs: atMs };
}

/** What a scanner typed, when Enter comes as close behind as only a scanner presses it. */
export function scannedIn(burst: Burst | undefined, enterAtMs: number): string | undefined {
  if (burst === undefined || enterAtMs - burst.lastAtMs > SCANNER_TIMING.longestGapMs) return undefined;
  return burst.keys.length >= SCANNER_TIMING.fewestKeys ? burst.keys.join('') : undefined;
}

/**
 * Some input methods of the system (UniKey and its kin) stand before every program: they erase the letter typed and send the marked
 * one right behind, faster than any finger. Their words come finished, so ours must not compose them a second time.
 */
export function isComposedElsewhere(key: Key, sinceBackspaceMs: number): boolean {
  const letter = readLetter(key);
  const isMarked = letter !== undefined && (letter.mark !== 'none' || letter.tone !== 0);
  return isMarked && sinceBackspaceMs >= 0 && sinceBackspaceMs <= SCANNER_TIMING.longestGapMs;
}
