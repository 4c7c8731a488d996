import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Question } from '../../shared/catalogue/question.ts';
import { isUnknown } from '../../shared/form/given-answer.ts';
import { progressAt, routeOf } from '../../shared/form/route.ts';
import type { Route, RouteStep } from '../../shared/form/walk.ts';
import { expectedBed } from '../questions/expected-bed.ts';
import { type BedNow, useBedNow, WithoutSuggestions } from '../questions/keyboard-bed.tsx';
import { LiftProvider, LiftSlot } from '../questions/lift.tsx';
import { QuestionField } from '../questions/question-field.tsx';
import { UnknownRows } from '../questions/unknown-rows.tsx';
import { WhySheet } from '../questions/why-sheet.tsx';
import { useOpenDraft } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { AsPrinted } from '../touch/cards.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { isPadLayout } from '../touch/key-rows.ts';
import { ProgressBridge } from '../touch/progress-bridge.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { useLandscape } from '../touch/use-landscape.ts';
import { useFrameWords, useGuidanceWords, useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { ExampleSheet, examplesFor } from './example-sheet.tsx';
import { MarkNote } from './mark-note.tsx';
import { ProblemBanner, problemId } from './problem-banner.tsx';
import { ScreenFrame } from './screen-frame.tsx';
import { StepGone } from './step-gone.tsx';
import { type Answering, useAnswering } from './use-answering.ts';
import { useDateWords } from './use-date-words.ts';
import { useInitialAnswers } from './use-initial-answers.ts';

/** One step of the form: one question, or one tight group. */
export function QuestionScreen() {
  const { draft, service, facts } = useOpenDraft();
  const { place } = draft;
  const stepId = place.at === 'question' ? place.step : '';
  const route = routeOf(service, draft.answers, facts());
  const step = route.steps.find((each) => each.step.id === stepId);
  const answering = useAnswering(step);
  useInitialAnswers(step?.questions ?? []);
  return step ? <Asked route={route} step={step} answering={answering} /> : <StepGone />;
}

interface AskedProps {
  readonly route: Route;
  readonly step: RouteStep;
  readonly answering: Answering;
}

function Asked({ route, step: { step, questions }, answering }: AskedProps) {
  const t = useVisitWords();
  const frame = useFrameWords();
  const guidance = useGuidanceWords();
  const { say, service, comfort } = useOpenDraft();
  const isLandscape = useLandscape();
  const bed = useBedOf(
    questions.find(({ id }) => id === answering.active),
    questions.length === 1,
  );
  const [lift] = useState(() => document.createElement('div'));
  const [sheet, setSheet] = useState<'why' | 'example'>();
  const examples = examplesFor(service, questions);
  const { active, told, next, back } = answering;
  const isAlone = questions.length === 1;
  // In landscape letters leave room for one row only: the field being written takes it.
  const isNarrow = isLandscape && bed !== undefined && !isPadLayout(bed.layout);
  useShown(active, { tellings: answering.tellings, edge: lowerEdge(bed), isNarrow });
  const lifts = bed !== undefined && (isAlone || isNarrow);
  const activeQuestion = questions.find(({ id }) => id === active);
  const elsewhere = told.filter(({ at }) => !questions.some(({ id }) => id === at));

  const example = examples.length > 0 && (
    <Button icon="book" onPress={() => setSheet('example')}>
      {guidance('example.press')}
    </Button>
  );
  const help = (step.why || example) && (
    <>
      {step.why && (
        <Button icon="help" onPress={() => setSheet('why')}>
          {t('question.why')}
        </Button>
      )}
      {example}
    </>
  );
  return (
    <WithoutSuggestions isOn={isNarrow && told.length > 0}>
      <LiftProvider place={lifts ? lift : null}>
        <ScreenFrame
          screen="question"
          part={step.id}
          reading={
            <>
              <Progress route={route} stepId={step.id} />
              <Heading
                focusFor={active === undefined ? step.id : undefined}
                size={questions.length > 2 ? 'crowded' : 'question'}
                // Above letters in landscape there is no other place for it; above large ones there is none.
                beside={isNarrow && comfort.textSize < 150 ? example : undefined}
              >
                {say(step.title)}
              </Heading>
              {isNarrow && !isAlone && activeQuestion && <Lead>{say(activeQuestion.label)}</Lead>}
              {step.lead && !isNarrow && <Lead>{say(step.lead)}</Lead>}
            </>
          }
          answer={lifts ? <LiftSlot place={lift} /> : undefined}
          actions={
            <ActionBar
              extra={bed ? undefined : help}
              back={<BackButton onPress={back} />}
              primary={
                <Button kind="primary" size="primary" forward onPress={next}>
                  {frame('actions.next')}
                </Button>
              }
            />
          }
        >
          <ProblemBanner problems={elsewhere} />
          {questions.map((question) => (
            <OneQuestion key={question.id} question={question} isAlone={isAlone} answering={answering} />
          ))}
          {bed && !isNarrow && help && <div className="question-help">{help}</div>}
          {step.why && <WhySheet why={step.why} isOpen={sheet === 'why'} onClose={() => setSheet(undefined)} />}
          {examples.length > 0 && (
            <ExampleSheet examples={examples} isOpen={sheet === 'example'} onClose={() => setSheet(undefined)} />
          )}
        </ScreenFrame>
      </LiftProvider>
    </WithoutSuggestions>
  );
}

function Progress({ route, stepId }: { readonly route: Route; readonly stepId: string }) {
  const t = useVisitWords();
  const { say } = useOpenDraft();
  const { section, sections, title, step, steps } = progressAt(route, stepId);
  return (
    <ProgressBridge
      sections={sections}
      now={section}
      words={t('question.part', { section, sections, title: say(title) })}
      place={t('question.step', { step, steps })}
    />
  );
}

interface OneQuestionProps {
  readonly question: Question;
  readonly isAlone: boolean;
  readonly answering: Answering;
}

/** Problem above, field, other ways to answer below. */
function OneQuestion({ question, isAlone, answering }: OneQuestionProps) {
  const { draft, say } = useOpenDraft();
  const { active, activate, answer, next } = answering;
  const given = draft.answers[question.id];
  const problems = useDateWords(
    question,
    given,
    answering.told.filter(({ at }) => at === question.id),
  );
  return (
    <div className="question-group" data-question={question.id} data-active={active === question.id || undefined}>
      <ProblemBanner problems={problems} />
      <MarkNote kind="question" id={question.id} />
      {!isUnknown(given) && (
        <QuestionField
          question={question}
          answer={given}
          isActive={active === question.id}
          onActivate={() => activate(question.id)}
          onAnswer={(value) => answer(question, value)}
          onNext={next}
          isAlone={isAlone}
          problems={problems}
          isFromCard={draft.fromCard.includes(question.id)}
          describedBy={problemId(problems)}
        />
      )}
      <UnknownRows
        question={question}
        answer={given}
        onAnswer={(value) => {
          answer(question, value);
          activate(value === undefined ? question.id : undefined);
        }}
      />
      {question.printedAs && typeof given === 'string' && given !== '' && (
        <AsPrinted label={say(question.printedAs)} value={given.normalize('NFC').toLocaleUpperCase('vi')} />
      )}
    </div>
  );
}

/**
 * The keys that lie open, or, while the question is drawn for the first time, those its field will lay out: what it is drawn around is
 * not drawn twice.
 */
function useBedOf(question: Question | undefined, isAlone: boolean): BedNow | undefined {
  const now = useBedNow();
  const isDrawn = useRef(false);
  useLayoutEffect(() => {
    isDrawn.current = true;
  }, []);
  if (isDrawn.current) return now;
  const expected = question && expectedBed(question, isAlone);
  return expected === 'unknown' ? now : expected;
}

/** What the height of the bed comes from. */
function lowerEdge(bed: BedNow | undefined): string {
  return bed ? `${bed.layout} ${bed.hasSuggestions}` : '';
}

/**
 * The field being written is on the page shown and not on one further down; so is what was just told, with its field below.
 * Looked at again when the keyboard or its suggestions change: they move the page's lower edge.
 */
function useShown(
  id: string | undefined,
  when: { readonly tellings: number; readonly edge: string; readonly isNarrow: boolean },
): void {
  const { tellings, edge, isNarrow } = when;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page shown ends elsewhere when its edge moves
  useEffect(() => {
    const show = () => {
      const place = id === undefined ? undefined : document.querySelector(`[data-question="${id}"]`);
      const told = tellings > 0 ? (place ?? document).querySelector('.banner') : undefined;
      if (told) (place ?? told).scrollIntoView({ block: 'start' });
      // The field itself is lifted out of the page: its name, in the lead, is what must be seen.
      else if (isNarrow) document.querySelector('.frame .lead')?.scrollIntoView({ block: 'end' });
      else showWhole(place);
    };
    // Behind the page's own look at what fits (pages.tsx), in the same frame.
    const frame = requestAnimationFrame(show);
    return () => cancelAnimationFrame(frame);
  }, [id, tellings, edge, isNarrow]);

  // What must change has the focus, so that the next key mends it.
  useEffect(() => {
    if (tellings > 0)
      document.querySelector<HTMLElement>('[role="textbox"][aria-invalid="true"]')?.focus({ preventScroll: true });
  }, [tellings]);
}

/**
 * With the heading where both fit; else the page begins with the question, so that nothing of the one before («Không nhớ») seems to
 * be its own.
 */
function showWhole(place: Element | null | undefined): void {
  const field = place?.querySelector('.field, .date-entry, .choices, .search-field');
  const pages = place?.closest('.pages');
  if (!place || !field || !pages) return;
  pages.scrollTo(0, 0);
  if (field.getBoundingClientRect().bottom > pages.getBoundingClientRect().bottom)
    place.scrollIntoView({ block: 'start' });
}
