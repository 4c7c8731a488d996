import { useDeferredValue, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { derivedAnswers } from '../../shared/form/derived.ts';
import { feesOf } from '../../shared/form/fees.ts';
import { isUnknown } from '../../shared/form/given-answer.ts';
import { neededPapers } from '../../shared/form/papers.ts';
import { preCheck } from '../../shared/form/pre-check.ts';
import { receiverOf } from '../../shared/form/receiver.ts';
import { askedResults } from '../../shared/form/results.ts';
import { reachableAnswers, routeOf, stepAsking } from '../../shared/form/route.ts';
import { isMasked, maskedText, showAnswer } from '../../shared/form/show-answer.ts';
import { timingOf } from '../../shared/form/timing.ts';
import type { RouteStep } from '../../shared/form/walk.ts';
import { CHECK_CODE_LENGTH, makeCheckCode } from '../../shared/identity/slip-code.ts';
import { dateInWords } from '../../shared/vietnamese/dates.ts';
import { allCountries } from '../questions/listed-question.tsx';
import { dossierOfDraft, identityGiven } from '../session/dossier-of-draft.ts';
import { pagesByPaper } from '../session/draft.ts';
import { useOpenDraft } from '../session/session.tsx';
import { Banner, ProblemSummary } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Card, LinkCard } from '../touch/cards.tsx';
import { CheckRow } from '../touch/check-row.tsx';
import { type Fact, FactList, ReviewGroup } from '../touch/facts.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Sheet } from '../touch/sheet.tsx';
import { Badge, Heading, SectionTitle } from '../touch/text.tsx';
import { useFrameWords, useGuidanceWords, useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { asksNumber, questionsFromCard } from './card-answers.ts';
import { CounterNote } from './counter-note.tsx';
import { HelperChoice } from './helper-choice.tsx';
import { PageThumbnails } from './page-thumbnails.tsx';
import { canPrintForm, endsWithForm, PrintFormButton, PrintFormCard, unfiledForm } from './print-form.tsx';
import { ScreenFrame } from './screen-frame.tsx';
import { useInstant } from './use-instant.ts';
import { useReveal } from './use-reveal.ts';
import { useWayBack } from './use-way-back.ts';
import { WhenBanner } from './when-banner.tsx';

/** About a page of them. */
const firstPageSections = 2;

type Filing = 'no' | 'filing' | 'cannot-keep' | 'unanswered';

/** Everything said, with its way back; what would be refused; what time and network may do; the pledge; filing. */
export function Review() {
  const t = useVisitWords();
  const frame = useFrameWords();
  const guidance = useGuidanceWords();
  const { t: follow } = useTranslation('follow');
  const { draft, service, tell, say, facts, state, desk, visit, places, isPractice } = useOpenDraft();
  const instant = useInstant();
  const [pledgedAt, setPledgedAt] = useState<string>();
  const [tried, setTried] = useState<'no' | 'pledge' | 'problems'>('no');
  const [filing, setFiling] = useState<Filing>('no');
  const [changing, setChanging] = useState<string>();
  const [isHelperOpen, setHelperOpen] = useState(false);
  const reveal = useReveal();
  // A second tap on «Nộp hồ sơ» comes before React has drawn again.
  const isFiling = useRef(false);

  const now = facts();
  /** Of a dossier that was filed before: what it costs, when it comes and who decides was said then. */
  const isRevision = draft.revises !== undefined;
  const mayPrint = !isRevision && !isPractice;
  const hasForm = mayPrint && canPrintForm(service, state.hasPrinter);
  const isOnPaper = mayPrint && endsWithForm(service);
  const route = routeOf(service, draft.answers, now);
  const problems = preCheck(service, draft.answers, pagesByPaper(draft), now);
  const refusals = problems.filter(({ level }) => level === 'refuse');
  const warnings = problems.filter(({ level }) => level === 'warn');
  const papers = neededPapers(service, draft.answers, now);
  const kioskWard = state.kiosk?.ward.unit ?? '';
  const section = route.sections.find((each) => each.section.id === changing);
  // The first page stands first; what is on the others comes right behind it.
  const isWhole = useDeferredValue(true, false);

  const goToStep = (step: RouteStep) =>
    tell({ type: 'moved', place: { at: 'question', step: step.step.id, backToReview: true } });
  const goToPapers = (paper: string | null) =>
    tell({ type: 'moved', place: { at: 'papers', paper, backToReview: true } });
  const changeSection = (id: string) => {
    const steps = route.sections.find((each) => each.section.id === id)?.steps ?? [];
    if (steps.length === 1 && steps[0]) goToStep(steps[0]);
    else setChanging(id);
  };
  const goTo = (problem: (typeof problems)[number]) => {
    const step = problem.at === undefined ? undefined : stepAsking(route, problem.at);
    if (step) return goToStep(step);
    const paper = papers.find(({ paper: { id } }) => problem.code === `paper-${id}`);
    if (paper) return goToPapers(paper.paper.id);
    const [first] = route.steps;
    if (first) goToStep(first);
  };
  const back = useWayBack();

  const file = async () => {
    if (isFiling.current) return;
    if (refusals.length > 0) return setTried('problems');
    if (pledgedAt === undefined) return setTried('pledge');
    if (isPractice) return tell({ type: 'practised' });
    isFiling.current = true;
    setFiling('filing');
    const at = facts();
    const dossier = dossierOfDraft(draft, service, {
      facts: at,
      checkCode: makeCheckCode(desk.random(CHECK_CODE_LENGTH)),
      pledgedAt,
      kioskWard,
      clockDoubtful: !state.clock.confirmed,
      say,
    });
    const answer = await desk.file(dossier).catch(() => undefined);
    isFiling.current = false;
    if (!answer?.ok) {
      // The draft stays open. Where the answer was lost it may be filed all the same, and then the shell knows of it.
      if (answer !== undefined && answer.code !== 'shell-unreachable') return setFiling('cannot-keep');
      const { filed } = await desk.openVisit();
      if (!filed) return setFiling('unanswered');
      return tell({ type: 'filed', filed: { ...filed, phoneEnd: null } });
    }
    tell({
      type: 'filed',
      filed: {
        filing: answer.value.filing,
        slip: answer.value.slip,
        receiver: dossier.receiver.unit,
        isRevision,
        phoneEnd: phoneEnd(service, reachableAnswers(service, draft.answers, at)),
      },
    });
  };

  return (
    <ScreenFrame
      screen="review"
      reading={
        <Heading
          focusFor="review"
          beside={refusals.length === 0 ? <Badge icon="check">{t('review.complete')}</Badge> : undefined}
        >
          {isRevision ? follow('correction.reviewTitle') : isOnPaper ? follow('form.reviewTitle') : t('review.title')}
        </Heading>
      }
      actions={
        <>
          <PledgeTold tried={tried} isPledged={pledgedAt !== undefined} filing={filing} />
          <ActionBar
            extra={
              // What ends on paper is pledged on paper.
              isOnPaper ? undefined : (
                <CheckRow
                  isChecked={pledgedAt !== undefined}
                  hasProblem={tried === 'pledge' && pledgedAt === undefined}
                  onChange={(isTicked) => setPledgedAt(isTicked ? instant() : undefined)}
                >
                  {say(service.pledge)}
                </CheckRow>
              )
            }
            back={<BackButton onPress={back} />}
            primary={
              isOnPaper ? (
                hasForm &&
                refusals.length === 0 && (
                  <PrintFormButton
                    kind="primary"
                    request={unfiledForm(draft, true)}
                    onPrinted={() => tell({ type: 'screen-opened', screen: { name: 'form-printed' } })}
                  />
                )
              ) : (
                <Button kind="primary" size="primary" forward onPress={() => void file()}>
                  {isPractice ? guidance('practice.file') : isRevision ? follow('correction.send') : t('review.file')}
                </Button>
              )
            }
          />
        </>
      }
    >
      {refusals.length > 0 ? (
        <ProblemSummary
          title={t('review.wouldRefuse')}
          problems={refusals.map((problem, index) => ({
            id: `${problem.code}-${problem.at ?? index}`,
            text: say(problem.text),
            onGo: () => goTo(problem),
          }))}
        />
      ) : (
        !isRevision && !isOnPaper && <WhenBanner />
      )}
      {isOnPaper && (
        <Banner tone="information" icon="printer" title={follow(hasForm ? 'form.onPaper' : 'form.noPrinter')}>
          {!hasForm && <CounterNote />}
        </Banner>
      )}
      {(isWhole ? route.sections : route.sections.slice(0, firstPageSections)).map((each) => (
        <ReviewGroup
          key={each.section.id}
          title={say(each.section.title)}
          facts={each.steps.flatMap((step) => factsOfStep(step, reveal.shown === each.section.id))}
          reveal={revealOf(each)}
          changeLabel={t('review.change')}
          onChange={() => changeSection(each.section.id)}
        />
      ))}
      {isWhole && (
        <>
          {papers.length > 0 && (
            <ReviewGroup
              title={t('review.papers')}
              facts={papers.map(({ paper, need }) => ({
                label: say(paper.name),
                value: paperState(paper.id, need),
              }))}
              changeLabel={t('review.change')}
              onChange={() => goToPapers(null)}
            />
          )}
          <PageThumbnails pages={draft.papers} />
          {warnings.length > 0 && (
            <Card>
              <SectionTitle>{t('review.warnings')}</SectionTitle>
              {warnings.map((problem) => (
                <LinkCard
                  key={`${problem.code}-${problem.at ?? ''}`}
                  icon="help"
                  title={say(problem.text)}
                  onPress={() => goTo(problem)}
                />
              ))}
            </Card>
          )}
          <ReviewGroup
            title={t('review.helper')}
            facts={[{ label: t('review.helperIs'), value: frame(`help.helpers.${visit.helper ?? 'nobody'}`) }]}
            changeLabel={t('review.change')}
            onChange={() => setHelperOpen(true)}
          />
          {!isRevision && (
            <Card>
              <SectionTitle>{t('review.cost')}</SectionTitle>
              <FactList facts={costFacts()} />
            </Card>
          )}
          {hasForm && !isOnPaper && <PrintFormCard request={unfiledForm(draft, false)} isFiled={false} />}
        </>
      )}
      <Sheet title={frame('help.who')} isOpen={isHelperOpen} onClose={() => setHelperOpen(false)}>
        <HelperChoice />
      </Sheet>
      <Sheet title={t('review.changeWhich')} isOpen={changing !== undefined} onClose={() => setChanging(undefined)}>
        {section?.steps.map((step) => (
          <LinkCard key={step.step.id} icon="pencil" title={say(step.step.title)} onPress={() => goToStep(step)} />
        ))}
      </Sheet>
    </ScreenFrame>
  );

  /** One part at a time, and not for long: somebody may look over the shoulder. */
  function revealOf({ section: { id }, steps }: (typeof route.sections)[number]) {
    const hides = steps.some(({ questions }) =>
      questions.some((question) => {
        const answer = draft.answers[question.id];
        return isMasked(question) && answer !== undefined && !isUnknown(answer);
      }),
    );
    if (!hides) return undefined;
    const isShown = reveal.shown === id;
    return { label: t(isShown ? 'review.hide' : 'review.show'), isShown, onPress: () => reveal.toggle(id) };
  }

  function factsOfStep({ questions }: RouteStep, isShown: boolean): Fact[] {
    return questions.map((question) => {
      const answer = draft.answers[question.id];
      const shown = showAnswer(question, answer, draft.language, places, {
        masked: !isShown,
        countries: allCountries,
        say,
      });
      return {
        label: say(question.label),
        value: shown === '' ? t('review.unknown') : shown,
        note: draft.fromCard.includes(question.id) && !isUnknown(answer) ? t('review.fromCard') : undefined,
      };
    });
  }

  function paperState(id: string, need: 'required' | 'later' | 'shown'): string {
    const pages = pagesByPaper(draft)[id] ?? 0;
    if (pages > 0) return t('review.paperPages', { count: pages });
    if (need === 'shown') return t('papers.state.shown');
    return draft.papersLater.includes(id) || need === 'later' ? t('review.paperLater') : t('review.paperMissing');
  }

  /** Of a bundle each thing that comes, from whom and when; a single result is what the whole page is about. */
  function resultFacts(): Fact[] {
    if (service.results.length < 2) return [];
    return askedResults(service, draft.answers, now).map(({ name, when, office }) => ({
      label: say(name),
      value: say(when),
      note: office && say(office),
    }));
  }

  function costFacts(): Fact[] {
    const fees = feesOf(service, draft.answers, now);
    const timing = timingOf(service, draft.answers, now, { online: state.network.online });
    const { how } = identityGiven(draft, service);
    const hasNoNumber = questionsFromCard(service).some(
      ({ fromCard, id }) => fromCard === 'number' && isUnknown(draft.answers[id]),
    );
    const identityWords =
      how === 'typed' && !asksNumber(service)
        ? 'review.identityTyped'
        : how === 'typed' && hasNoNumber
          ? 'review.identityOther'
          : (`review.identityHow.${how}` as const);
    return [
      {
        label: t('review.fee'),
        value: say(fees.text),
        note:
          [fees.reason, ...fees.lines.map(({ note }) => note)].flatMap((text) => (text ? [say(text)] : [])).join(' ') ||
          undefined,
      },
      { label: t('review.receiver'), value: say(receiverOf(service, draft.answers, now, kioskWard).name) },
      ...resultFacts(),
      {
        label: t('review.due'),
        value:
          timing.dueIfReceivedNow === undefined
            ? say(service.processing.text)
            : t('review.dueIf', { date: dateInWords(timing.dueIfReceivedNow, draft.language) }),
        note: timing.cutOffPassed ? t('review.cutOff', { time: service.processing.cutOff }) : undefined,
      },
      { label: t('review.identity'), value: t(identityWords) },
      ...derivedAnswers(service, reachableAnswers(service, draft.answers, now), now).flatMap(
        ({ label, answer, from }) =>
          from === undefined && typeof answer === 'string' ? [{ label: say(label), value: answer }] : [],
      ),
    ];
  }
}

function PledgeTold({
  tried,
  isPledged,
  filing,
}: {
  readonly tried: 'no' | 'pledge' | 'problems';
  readonly isPledged: boolean;
  readonly filing: Filing;
}) {
  const t = useVisitWords();
  const { state, visit } = useOpenDraft();
  const counter = state.kiosk?.nearestCounter;
  const { t: problem } = useTranslation('problems');
  if (filing === 'unanswered') return <Banner tone="advice">{problem('shell-unreachable')}</Banner>;
  if (filing === 'cannot-keep')
    return (
      <Banner tone="problem" title={t('review.cannotKeep')}>
        {counter
          ? t('review.cannotKeepNote', { name: counter.name, address: counter.address })
          : t('review.cannotKeepNoCounter')}
      </Banner>
    );
  if (filing === 'filing') return <Banner tone="information" icon="lock" title={t('review.filing')} />;
  if (tried === 'pledge' && !isPledged)
    return (
      <Banner tone="problem" title={t('review.pledgeMissing')}>
        {/* At 200 % the words would push the whole page off a landscape screen, and the box is marked beside them. */}
        {visit.comfort.textSize === 200 ? undefined : t('review.pledgeMissingNote')}
      </Banner>
    );
  return null;
}

/** Last four digits of the phone in the dossier; shown from memory while the visit lasts. */
function phoneEnd(
  service: { sections: readonly { steps: readonly { questions: readonly { id: string; kind: string }[] }[] }[] },
  answers: Readonly<Record<string, unknown>>,
): string | null {
  const phones = service.sections
    .flatMap(({ steps }) => steps.flatMap(({ questions }) => questions))
    .filter(({ kind }) => kind === 'phone')
    .map(({ id }) => answers[id]);
  const phone = phones.find((each): each is string => typeof each === 'string');
  return phone === undefined ? null : (maskedText(phone).split(' ').at(-1) ?? null);
}
