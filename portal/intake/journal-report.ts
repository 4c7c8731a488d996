import type { JournalReport } from '../../shared/portal-contract/journal-report.ts';
import { nowIso, type PortalPorts } from '../ports.ts';
import type { KioskHead, KioskRecord } from '../register/register.ts';

/** Filings of one kiosk beyond this are not listed; no kiosk files as many in ten years. */
const mostFilings = 500_000;
const filingsPerPage = 1000;

/** Everything this portal knows of a kiosk's journal. */
export async function reportJournal(
  kiosk: KioskRecord,
  ports: PortalPorts,
  perPage: number = filingsPerPage,
): Promise<JournalReport> {
  const { register } = ports;
  // Taken first: what comes in while the rest is gathered is later than the report.
  const madeAt = nowIso(ports.clock);
  const received = new Map<string, JournalReport['received'][number]>();
  let after = 0;
  while (received.size < mostFilings) {
    const page = await register.casesOfKiosk(kiosk.id, { after, limit: perPage });
    for (const { sequence, filing, slip, receivedAt, status } of page) {
      received.set(filing, { sequence, filing, slip, receivedAt, status });
    }
    const last = page.at(-1);
    if (!last || page.length < perPage) break;
    // Two filings may bear one number (a kiosk that was copied: what this report is for), and a page may end between them.
    after = last.sequence - 1 > after ? last.sequence - 1 : last.sequence;
  }
  const refused = await register.refusals(kiosk.id);
  return {
    format: 1,
    madeAt,
    kiosk: { id: kiosk.id, label: kiosk.label, ...(kiosk.revokedAt ? { revokedAt: kiosk.revokedAt } : {}) },
    heads: await register.heads(kiosk.id),
    alarms: (await register.headAlarms(kiosk.id)).map(({ overAt, ...alarm }) => ({
      ...alarm,
      ...(overAt === undefined ? {} : { overAt }),
    })),
    received: [...received.values()],
    refused: refused.map(({ slip, ...refusal }) => ({ ...refusal, ...(slip === undefined ? {} : { slip }) })),
    withdrawalsWaiting: await register.waitingWithdrawals(kiosk.id),
  };
}

/** How the portal's side of the journal stands, for a page. */
export interface JournalSummary {
  readonly newest: KioskHead | undefined;
  /** Set while the newest head is lower than one told before. */
  readonly behind: KioskHead | undefined;
  readonly openAlarms: number;
  readonly received: number;
  readonly highestSequence: number;
  /** Numbers below the highest that are not here: on their way, refused, or given out and not used. Ranges with both ends. */
  readonly missing: readonly (readonly [number, number])[];
}

export function summarise(report: JournalReport): JournalSummary {
  const newest = report.heads.at(-1);
  const highest = report.heads.reduce<KioskHead | undefined>(
    (top, head) => (top && top.records >= head.records ? top : head),
    undefined,
  );
  const sequences = [...new Set(report.received.map(({ sequence }) => sequence))].sort((one, other) => one - other);
  const missing: [number, number][] = [];
  let expected = 1;
  for (const sequence of sequences) {
    if (sequence > expected) missing.push([expected, sequence - 1]);
    expected = sequence + 1;
  }
  return {
    newest,
    behind: newest && highest && newest.records < highest.records ? highest : undefined,
    openAlarms: report.alarms.filter(({ overAt }) => overAt === undefined).length,
    received: report.received.length,
    highestSequence: sequences.at(-1) ?? 0,
    missing,
  };
}
