import '../../../renderer/zod-without-eval.ts';
import { createRoot } from 'react-dom/client';
import { App } from '../../../renderer/app.tsx';
import { knownCalendar } from '../../../renderer/desk/known-calendar.ts';
import { knownPlaces } from '../../../renderer/desk/known-places.ts';
import type { Desk } from '../../../renderer/session/desk.ts';
import type { Languages } from '../../../renderer/session/languages.ts';
import { SessionProvider, useSession } from '../../../renderer/session/session.tsx';
import type { VisitEvent } from '../../../renderer/session/visit.ts';
import '../../../renderer/styles/styles.css';
import { setPanel } from '../../../renderer/touch/panel.ts';
import { openLanguages } from '../../../renderer/words/kiosk-languages.ts';
import { KioskWords } from '../../../renderer/words/kiosk-words.tsx';
import { showLetterOfNames } from '../../../renderer/words/letters.ts';
import { vietnamese } from '../../../renderer/words/vietnamese.ts';
import { addWords, startWords } from '../../../renderer/words/words.ts';
import type { Service } from '../../../shared/catalogue/service.ts';
import type { ShellState } from '../../../shared/shell-contract/messages.ts';
import { pseudoText, pseudoTree } from './pseudo-text.ts';

/*
 * The screens of the kiosk with its own languages, or with words of the pseudo-locale: the product's own App over a desk that answers at once, told by
 * the test what happens. Nothing else of the product is replaced.
 */
interface Given {
  readonly words: 'own' | 'pseudo';
  readonly services: readonly Service[];
  readonly state: ShellState;
  /** Answers of the desk by the name of what is asked. */
  readonly answers: Readonly<Record<string, unknown>>;
}

declare global {
  var given: Given;
  var tell: (event: VisitEvent) => void;
  var setState: (state: Partial<ShellState>) => void;
}

const language = 'qps';
const { services, answers } = globalThis.given;
let state = globalThis.given.state;
const listeners = new Set<() => void>();
globalThis.setState = (change) => {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
};

/** The same at every asking: React waits anew for a promise it has not seen. */
const servicesRead = Promise.resolve();
const own: Partial<Desk> = {
  services,
  servicesRead: () => servicesRead,
  state: () => state,
  observe: (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  keepDraft() {},
  log() {},
  sendNow() {},
  staffTouched() {},
  portalRefusal: () => undefined,
  readPayment: async () => undefined,
  random: (length) => new Uint8Array(length),
};
const desk = new Proxy(own as Desk, {
  get: (known, name: string) =>
    known[name as keyof Desk] ?? (async () => answers[name] ?? { ok: false, code: 'internal' }),
});

function Told() {
  globalThis.tell = useSession().tell;
  return <App onAttract={() => {}} onContent={() => {}} onSomebody={() => {}} />;
}

const pseudo: Languages = {
  isReady: () => true,
  load: async () => {},
  translate: (text, asked) => (asked === language ? pseudoText(text.vi) : text.vi),
};

await startWords();
showLetterOfNames();
for (const [namespace, words] of Object.entries(vietnamese)) addWords(language, namespace, pseudoTree(words));
const { panel } = state;
setPanel({ pxPerMm: Math.hypot(panel.width, panel.height) / (25.4 * panel.diagonalInches) });
createRoot(document.getElementById('root') as HTMLElement).render(
  <SessionProvider
    desk={desk}
    places={knownPlaces()}
    calendar={knownCalendar()}
    resumed={{ draft: undefined, filed: null }}
    languages={globalThis.given.words === 'own' ? openLanguages() : pseudo}
  >
    <KioskWords>
      <Told />
    </KioskWords>
  </SessionProvider>,
);
