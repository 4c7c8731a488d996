import { createHash } from 'node:crypto';
import type { CarriedHeader } from '../../../shared/carrying/carried-entry.ts';
import type { CarriedSource } from '../../../shared/carrying/write-carried.ts';
import { fromBase64Url } from '../../../shared/dossier/bytes.ts';
import { parseJson } from '../../../shared/dossier/seal.ts';
import { Envelope, SealedFiling } from '../../../shared/dossier/sealed-filing.ts';
import type { Disk } from '../safe/disk.ts';
import type { Row } from '../safe/filing-index.ts';
import { decodeFrame, type Frame, longestFrame } from '../safe/frame.ts';
import { patientDisk } from '../safe/patient-disk.ts';
import { bodyDigest, hex, openReadOnly, type SafeContents } from '../safe/read-only.ts';
import { readRecord } from '../safe/records.ts';
import { type Location, segmentName } from '../safe/segments.ts';
import { bytesOf } from './carry-safe.ts';
import type { WeighedSource } from './several-files.ts';

export interface Rescued {
  readonly source: WeighedSource;
  readonly contents: SafeContents;
  /** Slips of filings whose record was damaged and whose sealed body was still found whole in the damage. */
  readonly salvaged: readonly string[];
}

/**
 * A dead kiosk's safe as something to carry: every filing that was not freed, also those with a receipt (a portal restored from an
 * older backup may lack them; what it has it knows). The safe's folder alone suffices; nothing is written there.
 */
export async function rescueSafe(dyingDisk: Disk, folder: string, madeAt: string): Promise<Rescued> {
  const contents = await openReadOnly(dyingDisk, folder);
  const disk = patientDisk(dyingDisk);
  const rows = new Map(contents.rows.filter((row) => !row.freed && !row.bodyDropped).map((row) => [row.facts.id, row]));
  const salvaged = new Map<string, { filing: SealedFiling; envelope: Envelope }>();
  for (const stretch of damagedStretches(contents)) {
    for (const found of await salvage(disk, folder, stretch)) {
      if (!contents.rows.some(({ facts }) => facts.id === found.filing.id)) salvaged.set(found.filing.id, found);
    }
  }
  const kiosk = contents.kiosk ?? [...salvaged.values()][0]?.envelope.kiosk ?? (await kioskOfFirst(disk, folder, rows));
  const slips = [...rows.values()]
    .map(({ facts }) => facts.slip)
    .concat([...salvaged.values()].map(({ envelope }) => envelope.slip));
  const header: Omit<CarriedHeader, 'format' | 'filings'> = {
    kiosk: kiosk ?? '',
    label: slips[0]?.split('-')[0] ?? '',
    madeAt,
    by: 'rescue',
    head: contents.head,
  };

  async function filingOf(row: Row): Promise<CarriedSource | 'body-damaged'> {
    const frame = await frameAt(disk, folder, row.location);
    const filing = frame && readFiling(frame.body);
    if (!filing || bodyDigest(frame.body) !== row.facts.bodySha256) return 'body-damaged';
    const withdrawal = row.withdrawal && (await frameAt(disk, folder, row.withdrawal.location));
    const record = withdrawal && readRecord(withdrawal.meta);
    return {
      kiosk: envelopeOf(filing)?.kiosk ?? header.kiosk,
      filing,
      parts: row.facts.parts,
      withdrawal: record?.type === 'withdrawn' ? record.token : undefined,
    };
  }

  return {
    contents,
    salvaged: [...salvaged.values()].map(({ envelope }) => envelope.slip),
    source: {
      header,
      filings: [
        ...[...rows.values()].map((row) => ({ id: row.facts.id, slip: row.facts.slip, bytes: bytesOf(row) })),
        ...[...salvaged.values()].map(({ filing, envelope }) => ({
          id: filing.id,
          slip: envelope.slip,
          bytes: filing.ciphertext.length + envelope.parts.reduce((sum, { bytes }) => sum + bytes, 0),
        })),
      ],
      async filing(id) {
        const row = rows.get(id);
        if (row) return filingOf(row);
        const found = salvaged.get(id);
        if (!found) return 'body-gone';
        const { filing, envelope } = found;
        return { kiosk: envelope.kiosk, filing, parts: envelope.parts, withdrawal: undefined };
      },
      async part(sha256) {
        const bytes = await disk.read(`${folder}/parts/${sha256}`).catch(() => undefined);
        return bytes && hex(bytes) === sha256 ? bytes : undefined;
      },
    },
  };
}

