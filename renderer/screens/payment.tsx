import { useTranslation } from 'react-i18next';
import type { Service } from '../../shared/catalogue/service.ts';
import type { PaymentStanding } from '../../shared/portal-contract/payment.ts';
import { moneyText } from '../../shared/vietnamese/dates.ts';
import { useSession } from '../session/session.tsx';
import type { KnownPayment } from '../session/visit.ts';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Card } from '../touch/cards.tsx';
import { Crossing } from '../touch/crossing.tsx';
import { type Fact, FactList } from '../touch/facts.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { QrPicture } from '../touch/qr-picture.tsx';
import { Heading, Lead, Note, SectionTitle } from '../touch/text.tsx';
import { WindowSpinner } from '../touch/window-clock.tsx';
import { codeOf, type PaymentSayer, reasonsOf, standingSentence } from './payment-words.ts';
import { ScreenFrame } from './screen-frame.tsx';
import type { PaymentAsked } from './use-payment.ts';

interface PaymentScreenProps {
  readonly asked: PaymentAsked & { readonly payment: KnownPayment };
  /** Where this kiosk has it. */
  readonly service: Service | undefined;
  readonly onLeave: () => void;
}

/** A code for the resident's banking app. That it was scanned proves nothing: «paid» comes from the portal alone. */
export function PaymentScreen({ asked, service, onLeave }: PaymentScreenProps) {
  const { language, say } = useSession();
  const { t } = useTranslation('follow');
  const sayer = { t, language, say };
  const { order } = asked.payment;
  const { standing } = order;
  const code = standing.state === 'due' ? codeOf(standing) : undefined;
  if (standing.state !== 'due' || !standing.transfer || !code)
    return <PaymentEnded standing={standing} sayer={sayer} onLeave={onLeave} />;

  const { payee, message } = standing.transfer;
  const amount = moneyText(standing.amount, language);
  const facts: Fact[] = [
    { label: t('payment.amount'), value: amount },
    { label: t('payment.payee'), value: payee.name },
    { label: t('payment.bank'), value: payee.bank },
    { label: t('payment.account'), value: payee.account },
    { label: t('payment.message'), value: message },
  ];
  const parts = order.lines.map((line): Fact => {
    const said = moneyText(line.amount ?? 0, language);
    const value =
      line.amount === null
        ? t('payment.unknownLine')
        : line.support === 'given'
          ? t('payment.freeLine', { amount: said })
          : said;
    return { label: say(line.label), value };
  });
  return (
    <ScreenFrame
      screen="payment"
      sideBySide
      reading={
        <>
          <Heading focusFor="payment-due">{t('payment.scanTitle', { amount })}</Heading>
          <Lead>{t('payment.scanLead')}</Lead>
        </>
      }
      actions={
        <ActionBar
          primary={
            <Button kind="tint" size="primary" onPress={onLeave}>
              {t('payment.payLater')}
            </Button>
          }
        />
      }
    >
      {asked.isCut && (
        <Banner tone="advice" icon="unlinked">
          {t('payment.cut')}
        </Banner>
      )}
      <Card>
        <div className="payment-code">
          <QrPicture content={code} label={t('payment.code', { amount, payee: payee.name })} />
          <FactList facts={facts} />
        </div>
      </Card>
      {!asked.isCut && <WindowSpinner words={t('payment.waiting')} note={t('payment.waitingNote')} />}
      <Card>
        <div className="payment-words">
          <SectionTitle>{t('payment.madeOf')}</SectionTitle>
          {parts.length > 0 && <FactList facts={parts} />}
          {reasonsOf(order, sayer).map((reason) => (
            <Note key={reason}>{reason}</Note>
          ))}
          {service?.fees.some(({ waivers }) => waivers.length > 0) && <Note>{t('payment.waiver')}</Note>}
        </div>
      </Card>
    </ScreenFrame>
  );
}

interface PaymentEndedProps {
  readonly standing: PaymentStanding;
  readonly sayer: PaymentSayer;
  readonly onLeave: () => void;
}

/** The portal says that the money has come, or that none (or another way of it) is asked for any more. */
function PaymentEnded({ standing, sayer, onLeave }: PaymentEndedProps) {
  const { t, language } = sayer;
  const isPaid = standing.state === 'paid';
  return (
    <ScreenFrame
      screen="payment"
      part="ended"
      sideBySide
      reading={
        <>
          {isPaid && <Crossing state="received" hasJustCrossed />}
          <Heading focusFor="payment-ended">
            {isPaid
              ? t('payment.paidTitle', { amount: moneyText(standing.amount, language) })
              : t('payment.changedTitle')}
          </Heading>
          <Lead>{standingSentence(standing, sayer)}</Lead>
        </>
      }
      actions={
        <ActionBar
          primary={
            <Button kind="primary" size="primary" forward onPress={onLeave}>
              {t('payment.goOn')}
            </Button>
          }
        />
      }
    />
  );
}
