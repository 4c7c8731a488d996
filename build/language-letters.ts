import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import subsetFont from 'subset-font';
import type { Plugin } from 'vite';
import { dateInWords, moneyText, sizeText } from '../shared/vietnamese/dates.ts';
import { charactersIn } from './letters-of-font.ts';

/**
 * `virtual:language-letters`: for each folder of words whose `language.json` names a font, that font cut to the letters its
 * words use and the house's own font lacks, and a tiny one for the language's own name on the attract screen. The former is
 * read when the language is chosen. A letter the font does not have stops the build.
 */
export function languageLetters(wordsFolder: string): Plugin {
  const id = 'virtual:language-letters';
  const own = `\0${id}`;
  return {
    name: 'language-letters',
    resolveId: (asked) => (asked === id || asked.startsWith(`${id}/`) ? `\0${asked}` : undefined),
    async load(asked) {
      if (!asked.startsWith(own)) return undefined;
      const one = asked.slice(own.length + 1);
      const languages: string[] = [];
      for (const { language, font, name, all } of readLetters(wordsFolder)) {
        const emit = async (letters: string) => {
          const files: string[] = [];
          for (const [weights, file] of Object.entries(font.files)) {
            const source = await cutFont(await fontFile(font.package, file), letters);
            const ref = this.emitFile({
              type: 'asset',
              name: `${language}-${weights.replace(' ', '-')}.woff2`,
              source,
            });
            const range = rangeOf(letters);
            files.push(
              `{ url: import.meta.ROLLUP_FILE_URL_${ref}, weights: ${JSON.stringify(weights.split(' '))}, range: ${JSON.stringify(range)} }`,
            );
          }
          return `[${files.join(', ')}]`;
        };
        if (one === language) return `export const all = ${await emit(all)};`;
        if (one !== '') continue;
        const later = `() => import('${id}/${language}').then(({ all }) => all)`;
        languages.push(`${language}: { names: ${await emit(name)}, all: ${later} }`);
      }
      return `export const letters = { ${languages.join(',\n')} };`;
    },
  };
}

interface Letters {
  readonly language: string;
  readonly font: { readonly package: string; readonly files: Readonly<Record<string, string>> };
  /** Of the language's own name. */
  readonly name: string;
  /** Of every word, and of the dates and numbers Intl writes. */
  readonly all: string;
}

/** A folder each; what else lies there is for people. */
export function languagesIn(wordsFolder: string): string[] {
  return readdirSync(wordsFolder).filter((name) => /^[a-z]{2,3}$/.test(name));
}

export function readLetters(wordsFolder: string): Letters[] {
  return languagesIn(wordsFolder).flatMap((language) => {
    const folder = join(wordsFolder, language);
    const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>;
    const {
      letters: font,
      name,
      start,
    } = read('language.json') as { letters?: Letters['font']; name: string; start: string };
    if (font === undefined) return [];
    const texts = readdirSync(folder).map((file) => textsIn(read(file)));
    return [
      {
        language,
        font,
        name: foreignLetters(name + start),
        all: foreignLetters([...texts, ...wordsOfIntl(language)].join('')),
      },
    ];
  });
}

/** WOFF2 with these letters only. */
export async function cutFont(font: Buffer, letters: string): Promise<Uint8Array<ArrayBuffer>> {
  const has = charactersIn(await subsetFont(font, letters, { targetFormat: 'sfnt' }));
  const missing = [...letters].filter((letter) => !has.has(letter.codePointAt(0) ?? 0));
  if (missing.length > 0) throw new Error(`the font has no letters ${missing.join(' ')}`);
  return Uint8Array.from(await subsetFont(font, letters, { targetFormat: 'woff2' }));
}

export async function fontFile(name: string, file: string): Promise<Buffer> {
  return readFileSync(createRequire(import.meta.url).resolve(`${name}/files/${file}`));
}

/** What Be Vietnam Pro has: Latin with its marks, general punctuation, currency. */
function isOfHouse(code: number): boolean {
  return code < 0x300 || (code >= 0x1e00 && code <= 0x20bf);
}

function foreignLetters(text: string): string {
  const letters = new Set([...text].filter((letter) => !isOfHouse(letter.codePointAt(0) ?? 0)));
  return [...letters].sort().join('');
}

function rangeOf(letters: string): string {
  return [...letters].map((letter) => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase()}`).join(', ');
}

function textsIn(tree: unknown): string {
  if (typeof tree === 'string') return tree;
  return typeof tree === 'object' && tree !== null ? Object.values(tree).map(textsIn).join('') : '';
}

function wordsOfIntl(language: string): string[] {
  const days = Array.from({ length: 12 }, (_, month) => `2026-${String(month + 1).padStart(2, '0')}-`).flatMap(
    (month) => ['01', '02', '03', '04', '05', '06', '07'].map((day) => dateInWords(`${month}${day}`, language)),
  );
  const country = new Intl.DisplayNames(language, { type: 'region' }).of('VN') ?? '';
  return [...days, moneyText(10_000, language), sizeText(1, language), sizeText(2 ** 21, language), country];
}
