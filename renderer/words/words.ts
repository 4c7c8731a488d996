import i18next, { type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import follow from '../../assets/words/vi/follow.json' with { type: 'json' };
import frame from '../../assets/words/vi/frame.json' with { type: 'json' };
import problems from '../../assets/words/vi/problems.json' with { type: 'json' };
import staff from '../../assets/words/vi/staff.json' with { type: 'json' };
import visit from '../../assets/words/vi/visit.json' with { type: 'json' };
import type { Language } from '../../shared/catalogue/text.ts';

/** Vietnamese decides which keys exist; every other language is a folder beside it, found by `kiosk-languages.ts`. */
export const vietnamese = { frame, visit, follow, staff, problems } as const;

export const namespaces = Object.keys(vietnamese) as readonly (keyof typeof vietnamese)[];

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'frame';
    resources: typeof vietnamese;
    strictKeyChecks: true;
  }
}

export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { vi: vietnamese },
    lng: 'vi',
    fallbackLng: 'vi',
    defaultNS: 'frame',
    ns: namespaces,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

export function addWords(language: Language, namespace: string, words: object): void {
  found.clear();
  i18next.addResourceBundle(language, namespace, words, true, true);
}

const found = new Map<string, unknown>();

/** Words that lie ready, each looked up once: a screen says dozens, and is drawn anew with every touch. */
export function readyWords<Namespace extends keyof typeof vietnamese>(
  namespace: Namespace,
  language: Language,
): TFunction<Namespace> {
  const name = `${language} ${namespace}`;
  const known = (found.get(name) as TFunction<Namespace> | undefined) ?? remembering(namespace, language);
  found.set(name, known);
  return known;
}

function remembering<Namespace extends keyof typeof vietnamese>(namespace: Namespace, language: Language) {
  const lookUp = i18next.getFixedT(language, namespace) as unknown as (...asked: readonly unknown[]) => string;
  const plain = new Map<unknown, string>();
  const words = (...asked: readonly unknown[]) => {
    // With a count or a name in them they are not the same twice.
    if (asked.length > 1) return lookUp(...asked);
    const text = plain.get(asked[0]) ?? lookUp(asked[0]);
    plain.set(asked[0], text);
    return text;
  };
  return words as unknown as TFunction<Namespace>;
}
