import { createHash } from 'node:crypto';
import { fromBase64Url } from '../../../shared/dossier/bytes.ts';
import { parseJson } from '../../../shared/dossier/seal.ts';
import { SealedFiling } from '../../../shared/dossier/sealed-filing.ts';
import type { Disk } from './disk.ts';
import { filingIndex, type Row } from './filing-index.ts';
import { frameFlags } from './frame.ts';
import { readRecord } from './records.ts';
import { type Fault, type Head, readSegments, type SegmentFound } from './segments.ts';

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
}

/** Reads a whole safe, checks everything that can be checked without a key, writes nothing. Also from a dead kiosk's disk. */
export async function openReadOnly(disk: Disk, folder: string): Promise<SafeContents> {
  const index = filingIndex();
  const wholeBodies = new Set<string>();
  let unreadable = 0;
  const reading = await readSegments(disk, `${folder}/log`, (frame, location) => {
    if (index.apply(frame, location) === 'unreadable') unreadable += 1;
    const record = frame.flags & frameFlags.forgotten ? undefined : readRecord(frame.meta);
    if (record?.type === 'filed' && bodyDigest(frame.body) === record.filing.bodySha256)
      wholeBodies.add(record.filing.id);
  });
  const parts = (await disk.list(`${folder}/parts`)).filter((name) => /^[0-9a-f]{64}$/.test(name));
  const partsMissing: string[] = [];
  for (const sha256 of index.neededParts()) {
    const bytes = await disk.read(`${folder}/parts/${sha256}`);
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
  };
}

/** SHA-256 of the sealed body, as the envelope and the receipt name it. */
function bodyDigest(body: Uint8Array): string | undefined {
  const filing = SealedFiling.safeParse(parseJson(body));
  return filing.success ? hex(fromBase64Url(filing.data.ciphertext)) : undefined;
}

function hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
