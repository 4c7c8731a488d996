import { readSlip } from '../../shared/dossier/slip.ts';
import { readCheckCode, readSlipNumber, slipNumber } from '../../shared/identity/slip-code.ts';
import type { CaseView } from '../../shared/portal-contract/case-status.ts';
import { bounds, CaseLookup, type CaseLookupAnswer } from '../../shared/portal-contract/messages.ts';
import { readPaymentOrder } from '../../shared/portal-contract/payment.ts';
import { readSigned } from '../../shared/portal-contract/receipt.ts';
import { TrustBundle } from '../../shared/portal-contract/trust.ts';
import type { Payments } from '../payments.ts';
import type { PortalPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { CaseRecord, KioskRecord } from '../register/register.ts';
import { openCase } from './opened.ts';
import { stateOf } from './sync.ts';

const hourMs = 60 * 60 * 1000;

/**
 * `POST /v1/case-lookups` without HTTP. By the slip's signed QR, by number (slip or official code) and check code as
 * typed, or by the payment order shown for either. Typed tries are counted per number before they are checked; «unknown» never says which of the two was wrong.
 */
export async function handleLookup(
  body: unknown,
  kiosk: KioskRecord,
  ports: PortalPorts,
  /** Absent in a made-up world without fees: then nobody is told of any. */
  payments?: Payments,
): Promise<CaseLookupAnswer> {
  const parsed = CaseLookup.safeParse(body);
  if (!parsed.success) throw new Problem('bad-request');
  const lookup = parsed.data;
  const found = await findFor(lookup, kiosk, ports);
  if ('found' in found) return found;
  const view = await viewOf(found, ports);
  const payment = lookup.with?.includes('payment') ? await payments?.order(found) : undefined;
  return { found: 'case', case: { ...view, ...(payment === undefined ? {} : { payment }) } };
}

type NotFound = Exclude<CaseLookupAnswer, { found: 'case' }>;

function findFor(lookup: CaseLookup, kiosk: KioskRecord, ports: PortalPorts): Promise<CaseRecord | NotFound> {
  if ('slip' in lookup) return bySlip(lookup.slip, kiosk, ports);
  return 'payment' in lookup ? byPayment(lookup.payment, ports) : byNumber(lookup, ports);
}

/** Whoever holds what was signed within the hour has shown the slip, or number and check code, for it. */
async function byPayment(token: string, ports: PortalPorts): Promise<CaseRecord | NotFound> {
  const { keys, verifying, clock } = ports;
  const trust = await readSigned('trust', keys.trust.token, TrustBundle, [keys.root], verifying);
  const order = await readPaymentOrder(token, { receiptKeys: trust?.receipt ?? [], verifying });
  const ageMs = clock.nowMs() - Date.parse(order?.issuedAt ?? '');
  const isFresh = ageMs >= 0 && ageMs <= bounds.paymentLookupMinutes * 60_000;
  return (order && isFresh ? await ports.register.findCase(order.filing) : undefined) ?? { found: 'unknown' };
}

async function bySlip(token: string, kiosk: KioskRecord, ports: PortalPorts): Promise<CaseRecord | NotFound> {
  const slip = await readSlip(token, { deviceKeys: await deviceKeys(kiosk.id, ports), verifying: ports.verifying });
  if (!slip) return { found: 'unknown' };
  const found = await ports.register.findCase(slip.filing);
  if (!found) {
    const { number, filedAt: keptAt, kiosk: signer, service } = slip;
    return { found: 'genuine-not-arrived', number, keptAt, kiosk: signer, service };
  }
  return found;
}

async function byNumber(
  { number, checkCode }: { number: string; checkCode: string },
  ports: PortalPorts,
): Promise<CaseRecord | NotFound> {
  const slip = readSlipNumber(number);
  const key = slip ? slipNumber(slip) : number.normalize('NFKC').trim().toUpperCase();
  if (key.length === 0 || key.length > longestNumber) return { found: 'unknown' };
  const nowMs = ports.clock.nowMs();
  const tried = await ports.register.countTry({
    key: `lookup ${key}`,
    nowMs,
    sinceMs: nowMs - hourMs,
    limit: bounds.lookupTriesPerHour,
  });
  if (!tried.allowed) {
    const waitMs = tried.oldestMs + hourMs - nowMs;
    throw new Problem('too-many-tries', { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) });
  }
  const found = await ports.register.findCaseByNumber(key);
  const typed = readCheckCode(checkCode);
  const dossier = found && typed.ok ? await openCase(found.filing, ports) : undefined;
  if (!found || !typed.ok || dossier?.checkCode !== typed.code) return { found: 'unknown' };
  return found;
}

const longestNumber = 64;

/** Keys of every kiosk ever enrolled, also of those shut out since: their slips stay genuine. The asking kiosk's first, most slips are its own. */
export async function deviceKeys(first: string | undefined, ports: PortalPorts) {
  const kiosks = await ports.register.kiosks();
  return [...kiosks.filter(({ id }) => id === first), ...kiosks.filter(({ id }) => id !== first)].map(
    ({ deviceKey }) => deviceKey,
  );
}

async function viewOf(found: CaseRecord, ports: PortalPorts): Promise<CaseView> {
  const history = await ports.register.history(found.filing);
  return {
    ...stateOf(found),
    service: found.service,
    receiver: ports.units.find(found.unit)?.name ?? found.unit,
    history: history.map(({ status, at, note }) => ({ status, at, ...(note === undefined ? {} : { note }) })),
  };
}
