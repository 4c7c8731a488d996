import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';
import { useSession } from '../session/session.tsx';
import { useFrameWords } from '../words/use-words.ts';
import { usualEarSettings } from './ear-settings.ts';
import { createGuide, type Guide, type GuideGiven, type GuideState } from './guide.ts';
import { personalOf } from './personal-of-visit.ts';
import type { VoicePort } from './speaker.ts';
import './speech.css';

/** Read behind the first screen. */
const EarSheet = lazy(() => import('./ear-sheet.tsx').then(({ EarSheet }) => ({ default: EarSheet })));

const Speaking = createContext<Guide | undefined>(undefined);

const silent: GuideState = {
  isLeading: false,
  isReading: false,
  isHelpOpen: false,
  hasVoice: false,
  settings: usualEarSettings,
};
const nothingChanges = () => () => {};

/** The voice of this page and who is led by it. Without a provider above it everything is silent. */
export function useSpeech(): { readonly guide: Guide | undefined; readonly state: GuideState } {
  const guide = useContext(Speaking);
  const state = useSyncExternalStore(guide?.observe ?? nothingChanges, guide?.state ?? (() => silent));
  return { guide, state };
}

export function SpeechProvider({ voice, children }: { readonly voice: VoicePort; readonly children: ReactNode }) {
  const { visit, language, facts, service, places, desk } = useSession();
  const t = useFrameWords();
  const { draft, screen } = visit;
  // Asked for when something is said, not with every letter that is written.
  const personal = useMemo(
    () => once(() => personalOf({ draft, service, language, places })),
    [draft, service, language, places],
  );
  const subject =
    service ?? desk.services.find(({ id }) => id === (screen.name === 'filed' ? screen.filed.slip.service : ''));
  const given = useRef<() => GuideGiven>(undefined);
  given.current = () => ({
    t,
    language,
    get personal() {
      return personal();
    },
    hour: Number(facts().time.slice(0, 2)),
    isQuiet: subject?.lifeEvents[0] === 'death',
  });
  const guide = useMemo(() => createGuide(voice, () => (given.current as () => GuideGiven)()), [voice]);

  useEffect(() => {
    // Whether there is a voice depends on the language.
    if (language) guide.change({});
  }, [guide, language]);
  useEffect(() => {
    const end = () => guide.end();
    window.addEventListener(visitEnds, end);
    window.addEventListener('pagehide', end);
    return () => {
      window.removeEventListener(visitEnds, end);
      window.removeEventListener('pagehide', end);
      guide.close();
    };
  }, [guide]);

  return (
    <Speaking value={guide}>
      {children}
      <Suspense>
        <EarSheetOf guide={guide} />
      </Suspense>
    </Speaking>
  );
}

/** Told by whoever ends a visit, before the page is replaced: from then on nothing is said. */
export const visitEnds = 'visit-ends';

function EarSheetOf({ guide }: { readonly guide: Guide }) {
  const { isHelpOpen } = useSyncExternalStore(guide.observe, guide.state);
  return <EarSheet guide={guide} isOpen={isHelpOpen} />;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
