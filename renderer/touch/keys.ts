import type { KeyboardEvent } from 'react';

/**
 * What a keyboard of any kind sends: one character, or one of the names in angle brackets.
 * `<BS>` and the tones are those of shared/vietnamese/typing.ts; `<XOA>` takes the tone off, `<CLEAR>` empties the field,
 * `<DEL>` takes the letter behind the caret.
 */
export type Key = string;

/** A hardware keyboard, keypad or hand scanner speaks the same keys as the screen; undefined for keys that are not ours. */
export function hardwareKey(event: KeyboardEvent): Key | undefined {
  // What an input method is still composing is no key yet; the letter it makes comes by itself.
  if (event.nativeEvent.isComposing || event.key === 'Process') return undefined;
  // AltGr writes letters, though some systems report it as Ctrl and Alt.
  if ((event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState('AltGraph')) return undefined;
  if (event.key === 'Backspace') return '<BS>';
  if (event.key === 'Delete') return '<CLEAR>';
  return [...event.key].length === 1 ? event.key : undefined;
}

/** A key of a hardware keyboard, pressed in a field: it ends the field, walks in it or writes. Without `onCaret` nothing walks. */
export function pressInField(
  event: KeyboardEvent,
  field: {
    readonly value: string;
    readonly caret: number;
    readonly onCaret?: (offset: number) => void;
    readonly onKey: (key: Key, atMs: number) => void;
    readonly onEnter?: (atMs: number) => void;
  },
): void {
  const { value, caret, onCaret, onKey, onEnter } = field;
  if (event.key === 'Enter') {
    event.preventDefault();
    onEnter?.(event.timeStamp);
    return;
  }
  const walked = onCaret ? caretAfter(event, caret, value) : undefined;
  if (walked !== undefined) {
    event.preventDefault();
    onCaret?.(walked);
    return;
  }
  const key = event.key === 'Delete' && caret < value.length ? '<DEL>' : hardwareKey(event);
  if (key === undefined) return;
  event.preventDefault();
  onKey(key, event.timeStamp);
}

/** Where the keys of a hardware keyboard that walk put the caret; undefined for all other keys. */
export function caretAfter(event: KeyboardEvent, caret: number, text: string): number | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return undefined;
  switch (event.key) {
    case 'ArrowLeft':
      return Math.max(0, caret - lastCharacter(text.slice(0, caret)).length);
    case 'ArrowRight':
      return Math.min(text.length, caret + ([...text.slice(caret)][0] ?? '').length);
    case 'Home':
      return 0;
    case 'End':
      return text.length;
    default:
      return undefined;
  }
}

function lastCharacter(text: string): string {
  return [...text.slice(-2)].at(-1) ?? '';
}
