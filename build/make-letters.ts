import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';
import { letterRanges } from '../shared/paper/letters.ts';
import { projectFolder } from './folders.ts';

/**
 * Cuts the faces of official forms (Tinos, SIL Open Font License, as wide as Times New Roman) to the letters our paper knows and
 * writes them into `assets/letters`: the packaged application carries no node_modules. Run by hand when the font's version or the
 * letters change: `node build/make-letters.ts`. A test holds that the files are these.
 */
export const faces = {
  regular: '400Regular/Tinos_400Regular.ttf',
  bold: '700Bold/Tinos_700Bold.ttf',
  italic: '400Regular_Italic/Tinos_400Regular_Italic.ttf',
} as const;

const fontPackage = join(projectFolder, 'node_modules', '@expo-google-fonts', 'tinos');
const folder = join(projectFolder, 'assets', 'letters');

export function makeFace(face: keyof typeof faces): Promise<Uint8Array> {
  const letters = letterRanges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)),
  );
  return subsetFont(readFileSync(join(fontPackage, faces[face])), letters.join(''), { targetFormat: 'sfnt' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(folder, { recursive: true });
  for (const face of ['regular', 'bold', 'italic'] as const)
    writeFileSync(join(folder, `${face}.ttf`), await makeFace(face));
  writeFileSync(join(folder, 'OFL.txt'), readFileSync(join(fontPackage, 'LICENSE_FONT')));
}
