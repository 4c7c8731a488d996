import { useTranslation } from 'react-i18next';
import type { Result } from '../../shared/catalogue/service.ts';
import { type ResultTold, resultRow } from '../../shared/portal-contract/case-results.ts';
import type { CaseView } from '../../shared/portal-contract/case-status.ts';
import { useSession } from '../session/session.tsx';
import { Card } from '../touch/cards.tsx';
import { SectionTitle } from '../touch/text.tsx';
import { Timeline, type TimelineRow } from '../touch/timeline.tsx';
import { deliveryWords } from './delivery-words.ts';
import { moment } from './moment.ts';
import { asSentenceStart, receiverName } from './receiver-name.ts';

/** Of a bundle: each thing that was asked for, whose it is, how far it is, and how it comes. */
export function ResultsCard({ view }: { readonly view: CaseView }) {
  const session = useSession();
  const { t } = useTranslation('follow');
  const { say, language } = session;
  const resultOf = useResultOf(view);
  if (!view.results) return null;
  const receiver = receiverName(session, view.receiver, view.receiver);
  const rows = view.results.map((told): TimelineRow => {
    const result = resultOf(told.id);
    const state = stateIn(view, told);
    const note = [
      result?.office ? say(result.office) : receiver,
      told.since && asSentenceStart(moment(told.since, language).date),
      told.delivery && deliveryWords(told.delivery, t),
      told.note && t('case.quote', { note: told.note }),
    ]
      .filter(Boolean)
      .join('. ');
    const name = result ? say(result.name) : t('results.some');
    return { state: rowStates[state], title: t('results.row', { name, state: t(`results.states.${state}`) }), note };
  });
  return (
    <Card>
      <SectionTitle>{t('results.title')}</SectionTitle>
      <Timeline label={t('results.title')} rows={rows} />
    </Card>
  );
}

/** Of the service as it was filed; else as this kiosk has it: what a result is called does not change with a version. */
export function useResultOf({ service: id, serviceVersion }: CaseView): (result: string) => Result | undefined {
  const { desk } = useSession();
  const named = desk.services.filter((service) => service.id === id);
  const service = named.find(({ version }) => version === serviceVersion) ?? named[0];
  return (result) => service?.results.find((one) => one.id === result);
}

/** How many are there, or given already: what a refused one is missing from. */
export function resultsReady(results: readonly ResultTold[]): number {
  return results.filter(({ state }) => resultRow(state).isGiven).length;
}

type Shown = ResultTold['state'] | 'stopped';

/** What a case that has ended did not come to is not «in progress» any more. */
function stateIn({ status }: CaseView, { state }: ResultTold): Shown {
  const hasEnded = status === 3 || status === 7 || status === 8;
  return hasEnded && (state === 'waiting' || state === 'in-process') ? 'stopped' : state;
}

const rowStates: Readonly<Record<Shown, TimelineRow['state']>> = {
  waiting: 'ahead',
  'in-process': 'now',
  done: 'done',
  'handed-over': 'done',
  refused: 'ahead',
  stopped: 'ahead',
};
