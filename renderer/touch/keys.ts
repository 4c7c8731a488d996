import type { KeyboardEvent } from 'react';

/**
 * What a keyboard of any kind sends: one character, or one of the names in angle brackets.
 * `<BS>` and the tones are those of shared/vietnamese/typing.ts; `<XOA>` takes the tone off, `<CLEAR>` empties the field.
 */
export type Key = string;

/** A hardware keyboard, keypad or hand scanner speaks the same keys as the screen; undefined for keys that are not ours. */
export function hardwareKey(event: KeyboardEvent): Key | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  if (event.key === 'Backspace') return '<BS>';
  if (event.key === 'Delete') return '<CLEAR>';
  return [...event.key].length === 1 ? event.key : undefined;
}
