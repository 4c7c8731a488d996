import follow from '../../assets/words/vi/follow.json' with { type: 'json' };
import guidance from '../../assets/words/vi/guidance.json' with { type: 'json' };
import problems from '../../assets/words/vi/problems.json' with { type: 'json' };
import staff from '../../assets/words/vi/staff.json' with { type: 'json' };
import { firstWords } from './first-words.ts';

/** What nobody reads on the attract screen: it comes with the screens of a visit. */
export const laterWords = { follow, guidance, staff, problems } as const;

/** Vietnamese decides which keys exist; every other language is a folder beside it, found by `kiosk-languages.ts`. */
export const vietnamese = { ...firstWords, ...laterWords } as const;
