import type { JournalReport } from '../../shared/portal-contract/journal-report.ts';
import type { Row } from '../shell/safe/filing-index.ts';
import type { SafeContents } from '../shell/safe/read-only.ts';

/** One line of the comparison. `wrong` is something nobody planned; `note` is on its way, or explained. */
export interface Finding {
  readonly weight: 'note' | 'wrong';
  /** Stable, for programs. */
  readonly code:
    | 'damaged'
    | 'chain-broken'
    | 'torn-tail'
    | 'told-head-missing'
    | 'was-cut'
    | 'portal-head-missing'
    | 'portal-alarm'
    | 'beginning-removed'
    | 'unreadable-records'
    | 'body-missing'
    | 'part-missing'
    | 'waits'
    | 'refused'
    | 'withdrawn'
    | 'portal-lost'
    | 'after-report'
    | 'receipt-on-its-way'
    | 'forgotten'
    | 'not-in-journal'
    | 'other-filing'
    | 'number-void'
    | 'number-missing'
    | 'other-kiosk';
  /** A slip, a place, a count: in words for a technician. Nothing about anybody. */
  readonly text: string;
}

export interface Comparison {
  readonly filed: number;
  readonly receipts: number;
  /** Absent without the portal's report. */
  readonly received: number | undefined;
  readonly findings: readonly Finding[];
  readonly isRight: boolean;
}

const dayMs = 24 * 60 * 60 * 1000;
/** The safe keeps the line of a filing so long after its receipt (see limits.ts), a little less in case of clocks. */
const lineKeptMs = 89 * dayMs;

/** Everything that can be said of a journal by itself: its chain, its bodies, its numbers. */
export function findingsOf(contents: SafeContents): Finding[] {
  const findings: Finding[] = [];
  const wrong = (code: Finding['code'], text: string) => findings.push({ weight: 'wrong', code, text });
  const note = (code: Finding['code'], text: string) => findings.push({ weight: 'note', code, text });
  for (const fault of contents.faults) {
    const place = `segment ${fault.segment} at ${fault.offset}`;
    // What a power cut leaves: it was never answered as kept, and the next start cuts it.
    if (fault.fault === 'torn-tail') note('torn-tail', place);
    else if (fault.fault === 'told-head-missing') {
      wrong(
        'told-head-missing',
        `the portal was told of ${fault.told.records} records, here are ${contents.head.records}: the journal was cut or exchanged`,
      );
    } else wrong(fault.fault, place);
  }
  for (const { code, about, at } of contents.notes) {
    if (code === 'told-head-missing') {
      wrong('was-cut', `found cut at a start on ${new Date(at).toISOString()}: records ${about?.split('@')[0]}`);
    }
  }
  if (contents.removedUnexplained > 0) {
    wrong(
      'beginning-removed',
      `the first ${contents.removedUnexplained} records are gone without a line that says why`,
    );
  }
  if (contents.unreadable > 0) wrong('unreadable-records', `${contents.unreadable} records cannot be read`);
  const slips = new Map(contents.rows.map(({ facts }) => [facts.id, facts.slip]));
  for (const id of contents.bodiesMissing)
    wrong('body-missing', `body missing or changed: filing ${id} ${slips.get(id)}`);
  for (const sha256 of contents.partsMissing) wrong('part-missing', `part missing or changed: ${sha256}`);
  return findings;
}

