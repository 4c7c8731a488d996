import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hanoiDay } from '../../shared/identity/calendar-date.ts';
import { workingDaysUntil } from '../../shared/places/working-days.ts';
import type { CaseView } from '../../shared/portal-contract/case-status.ts';
import type { CorrectionAsked, Mark } from '../../shared/portal-contract/correction.ts';
import { dateInWords } from '../../shared/vietnamese/dates.ts';
import { correctionDraft } from '../session/correction-draft.ts';
import { useSession } from '../session/session.tsx';
import { useToday } from '../session/use-today.ts';
import type { KnownCase } from '../session/visit.ts';
import { Banner } from '../touch/banner.tsx';
import { Card } from '../touch/cards.tsx';
import { FactList } from '../touch/facts.tsx';
import { Note, SectionTitle } from '../touch/text.tsx';
import { proofOf } from './case-proof.ts';

type Trouble = 'needsNetwork' | 'tooMany' | 'nothingAsked' | 'noService';

interface Correcting {
  readonly begin: () => void;
  readonly trouble: Trouble | undefined;
}

const nonceBytes = 16;

/** Fetches what was marked, opened for this visit alone, and begins the correction. */
export function useCorrecting(known: KnownCase): Correcting {
  const { desk, tell, visit, facts, language } = useSession();
  const [trouble, setTrouble] = useState<Trouble>();
  const [isAsking, setAsking] = useState(false);
  const view = viewOf(known);

  const fetchAndBegin = async (view: CaseView, asked: CorrectionAsked): Promise<Trouble | undefined> => {
    await desk.servicesRead();
    const marked = await desk.fetchMarked(proofOf(known), { filing: view.filing, round: asked.round });
    if (marked === 'needs-network') return 'needsNetwork';
    if (marked === 'too-many-tries') return 'tooMany';
    if (marked === 'nothing-asked') return 'nothingAsked';
    const service = desk.services.find(
      ({ id, version }) => id === marked.service.id && version === marked.service.version,
    );
    if (!service) return 'noService';
    const nonce = [...desk.random(nonceBytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const how = 'card' in known.slip ? 'card-read' : 'slip-shown';
    const draft = correctionDraft(marked, asked, {
      service,
      facts: facts(),
      language,
      nonce,
      how,
      helper: visit.helper,
    });
    tell({ type: 'draft-resumed', draft });
    return undefined;
  };

  return {
    trouble,
    begin: () => {
      if (isAsking || !view?.correction) return;
      setAsking(true);
      setTrouble(undefined);
      void fetchAndBegin(view, view.correction).then((found) => {
        setAsking(false);
        setTrouble(found);
      });
    },
  };
}

/** The case as the portal told it, where it did. */
function viewOf({ portal }: KnownCase): CaseView | undefined {
  return typeof portal === 'object' && portal.found === 'case' ? portal.case : undefined;
}

/** What is asked, why, and how long is left. */
export function CorrectionCard({ view, trouble }: { readonly view: CaseView; readonly trouble: Trouble | undefined }) {
  const { t } = useTranslation('follow');
  const { state } = useSession();
  const nameOf = useMarkNames(view);
  const left = useTimeLeft(view.correction);
  if (!view.correction) return null;
  const phone = state.kiosk?.nearestCounter.phone ?? '';
  return (
    <>
      {trouble && (
        <Banner tone="advice" icon="alert">
          {t(`correction.trouble.${trouble}`, { phone })}
        </Banner>
      )}
      <Card tone="asks">
        <SectionTitle>{t('correction.what', { count: view.correction.marks.length })}</SectionTitle>
        <Note>{left}</Note>
        <FactList
          facts={view.correction.marks.map((mark) => ({
            label: nameOf(mark),
            value: t('case.quote', { note: mark.note }),
          }))}
        />
      </Card>
    </>
  );
}

function useMarkNames(view: CaseView): (mark: Mark) => string {
  const { desk, say } = useSession();
  const { t } = useTranslation('follow');
  const service = desk.services.find(({ id, version }) => id === view.service && version === view.serviceVersion);
  const questions = service?.sections.flatMap(({ steps }) => steps.flatMap((step) => step.questions)) ?? [];
  return ({ kind, id }) => {
    const name =
      kind === 'paper'
        ? service?.papers.find((paper) => paper.id === id)?.name
        : questions.find((question) => question.id === id)?.label;
    return name ? say(name) : t(`correction.some.${kind}`);
  };
}

/** In working days of the ward: who waits over a long weekend must not be frightened, nor lulled. */
function useTimeLeft(asked: CorrectionAsked | undefined): string {
  const { facts, language } = useSession();
  const { t } = useTranslation('follow');
  const today = useToday();
  if (!asked) return '';
  const date = dateInWords(asked.until, language);
  if (today > asked.until) return t('correction.over', { date });
  if (today === asked.until) return t('correction.lastDay');
  const count = workingDaysUntil({ from: today, to: asked.until }, facts().calendar);
  return t('correction.left', { count, date });
}

/** Revisions that came and changed nothing, so that nobody waits for them: told by slip and day. */
export function RevisionsAside({ view }: { readonly view: CaseView }) {
  const { language } = useSession();
  const { t } = useTranslation('follow');
  const aside = (view.revisions ?? []).filter(({ outcome, reply }) => outcome === 'set-aside' && !reply);
  if (aside.length === 0) return null;
  return (
    <Banner tone="advice" title={t('correction.asideTitle')}>
      {aside
        .map(({ slip, at }) => t('correction.aside', { slip, date: dateInWords(hanoiDay(Date.parse(at)), language) }))
        .join(' ')}
    </Banner>
  );
}
