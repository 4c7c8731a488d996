import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxFiling } from '../../shared/outbox/outbox.ts';
import { useSession } from '../session/session.tsx';
import { useDelivery } from '../session/use-delivery.ts';
import type { Filed } from '../session/visit.ts';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Crossing, type CrossingState } from '../touch/crossing.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Slip, type SlipProps } from '../touch/slip.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { Steps } from '../touch/timeline.tsx';
import { useTextSize } from '../touch/use-reach.ts';
import { moment } from './moment.ts';
import { PaymentScreen } from './payment.tsx';
import { mayCost, PaymentCard } from './payment-card.tsx';
import { standingOnSlip } from './payment-words.ts';
import { canPrintForm, PrintFormCard } from './print-form.tsx';
import { notRated, RateVisit } from './rate-visit.tsx';
import { receiverName } from './receiver-name.ts';
import { SlipPage } from './slip-page.tsx';
import { usePayment } from './use-payment.ts';
import { type SlipPaper, useSlipOnPaper } from './use-slip-on-paper.ts';

/** 10 and 11: which bank the dossier is on, the slip, what happens next. Only a verified receipt turns the one into the other. */
export function FiledScreen({
  filed,
  isPaying = false,
}: {
  readonly filed: Filed;
  readonly isPaying?: boolean | undefined;
}) {
  const session = useSession();
  const { t } = useTranslation('follow');
  const { t: problem } = useTranslation('problems');
  const { desk, language, state, say, tell } = session;
  const [rated, setRated] = useState(notRated);
  const filing = useDelivery(desk, filed.filing.id);
  const delivery = filing?.delivery;
  const shownAs = crossingOf(filing);
  const hasJustCrossed = useHasChanged(shownAs) && shownAs === 'received';

  // From here on the screen has said "kept": no announcement is needed after a power cut.
  useEffect(() => {
    void desk.shown(filed.filing.id);
  }, [desk, filed.filing.id]);

  const service = desk.services.find(({ id }) => id === filed.slip.service);
  const receiver = receiverName(session, filed.receiver, t('filed.receiverUnknown'));
  const received = delivery?.state === 'received' ? delivery : undefined;
  const needsPerson = delivery?.state === 'needs-attention';
  const of = filed.isDraftReply ? ofDraftReply : filed.isRevision ? ofRevision : ofDossier;
  const heading = received
    ? t(of.receivedTitle, { receiver })
    : needsPerson
      ? t(of.attentionTitle)
      : delivery?.state === 'sending' && state.network.online
        ? t(of.sendingTitle, { receiver })
        : t(of.keptTitle, { receiver });
  const lead = received
    ? t(of.receivedLead)
    : needsPerson
      ? t(of.attentionLead, { phone: state.kiosk?.nearestCounter.phone ?? '' })
      : delivery?.state === 'sending' && state.network.online
        ? t(of.sendingLead)
        : t(of.keptLead);
  // What is to pay was said when the dossier was filed; its corrections have no payment of their own.
  const isPayable = received && state.network.online && !filed.isRevision;
  const asked = usePayment(desk, isPayable ? { slip: filed.slip.token } : undefined, { isPaying });
  const standing = asked.payment?.order.standing;
  const isMoneyAsked = !filed.isRevision && (standing !== undefined || mayCost(filed.slip.service, session));
  const told = moment(received?.receivedAt ?? filed.slip.filedAt, language);
  // In large letters the slip fills a page by itself, and the card below says what is to pay; the paper says it in any case.
  const isLarge = useTextSize() >= 150;
  const linesOfFiling: SlipProps['lines'] = [
    { text: service ? say(service.name) : filed.slip.service },
    { text: t(received ? 'filed.receivedAt' : 'filed.keptAt', told), weight: 'quiet' },
    { text: received ? t('filed.notAccepted') : t('filed.notArrived', { receiver }), weight: 'strong' },
  ];
  // «No answer means agreement» must be in hand, on paper, and not only in the steps of a screen that is cleared.
  const silence = service?.confirmDraft && !filed.isRevision ? say(service.confirmDraft) : undefined;
  const slip: SlipProps = {
    title: received ? t(of.receivedSlip) : t(of.keptSlip),
    numberLabel: received ? t('filed.codeLabel') : t('filed.numberLabel'),
    number: received ? received.code : filed.slip.number,
    lines: [
      ...linesOfFiling,
      ...(isMoneyAsked ? [{ text: standingOnSlip(standing, { t, language, say }) }] : []),
      ...(silence === undefined ? [] : [{ text: silence }]),
    ],
    checkLabel: t('filed.checkCode'),
    check: filed.slip.checkCode,
    qr: filed.slip.token,
    qrLabel: t('filed.qr', { number: filed.slip.number }),
  };
  const { paper, print } = useSlipOnPaper(slip, {
    slipNumber: filed.slip.number,
    mayChange: state.network.online && !needsPerson && (!received || asked.isAsking),
  });
  const pay = (isPaying: boolean) => tell({ type: 'screen-opened', screen: { name: 'filed', filed, isPaying } });
  if (isPaying && asked.payment)
    return <PaymentScreen asked={{ ...asked, payment: asked.payment }} service={service} onLeave={() => pay(false)} />;

  return (
    <SlipPage
      screen="filed"
      picture={<Crossing state={shownAs} hasJustCrossed={hasJustCrossed} />}
      heading={<Heading focusFor={`filed-${shownAs}`}>{heading}</Heading>}
      lead={<Lead>{lead}</Lead>}
      slip={
        <>
          {paper === 'failed' && <Banner tone="advice" icon="printer" title={problem('printer-failed')} />}
          <Slip {...slip} lines={isLarge ? linesOfFiling : slip.lines} />
        </>
      }
      actions={
        <ActionBar
          back={
            paper === 'none' ? undefined : (
              <Button kind="quiet" size="primary" icon="printer" onPress={print}>
                {t('filed.printAgain')}
              </Button>
            )
          }
          primary={
            <Button kind="primary" size="primary" onPress={() => void desk.endVisit('finished')}>
              {t('filed.done')}
            </Button>
          }
        />
      }
    >
      {isMoneyAsked && <PaymentCard asked={asked} onPay={() => pay(true)} />}
      <Steps
        steps={stepsFor(
          filed,
          session,
          paper,
          t,
          // Said when the dossier was filed; a correction adds nothing to it.
          (filed.isRevision ? undefined : service)?.afterFiling.map((step) => ({
            title: say(step.title),
            note: say(step.text),
          })) ?? [],
        )}
      />
      {!filed.isRevision && canPrintForm(service, state.hasPrinter) && (
        <PrintFormCard request={{ of: 'filed' }} isFiled />
      )}
      {!filed.isRevision && <RateVisit service={filed.slip.service} rated={rated} onRated={setRated} />}
    </SlipPage>
  );
}