/** The journal beside what the portal knows: filed = received, or which differ and why. */
export function compareJournal(contents: SafeContents, report: JournalReport | undefined, nowMs: number): Comparison {
  const findings = findingsOf(contents);
  const here = new Map(contents.rows.map((row) => [row.facts.id, row]));
  const there = new Map(report?.received.map((one) => [one.filing, one]));
  const refused = new Map(report?.refused.map((one) => [one.filing, one.problem]));
  const add = (weight: Finding['weight'], code: Finding['code'], text: string) => findings.push({ weight, code, text });

  if (report && contents.kiosk !== undefined && contents.kiosk !== report.kiosk.id) {
    add('wrong', 'other-kiosk', `the report is of ${report.kiosk.id}, this journal of ${contents.kiosk}`);
  }
  for (const { records, hash } of contents.headsMissing) {
    add(
      'wrong',
      'portal-head-missing',
      `the portal was told of record ${records} ${hash.slice(0, 16)}, not in this journal`,
    );
  }
  for (const alarm of report?.alarms ?? []) {
    const { kind, before, told, at, overAt } = alarm;
    const when = `${at}: ${told.records} records after ${before.records}`;
    add(
      overAt === undefined ? 'wrong' : 'note',
      'portal-alarm',
      `${kind}, ${when}${overAt ? ', longer again since' : ''}`,
    );
  }

  for (const row of contents.rows) {
    const { id, slip } = row.facts;
    if (!report) {
      if (!row.receipt) add('note', row.withdrawal ? 'withdrawn' : 'waits', slip);
    } else if (there.has(id)) {
      if (!row.receipt) add('note', 'receipt-on-its-way', `${slip}: at the portal, its receipt is not here yet`);
    } else if (row.receipt && Date.parse(row.receipt.receivedAt) >= Date.parse(report.madeAt)) {
      add('note', 'after-report', `${slip}: received ${row.receipt.receivedAt}, after the report was made`);
    } else if (row.receipt) {
      add('wrong', 'portal-lost', `${slip}: has a receipt, and the portal does not hold it`);
    } else {
      add(...whyNotThere(row, refused.get(id)));
    }
  }

  const atSequence = new Map(contents.rows.map(({ facts }) => [facts.sequence, facts.id]));
  for (const { filing, slip, sequence, receivedAt } of report?.received ?? []) {
    if (here.has(filing)) continue;
    const isOld = nowMs - Date.parse(receivedAt) > lineKeptMs;
    if (atSequence.has(sequence))
      add('wrong', 'other-filing', `${slip}: the portal holds another filing under this number`);
    else if (isOld) add('note', 'forgotten', `${slip}: received ${receivedAt}, its line here went by age`);
    else add('wrong', 'not-in-journal', `${slip}: received ${receivedAt}, and not in this journal`);
  }

  const voided = new Set(contents.notes.flatMap(({ code, about }) => (code === 'number-void' && about ? [about] : [])));
  const known = new Set([...atSequence.keys(), ...(report?.received.map(({ sequence }) => sequence) ?? [])]);
  const voidNumbers = new Set([...voided].map((slip) => Number(slip.split('-').at(-1))));
  for (const [first, last] of gapsIn(known, contents.sequence)) {
    for (const [from, to, isVoid] of splitBy(first, last, voidNumbers)) {
      const numbers = from === to ? `number ${from}` : `numbers ${from} to ${to}`;
      if (isVoid) add('note', 'number-void', `${numbers}: given out, could not be kept, the resident was told so`);
      else
        add(
          report || !mayBeForgotten(contents) ? 'wrong' : 'note',
          'number-missing',
          `${numbers}: neither here nor at the portal`,
        );
    }
  }

  return {
    filed: contents.rows.length,
    receipts: contents.rows.filter((row) => row.receipt).length,
    received: report?.received.length,
    findings,
    isRight: findings.every(({ weight }) => weight === 'note'),
  };
}

function whyNotThere(row: Row, problem: string | undefined): [Finding['weight'], Finding['code'], string] {
  const { slip } = row.facts;
  if (problem !== undefined) return ['wrong', 'refused', `${slip}: the portal refuses it (${problem})`];
  if (row.withdrawal) return ['note', 'withdrawn', `${slip}: withdrawn here, not yet at the portal`];
  return ['note', 'waits', `${slip}: filed ${row.facts.filedAt}, not yet at the portal`];
}

/** Without the portal's word nobody can tell a number that went by age from one that was taken out. */
function mayBeForgotten(contents: SafeContents): boolean {
  return contents.rows.some((row) => row.receipt);
}

/** Numbers from 1 to `last` that are not known, as ranges with both ends. */
function gapsIn(known: ReadonlySet<number>, last: number): [number, number][] {
  const gaps: [number, number][] = [];
  let expected = 1;
  for (const sequence of [...known].sort((one, other) => one - other)) {
    if (sequence > expected) gaps.push([expected, sequence - 1]);
    expected = Math.max(expected, sequence + 1);
  }
  if (expected <= last) gaps.push([expected, last]);
  return gaps;
}

function splitBy(first: number, last: number, voided: ReadonlySet<number>): [number, number, boolean][] {
  const pieces: [number, number, boolean][] = [];
  let from = first;
  for (const number of [...voided].filter((one) => one >= first && one <= last).sort((one, other) => one - other)) {
    if (number > from) pieces.push([from, number - 1, false]);
    pieces.push([number, number, true]);
    from = number + 1;
  }
  if (from <= last) pieces.push([from, last, false]);
  return pieces;
}
