import type { CorrectionBasis } from '../../shared/form/correction.ts';
import type { Facts } from '../../shared/form/facts.ts';
import type { Mark } from '../../shared/portal-contract/correction.ts';
import type { Revises } from './draft.ts';

/** What the session needs of a correction before any form is read: apart from correction-draft.ts, which brings the whole form with it. */
export function basisOf({ marks, known, asked, given }: Revises): CorrectionBasis {
  const ofKind = (kind: Mark['kind']) => marks.filter((mark) => mark.kind === kind).map(({ id }) => id);
  return { marked: { questions: ofKind('question'), papers: ofKind('paper') }, known, asked, given };
}

/** The rules are those of the day the dossier was filed. */
export function factsOfRevision({ filedOn }: Revises, facts: Facts): Facts {
  return { ...facts, today: filedOn };
}
