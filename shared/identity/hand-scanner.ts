/*
 * A hand scanner is a keyboard: it types a code in one burst, a few milliseconds a key, and mostly ends with Enter. People do not.
 * Keys are held until it is known which of the two typed them:
 *
 *   idle ──key──▶ held ──gap too long, or tick──▶ idle   (typed: the held keys go on to where they were meant for)
 *                  │
 *                  ├─ Enter or Tab close behind enough keys ─▶ idle   (scanned)
 *                  └─ silence after a long burst ────────────▶ idle   (scanned: a scanner set up without a suffix)
 *
 * Pure: the caller passes times (the events' own `timeStamp`, so that a busy page cannot stretch a burst) and calls `tick`
 * `holdMs` after each key.
 */

export type ScannerTiming = {
  /** Longest gap between two keys of a scan. Scanners: 1 to 20 ms; the quickest typists: 50 ms and more. */
  readonly longestGapMs: number;
  /** Fewest keys of a scan that ends with Enter or Tab. */
  readonly fewestKeys: number;
  /** Fewest keys of a scan that ends in silence. */
  readonly fewestKeysWithoutSuffix: number;
  /** A scan longer than this is let go as typed: nothing we read is that long. */
  readonly mostKeys: number;
};

export const SCANNER_TIMING: ScannerTiming = {
  longestGapMs: 35,
  fewestKeys: 8,
  fewestKeysWithoutSuffix: 20,
  mostKeys: 4000,
};

/** Where no field waits for a person's keys, a slow machine or a wireless scanner may take its time. */
export const PATIENT_SCANNER_TIMING: ScannerTiming = { ...SCANNER_TIMING, longestGapMs: 250 };

export type ScannerState = { readonly held: readonly string[]; readonly lastAtMs: number };

export type ScannerEvent =
  | { readonly kind: 'typed'; readonly keys: readonly string[] }
  | { readonly kind: 'scanned'; readonly text: string };

export type ScannerStep = { readonly state: ScannerState; readonly events: readonly ScannerEvent[] };

export const NO_KEYS_HELD: ScannerState = { held: [], lastAtMs: 0 };

/** `key` as in `KeyboardEvent.key`. Shift and other bare modifiers change nothing; other named keys release what is held. */
export function scannerKey(
  state: ScannerState,
  key: { readonly key: string; readonly atMs: number },
  timing: ScannerTiming = SCANNER_TIMING,
): ScannerStep {
  if (MODIFIERS.has(key.key)) return { state, events: [] };
  const waited = scannerTick(state, key.atMs, timing);
  const held = waited.state.held;
  if ((key.key === 'Enter' || key.key === 'Tab') && held.length >= timing.fewestKeys) {
    return { state: NO_KEYS_HELD, events: [...waited.events, { kind: 'scanned', text: held.join('') }] };
  }
  const isCharacter = [...key.key].length === 1;
  if (!isCharacter || held.length >= timing.mostKeys) {
    return { state: NO_KEYS_HELD, events: [...waited.events, { kind: 'typed', keys: [...held, key.key] }] };
  }
  return { state: { held: [...held, key.key], lastAtMs: key.atMs }, events: waited.events };
}

/** Lets go of keys whose burst is over. To be called `timing.longestGapMs` + 1 after the last key, or later. */
export function scannerTick(state: ScannerState, nowMs: number, timing: ScannerTiming = SCANNER_TIMING): ScannerStep {
  if (state.held.length === 0 || nowMs - state.lastAtMs <= timing.longestGapMs) return { state, events: [] };
  const event: ScannerEvent =
    state.held.length >= timing.fewestKeysWithoutSuffix
      ? { kind: 'scanned', text: state.held.join('') }
      : { kind: 'typed', keys: state.held };
  return { state: NO_KEYS_HELD, events: [event] };
}

const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock']);
