import { grouped } from '../../shared/vietnamese/dates.ts';
import { useOpenDraft } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { EntryWithPad, NumberPad } from '../touch/number-pad.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { AnswerField } from './answer-field.tsx';
import { useBed } from './keyboard-bed.tsx';
import type { QuestionProps } from './question-props.ts';
import { useTyping } from './use-typing.ts';

/** A count: one less, one more, or typed. */
export function WholeNumberQuestion(props: QuestionProps) {
  const { question, answer, isActive, onActivate, onAnswer, isAlone } = props;
  const t = useVisitWords();
  const { say, language } = useOpenDraft();
  const value = typeof answer === 'number' || typeof answer === 'string' ? String(answer) : '';
  const count = typeof answer === 'number' ? answer : undefined;
  const least = typeof question.minimum === 'number' ? question.minimum : 0;
  const most = typeof question.maximum === 'number' ? question.maximum : Number.MAX_SAFE_INTEGER;
  const label = question.unit ? `${say(question.label)} (${say(question.unit)})` : say(question.label);
  const typing = useTyping({
    kind: 'digits',
    value,
    // More digits than a number holds stay as text: shown whole, and told as a problem.
    onValue: (text) => onAnswer(text === '' ? undefined : text.length <= 15 ? Number(text) : text),
  });
  useBed(isActive && !isAlone, { layout: 'number', onKey: typing.onKey });
  // Seven zeros in a row cannot be counted: an amount stands below in groups, with what it counts.
  const helper =
    question.unit && count !== undefined && Number.isSafeInteger(count)
      ? { helper: { text: `${grouped(count, language)} ${say(question.unit)}` } }
      : {};
  const step = (by: number) => {
    onActivate();
    onAnswer(Math.min(most, Math.max(least, (count ?? least) + by)));
  };
  const entry = (
    <>
      <AnswerField asked={props} typing={typing} label={label} isLabelHidden={isAlone} value={value} {...helper} />
      {/* What has a unit is measured or paid: nobody gets there by ones. */}
      {question.unit === undefined && (
        <div className="stepper">
          <Button onPress={() => step(-1)}>− {t('question.less')}</Button>
          <Button icon="plus" onPress={() => step(1)}>
            {t('question.more')}
          </Button>
        </div>
      )}
    </>
  );
  return isAlone ? (
    <EntryWithPad entry={entry} pad={<NumberPad onKey={typing.onKey} />} />
  ) : (
    <div className="question-group">{entry}</div>
  );
}