const ofDossier = {
  keptTitle: 'filed.keptTitle',
  keptLead: 'filed.keptLead',
  sendingTitle: 'filed.sendingTitle',
  sendingLead: 'filed.sendingLead',
  receivedTitle: 'filed.receivedTitle',
  receivedLead: 'filed.receivedLead',
  attentionTitle: 'filed.attentionTitle',
  attentionLead: 'filed.attentionLead',
  keptSlip: 'filed.keptSlip',
  receivedSlip: 'filed.receivedSlip',
} as const;

/** The dossier arrived long ago: what is said is about its corrections. */
const ofRevision = {
  keptTitle: 'revised.keptTitle',
  keptLead: 'revised.keptLead',
  sendingTitle: 'revised.sendingTitle',
  sendingLead: 'revised.sendingLead',
  receivedTitle: 'revised.receivedTitle',
  receivedLead: 'revised.receivedLead',
  attentionTitle: 'revised.attentionTitle',
  attentionLead: 'revised.attentionLead',
  keptSlip: 'revised.keptSlip',
  receivedSlip: 'revised.receivedSlip',
} as const;

/** A draft certificate was confirmed, or is to be changed. */
const ofDraftReply = {
  keptTitle: 'replied.keptTitle',
  keptLead: 'replied.keptLead',
  sendingTitle: 'replied.sendingTitle',
  sendingLead: 'replied.keptLead',
  receivedTitle: 'replied.receivedTitle',
  receivedLead: 'replied.receivedLead',
  attentionTitle: 'replied.attentionTitle',
  attentionLead: 'replied.attentionLead',
  keptSlip: 'replied.keptSlip',
  receivedSlip: 'replied.receivedSlip',
} as const;

function stepsFor(
  filed: Filed,
  { state }: ReturnType<typeof useSession>,
  paper: SlipPaper,
  t: ReturnType<typeof useTranslation<'follow'>>['t'],
  afterFiling: { title: string; note: string }[],
): { title: string; note: string }[] {
  const take = {
    title: t(paper === 'coming' ? 'filed.stepTakePrinted' : 'filed.stepTake'),
    note: t(paper === 'none' ? 'filed.stepTakeText' : 'filed.stepTakePrintedText'),
  };
  const next =
    filed.phoneEnd && state.kiosk?.sendsMessages
      ? { title: t('filed.stepMessage'), note: t('filed.stepMessageText', { phone: `•••• ${filed.phoneEnd}` }) }
      : { title: t('filed.stepBack'), note: t('filed.stepBackOffline') };
  return [take, next, ...afterFiling];
}

function crossingOf(filing: OutboxFiling | undefined): CrossingState {
  if (filing?.delivery.state === 'received') return 'received';
  return filing?.delivery.state === 'sending' ? 'sending' : 'kept';
}

/** True from the first change on: what was so when the screen opened did not just happen. */
function useHasChanged(value: string): boolean {
  const first = useRef(value);
  return first.current !== value;
}
