import i18next, { type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../shared/catalogue/text.ts';
import { firstWords } from './first-words.ts';
import type { vietnamese } from './vietnamese.ts';

type Namespace = keyof typeof vietnamese;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'frame';
    resources: typeof vietnamese;
    strictKeyChecks: true;
  }
}

export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { vi: firstWords },
    lng: 'vi',
    fallbackLng: 'vi',
    defaultNS: 'frame',
    ns: Object.keys(firstWords),
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

/** The Vietnamese words of a visit, read behind the attract screen like its code. */
export async function addLaterWords(): Promise<void> {
  const { laterWords } = await import('./vietnamese.ts');
  for (const [namespace, words] of Object.entries(laterWords)) addWords('vi', namespace, words);
}

export function addWords(language: Language, namespace: string, words: object): void {
  found.clear();
  i18next.addResourceBundle(language, namespace, words, true, true);
}

const found = new Map<string, unknown>();

/** Words that lie ready, each looked up once: a screen says dozens, and is drawn anew with every touch. */
export function readyWords<Name extends Namespace>(namespace: Name, language: Language): TFunction<Name> {
  const name = `${language} ${namespace}`;
  const known = (found.get(name) as TFunction<Name> | undefined) ?? remembering(namespace, language);
  found.set(name, known);
  return known;
}

function remembering<Name extends Namespace>(namespace: Name, language: Language) {
  const lookUp = i18next.getFixedT(language, namespace) as unknown as (...asked: readonly unknown[]) => string;
  const plain = new Map<unknown, string>();
  const words = (...asked: readonly unknown[]) => {
    // With a count or a name in them they are not the same twice.
    if (asked.length > 1) return lookUp(...asked);
    const text = plain.get(asked[0]) ?? lookUp(asked[0]);
    plain.set(asked[0], text);
    return text;
  };
  return words as unknown as TFunction<Name>;
}
