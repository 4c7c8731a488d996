import { useRef, useState } from 'react';
import type { Key } from '../touch/keys.ts';
import {
  fieldAfterKey,
  fieldAfterPaste,
  fieldCaret,
  fieldText,
  fieldWith,
  fieldWord,
  isCapitalNext,
  type TypedField,
  type TypingKind,
} from './typed-field.ts';
import { useTypingMethod } from './typing-method.ts';

export interface Typing {
  readonly onKey: (key: Key) => void;
  readonly onPaste: (text: string) => void;
  readonly onCaret: (offset: number) => void;
  readonly caret: number;
  readonly currentWord: { start: number; end: number } | undefined;
  readonly isCapitalNext: boolean;
}

/** Writes one field: the caret and the word in the making live here, the text belongs to whoever owns the answer. */
export function useTyping(given: {
  readonly kind: TypingKind;
  readonly value: string;
  readonly onValue: (value: string) => void;
}): Typing {
  const [method] = useTypingMethod();
  const [, redraw] = useState(0);
  const field = useRef<TypedField>(fieldWith(given.value));
  // A value set from elsewhere (a suggestion, a card) is taken up with the caret at its end.
  if (fieldText(field.current) !== given.value) field.current = fieldWith(given.value);

  const change = (next: TypedField) => {
    const before = fieldText(field.current);
    field.current = next;
    const text = fieldText(next);
    if (text !== before) given.onValue(text);
    redraw((count) => count + 1);
  };

  return {
    onKey: (key) => change(fieldAfterKey(field.current, key, { kind: given.kind, method })),
    onPaste: (text) => change(fieldAfterPaste(field.current, text, given.kind)),
    onCaret: (offset) => change(fieldWith(given.value, offset)),
    caret: fieldCaret(field.current),
    currentWord: fieldWord(field.current),
    isCapitalNext: given.kind === 'name' && isCapitalNext(field.current),
  };
}
