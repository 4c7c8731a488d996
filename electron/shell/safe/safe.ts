import { parseJson } from '../../../shared/dossier/seal.ts';
import { SealedFiling } from '../../../shared/dossier/sealed-filing.ts';
import type { Rating } from '../../../shared/portal-contract/messages.ts';
import type { Clock } from '../../../shared/runtime.ts';
import type { SafeFiling } from '../../../shared/shell-contract/messages.ts';
import { type Fate, rewriteSegment } from './compaction.ts';
import type { Disk } from './disk.ts';
import { type FilingIndex, filingIndex, type Row } from './filing-index.ts';
import { type Frame, frameFlags } from './frame.ts';
import { type Kept, type Log, openLog } from './log.ts';
import { openPartFiles, type PartFiles } from './part-files.ts';
import { type FiledFacts, readRecord, type SafeRecord } from './records.ts';
import { type Fault, type Head, type Location, segmentName } from './segments.ts';
import { keepToldHead, readToldHead } from './told-head.ts';

export interface SafeOptions {
  readonly disk: Disk;
  readonly folder: string;
  readonly clock: Clock;
  readonly segmentBytes: number;
  readonly onTrouble: (code: SafeTrouble) => void;
}

export type SafeTrouble = 'safe-append-failed' | 'safe-void-owed' | 'safe-record-unreadable';

export interface KeptReceipt {
  readonly id: string;
  readonly token: string;
  readonly code: string;
  readonly receivedAt: string;
  readonly receiver: string;
}

/** What is owed, kept on this kiosk's disk as ciphertext. All writes answer only after they are synced. */
export interface Safe {
  readonly parts: PartFiles;
  readonly faults: readonly Fault[];
  /** Gives out the number of the next filing. Never the same twice. */
  nextSequence(): number;
  /** The moment of filing: `kept` means it survives whatever comes. */
  file(facts: FiledFacts, filing: SealedFiling): Promise<Kept>;
  markShown(id: string): Promise<Kept>;
  keepReceipts(receipts: readonly KeptReceipt[]): Promise<Kept>;
  keepWithdrawal(id: string, token: string): Promise<Kept>;
  markWithdrawalsReached(ids: readonly string[]): Promise<Kept>;
  /** Their bodies may be dropped from now on, their parts are. */
  free(ids: readonly string[], checkpoint: string | undefined): Promise<Kept>;
  rate(rating: Rating): Promise<Kept>;
  markRatingsReached(ids: readonly string[]): Promise<Kept>;
  note(record: Extract<SafeRecord, { type: 'provisioned' | 'note' }>): Promise<Kept>;
  /** When a start last found that the log was cut or exchanged. It is written down in the journal, so it is known for good. */
  cutAt(): number | undefined;
  /** The portal has answered us: the head as it is now must never be missing from this log again. Written every few seconds at most, and at the end. */
  rememberTold(): Promise<void>;

