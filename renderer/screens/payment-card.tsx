import { useTranslation } from 'react-i18next';
import { feesOf } from '../../shared/form/fees.ts';
import { type Session, useSession } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { Card } from '../touch/cards.tsx';
import { Note, SectionTitle } from '../touch/text.tsx';
import { useTextSize } from '../touch/use-reach.ts';
import { codeOf, reasonsOf, standingSentence } from './payment-words.ts';
import type { PaymentAsked } from './use-payment.ts';

interface PaymentCardProps {
  readonly asked: PaymentAsked;
  readonly onPay: () => void;
  /** Another card of the screen asks for something first: one asks at a time. */
  readonly isAside?: boolean;
}

/** What is to pay for this dossier, as far as the portal has said it; else that it is paid later. */
export function PaymentCard({ asked: { payment }, onPay, isAside = false }: PaymentCardProps) {
  const { language, say, state } = useSession();
  const { t } = useTranslation('follow');
  const sayer = { t, language, say };
  const standing = payment?.order.standing;
  const mayPayNow = standing?.state === 'due' && codeOf(standing) !== undefined && state.network.online;
  // In large letters every line is a page more, and the reasons stand beside the code as well.
  const isShort = useTextSize() >= 150 && mayPayNow;
  return (
    <Card tone={standing?.state === 'due' && !isAside ? 'asks' : undefined}>
      <div className="payment-words">
        <SectionTitle>{t('payment.title')}</SectionTitle>
        <p role="status">{standing ? standingSentence(standing, sayer) : t('payment.later')}</p>
        {payment && !isShort && reasonsOf(payment.order, sayer).map((reason) => <Note key={reason}>{reason}</Note>)}
        {mayPayNow && (
          <Button kind="tint" icon="qr" onPress={onPay}>
            {t('payment.pay')}
          </Button>
        )}
      </div>
    </Card>
  );
}

/** A service that costs nobody anything says nothing of money before the portal does. */
export function mayCost(service: string, { desk, facts }: Pick<Session, 'desk' | 'facts'>): boolean {
  const found = desk.services.find(({ id }) => id === service);
  return !found || feesOf(found, {}, facts()).total !== 0;
}
