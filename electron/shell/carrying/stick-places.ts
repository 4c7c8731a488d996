import { createHash } from 'node:crypto';
import { access, constants, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Disk } from '../safe/disk.ts';

/** A plugged-in stick that can be written to, or says that it cannot. */
export interface StickPlace {
  readonly id: string;
  /** Its label, for the screen only. */
  readonly name: string;
  readonly path: string;
  readonly freeBytes: number;
  readonly isReadOnly: boolean;
}

const mostPlaces = 8;

/**
 * Where something is mounted below `folders` (as the kernel says it), or the folders themselves where `areSticks`: in a demo or a test a
 * folder stands for a stick. A place that cannot say how much is free is not there.
 */
export async function stickPlaces(options: {
  folders: readonly string[];
  areSticks: boolean;
  disk: Disk;
}): Promise<readonly StickPlace[]> {
  const { folders, areSticks, disk } = options;
  const paths = areSticks ? folders : await mountsBelow(folders);
  const places: StickPlace[] = [];
  for (const path of paths.slice(0, mostPlaces)) {
    const freeBytes = await disk.freeBytes(path).catch(() => undefined);
    if (freeBytes === undefined) continue;
    const mayWrite = await access(path, constants.W_OK).then(
      () => true,
      () => false,
    );
    const id = createHash('sha256').update(path).digest('hex').slice(0, 32);
    places.push({ id, name: areSticks ? 'USB' : basename(path), path, freeBytes, isReadOnly: !mayWrite });
  }
  return places;
}

async function mountsBelow(folders: readonly string[]): Promise<string[]> {
  const table = await readFile('/proc/self/mounts', 'utf8').catch(() => '');
  return mountPoints(table).filter((path) => folders.some((folder) => path.startsWith(`${folder}/`)));
}

/** The second column; spaces and the like stand there as octal escapes. */
export function mountPoints(table: string): string[] {
  return table.split('\n').flatMap((line) => {
    const path = line.split(' ')[1];
    return path
      ? [path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))]
      : [];
  });
}
