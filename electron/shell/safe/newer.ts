import { parseJson } from '../../../shared/dossier/seal.ts';
import type { Disk } from './disk.ts';
import { patientDisk } from './patient-disk.ts';

/**
 * What this build writes, and reads like every one before it. A build that changes how anything in the safe is written raises it and says
 * so in every header. 2: a rating may be of one factor, which builds of format 1 take for damage; a filing may be one of corrections.
 */
export const safeFormat = 2;

const magic = 'DCS';
const headLength = 48;
const headerBytes = 4096;

/**
 * Whether a newer build has written here. Then nothing is touched, not even a torn tail: what yesterday's eyes take for damage
 * may be what tomorrow's build has filed. Looks at the beginning of every segment alone.
 */
export async function isOfNewerBuild(disk: Disk, logFolder: string): Promise<boolean> {
  for (const name of await disk.list(logFolder)) {
    if (!name.endsWith('.segment')) continue;
    const bytes = await patientDisk(disk).read(`${logFolder}/${name}`, { from: 0, length: headerBytes });
    if (bytes && formatOf(bytes) > safeFormat) return true;
  }
  return false;
}

/** 0 when the bytes do not say; damage is the reader's to find. */
function formatOf(bytes: Uint8Array): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (buffer.length < headLength || buffer.toString('latin1', 0, magic.length) !== magic) return 0;
  const frame = Number(buffer.toString('latin1', magic.length, magic.length + 1));
  if (!Number.isInteger(frame) || frame > safeFormat) return frame || 0;
  const meta = parseJson(buffer.subarray(headLength, headLength + buffer.readUInt32LE(8))) as {
    type?: unknown;
    format?: unknown;
  } | null;
  return meta?.type === 'segment' && typeof meta.format === 'number' ? meta.format : 0;
}
