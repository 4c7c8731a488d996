import { useEffect, useState } from 'react';
import type { Question } from '../../shared/catalogue/question.ts';
import type { Answer, Answers } from '../../shared/catalogue/service.ts';
import { problemsOfStep } from '../../shared/form/answer-rules.ts';
import { isUnknown } from '../../shared/form/given-answer.ts';
import { normaliseAnswer } from '../../shared/form/normalise-answer.ts';
import type { Problem } from '../../shared/form/problem.ts';
import { progressAt, routeOf } from '../../shared/form/route.ts';
import { type Bed, BedKeyboard, BedProvider } from '../questions/keyboard-bed.tsx';
import { QuestionField } from '../questions/question-field.tsx';
import { UnknownRows } from '../questions/unknown-rows.tsx';
import { WhySheet } from '../questions/why-sheet.tsx';
import { withAnswers } from '../session/draft.ts';
import { placeAfter, placeBefore } from '../session/screen-path.ts';
import { useOpenDraft } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { AsPrinted } from '../touch/cards.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { ProgressBridge } from '../touch/progress-bridge.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { BackButton } from './back-button.tsx';
import { ScreenFrame } from './screen-frame.tsx';
import { firstToWrite, isWritten, nextToWrite } from './tight-group.ts';
import { useInitialAnswers } from './use-initial-answers.ts';
import { useFrameWords, useVisitWords } from './use-words.ts';

/** One step of the form: one question, or one tight group. Every key goes into the draft at once; rules speak after «Tiếp tục». */
export function QuestionScreen() {
  const t = useVisitWords();
  const frame = useFrameWords();
  const { draft, service, tell, say, facts } = useOpenDraft();
  const { place } = draft;
  const stepId = place.at === 'question' ? place.step : '';
  const now = facts();
  const route = routeOf(service, draft.answers, now);
  const routeStep = route.steps.find(({ step }) => step.id === stepId);
  const questions = routeStep?.questions ?? [];

  const [bed, setBed] = useState<Bed>();
  const [active, setActive] = useState<string | undefined>(() => firstToWrite(questions, draft.answers));
  const [visited, setVisited] = useState<readonly string[]>(active ? [active] : []);
  const [tried, setTried] = useState(false);
  const [warned, setWarned] = useState<string>();
  const [isWhyOpen, setWhyOpen] = useState(false);
  useInitialAnswers(questions);
  useReachedView(active);

  if (!routeStep || place.at !== 'question') return <StepGone />;

  const activate = (id: string | undefined) => {
    setActive(id);
    if (id !== undefined) setVisited((before) => (before.includes(id) ? before : [...before, id]));
  };
  const answer = (question: Question, given: Answer | undefined) => {
    setWarned(undefined);
    if (given === undefined) tell({ type: 'answer-withdrawn', id: question.id });
    else tell({ type: 'answered', answers: { [question.id]: given } });
  };
  const problemsWith = (answers: Answers) => problemsOfStep(routeStep, service, answers, now);

  const next = () => {
    const following = nextToWrite(questions, draft.answers, { active, visited });
    if (following !== undefined && !tried) return activate(following);
    const answers: Record<string, Answer> = {};
    for (const question of questions) {
      const given = draft.answers[question.id];
      if (given !== undefined) answers[question.id] = normaliseAnswer(question, given);
    }
    tell({ type: 'answered', answers });
    const normalised = withAnswers(draft, answers);
    const problems = problemsWith(normalised.answers);
    const refused = problems.find(({ level }) => level === 'refuse');
    if (refused) {
      setTried(true);
      return activate(refused.at ?? active);
    }
    const warnings = problems.map(({ code }) => code).join(' ');
    if (warnings !== '' && warnings !== warned) {
      setTried(true);
      return setWarned(warnings);
    }
    tell({ type: 'moved', place: placeAfter(normalised, service, facts()) });
  };
  const back = () => {
    const before = placeBefore(draft, service, facts());
    if (before !== 'left') tell({ type: 'moved', place: before });
  };

  const told = tried ? problemsWith(draft.answers) : [];
  const refusals = told.filter(({ level }) => level === 'refuse');
  const isAlone = questions.length === 1;
  const [only] = questions;
  const progress = progressAt(route, stepId);
  const problemsAt = (question: Question) => told.filter(({ at }) => at === question.id);
  const fieldOf = (question: Question) => {
    const given = draft.answers[question.id];
    const problems = problemsAt(question);
    if (isUnknown(given)) return null;
    return (
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
        describedBy={problems.length > 0 ? problemId(problems) : undefined}
      />
    );
  };
  const aboveOf = (question: Question) => (
    <ProblemBanner problems={problemsAt(question)} isWarned={warned !== undefined} />
  );
  const belowOf = (question: Question) => {
    const given = draft.answers[question.id];
    return (
      <>
        <UnknownRows
          question={question}
          answer={given}
          onAnswer={(value) => {
            answer(question, value);
            if (value === undefined) activate(question.id);
            else setActive(undefined);
          }}
        />
        {question.printedAs && typeof given === 'string' && given !== '' && (
          <AsPrinted label={say(question.printedAs)} value={given.normalize('NFC').toLocaleUpperCase('vi')} />
        )}
      </>
    );
  };
  // A single short answer stands right above its keyboard; a long one, or several, need the page.
  const sitsAboveKeyboard = isAlone && only !== undefined && isWritten(only, draft.answers[only.id]);
  const elsewhere = refusals.filter(({ at }) => at === undefined || !questions.some(({ id }) => id === at));

  return (
    <BedProvider onBed={setBed}>
      <ScreenFrame
        screen="question"
        part={stepId}
        reading={
          <>
            <ProgressBridge
              sections={progress.sections}
              now={progress.section}
              words={t('question.part', {
                section: progress.section,
                sections: progress.sections,
                title: say(progress.title),
              })}
              place={t('question.step', { step: progress.step, steps: progress.steps })}
            />
            <Heading
              focusFor={active === undefined ? stepId : undefined}
              size={questions.length > 2 ? 'crowded' : 'question'}
            >
              {say(routeStep.step.title)}
            </Heading>
            {routeStep.step.lead && <Lead>{say(routeStep.step.lead)}</Lead>}
          </>
        }
        answer={sitsAboveKeyboard && only ? fieldOf(only) : undefined}
        actions={
          <ActionBar
            extra={
              routeStep.step.why && !bed ? (
                <Button icon="help" onPress={() => setWhyOpen(true)}>
                  {t('question.why')}
                </Button>
              ) : undefined
            }
            back={<BackButton onPress={back} />}
            primary={
              <Button kind="primary" size="primary" forward onPress={next}>
                {frame('actions.next')}
              </Button>
            }
          />
        }
        keyboard={bed && <BedKeyboard bed={bed} />}
      >
        {tried && elsewhere.length > 0 && <ProblemBanner problems={elsewhere} isWarned={false} />}
        {sitsAboveKeyboard && only ? (
          <>
            {aboveOf(only)}
            {belowOf(only)}
          </>
        ) : (
          questions.map((question) => (
            <div className="question-group" key={question.id} data-question={question.id}>
              {aboveOf(question)}
              {fieldOf(question)}
              {belowOf(question)}
            </div>
          ))
        )}
        {routeStep.step.why && bed && (
          <Button icon="help" onPress={() => setWhyOpen(true)}>
            {t('question.why')}
          </Button>
        )}
        {routeStep.step.why && (
          <WhySheet why={routeStep.step.why} isOpen={isWhyOpen} onClose={() => setWhyOpen(false)} />
        )}
      </ScreenFrame>
    </BedProvider>
  );
}

