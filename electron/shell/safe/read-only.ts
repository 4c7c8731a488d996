import { createHash } from 'node:crypto';
import { fromBase64Url } from '../../../shared/dossier/bytes.ts';
import { parseJson } from '../../../shared/dossier/seal.ts';
import { SealedFiling } from '../../../shared/dossier/sealed-filing.ts';
import type { Disk } from './disk.ts';
import { filingIndex, type Row } from './filing-index.ts';
import { type Frame, frameFlags } from './frame.ts';
import { readRecord, type SafeRecord } from './records.ts';
import { type Fault, type Head, type Location, readSegments, type SegmentFound } from './segments.ts';
import { readToldHead } from './told-head.ts';

type Note = Extract<SafeRecord, { type: 'note' }>;

export interface SafeContents {
  readonly rows: readonly Row[];
  readonly segments: readonly SegmentFound[];
  readonly head: Head;
  readonly faults: readonly Fault[];
  readonly unreadable: number;
  readonly parts: readonly string[];
  /** Filings whose body should be here and is not, or does not have its digest. */
  readonly bodiesMissing: readonly string[];
  /** Parts an unfreed filing needs that are not here, or do not have their hash. */
  readonly partsMissing: readonly string[];
  /** Who this kiosk is, as it wrote down when it was provisioned. */
  readonly kiosk: string | undefined;
  readonly notes: readonly Note[];
  /** Highest sequence number given out, as far as the log knows. */
  readonly sequence: number;
  /** Records of the oldest segments that are gone without the note the retention rule leaves. */
  readonly removedUnexplained: number;
  /** Of the heads asked for, those the chain does not contain. Older ones than the chain reaches back to cannot be told. */
  readonly headsMissing: readonly Head[];
}

/**
 * Reads a whole safe, checks everything that can be checked without a key, writes nothing. Also from a dead kiosk's disk.
 * @param heads of this chain as somebody else was told them
 */
export async function openReadOnly(disk: Disk, folder: string, heads: readonly Head[] = []): Promise<SafeContents> {
  const index = filingIndex();
  const wholeBodies = new Set<string>();
  const wanted = new Map<number, Head[]>();
  for (const head of heads) wanted.set(head.records, [...(wanted.get(head.records) ?? []), head]);
  const missing = new Set(heads.filter(({ records }) => records > 0));
  let unreadable = 0;
  let kiosk: string | undefined;
  let sequence = 0;
  let reachesBackTo: number | undefined;
  const notes: Note[] = [];

  function take(frame: Frame, location: Location, head: Head): void {
    reachesBackTo ??= head.records - 1;
    for (const asked of wanted.get(head.records) ?? []) if (asked.hash === head.hash) missing.delete(asked);
    if (index.apply(frame, location) === 'unreadable') unreadable += 1;
    const record = frame.flags & frameFlags.forgotten ? undefined : readRecord(frame.meta);
    if (record?.type === 'filed') {
      sequence = Math.max(sequence, record.filing.sequence);
      if (bodyDigest(frame.body) === record.filing.bodySha256) wholeBodies.add(record.filing.id);
    }
    if (record?.type === 'provisioned') kiosk = record.kiosk;
    if (record?.type === 'note') notes.push(record);
  }

  const reading = await readSegments(disk, `${folder}/log`, take, await readToldHead(disk, folder));
  const back = reachesBackTo ?? reading.head.records;
  // The head of a segment that holds nothing yet, and of those before the first record left, is known from its header.
  for (const head of missing) {
    const isTheLast = head.records === reading.head.records && head.hash === reading.head.hash;
    if (isTheLast || head.records <= back) missing.delete(head);
  }
  const parts = (await disk.list(`${folder}/parts`)).filter((name) => /^[0-9a-f]{64}$/.test(name));
  const partsMissing: string[] = [];
  for (const sha256 of index.neededParts()) {
    const bytes = await disk.read(`${folder}/parts/${sha256}`).catch(() => undefined);
    if (!bytes || hex(bytes) !== sha256) partsMissing.push(sha256);
  }
  const rows = index.rows();
  return {
    rows,
    segments: reading.segments,
    head: reading.head,
    faults: reading.faults,
    unreadable,
    parts,
    bodiesMissing: rows.filter((row) => !row.freed && !wholeBodies.has(row.facts.id)).map((row) => row.facts.id),
    partsMissing,
    kiosk,
    notes,
    sequence: Math.max(sequence, reading.sequence),
    removedUnexplained: notes.some(({ code, about }) => code === 'oldest-removed' && about === String(back)) ? 0 : back,
    headsMissing: [...missing],
  };
}

/** SHA-256 of the sealed body, as the envelope and the receipt name it. */
export function bodyDigest(body: Uint8Array): string | undefined {
  const filing = SealedFiling.safeParse(parseJson(body));
  if (!filing.success || filing.data.ciphertext.length % 4 === 1) return undefined;
  return hex(fromBase64Url(filing.data.ciphertext));
}

export function hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
