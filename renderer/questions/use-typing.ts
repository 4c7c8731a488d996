import { useRef, useState } from 'react';
import { readCardQr } from '../../shared/identity/card-qr.ts';
import type { Key } from '../touch/keys.ts';
import { useAfterLetter } from '../touch/shown-first.ts';
import type { WrittenNow } from '../touch/written.tsx';
import { type Burst, burstAfterKey, isComposedElsewhere, scannedIn } from './hardware-burst.ts';
import {
  fieldAfterKey,
  fieldAfterPaste,
  fieldAfterWord,
  fieldCaret,
  fieldText,
  fieldWith,
  fieldWord,
  isCapitalNext,
  type TypedField,
  type TypingKind,
} from './typed-field.ts';
import { noteComposedElsewhere, useHardwareMethod, useTypingMethod } from './typing-method.ts';
import { writtenLine } from './written-line.ts';

export interface Typing {
  /** `atMs` is the event's own time where a hardware keyboard or scanner pressed the key. */
  readonly onKey: (key: Key, atMs?: number) => void;
  readonly onPaste: (text: string) => void;
  readonly onCaret: (offset: number) => void;
  /** A suggested word in place of the one being typed. */
  readonly onWord: (word: string) => void;
  /** Whether this Enter ended what a scanner typed: then it has done its work, and is not «Tiếp tục». */
  readonly endsScan: (atMs: number) => boolean;
  /** The letters themselves, as soon as they are written. */
  readonly written: WrittenNow;
  /** Of the value as its owner knows it. */
  readonly caret: number;
  readonly currentWord: { start: number; end: number } | undefined;
  readonly isCapitalNext: boolean;
}

/**
 * Writes one field: the caret and the word in the making live here, the text belongs to whoever owns the answer. A key of the screen
 * is told when its letter has been drawn (docs/decisions/0034), everything else at once.
 */
export function useTyping(given: {
  readonly kind: TypingKind;
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** What of a citizen card held to the scanner belongs into this field. */
  readonly fromCard?: 'number' | 'name';
}): Typing {
  const [screenMethod] = useTypingMethod();
  const hardwareMethod = useHardwareMethod();
  const [, redraw] = useState(0);
  const [line] = useState(() => writtenLine(given.value));
  const burst = useRef<Burst>(undefined);
  const backspaceAtMs = useRef(Number.NEGATIVE_INFINITY);
  // A value set from elsewhere (a suggestion, a card) is taken up with the caret at its end.
  if (fieldText(line.told()) !== given.value) line.take(given.value);

  const settle = () => {
    const before = fieldText(line.told());
    line.settle();
    const text = fieldText(line.told());
    if (text !== before) given.onValue(text);
    redraw((count) => count + 1);
  };
  const settleSoon = useAfterLetter(settle);
  const change = (next: TypedField) => {
    line.write(next);
    settle();
  };

  const pressedOnHardware = (key: Key, atMs: number) => {
    const isComposed = isComposedElsewhere(key, atMs - backspaceAtMs.current);
    if (isComposed) noteComposedElsewhere();
    backspaceAtMs.current = key === '<BS>' ? atMs : Number.NEGATIVE_INFINITY;
    burst.current = burstAfterKey(burst.current, { key, atMs, field: line.field() });
    return isComposed ? 'direct' : hardwareMethod;
  };

  return {
    onKey: (key, atMs) => {
      if (atMs !== undefined) {
        const method = pressedOnHardware(key, atMs);
        return change(fieldAfterKey(line.field(), key, { kind: given.kind, method }));
      }
      line.write(fieldAfterKey(line.field(), key, { kind: given.kind, method: screenMethod }));
      settleSoon();
    },
    onPaste: (text) => change(fieldAfterPaste(line.field(), text, given.kind)),
    onCaret: (offset) => change(fieldWith(fieldText(line.field()), offset)),
    onWord: (word) => {
      line.write(fieldAfterWord(line.field(), word));
      settleSoon();
    },
    endsScan: (atMs) => {
      const scanned = scannedIn(burst.current, atMs);
      const before = burst.current?.before;
      burst.current = undefined;
      if (scanned === undefined || before === undefined) return false;
      change(fieldAfterScan(before, scanned, given));
      return true;
    },
    written: line,
    caret: fieldCaret(line.told()),
    currentWord: fieldWord(line.told()),
    isCapitalNext: given.kind === 'name' && isCapitalNext(line.told()),
  };
}

/**
 * A scanner's text goes in as it is: no letter of it is a mark or tone. Of a whole citizen card only what the field asks for goes in,
 * its number or its name; the rest is nobody's business here.
 */
export function fieldAfterScan(
  before: TypedField,
  scanned: string,
  { kind, fromCard }: { readonly kind: TypingKind; readonly fromCard?: 'number' | 'name' },
): TypedField {
  const reading = readCardQr(scanned);
  if (!reading.ok) return reading.reason === 'not-a-card' ? fieldAfterPaste(before, scanned, kind) : before;
  if (fromCard === 'number') return fieldWith(reading.card.number);
  return fromCard === 'name' && reading.nameUsable ? fieldWith(reading.card.name) : before;
}
