import type { CarriedEnd, CarriedFiling, CarriedHeader, Named } from '../../shared/carrying/carried-entry.ts';
import { type Carried, readCarried } from '../../shared/carrying/read-carried.ts';
import { readEnvelope } from '../../shared/dossier/seal.ts';
import { bounds } from '../../shared/portal-contract/messages.ts';
import type { ProblemCode } from '../../shared/portal-contract/problems.ts';
import { assertNever } from '../../shared/runtime.ts';
import type { PortalPorts } from '../ports.ts';
import { Problem, problemOf } from '../problem.ts';
import type { KioskRecord } from '../register/register.ts';
import { takeFilings } from './take-filings.ts';
import { takeWithdrawals } from './withdrawals.ts';

/** What came of a carried file, in numbers, slips and codes: nothing about anybody. */
export interface ImportReport {
  /** `other-file`: not one of ours, `newer-file`: made by a later program; nothing was taken from either. */
  readonly file: 'whole' | 'not-whole' | 'other-file' | 'newer-file';
  readonly header: CarriedHeader | undefined;
  /** Kiosks named in it, by id, and how the portal stands to them. */
  readonly kiosks: readonly CarriedKiosk[];
  /** Taken in by this import. */
  readonly fresh: readonly Named[];
  /** Received before, on whichever way. */
  readonly known: readonly Named[];
  readonly refused: readonly (Named & { readonly problem: ProblemCode })[];
  /** Kept out until these parts are here too. */
  readonly partsMissing: readonly (Named & { readonly parts: number })[];
  /** Named in the file's manifest, not in what is whole of it, and not known to the portal either. */
  readonly missing: readonly Named[];
  readonly withdrawals: {
    readonly recorded: number;
    readonly waiting: number;
    readonly tooLate: number;
    readonly refused: number;
  };
  readonly damaged: readonly { readonly offset: number; readonly bytes: number }[];
  /** Entries that were cut out of the file. */
  readonly gaps: number;
  readonly unknownEntries: number;
  readonly end: CarriedEnd | undefined;
  /** The journal in the file is shorter than what this kiosk told the portal before: an older copy, or a cut one. */
  readonly olderThanKnown: boolean;
  /** Why it was broken off; what was taken until then stays. The same file may simply be given again. */
  readonly stopped: 'upload-ended' | 'disk-full' | 'internal' | undefined;
}

export interface CarriedKiosk {
  readonly id: string;
  readonly label: string | undefined;
  readonly standing: 'known' | 'unknown' | 'revoked';
}

const filingsPerGroup = 50;
const bytesPerGroup = 1024 * 1024;
/** More different kiosks in one file are looked up no further; no kiosk's file names as many filings. */
const mostKiosks = 100;
const mostNamed = 500_000;
/** So many filings in a row that break the intake, and it is hardly the filings. */
const mostBreakages = 5;

/**
 * Takes in what a kiosk's safe wrote into a file (see shared/carrying), as its bytes come: the same intake as over the wire, so a
 * filing that came before, or comes again later, stays one and gets the same receipt. Never rejects: what goes wrong
 * stands in the report, and everything taken until then is durable.
 */
export async function importCarried(
  bytes: AsyncIterable<Uint8Array>,
  ports: PortalPorts,
  options: {
    /** A kiosk that was shut out may be in a thief's hands: only an administrator who knows better says yes. */
    readonly fromRevoked?: boolean;
  } = {},
): Promise<ImportReport> {
  const run = startImport(ports, options.fromRevoked ?? false);
  let hasEnded = false;
  async function* whatComes(): AsyncGenerator<Uint8Array> {
    try {
      yield* bytes;
    } catch {
      // An upload that breaks off is a file cut short: what came of it counts.
      hasEnded = true;
    }
  }
  try {
    for await (const entry of readCarried(whatComes(), ports.hashing)) await run.take(entry);
    await run.finish();
    return await run.report(hasEnded ? 'upload-ended' : undefined);
  } catch (error) {
    const { code } = problemOf(error);
    return run.report(code === 'disk-full' ? 'disk-full' : 'internal');
  }
}

type Outcome = Named &
  (
    | { readonly state: 'fresh' | 'known' }
    | { readonly state: 'refused'; readonly problem: ProblemCode }
    | { readonly state: 'parts-missing'; readonly parts: number }
  );

interface Pending {
  readonly carried: CarriedFiling;
  readonly kiosk: KioskRecord;
  /** Hashes the authenticated envelope names; other parts in the file are nobody's and are not kept. */
  readonly parts: ReadonlySet<string>;
}

