import names from '../../assets/units/names.json' with { type: 'json' };
import { phoneText, readPhone } from '../../shared/identity/phone.ts';
import { suggestNames } from '../../shared/identity/suggest-names.ts';
import { useSession } from '../session/session.tsx';
import { Badge } from '../touch/text.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { AnswerField } from './answer-field.tsx';
import { useBed } from './keyboard-bed.tsx';
import { Lift } from './lift.tsx';
import type { QuestionProps } from './question-props.ts';
import { type Typing, useTyping } from './use-typing.ts';
import { type TextKind, writtenAs } from './written-as.ts';

/** A longer answer stays in the page: above the keyboard it would push everything else away. */
const longestAboveKeyboard = 160;
const mostSuggestions = 4;

/** A line of text, a number or a name: one field, its keyboard, one helper line. */
export function TextQuestion(props: QuestionProps) {
  const { question, answer, isActive, onAnswer, isAlone, isFromCard } = props;
  const t = useVisitWords();
  const { say } = useSession();
  const kind = question.kind as TextKind;
  const { typing: typingKind, layout } = writtenAs[kind];
  const value = typeof answer === 'string' ? answer : '';
  const typing = useTyping({
    kind: typingKind,
    value,
    onValue: (text) => onAnswer(text === '' ? undefined : text),
    fromCard: kind === 'citizen-number' ? 'number' : kind === 'person-name' ? 'name' : undefined,
  });
  useBed(isActive, {
    layout,
    onKey: typing.onKey,
    isCapitalNext: typing.isCapitalNext,
    isPrivate: question.masked,
    ...(kind === 'person-name'
      ? {
          suggestions: {
            label: t('question.suggestions'),
            list: suggestedNames(value, typing).map((name) => ({ value: name, label: name })),
            onChoose: typing.onWord,
            isSteady: true,
          },
        }
      : {}),
  });

  return (
    <Lift isActive={isActive && value.length <= longestAboveKeyboard}>
      <AnswerField
        asked={props}
        typing={typing}
        label={say(question.label)}
        isLabelHidden={isAlone && question.help === undefined}
        value={isActive ? value : shownValue(kind, value)}
        isSensitive={question.masked}
        isLong={kind === 'long-text'}
        badge={isFromCard ? <Badge icon="check">{t('question.fromCard')}</Badge> : undefined}
        helper={useHelper(props, kind, value)}
      />
    </Lift>
  );
}

/** For the word at the caret; none while the caret stands inside a name that goes on behind it. */
function suggestedNames(value: string, { caret, currentWord }: Typing): string[] {
  if (/^[\p{L}\p{M}]/u.test(value.slice(caret))) return [];
  const start = currentWord?.start ?? caret;
  return suggestNames(names, { before: value.slice(0, start), word: value.slice(start, caret) }, mostSuggestions);
}

function useHelper({ question }: QuestionProps, kind: TextKind, value: string) {
  const t = useVisitWords();
  const { say } = useSession();
  if (question.help) return { text: say(question.help) };
  if (kind === 'person-name') return { text: t('question.capitals'), isGood: true };
  if (kind === 'citizen-number')
    return { text: t('identity.digits', { count: value.length }), isGood: value.length === 12 };
  if (kind === 'phone' && value !== '') return { text: t('question.digits', { count: value.length }) };
  return undefined;
}

/** A phone in the groups it is spoken in, once it is left. */
function shownValue(kind: TextKind, value: string): string {
  if (kind !== 'phone') return value;
  const reading = readPhone(value);
  return reading.ok ? phoneText(reading.number) : value;
}
