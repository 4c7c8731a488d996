import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasGiven } from '../../shared/portal-contract/case-results.ts';
import { type CaseView, nextStatuses } from '../../shared/portal-contract/case-status.ts';
import { dateInWords } from '../../shared/vietnamese/dates.ts';
import { type Session, useSession } from '../session/session.tsx';
import { useDelivery } from '../session/use-delivery.ts';
import type { KnownCase } from '../session/visit.ts';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Card } from '../touch/cards.tsx';
import { Crossing } from '../touch/crossing.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Heading, Lead, Note, SectionTitle } from '../touch/text.tsx';
import { Timeline, type TimelineRow } from '../touch/timeline.tsx';
import { CaseAnswer, withoutAnswer } from './case-answer.tsx';
import { proofOf } from './case-proof.ts';
import { CorrectionCard, RevisionsAside, useCorrecting } from './correction-card.tsx';
import { deliveryWords } from './delivery-words.ts';
import { DraftCard, useCheckingDraft } from './draft-card.tsx';
import { DraftCheck } from './draft-check.tsx';
import { moment } from './moment.ts';
import { PaymentScreen } from './payment.tsx';
import { mayCost, PaymentCard } from './payment-card.tsx';
import { notRated, RateVisit } from './rate-visit.tsx';
import { asSentenceStart, receiverName } from './receiver-name.ts';
import { ResultsCard, resultsReady } from './results-card.tsx';
import { ScreenFrame } from './screen-frame.tsx';
import { usePayment } from './use-payment.ts';
import { isRevision, WithdrawSheet } from './withdraw-sheet.tsx';

/** 12: where the dossier is, in one sentence, then its history. Offline: what this kiosk knows, and since when. */
export function CaseScreen({
  known,
  isPaying = false,
}: {
  readonly known: KnownCase;
  readonly isPaying?: boolean | undefined;
}) {
  const session = useSession();
  const { desk, tell, state } = session;
  const { t } = useTranslation('follow');
  const [isAsking, setAsking] = useState(false);
  const [rated, setRated] = useState(notRated);
  const filing = useDelivery(desk, known.here.known === 'here' ? known.here.id : '');
  const needsPerson = filing?.delivery.state === 'needs-attention';
  const told = tellOf(known, session, t, needsPerson);
  const proof = proofOf(known);
  // A portal that named no payment is not asked for one: a typed number counts as a try each time.
  const asked = usePayment(desk, state.network.online && known.payment ? proof : undefined, {
    isPaying,
    known: known.payment,
  });
  const correcting = useCorrecting(known);
  const toConfirm = told.case?.draft?.standing === 'asked' ? told.case.draft : undefined;
  const checking = useCheckingDraft(known, toConfirm, told.case?.filing);
  const mayCorrect = told.case?.correction !== undefined;
  const serviceId = told.case?.service ?? (known.here.known === 'here' ? known.here.service : undefined);
  const service = desk.services.find(({ id }) => id === serviceId);
  const pay = (isPaying: boolean) =>
    tell({ type: 'screen-opened', screen: { name: 'case', known: { ...known, payment: asked.payment }, isPaying } });
  if (isPaying && asked.payment)
    return <PaymentScreen asked={{ ...asked, payment: asked.payment }} service={service} onLeave={() => pay(false)} />;
  if (told.case && toConfirm && checking.draft)
    return (
      <DraftCheck known={known} view={told.case} told={toConfirm} draft={checking.draft} onLeave={checking.leave} />
    );
  const isWithdrawn = known.here.known === 'here' && known.here.withdrawn;
  const mayHaveToPay = !told.case && !isWithdrawn && !isRevision(known);
  // A fee may be taken when the result is handed over, and until then it is due. Who has the result owes nothing at a kiosk any more.
  const isHandedOver = told.case?.status === 10 && asked.payment?.order.standing.state !== 'paid';
  const isMoneyAsked =
    (asked.payment !== undefined && !isHandedOver) ||
    (mayHaveToPay && serviceId !== undefined && mayCost(serviceId, session));
  return (
    <ScreenFrame
      screen="case"
      sideBySide={told.case !== undefined}
      reading={
        <>
          {told.crossing && <Crossing state={told.crossing} />}
          <Heading focusFor="case">{told.title}</Heading>
          {told.lead && <Lead>{told.lead}</Lead>}
        </>
      }
      actions={
        <ActionBar
          extra={
            <>
              {(mayCorrect || toConfirm) && (
                <Button kind="quiet" onPress={() => void desk.endVisit('finished')}>
                  {t('case.finish')}
                </Button>
              )}
              {told.mayWithdraw && (
                <Button kind="danger" onPress={() => setAsking(true)}>
                  {t(!told.case && isRevision(known) ? 'revised.withdraw' : 'case.withdraw')}
                </Button>
              )}
            </>
          }
          back={
            <Button
              kind="quiet"
              size="primary"
              icon="left"
              onPress={() => tell({ type: 'screen-opened', screen: { name: 'follow' } })}
            >
              {t('case.other')}
            </Button>
          }
          primary={
            mayCorrect ? (
              <Button kind="primary" size="primary" forward onPress={correcting.begin}>
                {t('correction.begin')}
              </Button>
            ) : toConfirm ? (
              <Button kind="primary" size="primary" forward onPress={checking.begin}>
                {t('draft.open')}
              </Button>
            ) : (
              <Button kind="primary" size="primary" onPress={() => void desk.endVisit('finished')}>
                {t('case.finish')}
              </Button>
            )
          }
        />
      }
    >
      {told.banner && (
        <Banner tone="advice" icon="unlinked">
          {told.banner}
        </Banner>
      )}
      {told.case && <RevisionsAside view={told.case} />}
      {told.case && <CorrectionCard view={told.case} trouble={correcting.trouble} />}
      {told.case && <DraftCard view={told.case} trouble={checking.trouble} />}
      {isMoneyAsked && (
        <PaymentCard
          asked={asked}
          onPay={() => pay(true)}
          isAside={told.case?.status === 5 || toConfirm !== undefined}
        />
      )}
      {told.case && <ResultsCard view={told.case} />}
      {told.case && told.answering && <CaseAnswer view={told.case} />}
      {told.case && (
        <CaseHistory
          view={told.answering ? withoutAnswer(told.case) : told.case}
          isAside={mayCorrect || (told.case.status === 6 && asked.payment?.order.standing.state === 'due')}
        />
      )}
      {told.case && (told.case.status === 9 || told.case.status === 10) && (
        <RateVisit service={told.case.service} rated={rated} onRated={setRated} />
      )}
      <WithdrawSheet known={known} proof={proof} isOpen={isAsking} onClose={() => setAsking(false)} />
    </ScreenFrame>
  );
}

