import { cleanText } from '../../shared/vietnamese/fold.ts';
import {
  pressKey,
  startTyping,
  type TypingState,
  typedText,
  currentWord as wordOf,
} from '../../shared/vietnamese/typing.ts';
import type { TypingMethod } from '../../shared/vietnamese/word-keys.ts';
import type { Key } from '../touch/keys.ts';

/** What may be typed: `name` begins each word with a capital, `document` is capitals and digits, `digits` only digits. */
export type TypingKind = 'name' | 'text' | 'search' | 'long' | 'document' | 'email' | 'digits';

/** A field while it is written: what stands before the caret (with the current word) and after it. */
export interface TypedField {
  readonly typing: TypingState;
  readonly after: string;
}

/** Far above every limit of the forms: somebody's elbow, or a whole book pasted. */
const longestKept = 20_000;

export function fieldWith(text: string, caret: number = text.length): TypedField {
  return { typing: begun(text.slice(0, caret)), after: text.slice(caret) };
}

/** No syllable is this long; taking such a «word» up at every key would only make the keyboard slow. */
const longestWord = 40;

function begun(text: string): TypingState {
  const [word = ''] = /\p{L}*$/u.exec(text.slice(-2 * longestWord)) ?? [];
  return word.length > longestWord ? { ...startTyping(), before: text.normalize('NFC') } : startTyping(text);
}

function settled(typing: TypingState): TypingState {
  return typing.shown.length > longestWord ? { ...startTyping(), before: typedText(typing) } : typing;
}

export function fieldText({ typing, after }: TypedField): string {
  return typedText(typing) + after;
}

export function fieldCaret({ typing }: TypedField): number {
  return typedText(typing).length;
}

export function fieldWord({ typing }: TypedField): { start: number; end: number } | undefined {
  const word = wordOf(typing);
  return word.end > word.start ? word : undefined;
}

/** One key on the field. Keys the kind cannot use change nothing. */
export function fieldAfterKey(
  field: TypedField,
  key: Key,
  how: { readonly kind: TypingKind; readonly method: TypingMethod },
): TypedField {
  if (key === '<CLEAR>') return fieldWith('');
  if (key === '<DEL>') return { ...field, after: field.after.replace(/^\P{M}\p{M}*/u, '') };
  if (how.kind === 'name' || how.kind === 'text' || how.kind === 'search' || how.kind === 'long') {
    const isNewLetter = [...key].length === 1;
    if (isNewLetter && fieldText(field).length >= longestKept) return field;
    const pressed = how.kind === 'name' && isCapitalNext(field) && isNewLetter ? key.toUpperCase() : key;
    return { ...field, typing: settled(pressKey(field.typing, pressed, { method: how.method })) };
  }
  return plainAfterKey(field, key, how.kind);
}

/** Pasted text goes in at the caret as it is, without control and invisible characters; nothing is cut that a form could take. */
export function fieldAfterPaste(field: TypedField, pasted: string, kind: TypingKind): TypedField {
  const room = Math.max(0, longestKept - fieldText(field).length);
  const clean = cleanText(pasted, room, { newlines: kind === 'long' ? 'keep' : 'drop' });
  const fit = kind === 'digits' ? clean.replace(/\D/g, '') : kind === 'document' ? clean.toUpperCase() : clean;
  return { ...field, typing: begun(typedText(field.typing) + fit) };
}

/** A suggested word in place of the one being typed, in one step, with a blank behind it so that the next can follow. */
export function fieldAfterWord({ typing, after }: TypedField, word: string): TypedField {
  const rest = after.replace(/^[\p{L}\p{M}]+/u, '').replace(/^ /, '');
  return { typing: begun(`${typing.before}${word} `), after: rest };
}

/** The next letter of a name becomes a capital by itself. */
export function isCapitalNext({ typing }: TypedField): boolean {
  return typing.shown === '' && !/[\p{L}\p{M}]$/u.test(typing.before);
}

function plainAfterKey(field: TypedField, key: Key, kind: 'document' | 'email' | 'digits'): TypedField {
  const before = typedText(field.typing);
  if (key === '<BS>') return { ...field, typing: begun([...before].slice(0, -1).join('')) };
  if ([...key].length !== 1 || fieldText(field).length >= longestKept || !mayType(key, kind)) return field;
  const letter = kind === 'document' ? key.toUpperCase() : key;
  return { ...field, typing: begun(before + letter) };
}

function mayType(key: string, kind: 'document' | 'email' | 'digits'): boolean {
  if (kind === 'digits') return /^\d$/.test(key);
  return kind === 'email' ? key !== ' ' : true;
}
