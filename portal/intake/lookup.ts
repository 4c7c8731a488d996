import type { Dossier } from '../../shared/dossier/dossier.ts';
import { readSlip } from '../../shared/dossier/slip.ts';
import { readCheckCode, readSlipNumber, slipNumber } from '../../shared/identity/slip-code.ts';
import type { CaseView } from '../../shared/portal-contract/case-status.ts';
import type { RevisionTold } from '../../shared/portal-contract/correction.ts';
import {
  bounds,
  CaseLookup,
  type CaseLookupAnswer,
  oldestContractVersion,
} from '../../shared/portal-contract/messages.ts';
import { readPaymentOrder } from '../../shared/portal-contract/payment.ts';
import { readSigned } from '../../shared/portal-contract/receipt.ts';
import { TrustBundle } from '../../shared/portal-contract/trust.ts';
import type { Payments } from '../payments.ts';
import type { PortalPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { CaseRecord, KioskRecord } from '../register/register.ts';
import { applicantNumber } from './applicant.ts';
import { askedOf, openCorrection } from './asked.ts';
import { caseItself, stateOf } from './case-itself.ts';
import { agreeBySilence, draftTold } from './drafts.ts';
import { openCase } from './opened.ts';
import { bundleOf, resultTold } from './results.ts';

const hourMs = 60 * 60 * 1000;

/** What a slip, or a number with its proof, stands for. */
export type LookedUp =
  /** The case; a revision's slip leads to the case it is of. */
  { readonly found: 'case'; readonly case: CaseRecord } | Exclude<CaseLookupAnswer, { found: 'case' }>;

/**
 * `POST /v1/case-lookups` without HTTP. By the slip's signed QR, by the payment order shown for it, or by number (slip or official
 * code) and what proves that the case is theirs: the check code as typed, or the card of whoever filed. Tries are counted per number
 * and per card before they are checked; «unknown» never says which of the two was wrong.
 */
export async function handleLookup(
  body: unknown,
  kiosk: KioskRecord,
  ports: PortalPorts,
  /** Absent in a made-up world without fees: then nobody is told of any. */
  payments?: Payments,
): Promise<CaseLookupAnswer> {
  const lookup = CaseLookup.safeParse(body);
  if (!lookup.success) throw new Problem('bad-request');
  const looked = await findLookedUp(lookup.data, kiosk, ports);
  if (looked.found !== 'case') return looked;
  await agreeBySilence(ports);
  if ((lookup.data.contract ?? oldestContractVersion) === 1)
    return { found: 'case', case: asFirstKnown(await viewOf(looked.case, ports)) };
  return { found: 'case', case: await caseWithPayment(looked.case, ports, payments) };
}

/** A case as the resident is told of it. */
export async function caseWithPayment(found: CaseRecord, ports: PortalPorts, payments?: Payments): Promise<CaseView> {
  const payment = await payments?.order(found);
  return { ...(await viewOf(found, ports)), ...(payment === undefined ? {} : { payment }) };
}

export async function findLookedUp(lookup: CaseLookup, kiosk: KioskRecord, ports: PortalPorts): Promise<LookedUp> {
  if ('slip' in lookup) return bySlip(lookup.slip, kiosk, ports);
  return 'payment' in lookup ? byPayment(lookup.payment, ports) : byNumber(lookup, ports);
}

/** Whoever holds what was signed within the hour has shown the slip, or a number with its proof, for it. */
async function byPayment(token: string, ports: PortalPorts): Promise<LookedUp> {
  const { keys, verifying, clock } = ports;
  const trust = await readSigned('trust', keys.trust.token, TrustBundle, [keys.root], verifying);
  const order = await readPaymentOrder(token, { receiptKeys: trust?.receipt ?? [], verifying });
  const ageMs = clock.nowMs() - Date.parse(order?.issuedAt ?? '');
  const isFresh = ageMs >= 0 && ageMs <= bounds.paymentLookupMinutes * 60_000;
  const found = order && isFresh ? await ports.register.findCase(order.filing) : undefined;
  return found ? { found: 'case', case: found } : { found: 'unknown' };
}

async function bySlip(token: string, kiosk: KioskRecord, ports: PortalPorts): Promise<LookedUp> {
  const slip = await readSlip(token, { deviceKeys: await deviceKeys(kiosk.id, ports), verifying: ports.verifying });
  if (!slip) return { found: 'unknown' };
  const found = await ports.register.findCase(slip.filing);
  if (!found) {
    const { number, filedAt: keptAt, kiosk: signer, service } = slip;
    return { found: 'genuine-not-arrived', number, keptAt, kiosk: signer, service };
  }
  return { found: 'case', case: await caseItself(found, ports) };
}

type ByNumber = Extract<CaseLookup, { number: string }>;

async function byNumber(lookup: ByNumber, ports: PortalPorts): Promise<LookedUp> {
  const { number } = lookup;
  const slip = readSlipNumber(number);
  const key = slip ? slipNumber(slip) : number.normalize('NFKC').trim().toUpperCase();
  if (key.length === 0 || key.length > longestNumber) return { found: 'unknown' };
  await countTry({ key: `lookup ${key}`, limit: bounds.lookupTriesPerHour }, ports);
  if ('card' in lookup) {
    const whose = await ports.keys.fingerprint(lookup.card.number);
    await countTry({ key: `card ${whose}`, limit: bounds.cardTriesPerHour }, ports);
  }
  const found = await ports.register.findCaseByNumber(key);
  const dossier = found && (await openCase(found.filing, ports));
  if (!found || !dossier || !isTheirs(lookup, dossier)) return { found: 'unknown' };
  return { found: 'case', case: await caseItself(found, ports) };
}

async function countTry(
  attempt: { readonly key: string; readonly limit: number },
  { register, clock }: PortalPorts,
): Promise<void> {
  const nowMs = clock.nowMs();
  const tried = await register.countTry({ ...attempt, nowMs, sinceMs: nowMs - hourMs });
  if (tried.allowed) return;
  const waitMs = tried.oldestMs + hourMs - nowMs;
  throw new Problem('too-many-tries', { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) });
}

