import type { QuestionKind } from '../../shared/catalogue/question.ts';
import type { KeyboardLayout } from '../touch/key-rows.ts';
import type { TypingKind } from './typed-field.ts';

export type TextKind = Extract<
  QuestionKind,
  'person-name' | 'text' | 'long-text' | 'citizen-number' | 'paper-number' | 'phone' | 'email'
>;

/** How a line is written, and on which keys. */
export const writtenAs: Readonly<Record<TextKind, { readonly typing: TypingKind; readonly layout: KeyboardLayout }>> = {
  'person-name': { typing: 'name', layout: 'name' },
  text: { typing: 'text', layout: 'text' },
  'long-text': { typing: 'long', layout: 'text' },
  'citizen-number': { typing: 'digits', layout: 'id' },
  'paper-number': { typing: 'document', layout: 'document' },
  phone: { typing: 'digits', layout: 'phone' },
  email: { typing: 'email', layout: 'email' },
};

export function isTextKind(kind: QuestionKind): kind is TextKind {
  return kind in writtenAs;
}