  find(id: string): Row | undefined;
  findBySlip(slip: string): Row | undefined;
  rows(): readonly Row[];
  /** Ascending by sequence. A page ends early when its bodies reach `bodyBytes`. */
  list(query: { after: number; limit: number; bodyBytes: number }): Promise<{ filings: SafeFiling[]; more: boolean }>;
  /** With its body, unless that has been dropped. */
  filing(id: string): Promise<SafeFiling | undefined>;
  /** Sealed filings as the JSON they were written as, in the order asked; those dropped or not readable are missing. */
  bodies(ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  receipt(id: string): Promise<KeptReceipt | undefined>;
  owedRatings(): readonly Rating[];
  neededParts(): ReadonlySet<string>;
  head(): Head;
  count(): { filings: number; withoutReceipt: number; segments: number; bytes: number };
  /** Takes freed bodies off the disk, and the lines of filings in `forget`. Damaged segments stay as they are. */
  tidy(options: { forget: ReadonlySet<string>; closeCurrent: boolean }): Promise<void>;
  close(): Promise<void>;
}

export async function openSafe(options: SafeOptions): Promise<Safe> {
  const { disk, clock } = options;
  const index = filingIndex();
  const logFolder = `${options.folder}/log`;
  const toldBefore = await readToldHead(disk, options.folder);
  let told = { head: toldBefore, written: toldBefore?.hash, writtenMs: Number.NEGATIVE_INFINITY };
  const voided = new Set<string>();
  const log = await openLog({
    disk,
    told: toldBefore,
    folder: logFolder,
    segmentBytes: options.segmentBytes,
    onTrouble: options.onTrouble,
    onFrame(frame, location) {
      if (index.apply(frame, location) === 'unreadable') options.onTrouble('safe-record-unreadable');
    },
  });
  const parts = await openPartFiles({ disk, folder: `${options.folder}/parts` });

  const append = (...records: SafeRecord[]): Promise<Kept> =>
    records.length === 0 ? Promise.resolve({ kept: true }) : log.append(records.map((record) => ({ record })));

  await noteCutLog();

  return {
    parts,
    faults: log.reading.faults,
    nextSequence: () => log.nextSequence(index.highestSequence()),
    async file(facts, filing) {
      const body = new TextEncoder().encode(JSON.stringify(filing));
      const at = clock.nowMs();
      // Not its own: a filing that was refused once may be kept in the reserve, under the number it has.
      const explained = [...voided].filter((slip) => slip !== facts.slip);
      const notes = explained.map((about) => ({ record: { type: 'note' as const, at, code: 'number-void', about } }));
      const kept = await log.append([
        ...notes,
        {
          record: { type: 'filed', at, filing: facts, body: { sha256: facts.bodySha256, bytes: body.length } },
          body,
        },
      ]);
      if (kept.kept) for (const slip of [...explained, facts.slip]) voided.delete(slip);
      else if (voided.size < mostVoided) voided.add(facts.slip);
      return kept;
    },
    markShown: (id) => append({ type: 'shown', at: clock.nowMs(), id }),
    keepReceipts: (receipts) =>
      append(...receipts.map((receipt) => ({ type: 'receipt' as const, at: clock.nowMs(), ...receipt }))),
    keepWithdrawal: (id, token) => append({ type: 'withdrawn', at: clock.nowMs(), id, token }),
    markWithdrawalsReached: (ids) =>
      append(...ids.map((id) => ({ type: 'withdrawal-reached' as const, at: clock.nowMs(), id }))),
    async free(ids, checkpoint) {
      if (ids.length === 0) return { kept: true };
      const before = new Set(ids.flatMap((id) => index.get(id)?.facts.parts.map((part) => part.sha256) ?? []));
      const kept = await append({
        type: 'freed',
        at: clock.nowMs(),
        ids: [...ids],
        ...(checkpoint ? { checkpoint } : {}),
      });
      if (!kept.kept) return kept;
      const needed = index.neededParts();
      // They are freed whether or not their files go now: what is left over is removed at the next start.
      await parts.drop([...before].filter((part) => !needed.has(part))).catch(() => undefined);
      return kept;
    },
    rate: (rating) => append({ type: 'rating', at: clock.nowMs(), rating }),
    markRatingsReached: (ids) =>
      ids.length === 0
        ? Promise.resolve({ kept: true })
        : append({ type: 'rating-reached', at: clock.nowMs(), ids: [...ids] }),
    note: (record) => append(record),
    cutAt: () => index.cutAt(),
    async rememberTold() {
      const head = log.head();
      if (head.hash === told.head?.hash) return;
      told = { ...told, head };
      const sinceMs = clock.nowMs() - told.writtenMs;
      if (sinceMs < 0 || sinceMs >= toldEveryMs) await writeTold();
    },

    find: (id) => index.get(id),
    findBySlip: (slip) => index.bySlip(slip),
    rows: () => index.rows(),
    async list({ after, limit, bodyBytes }) {
      const page = index.after(after, limit);
      const rows = startOf(page.rows, bodyBytes);
      const bodies = await log.readRun(rows.filter((row) => !row.receipt).map((row) => row.location));
      const filings: SafeFiling[] = [];
      for (const row of rows) {
        const filing = await describe(log, row, { withBody: !row.receipt, read: bodies.get(row.location) });
        if (filing) filings.push(filing);
      }
      return { filings, more: page.more || rows.length < page.rows.length };
    },
    async filing(id) {
      const row = index.get(id);
      return row && (await describe(log, row, { withBody: true }));
    },
    bodies: (ids) => readBodies(log, index, ids),
    async receipt(id) {
      const row = index.get(id);
      const found = row?.receipt && (await recordAt(log, id, () => row.receipt?.location));
      return found?.record.type === 'receipt' ? found.record : undefined;
    },
    owedRatings: () => index.owedRatings(),
    neededParts: () => index.neededParts(),
    head: () => log.head(),
    count() {
      const segments = log.segments();
      return {
        ...index.count(),
        segments: segments.length,
        bytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
      };
    },
    tidy: (how) => tidy({ disk, folder: logFolder, log, index, at: clock.nowMs(), ...how }),
    async close() {
      await log.close();
      await writeTold();
    },
  };

  async function writeTold(): Promise<void> {
    const { head, written } = told;
    if (!head || head.hash === written) return;
    told = { head, written: head.hash, writtenMs: clock.nowMs() };
    // The older one stays true where this one cannot be written.
    await keepToldHead(disk, options.folder, head).catch(() => undefined);
  }

  /** Said once in the journal itself, so that it stays known; from here on the chain goes on from what is left. */
  async function noteCutLog(): Promise<void> {
    const cut = log.reading.faults.find((fault) => fault.fault === 'told-head-missing');
    if (!cut) return;
    const about = `${cut.told.records}>${log.reading.head.records}@${cut.segment}:${cut.offset}`;
    const noted = await append({ type: 'note', at: clock.nowMs(), code: 'told-head-missing', about });
    if (!noted.kept) return;
    told = { ...told, head: log.head() };
    await writeTold();
  }
}

/** A sync of the disk for each message to the portal would be felt by whoever files just then. */
const toldEveryMs = 5_000;
/** Numbers given out and not used, remembered until the log takes a note of them. */
const mostVoided = 1000;

/** As many rows as their bodies fit the bound, one at least. */
function startOf(rows: readonly Row[], bodyBytes: number): readonly Row[] {
  let bytes = 0;
  const end = rows.findIndex((row, place) => {
    bytes += row.receipt ? 0 : row.location.length;
    return place > 0 && bytes > bodyBytes;
  });
  return end < 0 ? rows : rows.slice(0, end);
}

/**
 * Rows may move while a segment is rewritten: something else, or nothing, may lie at the old place. What is read must be of this
 * filing; otherwise the place is asked for again.
 */
async function recordAt(
  log: Log,
  id: string,
  location: () => Location | undefined,
): Promise<{ record: SafeRecord; frame: Frame } | undefined> {
  const tries = 5;
  for (let tried = 0; tried < tries; tried += 1) {
    // While a segment takes its new bytes nobody knows which of them a read would see.
    await log.settled(location()?.segment);
    const place = location();
    const frame = place && (await log.read(place));
    const record = frame && readRecord(frame.meta);
    if (frame && record && idOf(record) === id) return { record, frame };
  }
  return undefined;
}

function idOf(record: SafeRecord): string | undefined {
  if (record.type === 'filed') return record.filing.id;
  return 'id' in record ? record.id : undefined;
}

async function describe(
  log: Log,
  row: Row,
  { withBody, read }: { withBody: boolean; read?: Frame | undefined },
): Promise<SafeFiling | undefined> {
  const { check: _check, savedDraft: _savedDraft, isRevision: _isRevision, ...facts } = row.facts;
  const receipt = row.receipt && (await recordAt(log, facts.id, () => row.receipt?.location));
  const withdrawal = row.withdrawal && (await recordAt(log, facts.id, () => row.withdrawal?.location));
  return {
    ...facts,
    body: withBody && !row.bodyDropped ? await bodyOf(log, row, read) : null,
    receipt: receipt?.record.type === 'receipt' ? receipt.record.token : null,
    withdrawal:
      row.withdrawal && withdrawal?.record.type === 'withdrawn'
        ? { token: withdrawal.record.token, reached: row.withdrawal.reached }
        : null,
  };
}

async function bodyOf(log: Log, row: Row, read: Frame | undefined): Promise<SealedFiling | null> {
  const { id } = row.facts;
  const early = read && readBody(read.body, id);
  if (early) return early;
  const found = await recordAt(log, id, () => row.location);
  return (found && readBody(found.frame.body, id)) ?? null;
}

async function readBodies(
  log: Log,
  index: FilingIndex,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const rows = ids.flatMap((id) => index.get(id) ?? []).filter((row) => !row.bodyDropped);
  const early = await log.readRun(rows.map((row) => row.location));
  const bodies = new Map<string, Uint8Array>();
  for (const { facts, location } of rows) {
    const read = early.get(location);
    const frame = read && isOf(read, facts.id) ? read : await movedFrame(facts.id);
    if (frame && frame.body.length > 0) bodies.set(facts.id, frame.body);
  }
  return bodies;

  async function movedFrame(id: string): Promise<Frame | undefined> {
    return (await recordAt(log, id, () => index.get(id)?.location))?.frame;
  }
}

/** Only whose record it is: its checksum has been checked, and a page of them is sent a hundred times a minute. */
function isOf({ meta }: Frame, id: string): boolean {
  const record = parseJson(meta) as { filing?: { id?: unknown } } | undefined;
  return record?.filing?.id === id;
}

function readBody(body: Uint8Array, id: string): SealedFiling | undefined {
  const sealed = SealedFiling.safeParse(parseJson(body));
  return sealed.success && sealed.data.id === id ? sealed.data : undefined;
}

async function tidy(options: {
  disk: Disk;
  folder: string;
  log: Log;
  index: FilingIndex;
  forget: ReadonlySet<string>;
  closeCurrent: boolean;
  at: number;
}): Promise<void> {
  const { disk, folder, log, index, forget } = options;
  // Closed segments never change, so filings go on in the current one while these are rewritten.
  const closed = await log.closedSegments({ closeCurrent: options.closeCurrent });
  let mayForget = true;
  let isOldest = true;
  for (const { segment, bytes } of [...closed].sort((one, other) => one.segment - other.segment)) {
    const hasDeadBodies = index.rows().some((row) => row.location.segment === segment && row.freed && !row.bodyDropped);
    if (!hasDeadBodies && (forget.size === 0 || !mayForget)) {
      isOldest = false;
      continue;
    }
    const rewritten = await rewriteSegment(
      disk,
      { folder, segment, goodLength: bytes },
      (frame) => fateOf(frame, index, mayForget ? forget : new Set()),
      (replace, moved) =>
        log.whileMoving(segment, async () => {
          await replace();
          const to = moved.map(
            ({ from, to: location, fate }) => [from.offset, { location, bodyDropped: fate === 'drop-body' }] as const,
          );
          index.moved(segment, new Map(to));
        }),
    );
    if (!rewritten) {
      // A filing's first line must go before its receipt's, or it would look unsent: behind damage nothing is forgotten.
      mayForget = false;
      isOldest = false;
      continue;
    }
    log.resized(segment, rewritten.bytes);
    isOldest &&= rewritten.isEmpty && options.closeCurrent;
    // Said in the journal before it is done: a journal whose beginning is gone without this line was cut.
    if (isOldest && (await noteRemoval(log, { at: options.at, upTo: rewritten.upTo }))) {
      await disk.remove(`${folder}/${segmentName(segment)}`);
      await disk.syncFolder(folder);
      log.resized(segment, undefined);
    }
  }
  if (mayForget) for (const id of forget) index.forget(id);
}

async function noteRemoval(log: Log, { at, upTo }: { at: number; upTo: number }): Promise<boolean> {
  const noted = await log.append([{ record: { type: 'note', at, code: 'oldest-removed', about: String(upTo) } }]);
  return noted.kept;
}

function fateOf(frame: Frame, index: FilingIndex, forget: ReadonlySet<string>): Fate {
  if (frame.flags & frameFlags.forgotten) return 'forget';
  const record = readRecord(frame.meta);
  if (!record) return 'keep';
  const isGone = (id: string): boolean => forget.has(id) || index.get(id) === undefined;
  switch (record.type) {
    case 'filed':
      if (forget.has(record.filing.id)) return 'forget';
      return index.get(record.filing.id)?.freed && frame.body.length > 0 ? 'drop-body' : 'keep';
    case 'shown':
    case 'receipt':
    case 'withdrawn':
    case 'withdrawal-reached':
      return forget.size > 0 && isGone(record.id) ? 'forget' : 'keep';
    case 'freed':
      return forget.size > 0 && record.ids.every(isGone) ? 'forget' : 'keep';
    case 'rating':
      return forget.size > 0 && !index.owedRatings().some((rating) => rating.id === record.rating.id)
        ? 'forget'
        : 'keep';
    case 'rating-reached':
      // Its rating lies before it and has gone first.
      return forget.size > 0 ? 'forget' : 'keep';
    case 'provisioned':
    case 'note':
      return 'keep';
  }
}
