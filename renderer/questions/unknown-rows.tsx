import type { Question } from '../../shared/catalogue/question.ts';
import type { Answer } from '../../shared/catalogue/service.ts';
import { isUnknown } from '../../shared/form/given-answer.ts';
import { useSession } from '../session/session.tsx';
import { CheckRow } from '../touch/check-row.tsx';
import { Note } from '../touch/text.tsx';
import { useVisitWords } from '../words/use-words.ts';

interface UnknownRowsProps {
  readonly question: Question;
  readonly answer: Answer | undefined;
  readonly onAnswer: (answer: Answer | undefined) => void;
}

/** «Không có», «Không nhớ»: plain answers, each with what follows from it. */
export function UnknownRows({ question, answer, onAnswer }: UnknownRowsProps) {
  const t = useVisitWords();
  const { say } = useSession();
  const given = isUnknown(answer) ? answer.unknown : undefined;
  return (['none', 'forgotten'] as const).map((unknown) => {
    const text = question.mayBeUnknown?.[unknown];
    if (!text) return null;
    const isChosen = given === unknown;
    return (
      <CheckRow key={unknown} isChecked={isChosen} onChange={(isNow) => onAnswer(isNow ? { unknown } : undefined)}>
        <span>
          {t(`question.${unknown}`)}
          <span className="for-the-ear">: {say(question.label)}</span>
        </span>
        {isChosen && <Note>{say(text)}</Note>}
      </CheckRow>
    );
  });
}