/** It asks where nothing beside it says more of what is asked. */
function CaseHistory({ view, isAside }: { readonly view: CaseView; readonly isAside: boolean }) {
  const { language } = useSession();
  const { t } = useTranslation('follow');
  const rows = view.history.map((entry, index): TimelineRow => {
    const last = index === view.history.length - 1;
    const { time, date } = moment(entry.at, language);
    const note = [
      `${time}, ${date}`,
      entry.delivery && deliveryWords(entry.delivery, t),
      entry.note && t('case.quote', { note: entry.note }),
    ]
      .filter(Boolean)
      .join('. ');
    const title = entry.event ? t(`case.events.${entry.event}`) : t(`case.statuses.${entry.status}`);
    return { state: rowState(entry.status, last), title, note };
  });
  return (
    <Card tone={!isAside && (view.status === 5 || view.status === 6) ? 'asks' : undefined}>
      <SectionTitle>{t('case.history')}</SectionTitle>
      <Note>{t('case.code', { code: view.code })}</Note>
      <Timeline label={t('case.history')} rows={rows} />
    </Card>
  );
}

function rowState(status: CaseView['status'], last: boolean): TimelineRow['state'] {
  if (!last) return 'done';
  if (status === 5 || status === 6) return 'asks';
  return status === 1 || status === 2 || status === 4 ? 'now' : 'done';
}

interface Told {
  readonly title: string;
  readonly lead?: string;
  readonly banner?: string;
  readonly crossing?: 'kept' | 'received';
  readonly case?: CaseView;
  /** It ends with an answer to read, not with a result. */
  readonly answering?: boolean;
  readonly mayWithdraw: boolean;
}

type Words = ReturnType<typeof useTranslation<'follow'>>['t'];

