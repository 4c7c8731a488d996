import type { CarriedHeader, Named } from '../../../shared/carrying/carried-entry.ts';
import type { CarrySource } from '../../../shared/carrying/write-carried.ts';

/** Most sticks are FAT32, where a file ends at 4 GB. */
export const bytesPerFile = 2 * 1024 ** 3;

/** Every filing with the bytes it takes, near enough. */
export interface Weighed extends Named {
  readonly bytes: number;
}

export interface WeighedSource extends CarrySource {
  readonly filings: readonly Weighed[];
}

/** The same filings as one or more sources, each for a file of its own that can be taken in alone. */
export function inSeveralFiles(source: WeighedSource, most: number = bytesPerFile): readonly CarrySource[] {
  const groups: Weighed[][] = [[]];
  let bytes = 0;
  for (const one of source.filings) {
    const group = groups.at(-1) as Weighed[];
    if (group.length > 0 && bytes + one.bytes > most) {
      groups.push([one]);
      bytes = one.bytes;
    } else {
      group.push(one);
      bytes += one.bytes;
    }
  }
  return groups.map((filings) => ({ ...source, filings }));
}

export const carriedExtension = '.carried';

/** `diem-cham-A6-000123-1.carried`: label of the kiosk, records of its journal, number of the file. Nothing about anybody. */
export function carriedName({ label, head }: Pick<CarriedHeader, 'label' | 'head'>, place: number): string {
  const records = String(head.records).padStart(6, '0');
  return `diem-cham-${label.replace(/[^A-Za-z0-9]/g, '')}-${records}-${place + 1}${carriedExtension}`;
}

export function isCarriedName(name: string): boolean {
  return name.startsWith('diem-cham-') && name.includes(carriedExtension);
}