function startImport(ports: PortalPorts, fromRevoked: boolean) {
  const kiosks = new Map<string, CarriedKiosk & { record: KioskRecord | undefined }>();
  const manifest = new Map<string, Named>();
  /** By id. Only what was received is settled: a forged or damaged copy of a filing does not stand in for the genuine one behind it. */
  const outcomes = new Map<string, Outcome>();
  const withdrawals = { recorded: 0, waiting: 0, tooLate: 0, refused: 0 };
  const damaged: { offset: number; bytes: number }[] = [];
  let gaps = 0;
  let unknownEntries = 0;
  let header: CarriedHeader | undefined;
  let end: CarriedEnd | undefined;
  let file: 'other-file' | 'newer-file' | undefined;
  let givenUp = false;
  /** The filing whose parts come next. */
  let open: Pending | undefined;
  let group: Pending[] = [];
  let groupBytes = 0;
  let breakages = 0;

  async function kioskOf(id: string): Promise<KioskRecord | 'device-unknown' | 'device-revoked'> {
    let found = kiosks.get(id);
    if (!found) {
      const record = kiosks.size < mostKiosks ? await ports.register.findKiosk(id) : undefined;
      const standing = record === undefined ? 'unknown' : record.revokedAt ? 'revoked' : 'known';
      found = { id, label: record?.label, standing, record };
      if (kiosks.size < mostKiosks) kiosks.set(id, found);
    }
    if (!found.record) return 'device-unknown';
    return found.standing === 'revoked' && !fromRevoked ? 'device-revoked' : found.record;
  }

  function isReceived(id: string): boolean {
    const state = outcomes.get(id)?.state;
    return state === 'fresh' || state === 'known';
  }

  async function openFilingOf(carried: CarriedFiling): Promise<void> {
    const { slip, filing } = carried;
    const named = { id: filing.id, slip };
    if (group.some((pending) => pending.carried.filing.id === filing.id)) await takeGroup();
    if (isReceived(filing.id)) return;
    if (outcomes.size >= mostNamed) throw new Problem('too-large');
    const kiosk = await kioskOf(carried.kiosk);
    if (typeof kiosk === 'string') {
      outcomes.set(filing.id, { ...named, state: 'refused', problem: kiosk });
      return;
    }
    const parts = await partsOf(carried, kiosk);
    if (parts) open = { carried, kiosk, parts };
    // What cannot be authenticated goes to the intake without parts, for its word on it.
    else await join({ carried, kiosk, parts: new Set() });
  }

  async function partsOf({ filing }: CarriedFiling, kiosk: KioskRecord): Promise<ReadonlySet<string> | undefined> {
    if (filing.ciphertext.length % 4 === 1) return undefined;
    const read = await readEnvelope(filing, { ...ports, deviceKeys: [kiosk.deviceKey] });
    return read.ok ? new Set(read.envelope.parts.map(({ sha256 }) => sha256)) : undefined;
  }

  async function closeOpen(): Promise<void> {
    const ready = open;
    open = undefined;
    if (ready) await join(ready);
  }

  async function join(pending: Pending): Promise<void> {
    if (group[0] && group[0].kiosk.id !== pending.kiosk.id) await takeGroup();
    group.push(pending);
    groupBytes += pending.carried.filing.ciphertext.length;
    if (group.length >= filingsPerGroup || groupBytes >= bytesPerGroup) await takeGroup();
  }

  /** Many filings share one sync of the register. */
  async function takeGroup(): Promise<void> {
    const [first] = group;
    const taking = group;
    group = [];
    groupBytes = 0;
    if (!first) return;
    try {
      await takeTogether(taking, first.kiosk);
    } catch (error) {
      if (taking.length > 1) {
        for (const one of taking) await takeAlone(one);
        return;
      }
      noteBreakage(first, error);
    }
  }

  async function takeAlone(pending: Pending): Promise<void> {
    try {
      await takeTogether([pending], pending.kiosk);
    } catch (error) {
      noteBreakage(pending, error);
    }
  }

  /** One bad filing must not keep the others out; a portal that is broken or full takes nothing more today. */
  function noteBreakage({ carried }: Pending, error: unknown): void {
    const { code } = problemOf(error);
    breakages += 1;
    if (code === 'disk-full' || breakages >= mostBreakages) throw error;
    const { id } = carried.filing;
    outcomes.set(id, { id, slip: carried.slip, state: 'refused', problem: code });
  }

  async function takeTogether(taking: readonly Pending[], kiosk: KioskRecord): Promise<void> {
    const filings = taking.map(({ carried }) => carried.filing);
    const before = new Set((await ports.register.findCases(filings.map(({ id }) => id))).map(({ filing }) => filing));
    const results = await takeFilings(filings, kiosk, ports);
    breakages = 0;
    taking.forEach(({ carried }, place) => {
      const named = { id: carried.filing.id, slip: carried.slip };
      const result = results[place];
      switch (result?.state) {
        case 'received':
          outcomes.set(named.id, { ...named, state: before.has(named.id) ? 'known' : 'fresh' });
          break;
        case 'parts-missing':
          outcomes.set(named.id, { ...named, state: 'parts-missing', parts: result.parts.length });
          break;
        case 'refused':
          outcomes.set(named.id, { ...named, state: 'refused', problem: result.problem });
          break;
        case undefined:
          break;
        default:
          assertNever(result);
      }
    });
  }

  async function takeWithdrawal(token: string, from: string): Promise<void> {
    // After its filing, as over the wire.
    await closeOpen();
    await takeGroup();
    const kiosk = await kioskOf(from);
    const [result] = typeof kiosk === 'string' ? [] : await takeWithdrawals([token], kiosk, ports);
    switch (result?.state) {
      case 'recorded':
        withdrawals.recorded += 1;
        break;
      case 'not-here-yet':
        withdrawals.waiting += 1;
        break;
      case 'too-late':
        withdrawals.tooLate += 1;
        break;
      default:
        withdrawals.refused += 1;
    }
  }

  return {
    async take(entry: Carried): Promise<void> {
      switch (entry.kind) {
        case 'header':
          header = entry.header;
          await kioskOf(entry.header.kiosk);
          break;
        case 'manifest':
          for (const named of entry.filings) if (manifest.size < mostNamed) manifest.set(named.id, named);
          break;
        case 'filing':
          await closeOpen();
          await openFilingOf(entry.carried);
          break;
        case 'part':
          if (open?.parts.has(entry.sha256)) await ports.parts.put(entry.sha256, only(entry.bytes), bounds.partBytes);
          break;
        case 'withdrawal':
          await takeWithdrawal(entry.carried.token, entry.carried.kiosk);
          break;
        case 'end':
          end = entry.end;
          break;
        case 'unknown':
          unknownEntries += 1;
          break;
        case 'gap':
          gaps += entry.entries;
          break;
        case 'damage':
          damaged.push({ offset: entry.offset, bytes: entry.bytes });
          break;
        case 'other-file':
        case 'newer-file':
          file = entry.kind;
          break;
        case 'given-up':
          givenUp = true;
          break;
        default:
          assertNever(entry);
      }
    },
    async finish(): Promise<void> {
      await closeOpen();
      await takeGroup();
    },
    async report(stopped: ImportReport['stopped']): Promise<ImportReport> {
      const isWhole = end !== undefined && damaged.length === 0 && gaps === 0 && !givenUp && stopped === undefined;
      const told = header && kiosks.get(header.kiosk)?.record?.head;
      const unseen = [...manifest.values()].filter(({ id }) => !outcomes.has(id));
      const here = await knownOf(unseen, ports).catch(() => new Set<string>());
      const come = [...outcomes.values()];
      const ofState = (wanted: Outcome['state']): Named[] =>
        come.flatMap(({ id, slip, state }) => (state === wanted ? [{ id, slip }] : []));
      const fresh = ofState('fresh');
      const report: ImportReport = {
        file: file ?? (isWhole ? 'whole' : 'not-whole'),
        header,
        kiosks: [...kiosks.values()].map(({ id, label, standing }) => ({ id, label, standing })),
        fresh,
        known: [...ofState('known'), ...unseen.filter(({ id }) => here.has(id))],
        refused: come.flatMap((one) =>
          one.state === 'refused' ? [{ id: one.id, slip: one.slip, problem: one.problem }] : [],
        ),
        partsMissing: come.flatMap((one) =>
          one.state === 'parts-missing' ? [{ id: one.id, slip: one.slip, parts: one.parts }] : [],
        ),
        missing: unseen.filter(({ id }) => !here.has(id)),
        withdrawals,
        damaged,
        gaps,
        unknownEntries,
        end,
        olderThanKnown: header !== undefined && told !== undefined && header.head.records < told.records,
        stopped,
      };
      ports.log({
        event: 'file-imported',
        file: report.file,
        kiosk: header?.kiosk,
        fresh: fresh.length,
        known: report.known.length,
        refused: report.refused.length,
        partsMissing: report.partsMissing.length,
        missing: report.missing.length,
        stopped,
      });
      return report;
    },
  };
}

async function knownOf(filings: readonly Named[], ports: PortalPorts): Promise<ReadonlySet<string>> {
  const here = new Set<string>();
  for (let first = 0; first < filings.length; first += filingsPerQuestion) {
    const ids = filings.slice(first, first + filingsPerQuestion).map(({ id }) => id);
    for (const { filing } of await ports.register.findCases(ids)) here.add(filing);
  }
  return here;
}

const filingsPerQuestion = 500;

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