/** The field being written is on the page shown, not on one further down. */
function useReachedView(id: string | undefined): void {
  useEffect(() => {
    if (id !== undefined) document.querySelector(`[data-question="${id}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [id]);
}

function problemId(problems: readonly Problem[]): string {
  return `problem-${problems[0]?.at ?? 'step'}`;
}

/** What is wrong in bold, then what to do. Advice never blocks: pressing again goes on. */
function ProblemBanner({ problems, isWarned }: { readonly problems: readonly Problem[]; readonly isWarned: boolean }) {
  const t = useVisitWords();
  const { say } = useOpenDraft();
  const first = problems.find(({ level }) => level === 'refuse') ?? problems[0];
  if (!first || (first.level === 'warn' && !isWarned)) return null;
  const [title, note] = sentences(say(first.text));
  return (
    <Banner tone={first.level === 'refuse' ? 'problem' : 'advice'} title={title} id={problemId(problems)}>
      {first.level === 'warn' ? `${note} ${t('question.warningGoesOn')}`.trim() : note}
    </Banner>
  );
}

/** The first sentence, and the rest. */
function sentences(text: string): [string, string] {
  const end = /[.?!»”] (?=\p{Lu})/u.exec(text);
  return end ? [text.slice(0, end.index + 1), text.slice(end.index + 2)] : [text, ''];
}

/** An answer elsewhere took this question off the route; the way back leads to review. */
function StepGone() {
  const t = useVisitWords();
  const { tell } = useOpenDraft();
  return (
    <ScreenFrame
      screen="question"
      part="gone"
      reading={<Heading focusFor="gone">{t('question.noNeed')}</Heading>}
      actions={
        <ActionBar
          primary={
            <Button kind="primary" size="primary" onPress={() => tell({ type: 'moved', place: { at: 'review' } })}>
              {t('question.backToReview')}
            </Button>
          }
        />
      }
    />
  );
}