function isTheirs(lookup: ByNumber, dossier: Dossier): boolean {
  if ('card' in lookup) {
    const { number, birthDate } = lookup.card;
    // Who knows the number alone has not shown the card: the day of birth on it must stand in the dossier, too.
    return number === applicantNumber(dossier) && Object.values(dossier.answers).includes(birthDate);
  }
  const typed = readCheckCode(lookup.checkCode);
  return typed.ok && dossier.checkCode === typed.code;
}

const longestNumber = 64;

/** Keys of every kiosk ever enrolled, also of those shut out since: their slips stay genuine. The asking kiosk's first, most slips are its own. */
export async function deviceKeys(first: string | undefined, ports: PortalPorts) {
  const kiosks = await ports.register.kiosks();
  return [...kiosks.filter(({ id }) => id === first), ...kiosks.filter(({ id }) => id !== first)].map(
    ({ deviceKey }) => deviceKey,
  );
}

/** A kiosk of the first contract takes no answer with a word in it that it does not know. */
function asFirstKnown(view: CaseView): CaseView {
  const { serviceVersion: _version, correction: _correction, revisions: _revisions, history, ...second } = view;
  const { results: _results, draft: _draft, ...first } = second;
  const statuses = history.filter(({ event }) => event === undefined);
  return { ...first, history: statuses.map(({ delivery: _delivery, ...entry }) => entry) };
}

async function viewOf(found: CaseRecord, ports: PortalPorts): Promise<CaseView> {
  const history = await ports.register.history(found.filing);
  const asked = await openCorrection(found, ports);
  const revisions = await ports.register.revisions(found.filing);
  const draft = draftTold(await ports.register.drafts(found.filing));
  const results = await bundleOf(found, ports);
  const moves = results.length > 0 ? await ports.register.resultMoves(found.filing) : [];
  return {
    ...stateOf(found),
    service: found.service,
    serviceVersion: found.serviceVersion,
    receiver: ports.units.find(found.unit)?.name ?? found.unit,
    history: history.map(({ status, at, note, delivery, event }) => ({
      status,
      at,
      ...(note === undefined ? {} : { note }),
      ...(delivery === undefined ? {} : { delivery }),
      ...(event === undefined ? {} : { event }),
    })),
    ...(asked ? { correction: askedOf(asked) } : {}),
    revisions: revisions
      .slice(-mostTold)
      .flatMap(({ slip, receivedAt: at, revision }) => (revision ? [revisionTold(slip, at, revision)] : [])),
    ...(results.length > 0 ? { results: results.map(({ id }) => resultTold(id, moves)) } : {}),
    ...(draft ? { draft } : {}),
  };
}

function revisionTold(slip: string, at: string, { outcome, reply }: NonNullable<CaseRecord['revision']>): RevisionTold {
  return { slip, at, outcome, ...(reply ? { reply } : {}) };
}

const mostTold = 200;
