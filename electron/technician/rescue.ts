import { basename, dirname, join, resolve } from 'node:path';
import type { LeftBehind } from '../../shared/carrying/carried-entry.ts';
import { noProgress, writeCarried } from '../../shared/carrying/write-carried.ts';
import { webHashing } from '../../shared/dossier/web-cryptography.ts';
import { rescueSafe } from '../shell/carrying/rescue-safe.ts';
import { bytesPerFile, carriedName, inSeveralFiles } from '../shell/carrying/several-files.ts';
import { writeWhole } from '../shell/carrying/write-whole.ts';
import { nodeDisk } from '../shell/safe/node-disk.ts';
import { findingsOf } from './compare-journal.ts';
import { isFolder, type Say } from './place.ts';

/** Reads a dead kiosk's safe and writes what is whole of it into a file for the portal; names what is not. */
export async function rescue(
  safeFolder: string,
  target: string,
  say: Say,
  { mostBytes = bytesPerFile }: { mostBytes?: number } = {},
): Promise<number> {
  const { source, contents, salvaged } = await rescueSafe(nodeDisk, safeFolder, new Date().toISOString());
  if (contents.segments.length === 0) {
    say('no safe here');
    return 1;
  }
  for (const { weight, text, code } of findingsOf(contents))
    say(`${weight === 'wrong' ? 'DAMAGED' : 'note   '}  ${code}: ${text}`);
  for (const slip of salvaged) say(`salvaged from damage  ${slip}`);

  const place = (await isFolder(target))
    ? { folder: resolve(target), name: (part: number) => carriedName(source.header, part) }
    : {
        folder: dirname(resolve(target)),
        name: (part: number) => (part === 0 ? basename(target) : `${basename(target)}-${part + 1}`),
      };
  const left: LeftBehind[] = [];
  let filings = 0;
  for (const [part, one] of inSeveralFiles(source, mostBytes).entries()) {
    const progress = noProgress();
    const name = place.name(part);
    try {
      await writeWhole(nodeDisk, {
        folder: place.folder,
        name,
        pieces: writeCarried(one, { hashing: webHashing, progress }),
      });
    } catch (error) {
      say(
        `could not write ${join(place.folder, name)}: ${(error as NodeJS.ErrnoException).code ?? 'error'}; nothing half-written is left there`,
      );
      return 1;
    }
    filings += progress.filings;
    left.push(...progress.left);
    say(
      `wrote ${join(place.folder, name)}: ${progress.filings} filings, ${progress.parts} parts, ${progress.bytes} bytes`,
    );
  }
  for (const { slip, why } of left) say(`LEFT BEHIND  ${slip}: ${why}`);
  const lost = left.filter(({ why }) => why !== 'part-missing').length;
  say(`rescued ${filings} of ${filings + lost} filings of ${source.header.kiosk || 'an unknown kiosk'}`);
  return left.length > 0 || findingsOf(contents).some(({ weight }) => weight === 'wrong') ? 1 : 0;
}
