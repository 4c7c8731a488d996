import type { Rating } from '../../../shared/portal-contract/messages.ts';
import { type Frame, frameFlags } from './frame.ts';
import { type FiledFacts, readRecord, type SafeRecord } from './records.ts';
import type { Location } from './segments.ts';

/** What memory holds of a filing: ids, flags and places on disk. Bodies, receipts and tokens stay on disk. */
export interface Row {
  readonly facts: FiledFacts;
  location: Location;
  shown: boolean;
  receipt: { location: Location; keptAt: number; receivedAt: string } | undefined;
  withdrawal: { location: Location; reached: boolean } | undefined;
  freed: { at: number } | undefined;
  bodyDropped: boolean;
}

export interface FilingIndex {
  /** Folds one record in, in the order of the log. Reading it twice changes nothing. */
  apply(frame: Frame, location: Location): 'applied' | 'unreadable';
  get(id: string): Row | undefined;
  bySlip(slip: string): Row | undefined;
  /** Ascending by sequence. */
  rows(): readonly Row[];
  /** Ascending, sequence greater than `after`. */
  after(sequence: number, limit: number): { rows: readonly Row[]; more: boolean };
  count(): { filings: number; withoutReceipt: number };
  owedRatings(): readonly Rating[];
  highestSequence(): number;
  /** When a start last found the log cut, as it wrote down then (see told-head.ts). */
  cutAt(): number | undefined;
  /** Hashes of parts that an unfreed filing needs. */
  neededParts(): ReadonlySet<string>;
  forget(id: string): void;
  /** A segment was rewritten: rows point to where their records lie now. `to` is keyed by the old offset. */
  moved(segment: number, to: ReadonlyMap<number, { readonly location: Location; readonly bodyDropped: boolean }>): void;
}

export function filingIndex(): FilingIndex {
  const byId = new Map<string, Row>();
  const slips = new Map<string, Row>();
  const ordered: Row[] = [];
  const ratings = new Map<string, Rating>();
  const neededParts = new Map<string, number>();
  let withoutReceipt = 0;
  let highest = 0;
  let cutAt: number | undefined;

  return {
    apply(frame, location) {
      if (frame.flags & frameFlags.forgotten) return 'applied';
      const record = readRecord(frame.meta);
      if (!record) return 'unreadable';
      fold(record, location, (frame.flags & frameFlags.bodyDropped) !== 0);
      return 'applied';
    },
    get: (id) => byId.get(id),
    bySlip: (slip) => slips.get(slip),
    rows: () => ordered,
    after(sequence, limit) {
      const from = firstAfter(sequence);
      return { rows: ordered.slice(from, from + limit), more: ordered.length > from + limit };
    },
    count: () => ({ filings: ordered.length, withoutReceipt }),
    owedRatings: () => [...ratings.values()],
    highestSequence: () => highest,
    cutAt: () => cutAt,
    neededParts: () => new Set(neededParts.keys()),
    forget(id) {
      const row = byId.get(id);
      if (!row) return;
      byId.delete(id);
      slips.delete(row.facts.slip);
      ordered.splice(ordered.indexOf(row), 1);
      if (!row.receipt) withoutReceipt -= 1;
      if (!row.freed) releaseParts(row);
    },
    moved(segment, to) {
      const find = (location: Location | undefined) =>
        location?.segment === segment ? to.get(location.offset) : undefined;
      for (const row of ordered) {
        const filed = find(row.location);
        if (filed) {
          row.location = filed.location;
          row.bodyDropped ||= filed.bodyDropped;
        }
        const receipt = find(row.receipt?.location);
        if (row.receipt && receipt) row.receipt.location = receipt.location;
        const withdrawal = find(row.withdrawal?.location);
        if (row.withdrawal && withdrawal) row.withdrawal.location = withdrawal.location;
      }
    },
  };

  function fold(record: SafeRecord, location: Location, bodyDropped: boolean): void {
    switch (record.type) {
      case 'filed':
        addRow(record.filing, location, bodyDropped);
        break;
      case 'shown':
        change(record.id, (row) => {
          row.shown = true;
        });
        break;
      case 'receipt':
        change(record.id, (row) => {
          if (!row.receipt) withoutReceipt -= 1;
          row.receipt = { location, keptAt: record.at, receivedAt: record.receivedAt };
        });
        break;
      case 'withdrawn':
        change(record.id, (row) => {
          row.withdrawal ??= { location, reached: false };
        });
        break;
      case 'withdrawal-reached':
        change(record.id, (row) => {
          if (row.withdrawal) row.withdrawal.reached = true;
        });
        break;
      case 'freed':
        for (const id of record.ids) {
          change(id, (row) => {
            if (!row.freed) releaseParts(row);
            row.freed ??= { at: record.at };
          });
        }
        break;
      case 'rating':
        ratings.set(record.rating.id, record.rating);
        break;
      case 'rating-reached':
        for (const id of record.ids) ratings.delete(id);
        break;
      case 'note':
        if (record.code === 'told-head-missing') cutAt = record.at;
        break;
      case 'provisioned':
        break;
    }
  }

  function addRow(facts: FiledFacts, location: Location, bodyDropped: boolean): void {
    highest = Math.max(highest, facts.sequence);
    if (byId.has(facts.id)) return;
    const row: Row = {
      facts,
      location,
      shown: false,
      receipt: undefined,
      withdrawal: undefined,
      freed: undefined,
      bodyDropped,
    };
    byId.set(facts.id, row);
    slips.set(facts.slip, row);
    // Filings sealed side by side may reach the log out of order by a place or two.
    ordered.splice(firstAfter(facts.sequence), 0, row);
    withoutReceipt += 1;
    for (const { sha256 } of facts.parts) neededParts.set(sha256, (neededParts.get(sha256) ?? 0) + 1);
  }

  function releaseParts(row: Row): void {
    for (const { sha256 } of row.facts.parts) {
      const left = (neededParts.get(sha256) ?? 0) - 1;
      if (left > 0) neededParts.set(sha256, left);
      else neededParts.delete(sha256);
    }
  }

  function change(id: string, apply: (row: Row) => void): void {
    const row = byId.get(id);
    if (row) apply(row);
  }

  function firstAfter(sequence: number): number {
    let low = 0;
    let high = ordered.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ordered[middle]?.facts.sequence ?? 0) <= sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
