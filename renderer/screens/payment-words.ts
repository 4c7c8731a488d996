import type { useTranslation } from 'react-i18next';
import type { Language, Text } from '../../shared/catalogue/text.ts';
import { writeVietQr } from '../../shared/payment/vietqr.ts';
import type { PaymentLine, PaymentOrder, PaymentStanding } from '../../shared/portal-contract/payment.ts';
import { assertNever } from '../../shared/runtime.ts';
import { moneyText } from '../../shared/vietnamese/dates.ts';
import { moment } from './moment.ts';

type Words = ReturnType<typeof useTranslation<'follow'>>['t'];

export interface PaymentSayer {
  readonly t: Words;
  readonly language: Language;
  readonly say: (text: Text) => string;
}

/** How it stands, in one sentence. */
export function standingSentence(standing: PaymentStanding, { t, language }: PaymentSayer): string {
  switch (standing.state) {
    case 'to-be-told':
      return t('payment.toBeTold');
    case 'nothing-due':
      return t('payment.nothingDue');
    case 'due':
      return t(codeOf(standing) ? 'payment.due' : 'payment.dueAtCounter', {
        amount: moneyText(standing.amount, language),
      });
    case 'paid':
      return t('payment.paid', { amount: moneyText(standing.amount, language), ...moment(standing.at, language) });
    default:
      return assertNever(standing);
  }
}

/** The same as a line of the slip. */
export function standingOnSlip(standing: PaymentStanding | undefined, { t, language }: PaymentSayer): string {
  if (!standing) return t('payment.slip.later');
  switch (standing.state) {
    case 'to-be-told':
      return t('payment.slip.toBeTold');
    case 'nothing-due':
      return t('payment.slip.nothingDue');
    case 'due':
    case 'paid':
      return t(`payment.slip.${standing.state}`, { amount: moneyText(standing.amount, language) });
    default:
      return assertNever(standing);
  }
}

/** Why it is this amount: what the city pays or might pay, and the receiver's own words. */
export function reasonsOf({ lines, note }: PaymentOrder, { t, say }: PaymentSayer): string[] {
  const named = (support: PaymentLine['support']) =>
    lines.flatMap((line) => (line.support === support ? [say(line.label)] : [])).join(', ');
  const [given, unconfirmed] = [named('given'), named('unconfirmed')];
  return [
    ...(given ? [t('payment.given', { fees: given })] : []),
    ...(unconfirmed ? [t('payment.unconfirmed', { fees: unconfirmed })] : []),
    ...(note ? [t('payment.note', { note })] : []),
  ];
}

/** The text of the code a banking app reads; undefined where it is paid at the counter. */
export function codeOf({ amount, transfer }: Extract<PaymentStanding, { state: 'due' }>): string | undefined {
  if (!transfer) return undefined;
  const { payee, message } = transfer;
  const written = writeVietQr({
    bin: payee.bin,
    account: payee.account,
    service: 'QRIBFTTA',
    amount,
    additional: { purpose: message },
  });
  return written.ok ? written.payload : undefined;
}
