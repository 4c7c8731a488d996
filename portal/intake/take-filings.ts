import { z } from 'zod';
import { canonicalBytes, fromBase64Url } from '../../shared/dossier/bytes.ts';
import { type Dossier, Sha256Hex } from '../../shared/dossier/dossier.ts';
import { openFiling, readEnvelope } from '../../shared/dossier/seal.ts';
import { type Envelope, SealedFiling } from '../../shared/dossier/sealed-filing.ts';
import type { FilingResult } from '../../shared/portal-contract/messages.ts';
import type { ProblemCode } from '../../shared/portal-contract/problems.ts';
import { type Receipt, signReceipts } from '../../shared/portal-contract/receipt.ts';
import { assertNever } from '../../shared/runtime.ts';
import { nowIso, type PortalPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { Arrival, ArrivingRevision, CaseRecord, KioskRecord } from '../register/register.ts';
import { applicantNumber } from './applicant.ts';
import { dueAfterPause, openCorrection } from './asked.ts';
import { caseCode, codeDay, lowestNumber, readCode } from './official-code.ts';

/**
 * ```
 * filing ─▶ known? ──yes──────────────────────────────▶ its receipt, byte for byte
 *             └no─▶ authentic? opened? ─no─▶ refused      ▲
 *                        └yes─▶ parts here? ─no─▶ parts-missing
 *                                  └yes─▶ register (durable) ─▶ sign ─▶ keep receipt (durable)
 * ```
 * Whatever can be authenticated and opened is received with a code; what is wrong inside is the officer's to judge. A revision is
 * received like a dossier, also when nothing is asked any more; only one whose case is not here has to wait for it.
 */
export async function takeFilings(
  sent: readonly unknown[],
  kiosk: KioskRecord,
  ports: PortalPorts,
): Promise<FilingResult[]> {
  const filings = sent.map(readFiling);
  const cases = await ports.register.findCases(filings.map(({ id }) => id));
  const known = new Map(cases.map((found) => [found.filing, found]));
  const examined = await Promise.all(filings.map((filing) => examine(filing, known.get(filing.id), kiosk, ports)));
  const arrivals = examined.flatMap((one) => (one.outcome === 'arrived' ? [one.arrival] : []));
  const taken = arrivals.length > 0 ? await receive(arrivals, ports) : [];
  const again = examined.flatMap((one) => (one.outcome === 'known' ? [one.found] : []));
  const receipts = await receiptsFor([...again, ...taken], ports);
  await noteRefused(examined, kiosk, ports);

  return examined.map((one): FilingResult => {
    switch (one.outcome) {
      case 'refused':
        ports.log({ event: 'filing-refused', kiosk: kiosk.id, filing: one.id, problem: one.problem });
        return { id: one.id, state: 'refused', problem: one.problem };
      case 'parts-missing':
        return { id: one.id, state: 'parts-missing', parts: one.parts };
      case 'known':
      case 'arrived':
        return { id: one.id, state: 'received', receipt: receipts.get(one.id) as string };
      default:
        return assertNever(one);
    }
  });
}

type Examined = { readonly id: string } & (
  | { readonly outcome: 'refused'; readonly problem: ProblemCode; readonly slip?: string }
  | { readonly outcome: 'parts-missing'; readonly parts: string[] }
  | { readonly outcome: 'known'; readonly found: CaseRecord }
  | { readonly outcome: 'arrived'; readonly arrival: Arrival }
);

async function examine(
  { id, filing }: ReadFiling,
  found: CaseRecord | undefined,
  kiosk: KioskRecord,
  ports: PortalPorts,
): Promise<Examined> {
  if (!filing) return { id, outcome: 'refused', problem: 'bad-request' };

  const envelope = await authenticate(filing, kiosk, ports);
  if (typeof envelope === 'string') return { id, outcome: 'refused', problem: envelope };
  if (found) return { id, outcome: 'known', found };

  const dossier = await open(filing, envelope, ports);
  if (!dossier) return { id, outcome: 'refused', problem: 'filing-cannot-be-opened', slip: envelope.slip };

  const base = dossier.revises && (await ports.register.findCase(dossier.revises.filing));
  if (dossier.revises && (!base || base.revision))
    return { id, outcome: 'refused', problem: 'case-not-here', slip: envelope.slip };

  const parts = await missingParts(envelope, ports);
  if (parts.length > 0) return { id, outcome: 'parts-missing', parts };

  return { id, outcome: 'arrived', arrival: await arrivalOf(filing, envelope, { dossier, base, kiosk }, ports) };
}

/** So that whoever compares the kiosk's journal with the register finds the reason, not only that it is missing. */
async function noteRefused(examined: readonly Examined[], kiosk: KioskRecord, ports: PortalPorts): Promise<void> {
  const at = nowIso(ports.clock);
  const refusals = examined.flatMap((one) =>
    one.outcome === 'refused' ? [{ filing: one.id, slip: one.slip, problem: one.problem, at }] : [],
  );
  if (refusals.length > 0) await ports.register.noteRefused(kiosk.id, refusals);
}

interface ReadFiling {
  readonly id: string;
  /** Absent when what was sent under this id is no filing. */
  readonly filing?: SealedFiling;
}

/** A filing whose id cannot even be read has nobody to answer to: then the message as a whole is not of the contract. */
function readFiling(sent: unknown): ReadFiling {
  const parsed = SealedFiling.safeParse(sent);
  if (parsed.success) return { id: parsed.data.id, filing: parsed.data };
  const named = z.object({ id: Sha256Hex }).loose().safeParse(sent);
  if (!named.success) throw new Problem('bad-request');
  return { id: named.data.id };
}

async function authenticate(
  filing: SealedFiling,
  kiosk: KioskRecord,
  ports: PortalPorts,
): Promise<Envelope | ProblemCode> {
  // base64url of an impossible length passes the schema and throws in the reader.
  if (filing.ciphertext.length % 4 === 1) return 'filing-changed';
  const read = await readEnvelope(filing, { ...ports, deviceKeys: [kiosk.deviceKey] });
  if (!read.ok) return read.fault === 'signature' ? 'filing-signature' : 'filing-changed';
  return read.envelope.kiosk === kiosk.id ? read.envelope : 'filing-signature';
}

async function open(filing: SealedFiling, envelope: Envelope, ports: PortalPorts): Promise<Dossier | undefined> {
  const privateKey = ports.keys.intake(envelope.intakeKey);
  if (!privateKey || envelope.enc.length % 4 === 1) return undefined;
  return openFiling(filing, envelope, { privateKey, opening: ports.opening });
}

async function missingParts(envelope: Envelope, ports: PortalPorts): Promise<string[]> {
  const hashes = [...new Set(envelope.parts.map(({ sha256 }) => sha256))];
  const sizes = await Promise.all(hashes.map((sha256) => ports.parts.size(sha256)));
  return hashes.filter((_, index) => sizes[index] === undefined);
}

async function arrivalOf(
  filing: SealedFiling,
  envelope: Envelope,
  { dossier, base, kiosk }: { dossier: Dossier; base: CaseRecord | undefined; kiosk: KioskRecord },
  ports: PortalPorts,
): Promise<Arrival> {
  const receivedMs = ports.clock.nowMs();
  const filedMs = Date.parse(envelope.filedAt);
  const day = codeDay(receivedMs);
  const number = applicantNumber(dossier);
  // A receiver nobody knows would be a dossier nobody sees: the kiosk's own ward takes it.
  const unit = base?.unit ?? (ports.units.find(dossier.receiver.unit) ? dossier.receiver.unit : kiosk.unit);
  const prefix = ports.settings.codePrefix(unit);
  return {
    filing: filing.id,
    kiosk: kiosk.id,
    sequence: envelope.sequence,
    slip: envelope.slip,
    service: envelope.service.id,
    serviceVersion: envelope.service.version,
    unit,
    bodySha256: envelope.body.sha256,
    filedAt: envelope.filedAt,
    filedMs: Number.isFinite(filedMs) ? filedMs : 0,
    receivedAt: nowIso(ports.clock),
    receivedMs,
    // A revision is no dossier of its own, and never a double of one.
    applicant: number === undefined || base ? null : await ports.keys.fingerprint(number),
    codePrefix: prefix,
    codeDay: day,
    codeFloor: ports.codeMarks?.floorOf({ prefix, day }),
    ...(dossier.revises && base ? { revision: await revisionOf(dossier.revises, base, receivedMs, ports) } : {}),
    body: {
      envelope: filing.envelope,
      ciphertext: fromBase64Url(filing.ciphertext),
      locked: await ports.keys.lock(canonicalBytes(dossier), filing.id),
    },
  };
}

/** Whether it is taken is for the register to say, in one step with its arrival. */
async function revisionOf(
  { filing: of, round, reply }: NonNullable<Dossier['revises']>,
  base: CaseRecord,
  receivedMs: number,
  ports: PortalPorts,
): Promise<ArrivingRevision> {
  if (reply) return { of, round, reply: reply.says };
  const asked = await openCorrection(base, ports);
  const due = asked?.round === round ? dueAfterPause(asked, receivedMs, ports) : undefined;
  return { of, round, ...(due === undefined ? {} : { due }) };
}

/** No code is given that a register restored later could give again, not even one that no receipt names yet. */
async function receive(arrivals: readonly Arrival[], { register, codeMarks }: PortalPorts): Promise<CaseRecord[]> {
  const cases = arrivals.filter(({ revision }) => revision === undefined);
  const wanted = cases.map(({ codePrefix: prefix, codeDay: day, receivedMs: nowMs, codeFloor: floor }) => {
    return { series: { prefix, day }, lowest: lowestNumber({ nowMs, floor }) };
  });
  await codeMarks?.reserve(wanted);
  const taken = await register.receive(arrivals);
  await codeMarks?.follow(taken.filter(({ revision }) => revision === null).map(({ code }) => readCode(code)));
  return taken;
}

/** Receipts by filing. Signed only now that the register holds the cases; the first one ever kept is the one everybody gets. */
async function receiptsFor(cases: readonly CaseRecord[], ports: PortalPorts): Promise<Map<string, string>> {
  const receipts = new Map<string, string>();
  const unsigned = cases.filter(({ receipt }) => receipt === null);
  for (const { filing, receipt } of cases) if (receipt !== null) receipts.set(filing, receipt);
  if (unsigned.length === 0) return receipts;
  const tokens = await signReceipts(
    unsigned.map((found) => receiptOf(found, ports)),
    ports.keys.receiptSigning,
  );
  const signed = unsigned.map(({ filing }, place) => ({ filing, receipt: tokens[place] as string }));
  const kept = await ports.register.keepReceipts(signed);
  unsigned.forEach(({ filing }, index) => {
    receipts.set(filing, kept[index] as string);
  });
  return receipts;
}

function receiptOf(found: CaseRecord, ports: PortalPorts): Receipt {
  return {
    filing: found.filing,
    body: found.bodySha256,
    code: caseCode(found.code),
    receivedAt: found.receivedAt,
    receiver: { unit: found.unit, name: ports.units.find(found.unit)?.name ?? found.unit },
  };
}
