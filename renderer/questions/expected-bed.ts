import type { Question } from '../../shared/catalogue/question.ts';
import type { BedNow } from './keyboard-bed.tsx';
import { isTextKind, writtenAs } from './written-as.ts';

/** The keys the field of a question will lay out once it is drawn; `unknown` where that depends on its answer. */
export function expectedBed({ kind }: Question, isAlone: boolean): BedNow | undefined | 'unknown' {
  if (isTextKind(kind)) return { layout: writtenAs[kind].layout, hasSuggestions: kind === 'person-name' };
  switch (kind) {
    case 'choice':
      return undefined;
    case 'date':
    case 'date-or-year':
    case 'whole-number':
      // Alone it has its pad beside it.
      return isAlone ? undefined : { layout: 'number', hasSuggestions: false };
    default:
      return 'unknown';
  }
}
