import { useState } from 'react';
import { optionsOf } from '../../shared/form/answer-rules.ts';
import { useOpenDraft } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { ChoiceCards } from '../touch/choice-cards.tsx';
import { SectionTitle } from '../touch/text.tsx';
import { useVisitWords } from '../words/use-words.ts';
import type { QuestionProps } from './question-props.ts';

/** More than this at once and nobody reads them. */
const mostAtOnce = 6;

/** Answers as cards; those hardly anybody needs wait behind «Câu trả lời khác». Tapping selects, «Tiếp tục» goes on. */
export function ChoiceQuestion({
  question,
  answer,
  onActivate,
  onAnswer,
  isAlone,
  problems,
  describedBy,
}: QuestionProps) {
  const t = useVisitWords();
  const { draft, service, facts, say } = useOpenDraft();
  const options = optionsOf(question, service, draft.answers, facts());
  const common = options.filter(({ rare }) => !rare).slice(0, mostAtOnce);
  const others = options.filter((option) => !common.includes(option));
  const chosenIsRare = others.some(({ value }) => value === answer);
  const [areAllShown, setAllShown] = useState(chosenIsRare);
  const isOpen = areAllShown || chosenIsRare || others.length <= 1;
  const shown = isOpen ? options : common;
  const isShort = shown.length === 2 && shown.every(({ label, consequence }) => !consequence && say(label).length < 14);
  return (
    <div className="question-group">
      {!isAlone && <SectionTitle>{say(question.label)}</SectionTitle>}
      <ChoiceCards
        id={`question-${question.id}`}
        label={say(question.label)}
        choices={shown.map((option) => ({
          value: option.value,
          label: say(option.label),
          note: option.consequence && say(option.consequence),
        }))}
        chosen={typeof answer === 'string' ? [answer] : []}
        columns={isShort || !isAlone ? 2 : 1}
        hasProblem={problems.some(({ level }) => level === 'refuse')}
        describedBy={describedBy}
        onChoose={([chosen]) => {
          onActivate();
          onAnswer(chosen);
        }}
      />
      {!isOpen && (
        <Button icon="down" onPress={() => setAllShown(true)}>
          {t('question.other')}
        </Button>
      )}
    </div>
  );
}
