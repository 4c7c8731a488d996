import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createFinder, type Finder } from './finder.ts';
import { layersOf } from './layers.ts';
import type { Marker } from './markers.ts';
import { needlesOf } from './needles.ts';
import { type CarvedPicture, picturesIn } from './pictures.ts';

export interface Finding {
  /** Path below the searched folder, or another name of the place. */
  readonly file: string;
  readonly offset: number;
  /** From the outermost: `leveldb block > base64 > utf16le`. */
  readonly how: string;
  readonly marker: Marker;
}

export interface Searched {
  readonly files: number;
  readonly bytes: number;
  /** Bytes that came out of packed layers besides. */
  readonly unpackedBytes: number;
  readonly findings: readonly Finding[];
}

export interface Search {
  /** More markers; what was searched before is searched for all of them the next time it is looked at. */
  plant(markers: readonly Marker[]): void;
  needles(): number;
  folder(folder: string): Searched;
  bytes(file: string, bytes: Uint8Array): Searched;
  /** Pictures met so far, each once, to be looked at for codes in their pixels. */
  readonly pictures: ReadonlyMap<string, CarvedPicture>;
}

const deepest = 5;
const mostLayers = 20_000;
const mostUnpackedOfOne = 400 * 1024 * 1024;

/** Looks for the markers in every file and, layer by layer, in what is packed in it. A file seen before is not opened up again. */
export function createSearch(markers: readonly Marker[]): Search {
  const needles = markers.flatMap(needlesOf);
  let finder = createFinder(needles);
  const pictures = new Map<string, CarvedPicture>();
  const known = new Map<string, Omit<Searched, 'files' | 'bytes'>>();

  function one(file: string, bytes: Uint8Array): Searched {
    const hash = createHash('sha256')
      .update(file.split('/').at(-1) ?? '')
      .update(bytes)
      .digest('hex');
    let found = known.get(hash);
    if (found === undefined) {
      found = searchLayers(file, bytes, finder, pictures);
      known.set(hash, found);
    }
    const findings = found.findings.map((finding) => ({ ...finding, file }));
    return { ...found, findings, files: 1, bytes: bytes.length };
  }

  return {
    plant(more) {
      needles.push(...more.flatMap(needlesOf));
      finder = createFinder(needles);
      known.clear();
    },
    needles: () => finder.needles,
    pictures,
    bytes: one,
    folder: (folder) =>
      together(
        filesBelow(folder).flatMap((path) => {
          const bytes = readIfThere(path);
          const name = relative(folder, path);
          // Names of files are written on the disk as well.
          const named = one(`name of ${name}`, Buffer.from(`/${name}`));
          return bytes === undefined ? [] : [one(name, bytes), { ...named, files: 0, bytes: 0 }];
        }),
      ),
  };
}

export function together(all: readonly Searched[]): Searched {
  return {
    files: all.reduce((sum, { files }) => sum + files, 0),
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
    unpackedBytes: all.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0),
    findings: all.flatMap(({ findings }) => findings),
  };
}

function searchLayers(
  file: string,
  whole: Uint8Array,
  finder: Finder,
  pictures: Map<string, CarvedPicture>,
): Omit<Searched, 'files' | 'bytes'> {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  let unpackedBytes = 0;
  let left = mostLayers;
  const look = (bytes: Uint8Array, path: readonly string[], start: number, name: string) => {
    for (const { needle, offset } of finder.find(bytes)) {
      const how = [...path, needle.encoding].join(' > ');
      const at = path.length === 0 ? offset : start;
      const key = `${at} ${how} ${needle.marker.kind} ${needle.marker.about}`;
      if (seen.has(key)) continue;
      seen.add(key);
      findings.push({ file, offset: at, how, marker: needle.marker });
    }
    for (const picture of picturesIn(bytes, file, path)) pictures.set(picture.hash, picture);
    if (path.length >= deepest) return;
    for (const layer of layersOf(bytes, name)) {
      if (left <= 0 || unpackedBytes > mostUnpackedOfOne)
        throw new Error(`${file} holds more layers than the search opens`);
      left -= 1;
      unpackedBytes += layer.bytes.length;
      look(layer.bytes, [...path, layer.how], path.length === 0 ? layer.offset : start, '');
    }
  };
  look(whole, [], 0, file);
  return { findings, unpackedBytes };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A file may go while the kiosk works; a link of Chromium's single instance leads nowhere. */
function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
