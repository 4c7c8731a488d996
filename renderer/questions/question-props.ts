import type { Question } from '../../shared/catalogue/question.ts';
import type { Answer } from '../../shared/catalogue/service.ts';
import type { Problem } from '../../shared/form/problem.ts';

/** What every kind of question gets. The answer belongs to the draft; how it is written belongs to the component. */
export interface QuestionProps {
  readonly question: Question;
  readonly answer: Answer | undefined;
  /** This one is being written. */
  readonly isActive: boolean;
  readonly onActivate: () => void;
  readonly onAnswer: (answer: Answer | undefined) => void;
  /** Enter in a field is «Tiếp tục». */
  readonly onNext: () => void;
  /** The only question of its screen: the heading above asks it already. */
  readonly isAlone: boolean;
  /** Told only after «Tiếp tục» was pressed. */
  readonly problems: readonly Problem[];
  readonly isFromCard: boolean;
  /** Id of the banner with the problem. */
  readonly describedBy: string | undefined;
}
