import type { Language } from '../../shared/catalogue/text.ts';
import type { Languages } from '../session/languages.ts';
import { loadLetters } from './letters.ts';
import { readTranslation, type Translation, translated } from './translation.ts';
import { rememberUntranslated } from './untranslated.ts';
import { addWords } from './words.ts';

/** `language.json` of a folder of `assets/words`. */
export interface LanguageFacts {
  /** The language's own name for itself, and «touch to start» in it. */
  readonly name: string;
  readonly start: string;
  /** Place among the languages on the attract screen. */
  readonly order: number;
  /** `house`: written together with the Vietnamese. `translation`: each file says who of those born to the language checked it. */
  readonly texts: 'house' | 'translation';
  /** A translation's services; every other service is shown in Vietnamese, and marked so. */
  readonly guides?: readonly string[];
  readonly checked: Readonly<Record<string, Checked | null>>;
  /** How lines break (CSS `word-break`): Korean keeps its words whole, Japanese does not. */
  readonly wordBreak?: string;
  readonly letters?: { readonly package: string; readonly files: Readonly<Record<string, string>> };
}

/** `of` is the hash of the file that was checked: what was changed since is not checked (tests/words tells). */
export interface Checked {
  readonly by: string;
  readonly on: string;
  readonly of: string;
}

export interface KioskLanguage extends LanguageFacts {
  readonly tag: Language;
}

const facts = import.meta.glob<LanguageFacts>('../../assets/words/*/language.json', { eager: true, import: 'default' });
const files = import.meta.glob<Record<string, unknown>>(
  ['../../assets/words/*/*.json', '!../../assets/words/vi/*', '!../../assets/words/*/language.json'],
  { import: 'default' },
);

/** Files of a translation that are not words of screens: their keys are the Vietnamese texts. */
const catalogueFiles = ['services', 'rules'];

/** One for each folder, in the order of the attract screen. */
export const kioskLanguages: readonly KioskLanguage[] = Object.entries(facts)
  .map(([path, each]) => ({ ...each, tag: folderOf(path) }))
  .sort((one, other) => one.order - other.order);

export function factsOfLanguage(language: Language): LanguageFacts | undefined {
  return kioskLanguages.find(({ tag }) => tag === language);
}

/** Written by others than the house: texts of the catalogue may be lacking. */
export function isTranslation(language: Language): boolean {
  return factsOfLanguage(language)?.texts === 'translation';
}

/** Some text of this language was never read by anybody born to it: the screen says so. */
export function isUnchecked(language: Language): boolean {
  const known = factsOfLanguage(language);
  return known?.texts === 'translation' && Object.values(known.checked).some((checked) => checked === null);
}

export function openLanguages(): Languages {
  const translations = new Map<Language, Translation>();
  const ready = new Set<Language>(['vi']);
  const loading = new Map<Language, Promise<void>>();

  const read = async (language: Language) => {
    const own = Object.entries(files).filter(([path]) => folderOf(path) === language);
    if (own.length === 0) throw new Error(`no words in ${language}`);
    const trees = new Map(await Promise.all(own.map(async ([path, load]) => [nameOf(path), await load()] as const)));
    for (const [name, tree] of trees) if (!catalogueFiles.includes(name)) addWords(language, name, tree);
    translations.set(language, readTranslation(...catalogueFiles.map((name) => trees.get(name))));
    await loadLetters(language);
    ready.add(language);
  };

  return {
    isReady: (language) => ready.has(language),
    load(language) {
      const begun = loading.get(language) ?? read(language);
      loading.set(language, begun);
      // What could not be read is tried again at the next touch.
      begun.catch(() => loading.delete(language));
      return begun;
    },
    translate(text, language) {
      if (language === 'vi' || language === 'en') return text[language];
      const translation = translations.get(language);
      const found = translation && translated(text.vi, translation, language);
      if (found === undefined) rememberUntranslated(text.vi);
      return found;
    },
  };
}

function folderOf(path: string): string {
  return path.split('/').at(-2) ?? '';
}

function nameOf(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.json$/, '');
}
