import i18next from 'i18next';
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
  i18next.addResourceBundle(language, namespace, words, true, true);
}
