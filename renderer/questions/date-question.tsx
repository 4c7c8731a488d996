import { useRef, useState } from 'react';
import { timingOf } from '../../shared/form/timing.ts';
import { addDays, daysBetween, isRealDate } from '../../shared/identity/calendar-date.ts';
import { dateInWords } from '../../shared/vietnamese/dates.ts';
import { useOpenDraft } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { DateEntry } from '../touch/date-entry.tsx';
import { type DateTyping, emptyDate, typeDate } from '../touch/date-typing.ts';
import type { Key } from '../touch/keys.ts';
import { EntryWithPad, NumberPad } from '../touch/number-pad.tsx';
import { useAfterLetter } from '../touch/shown-first.ts';
import { Badge, SectionTitle } from '../touch/text.tsx';
import { useLunarDay } from '../words/lunar-day.ts';
import { useVisitWords } from '../words/use-words.ts';
import { answerOf, boxesOf, troubleIn } from './date-parts.ts';
import { useBed } from './keyboard-bed.tsx';
import type { QuestionProps } from './question-props.ts';

/** Three boxes and a number pad; the day comes back in words with what follows from it. */
export function DateQuestion(props: QuestionProps) {
  const { question, answer, isActive, onActivate, onAnswer, onNext, isAlone, problems, isFromCard, describedBy } =
    props;
  const t = useVisitWords();
  const { say, facts } = useOpenDraft();
  const [boxes, setBoxes] = useState(() => boxesOf(answer));
  const [isYearOnly, setYearOnly] = useState(typeof answer === 'string' && /^\d{4}$/.test(answer));
  const given = typeof answer === 'string' ? answer : undefined;
  // Digits stand in their boxes before the answer is told; one set from elsewhere in between counts more.
  const ahead = useRef<{ readonly of: string | undefined; readonly answer: string | undefined }>(undefined);
  const isAhead = ahead.current !== undefined && ahead.current.of === given;
  // An answer set from elsewhere (taken back, offered as initial) shows in the boxes.
  const shown = isAhead || given === undefined || given === answerOf(boxes, isYearOnly) ? boxes : boxesOf(answer);

  const tellSoon = useAfterLetter(() => {
    const written = ahead.current;
    ahead.current = undefined;
    if (written && written.of === given && written.answer !== given) onAnswer(written.answer);
  });
  // Two digits may come before the boxes have been drawn with the first.
  const newest = useRef(shown);
  newest.current = shown;
  const change = (next: DateTyping, yearOnly = isYearOnly) => {
    newest.current = next;
    setBoxes(next);
    ahead.current = { of: given, answer: answerOf(next, yearOnly) };
    tellSoon();
  };
  const onKey = (key: Key) => {
    if (!isActive) onActivate();
    change(isYearOnly ? typeYear(newest.current, key) : typeDate(newest.current, key));
  };
  useBed(isActive && !isAlone, { layout: 'number', onKey });

  const chooseDay = (iso: string) => {
    onActivate();
    change(boxesOf(iso));
  };
  const { today } = facts();
  const refused = problems.find(({ level }) => level === 'refuse');
  const trouble = refused && troubleIn(shown, isYearOnly);

  const entry = (
    <>
      {!isAlone && <SectionTitle>{say(question.label)}</SectionTitle>}
      {isFromCard && <Badge icon="check">{t('question.fromCard')}</Badge>}
      <DateEntry
        label={say(question.label)}
        partLabels={{ day: t('question.day'), month: t('question.month'), year: t('question.year') }}
        value={shown}
        isWritten={isActive}
        onKey={onKey}
        onEnter={onNext}
        onActivate={(part) => {
          onActivate();
          setBoxes({ ...shown, active: part });
        }}
        isYearOnly={isYearOnly}
        problemPart={refused ? (trouble?.part ?? 'year') : undefined}
        describedBy={describedBy}
        shortcuts={(question.shortcuts ?? []).map((shortcut) => ({
          label: t(`question.${shortcut}`),
          onPress: () => chooseDay(shortcut === 'today' ? today : addDays(today, -1)),
        }))}
      >
        {!refused && given && isRealDate(given) && (
          <DayTold question={question.id} day={given} isPlain={!question.shortcuts} />
        )}
      </DateEntry>
      {question.kind === 'date-or-year' && (
        <Button
          onPress={() => {
            onActivate();
            setYearOnly(!isYearOnly);
            change({ ...emptyDate, year: shown.year, active: isYearOnly ? 'day' : 'year' }, !isYearOnly);
          }}
        >
          {isYearOnly ? t('question.fullDate') : t('question.yearOnly')}
        </Button>
      )}
    </>
  );
  return isAlone ? (
    <EntryWithPad entry={entry} pad={<NumberPad onKey={onKey} />} />
  ) : (
    <div className="question-group">{entry}</div>
  );
}

/** The day in words, how far away, and what the law makes of it. */
function DayTold({
  question,
  day,
  isPlain,
}: {
  readonly question: string;
  readonly day: string;
  readonly isPlain: boolean;
}) {
  const t = useVisitWords();
  const { draft, service, facts, state, language, say } = useOpenDraft();
  const now = facts();
  const note = timingOf(service, draft.answers, now, { online: state.network.online }).deadlineNotes.find(
    ({ id }) => service.deadlines.find((deadline) => deadline.id === id)?.from === question,
  );
  const ago = daysBetween({ from: day, to: now.today });
  const words = dateInWords(day, language);
  const lunarDay = useLunarDay();
  // A day of this year costs no line more; beside a birth long ago the name of its year helps to know it again.
  const beside = isPlain ? undefined : lunarDay(day, 'short');
  const below = isPlain ? lunarDay(day) : undefined;
  return (
    <Banner
      tone={note?.late ? 'advice' : note ? 'good' : 'information'}
      icon="calendar"
      title={`${words.charAt(0).toUpperCase()}${words.slice(1)}${beside ? ` (${beside})` : ''}`}
    >
      {below && `${below}. `}
      {!isPlain && ago >= 0 && `${ago === 0 ? t('question.isToday') : t('question.daysAgo', { count: ago })} `}
      {note && say(note.text)}
    </Banner>
  );
}

function typeYear(boxes: DateTyping, key: Key): DateTyping {
  if (key === '<CLEAR>') return { ...emptyDate, active: 'year' };
  if (key === '<BS>') return { ...boxes, year: boxes.year.slice(0, -1), active: 'year' };
  if (!/^\d$/.test(key)) return boxes;
  return { ...boxes, year: boxes.year.length >= 4 ? key : boxes.year + key, active: 'year' };
}
