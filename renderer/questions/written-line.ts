import type { Written, WrittenNow } from '../touch/written.tsx';
import { fieldCaret, fieldText, fieldWith, fieldWord, type TypedField } from './typed-field.ts';

/** A line while it is written: as it stands on the screen, and as its owner knows it. */
export interface WrittenLine extends WrittenNow {
  field(): TypedField;
  /** What was last told, or taken from the owner. */
  told(): TypedField;
  write(field: TypedField): void;
  /** The owner's value is another than was told: it counts, and what was written meanwhile does not. Told to nobody. */
  take(value: string): void;
  /** The owner is told what is written now. */
  settle(): void;
}

export function writtenLine(value: string): WrittenLine {
  const listeners = new Set<() => void>();
  let field = fieldWith(value);
  let told = field;
  let written = writtenOf(field);
  return {
    field: () => field,
    told: () => told,
    now: () => written,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    write(next) {
      field = next;
      written = writtenOf(next);
      for (const listener of listeners) listener();
    },
    take(other) {
      field = fieldWith(other);
      told = field;
      written = writtenOf(field);
    },
    settle() {
      told = field;
    },
  };
}

function writtenOf(field: TypedField): Written {
  return { text: fieldText(field), caret: fieldCaret(field), word: fieldWord(field) };
}