/** The one true sentence. The portal's word comes before this kiosk's; a receipt before an attempt. */
function tellOf({ here, portal }: KnownCase, session: Session, t: Words, needsPerson: boolean): Told {
  const somewhere = t('filed.receiverUnknown');
  if (typeof portal === 'object' && portal.found === 'case') return tellOfCase(portal.case, session, t);
  const offline = portal === 'needs-network' ? t('case.needsNetwork') : undefined;
  if (here.known === 'here') {
    const receiver = receiverName(session, here.received?.receiver, somewhere);
    if (here.withdrawn)
      return {
        title: t(here.isRevision ? 'revised.withdrawnTitle' : 'case.withdrawnTitle'),
        lead: t(here.isRevision ? 'revised.withdrawnLead' : 'case.withdrawnLead'),
        banner: offline,
        mayWithdraw: false,
      };
    if (here.received) {
      return {
        title: asSentenceStart(t(here.isRevision ? 'revised.receivedTitle' : 'case.arrivedTitle', { receiver })),
        lead: t(here.isRevision ? 'revised.receivedLead' : 'case.arrivedLead', { code: here.received.code }),
        banner: offline,
        crossing: 'received',
        mayWithdraw: false,
      };
    }
    if (needsPerson) {
      return {
        title: t(here.isRevision ? 'revised.attentionTitle' : 'case.attentionTitle', { receiver }),
        lead: t(here.isRevision ? 'revised.attentionLead' : 'case.attentionLead'),
        crossing: 'kept',
        mayWithdraw: true,
      };
    }
    return {
      title: t(here.isRevision ? 'revised.keptTitle' : 'case.keptTitle', { receiver }),
      lead: t('case.keptLead', moment(here.filedAt, session.language)),
      crossing: 'kept',
      mayWithdraw: true,
    };
  }
  if (typeof portal === 'object' && portal.found === 'genuine-not-arrived') {
    return {
      title: t('case.genuineTitle', { ...moment(portal.keptAt, session.language), kiosk: portal.kiosk }),
      lead: asSentenceStart(t('case.genuineLead', { receiver: somewhere })),
      crossing: 'kept',
      mayWithdraw: false,
    };
  }
  if (portal === 'needs-network') {
    const phone = session.state.kiosk?.nearestCounter.phone ?? session.state.kiosk?.helpPhone ?? '';
    return { title: t('case.unknownTitle'), lead: t('case.needsNetworkElse', { phone }), mayWithdraw: false };
  }
  return { title: t('case.unknownTitle'), lead: t('case.unknownLead'), mayWithdraw: false };
}

function tellOfCase(view: CaseView, session: Session, t: Words): Told {
  const receiver = receiverName(session, view.receiver, view.receiver);
  const phone = session.state.kiosk?.nearestCounter.phone ?? '';
  const answering = session.desk.services.find(({ id }) => id === view.service)?.ends === 'answer';
  const due =
    view.due && view.status <= 4 ? ` ${t('case.due', { date: dateInWords(view.due, session.language) })}` : '';
  return {
    title: asSentenceStart(titleOf(view, answering, receiver, t)),
    lead: leadOf(view, answering, phone, t) + due,
    case: view,
    answering,
    // Of a bundle only while nothing of it is given yet.
    mayWithdraw: nextStatuses(view.status, 'resident').includes(7) && !hasGiven(view.results ?? []),
  };
}

/** What is asked of the resident comes before where the dossier is. */
function titleOf(view: CaseView, answering: boolean, receiver: string, t: Words): string {
  const { status } = view;
  if (view.correction) return t('correction.title', { receiver });
  if (view.draft?.standing === 'asked') return t('draft.title', { receiver });
  if (answering && isOfAnswering(status)) return t(`case.answering.titles.${status}`, { receiver });
  return t(`case.titles.${status}`, { receiver });
}

/** Of a result that is there the officer said how it comes; else it comes as it was chosen. */
function leadOf(view: CaseView, answering: boolean, phone: string, t: Words): string {
  const { status } = view;
  if (view.correction) return t('correction.lead', { phone });
  if (view.draft?.standing === 'asked') return t('draft.lead', { phone });
  if (answering && isOfAnswering(status)) return t(`case.answering.leads.${status}`, { phone });
  if (view.results && (status === 4 || status === 9)) {
    const ready = resultsReady(view.results);
    return `${t('results.ready', { ready, all: view.results.length })} ${t('case.toAsk', { phone })}`;
  }
  const delivery = view.history.at(-1)?.delivery;
  return status === 9 && delivery
    ? `${deliveryWords(delivery, t)}. ${t('case.toAsk', { phone })}`
    : t(`case.leads.${status}`, { phone });
}

/** Where an answer is awaited instead of a result, these are said in other words. */
const ofAnswering = [2, 3, 4, 9, 10] as const;

function isOfAnswering(status: CaseView['status']): status is (typeof ofAnswering)[number] {
  return (ofAnswering as readonly number[]).includes(status);
}
