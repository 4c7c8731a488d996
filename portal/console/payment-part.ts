import type { PaymentStanding } from '../../shared/portal-contract/payment.ts';
import { assertNever } from '../../shared/runtime.ts';
import { moneyText } from '../../shared/vietnamese/dates.ts';
import type { CaseRecord, PaymentRecord } from '../register/register.ts';
import { type Html, html } from './html.ts';
import { csrfField, moment, paths } from './page.ts';
import type { Session } from './sessions.ts';

export interface PaymentSight {
  readonly record: PaymentRecord;
  readonly standing: PaymentStanding;
}

/**
 * The dossier's money on its page. No bank is connected: that money has come is an officer's word, who has seen it in the account's
 * statement or on the desk.
 */
export function paymentPart(found: CaseRecord, { record, standing }: PaymentSight, session: Session): Html {
  const { lines, note, setBy } = record;
  return html`<h2>Phí, lệ phí</h2>
<p><strong>${standingText(standing)}</strong></p>
${
  lines.length > 0 &&
  html`<dl>${lines.map(
    ({ label, amount, support }) =>
      html`<dt>${label.vi}</dt><dd>${amount === null ? 'chưa rõ số tiền' : moneyText(amount)}${support && html` <span class="badge">${supportNames[support]}</span>`}</dd>`,
  )}</dl>`
}
${note !== undefined && html`<p class="note">Số tiền do ${setBy} đặt: «${note}»</p>`}
${standing.state === 'due' && receivedForm(found, standing, session)}
${(standing.state === 'due' || standing.state === 'to-be-told' || isFree(record, standing)) && amountForm(found, record, session)}`;
}

/** Nothing to pay by its fees, and not because the case is over: that may be wrong, and an officer can say so. */
function isFree({ amount }: PaymentRecord, standing: PaymentStanding): boolean {
  return standing.state === 'nothing-due' && amount === 0;
}

const supportNames = {
  given: 'thành phố hỗ trợ',
  unconfirmed: 'chưa xác nhận được hỗ trợ',
} as const;

function standingText(standing: PaymentStanding): string {
  switch (standing.state) {
    case 'to-be-told':
      return 'Cổng chưa biết số tiền. Hãy đặt số tiền, hoặc 0 nếu được miễn.';
    case 'nothing-due':
      return 'Không phải nộp.';
    case 'due':
      return `Phải nộp ${moneyText(standing.amount)}. Chưa ghi nhận tiền.`;
    case 'paid':
      return `Đã nhận ${moneyText(standing.amount)} lúc ${moment(standing.at)}.`;
    default:
      return assertNever(standing);
  }
}

function receivedForm(
  found: CaseRecord,
  { amount, transfer }: Extract<PaymentStanding, { state: 'due' }>,
  session: Session,
): Html {
  return html`<form class="card" method="post" action="${paths.payment(found.filing)}">
  ${csrfField(session)}
  <input type="hidden" name="act" value="received">
  <input type="hidden" name="amount" value="${amount}">
  <p>${
    transfer
      ? html`Chuyển khoản tới ${transfer.payee.name}, ${transfer.payee.bank}, tài khoản ${transfer.payee.account}, nội dung <code>${transfer.message}</code>.`
      : 'Thu tại quầy.'
  } Cổng này chưa nối với ngân hàng: chỉ ghi khi đã thấy tiền.</p>
  <p><label><input type="checkbox" name="seen" value="yes" required> Tôi đã thấy đủ ${moneyText(amount)} trong sao kê hoặc tại quầy</label></p>
  <button>Ghi đã nhận tiền</button>
</form>`;
}

function amountForm(found: CaseRecord, { amount }: PaymentRecord, session: Session): Html {
  return html`<form class="card" method="post" action="${paths.payment(found.filing)}">
  ${csrfField(session)}
  <input type="hidden" name="act" value="amount">
  <input type="hidden" name="from" value="${amount ?? ''}">
  <label for="amount">Đặt số tiền phải nộp (đồng)</label>
  <input id="amount" name="amount" inputmode="numeric" pattern="[0-9]{1,13}" required>
  <label for="payment-note">Vì sao (người nộp đọc được)</label>
  <textarea id="payment-note" name="note" maxlength="1000" required></textarea>
  <button>Đặt số tiền</button>
</form>`;
}

export type PaymentWish =
  | { readonly act: 'payment-received'; readonly amount: number }
  | { readonly act: 'payment-set'; readonly amount: number; readonly from: number | null; readonly note: string }
  | { readonly problem: string };

/** What the officer wants, checked against what the page can ask for; the register refuses what is not so any more. */
export function readPaymentForm(fields: Readonly<Record<string, string>>, payment: PaymentRecord): PaymentWish {
  const amount = dong(fields.amount);
  if (amount === undefined) return { problem: 'Số tiền chỉ gồm chữ số, tính bằng đồng.' };
  if (payment.paid) return { problem: 'Hồ sơ này đã nộp đủ tiền.' };
  if (fields.act === 'received') {
    if (fields.seen !== 'yes') return { problem: 'Chỉ ghi khi đã thấy tiền trong sao kê hoặc tại quầy.' };
    return { act: 'payment-received', amount };
  }
  if (fields.act !== 'amount') return { problem: 'Không có việc này.' };
  const note = (fields.note ?? '').normalize('NFC').replace(/\r\n/g, '\n').trim();
  if (note === '') return { problem: 'Đặt số tiền thì cần ghi vì sao: người nộp phải biết.' };
  if (note.length > longestNote) return { problem: `Lời ghi dài quá ${longestNote} ký tự.` };
  const from = fields.from === '' ? null : dong(fields.from);
  if (from === undefined) return { problem: 'Trang đã cũ. Hãy mở lại trang.' };
  return { act: 'payment-set', amount, from, note };
}

const longestNote = 1000;

function dong(text: string | undefined): number | undefined {
  return /^\d{1,13}$/.test(text ?? '') ? Number(text) : undefined;
}
