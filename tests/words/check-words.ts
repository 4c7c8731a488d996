import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LanguageFacts } from '../../renderer/words/kiosk-languages.ts';

/** One folder of `assets/words`, as it lies on the disk. */
export interface WordsFolder {
  readonly language: string;
  readonly facts: LanguageFacts;
  /** Texts by `namespace.path.of.the.key`. */
  readonly texts: ReadonlyMap<string, string>;
  /** Texts found by their Vietnamese: `services.json`, `rules.json`. */
  readonly translations: ReadonlyMap<string, string>;
  /** Hash of each file, by its name without the ending. */
  readonly hashes: Readonly<Record<string, string>>;
}

const byVietnamese = ['services', 'rules'];

export function readWordsFolder(folder: string, language: string): WordsFolder {
  const names = readdirSync(join(folder, language)).map((file) => file.replace(/\.json$/, ''));
  const bytes = (name: string) => readFileSync(join(folder, language, `${name}.json`));
  const read = (name: string) => JSON.parse(bytes(name).toString('utf8')) as Record<string, unknown>;
  const keyed = names.filter((name) => name !== 'language' && !byVietnamese.includes(name));
  return {
    language,
    facts: read('language') as unknown as LanguageFacts,
    texts: textsOf(Object.fromEntries(keyed.map((name) => [name, read(name)]))),
    translations: new Map(
      byVietnamese
        .filter((name) => existsSync(join(folder, language, `${name}.json`)))
        .flatMap((name) => Object.entries(read(name)) as [string, string][]),
    ),
    hashes: Object.fromEntries(
      names
        .filter((name) => name !== 'language')
        .map((name) => [name, createHash('sha256').update(bytes(name)).digest('hex').slice(0, 16)]),
    ),
  };
}

/** Everything that is wrong with a folder beside the Vietnamese one, a line each. */
export function wrongWords(own: WordsFolder, vietnamese: WordsFolder): string[] {
  const wanted = wantedKeys(own.language, [...vietnamese.texts.keys()]);
  const missing = [...wanted].filter((key) => !own.texts.has(key)).map((key) => `${key}: missing`);
  const more = [...own.texts.keys()]
    .filter((key) => !wanted.has(key))
    .map((key) => `${key}: Vietnamese has no such key`);
  const entries = [...own.texts, ...own.translations];
  return [
    ...missing,
    ...more,
    ...entries.flatMap(([key, text]) => wrongText(text).map((what) => `${key}: ${what}`)),
    ...[...own.texts].flatMap(([key, text]) =>
      placeholderTrouble(key, text, vietnamese.texts.get(key) ?? vietnamese.texts.get(otherForm(key))),
    ),
    ...[...own.translations].flatMap(([vi, text]) => placeholderTrouble(vi, text, vi)),
    ...wrongStanding(own),
  ].map((line) => `${own.language} ${line}`);
}

/** Keys of the Vietnamese that no source names. */
export function unusedKeys(vietnamese: WordsFolder, source: string): string[] {
  return [...vietnamese.texts.keys()].filter((key) => !isUsed(key, source));
}

/** Used when a `t('…')` names the key, or builds it from a template whose fixed beginning fits. */
function isUsed(key: string, source: string): boolean {
  // Plural forms are asked for by their common name.
  const inside = key.slice(key.indexOf('.') + 1).replace(pluralForm, '');
  if (source.includes(`'${inside}'`)) return true;
  const parts = inside.split('.');
  return parts.some((_, count) => {
    const beginning = parts.slice(0, count).join('.');
    return (
      source.includes(beginning === '' ? 'problem(' : `\`${beginning}.\${`) &&
      (beginning !== '' || key.startsWith('problems.'))
    );
  });
}

/** Nothing is called by its colour or its side (WCAG 1.3.3): the green button is yellow in high contrast, and left for the left hand. */
const byLook =
  /nút (xanh|đỏ|vàng|to|tròn)|bên (trái|phải) màn hình|(green|red|yellow|round) button|on the (left|right)|(초록|빨간|노란|녹)색|(왼|오른)쪽/iu;

/** What residents are never told (design: words and tone), and letters whose marks would fall apart. */
function wrongText(text: string): string[] {
  const forbidden = /thành công|lỗi hệ thống|đã gửi|!|quý khách|chúng tôi|successfully|system error|성공|오류/iu;
  return [
    ...(text.trim() === '' ? ['empty'] : []),
    ...(forbidden.test(text) ? [`says what is never said: ${text}`] : []),
    ...(byLook.test(text) ? [`called by its look: ${text}`] : []),
    ...(text === text.normalize('NFC') ? [] : ['not composed (NFC): a capital loses its tilde']),
    ...(text === text.trim() && !/ {2}/.test(text) ? [] : ['blanks too many']),
  ];
}

function placeholderTrouble(key: string, text: string, model: string | undefined): string[] {
  if (model === undefined) return [];
  // One, two or none of something may be told without its number.
  const mayLackCount = /_(zero|one|two)$/.test(key);
  const [own, wanted] = [placeholders(text), placeholders(model)].map((names) =>
    names.filter((name) => !(mayLackCount && name === 'count')).join(' '),
  );
  return own === wanted ? [] : [`${key}: placeholders ${own || 'none'} instead of ${wanted || 'none'}`];
}

/** A translation names every file and who checked it; what was changed after it was checked is not checked. */
function wrongStanding({ facts, hashes }: WordsFolder): string[] {
  if (facts.texts === 'house') return [];
  return Object.entries(hashes).flatMap(([file, hash]) => {
    const checked = facts.checked[file];
    if (checked === undefined) return [`language.json: does not say who checked ${file}.json`];
    return checked === null || checked.of === hash ? [] : [`${file}.json: changed since ${checked.by} checked it`];
  });
}

const pluralForm = /_(zero|one|two|few|many|other)$/;

/** A counted text has one form for each that the language knows. */
function wantedKeys(language: string, keys: readonly string[]): Set<string> {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  return new Set(
    keys.flatMap((key) => (pluralForm.test(key) ? forms.map((form) => key.replace(pluralForm, `_${form}`)) : [key])),
  );
}

function otherForm(key: string): string {
  return key.replace(pluralForm, '_other');
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name ?? '').sort();
}

function textsOf(tree: unknown, path: readonly string[] = []): Map<string, string> {
  if (typeof tree === 'string') return new Map([[path.join('.'), tree]]);
  if (typeof tree !== 'object' || tree === null) return new Map();
  return new Map(Object.entries(tree).flatMap(([key, value]) => [...textsOf(value, [...path, key])]));
}