interface Stretch {
  readonly segment: number;
  readonly from: number;
  readonly bytes: number;
}

/** Not what was torn or refused when it was written: nobody was told that it is kept. */
function damagedStretches({ faults, notes }: SafeContents): Stretch[] {
  const known = faults.flatMap((fault) =>
    fault.fault === 'damaged' ? [{ segment: fault.segment, from: fault.offset, bytes: fault.bytes }] : [],
  );
  // A tail that was found cut at an earlier start; the kiosk went on in a new segment and left it as it was.
  const cut = notes.flatMap(({ code, about }) => {
    const place = code === 'told-head-missing' ? /@(\d+):(\d+)$/.exec(about ?? '') : null;
    return place ? [{ segment: Number(place[1]), from: Number(place[2]), bytes: longestFrame }] : [];
  });
  return [...known, ...cut];
}

const bodyStart = Buffer.from('{"id":"');
const mostBodies = 10_000;

/** Sealed filings prove themselves: the id is the hash of the envelope, which names the hash of the body. */
async function salvage(
  disk: Disk,
  folder: string,
  { segment, from, bytes }: Stretch,
): Promise<{ filing: SealedFiling; envelope: Envelope }[]> {
  const range = { from, length: Math.min(bytes, longestFrame * 2) };
  const read = await disk.read(`${folder}/log/${segmentName(segment)}`, range).catch(() => undefined);
  if (!read) return [];
  const buffer = Buffer.from(read.buffer, read.byteOffset, read.length);
  const found: { filing: SealedFiling; envelope: Envelope }[] = [];
  let place = buffer.indexOf(bodyStart);
  for (let tried = 0; place >= 0 && tried < mostBodies; tried += 1) {
    const end = buffer.indexOf('}', place);
    if (end < 0) break;
    const filing = readFiling(buffer.subarray(place, end + 1));
    const envelope = filing && envelopeOf(filing);
    if (filing && envelope && bodyDigest(buffer.subarray(place, end + 1)) === envelope.body.sha256) {
      found.push({ filing, envelope });
    }
    place = buffer.indexOf(bodyStart, place + 1);
  }
  return found;
}

/** What the envelope says, when its hash is the filing's id. Whether the signature is the kiosk's is for the portal to see. */
function envelopeOf(filing: SealedFiling): Envelope | undefined {
  const payload = filing.envelope.split('.')[1] ?? '';
  if (!/^[A-Za-z0-9_-]+$/.test(payload) || payload.length % 4 === 1) return undefined;
  const bytes = fromBase64Url(payload);
  if (createHash('sha256').update(bytes).digest('hex') !== filing.id) return undefined;
  const envelope = Envelope.safeParse(parseJson(bytes));
  return envelope.success ? envelope.data : undefined;
}

async function kioskOfFirst(disk: Disk, folder: string, rows: ReadonlyMap<string, Row>): Promise<string | undefined> {
  for (const row of rows.values()) {
    const frame = await frameAt(disk, folder, row.location);
    const filing = frame && readFiling(frame.body);
    const kiosk = filing && envelopeOf(filing)?.kiosk;
    if (kiosk) return kiosk;
  }
  return undefined;
}

function readFiling(body: Uint8Array): SealedFiling | undefined {
  const filing = SealedFiling.safeParse(parseJson(body));
  return filing.success ? filing.data : undefined;
}

async function frameAt(disk: Disk, folder: string, { segment, offset, length }: Location): Promise<Frame | undefined> {
  const range = { from: offset, length };
  const bytes = await disk.read(`${folder}/log/${segmentName(segment)}`, range).catch(() => undefined);
  const read = bytes && decodeFrame(bytes);
  return typeof read === 'object' && 'frame' in read ? read.frame : undefined;
}
