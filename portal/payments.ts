import type { Dossier } from '../shared/dossier/dossier.ts';
import { type FeeLine, feesOf } from '../shared/form/fees.ts';
import { longestMessage, plainMessage } from '../shared/payment/plain-message.ts';
import {
  type PaymentLine,
  type PaymentOrder,
  type PaymentStanding,
  signPaymentOrder,
} from '../shared/portal-contract/payment.ts';
import { isTakenCorrection, openCase, openRevisions, withRevisions } from './intake/opened.ts';
import { nowIso, type PortalPorts } from './ports.ts';
import type { CaseRecord, PaymentRecord } from './register/register.ts';

/**
 * What each dossier is to pay. Worked out from its own answers and the fees of the very version it was filed under, once, when somebody
 * first asks: what a resident was shown stays, whatever is configured later. From then on only an officer changes it, or a correction
 * the resident sent: what the portal worked out itself and nobody has paid is worked out again (five copies are not two). So is what it
 * could not work out before it had the version.
 */
export interface Payments {
  of(found: CaseRecord): Promise<PaymentRecord>;
  standing(found: CaseRecord, payment: PaymentRecord): PaymentStanding;
  /** A signed `PaymentOrder`. */
  order(found: CaseRecord): Promise<string>;
}

export function createPayments(ports: PortalPorts): Payments {
  const serviceOf = ({ service: id, serviceVersion: version }: CaseRecord) => ports.catalogue.find({ id, version });

  async function of(found: CaseRecord): Promise<PaymentRecord> {
    const kept = await ports.register.findPayment(found.filing);
    if (kept && (kept.setBy !== 'portal' || kept.paid)) return kept;
    const newest = (await ports.register.revisions(found.filing)).findLast(isTakenCorrection);
    if (kept && !isOutdated(kept, { newest, canPrice: serviceOf(found) !== undefined })) return kept;
    const payment = await workOut(found);
    if (!kept) return ports.register.openPayment(payment);
    return payment.amount === kept.amount && payment.setAt === kept.setAt
      ? kept
      : ports.register.reworkPayment(payment);
  }

  /** Dated by what it is made of, all of it read at once: what comes meanwhile makes it outdated. */
  async function workOut(found: CaseRecord): Promise<PaymentRecord> {
    const { filing } = found;
    const filed = await openCase(filing, ports);
    const revisions = await openRevisions(filing, ports);
    const { amount, lines } = priceOf(filed && withRevisions(filed, revisions), found);
    const newest = revisions.findLast(({ record }) => isTakenCorrection(record))?.record ?? found;
    return { filing, amount, lines, setAt: newest.receivedAt, setBy: 'portal' };
  }

  /** What this portal cannot work out (a version it does not have, a fee the city sets) an officer names. */
  function priceOf(dossier: Dossier | undefined, found: CaseRecord): Pick<PaymentRecord, 'amount' | 'lines'> {
    const service = serviceOf(found);
    if (!dossier || !service) return { amount: null, lines: [] };
    const { feeSupportConfirmed } = ports.settings.kiosk;
    const fees = feesOf(service, dossier.answers, { ...ports.catalogue.factsOf(found.filedMs), feeSupportConfirmed });
    return { amount: fees.total, lines: fees.lines.filter(({ certain }) => certain).map(paymentLine) };
  }

  function standing(found: CaseRecord, { amount, paid }: PaymentRecord): PaymentStanding {
    if (paid) return { state: 'paid', amount: paid.amount, at: paid.at };
    if (amount === 0 || isOver(found)) return { state: 'nothing-due' };
    if (amount === null) return { state: 'to-be-told' };
    const payee = ports.settings.payee(found.unit);
    const isOnline = serviceOf(found)?.stage === 4;
    const transfer = payee && isOnline ? { payee, message: messageOf(found.code) } : null;
    return { state: 'due', amount, transfer };
  }

  return {
    of,
    standing,
    async order(found) {
      const payment = await of(found);
      const order: PaymentOrder = {
        filing: found.filing,
        code: found.code,
        issuedAt: nowIso(ports.clock),
        lines: [...payment.lines],
        ...(payment.note ? { note: payment.note } : {}),
        standing: standing(found, payment),
      };
      return signPaymentOrder(order, ports.keys.receiptSigning);
    },
  };
}

/** By the very correction it was made of, never by which moment is later: a portal's clock can be set back. */
function isOutdated(
  { amount, lines, setAt }: PaymentRecord,
  { newest, canPrice }: { readonly newest: CaseRecord | undefined; readonly canPrice: boolean },
): boolean {
  return (newest !== undefined && newest.receivedAt !== setAt) || (amount === null && lines.length === 0 && canPrice);
}

function paymentLine({ label, amount, isSupported, mayBeSupported }: FeeLine): PaymentLine {
  const support = isSupported ? 'given' : mayBeSupported ? 'unconfirmed' : undefined;
  return { label, amount, ...(support ? { support } : {}) };
}

/** Refused, withdrawn or stopped: nobody is asked for money any more. */
function isOver({ status }: CaseRecord): boolean {
  return status === 3 || status === 7 || status === 8;
}

/** The code, by which the money is found again. Its end tells dossiers apart; a prefix of a city's own may be longer than a message. */
function messageOf(code: string): string {
  return plainMessage(code).slice(-longestMessage);
}
