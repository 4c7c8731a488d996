import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import enFollow from '../../assets/words/en/follow.json' with { type: 'json' };
import enFrame from '../../assets/words/en/frame.json' with { type: 'json' };
import enProblems from '../../assets/words/en/problems.json' with { type: 'json' };
import enStaff from '../../assets/words/en/staff.json' with { type: 'json' };
import enVisit from '../../assets/words/en/visit.json' with { type: 'json' };
import viFollow from '../../assets/words/vi/follow.json' with { type: 'json' };
import viFrame from '../../assets/words/vi/frame.json' with { type: 'json' };
import viProblems from '../../assets/words/vi/problems.json' with { type: 'json' };
import viStaff from '../../assets/words/vi/staff.json' with { type: 'json' };
import viVisit from '../../assets/words/vi/visit.json' with { type: 'json' };

/** A further language is one folder of `assets/words` and one entry here. Vietnamese decides which keys exist. */
export const words = {
  vi: { frame: viFrame, visit: viVisit, follow: viFollow, staff: viStaff, problems: viProblems },
  en: { frame: enFrame, visit: enVisit, follow: enFollow, staff: enStaff, problems: enProblems },
} as const;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'frame';
    resources: (typeof words)['vi'];
    strictKeyChecks: true;
  }
}

export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: words,
    lng: 'vi',
    fallbackLng: 'vi',
    defaultNS: 'frame',
    ns: Object.keys(words.vi),
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}
