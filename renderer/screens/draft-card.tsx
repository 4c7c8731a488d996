import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftShown } from '../../shared/dossier/draft-words.ts';
import { hanoiDay } from '../../shared/identity/calendar-date.ts';
import type { CaseView } from '../../shared/portal-contract/case-status.ts';
import type { DraftTold } from '../../shared/portal-contract/draft-certificate.ts';
import { dateInWords } from '../../shared/vietnamese/dates.ts';
import { useSession } from '../session/session.tsx';
import type { KnownCase } from '../session/visit.ts';
import { Banner } from '../touch/banner.tsx';
import { Card } from '../touch/cards.tsx';
import { Note, SectionTitle } from '../touch/text.tsx';
import { proofOf } from './case-proof.ts';
import { useResultOf } from './results-card.tsx';

export type DraftTrouble = 'needsNetwork' | 'tooMany' | 'nothingAsked';

interface Checking {
  readonly draft: DraftShown | undefined;
  readonly trouble: DraftTrouble | undefined;
  readonly begin: () => void;
  readonly leave: () => void;
}

/** Fetches the draft certificate, opened for this visit alone and kept by nothing. */
export function useCheckingDraft(known: KnownCase, told: DraftTold | undefined, filing: string | undefined): Checking {
  const { desk } = useSession();
  // Put aside it stays at hand: each opening counts as a try at the portal.
  const [draft, setDraft] = useState<DraftShown>();
  const [isOpen, setOpen] = useState(false);
  const [trouble, setTrouble] = useState<DraftTrouble>();
  const [isAsking, setAsking] = useState(false);
  return {
    draft: isOpen ? draft : undefined,
    trouble,
    begin: () => {
      if (isAsking || !told || filing === undefined) return;
      if (draft?.number === told.number) return setOpen(true);
      setAsking(true);
      setTrouble(undefined);
      void desk.fetchDraft(proofOf(known), { filing, number: told.number }).then((found) => {
        setAsking(false);
        if (typeof found !== 'object') return setTrouble(troubles[found]);
        setDraft(found);
        setOpen(true);
      });
    },
    leave: () => setOpen(false),
  };
}

const troubles = {
  'needs-network': 'needsNetwork',
  'too-many-tries': 'tooMany',
  'nothing-asked': 'nothingAsked',
} as const;

/** What is to be looked at and until when; afterwards what came of it. */
export function DraftCard({ view, trouble }: { readonly view: CaseView; readonly trouble: DraftTrouble | undefined }) {
  const { t } = useTranslation('follow');
  const { state, language, say } = useSession();
  const resultOf = useResultOf(view);
  const phone = state.kiosk?.nearestCounter.phone ?? '';
  const { draft } = view;
  const late = (view.revisions ?? []).filter(({ reply, outcome }) => reply && outcome === 'set-aside');
  const isOfThis = ({ at }: { readonly at: string }) => draft !== undefined && Date.parse(at) >= Date.parse(draft.at);
  const lateWords = ({ slip, at }: { readonly slip: string; readonly at: string }) =>
    t('draft.late', { slip, phone, date: dateInWords(hanoiDay(Date.parse(at)), language) });
  const earlier = late
    .filter((each) => !isOfThis(each))
    .map((each) => (
      <Banner key={each.slip} tone="advice">
        {lateWords(each)}
      </Banner>
    ));
  if (!draft) return earlier;
  const result = draft.result === undefined ? undefined : resultOf(draft.result);
  const date = dateInWords(hanoiDay(Date.parse(draft.until)), language);
  return (
    <>
      {earlier}
      {trouble && (
        <Banner tone="advice" icon="alert">
          {t(trouble === 'nothingAsked' ? 'draft.notAsked' : `correction.trouble.${trouble}`, { phone })}
        </Banner>
      )}
      <Card tone={draft.standing === 'asked' ? 'asks' : undefined}>
        <SectionTitle>{t('draft.what', { name: result ? say(result.name) : t('results.some') })}</SectionTitle>
        <Note>
          {draft.standing === 'asked'
            ? t('draft.silence', { date })
            : t(`draft.standings.${draft.standing}`, { phone })}
        </Note>
        {late.filter(isOfThis).map((each) => (
          <Note key={each.slip}>{lateWords(each)}</Note>
        ))}
      </Card>
    </>
  );
}
