import { lazy, type ReactNode, Suspense, use, useCallback, useEffect, useState } from 'react';
import { Attract } from './screens/attract.tsx';
import { CoverContext, HiddenContext } from './session/cover.ts';
import type { Desk } from './session/desk.ts';
import { idleLimitSeconds } from './session/idle.ts';
import { useSession } from './session/session.tsx';
import { useIdle } from './session/use-idle.ts';
import { useSpeech } from './speech/speech.tsx';
import { SheetsHidden } from './touch/sheets-hidden.ts';
import { addLaterWords } from './words/words.ts';

const coverSeconds = 120;
/** Used until the portal's configuration says otherwise. */
const idleSecondsUnprovisioned = 120;

/** Everything behind the attract screen: read while it already stands there, so that a kiosk starts quickly. */
const loadVisit = async () => {
  const [visit] = await Promise.all([import('./visit-screen.tsx'), addLaterWords()]);
  return visit;
};
const loadIdleOverlay = async () => {
  const [{ IdleOverlay }] = await Promise.all([import('./screens/idle-overlay.tsx'), addLaterWords()]);
  return { default: IdleOverlay };
};
const VisitScreen = lazy(async () => ({ default: (await loadVisit()).VisitScreen }));
const IdleOverlay = lazy(loadIdleOverlay);
const VisitRehearsal = lazy(async () => ({ default: (await loadVisit()).VisitRehearsal }));

interface AppProps {
  /** A new build waits; it may take over now because nobody is in a session. */
  readonly onAttract: () => void;
  /** The catalogue a page would be given now; nobody is in a session. */
  readonly onContent: (version: number) => void;
  /** Pages of the queue grow while nobody is at the screen. */
  readonly onSomebody: (somebody: boolean) => void;
}

export function App({ onAttract, onContent, onSomebody }: AppProps) {
  const { visit, desk, state } = useSession();
  const { state: speech } = useSpeech();
  const atAttract = visit.screen.name === 'attract';
  const looksForThings =
    (visit.screen.name === 'draft' && (visit.draft?.place.at === 'identity' || visit.draft?.place.at === 'papers')) ||
    // A telephone is taken out, an app opened and a payment confirmed, and nobody touches the screen.
    ('isPaying' in visit.screen && visit.screen.isPaying === true);
  const limit = idleLimitSeconds(state.kiosk?.idleSeconds ?? idleSecondsUnprovisioned, {
    looksForThings,
    largeText: visit.comfort.textSize === 200,
    byEar: speech.isLeading,
  });
  const { idle, stay, cover, covered } = useIdle(atAttract ? null : limit);
  const [ending, setEnding] = useState(false);
  const coverPage = useCallback(() => cover(coverSeconds), [cover]);

  // Nobody should wait for it at the first touch. A failure shows there, and a crash answers with a fresh page.
  useEffect(() => void Promise.all([loadVisit(), loadIdleOverlay()]).catch(() => {}), []);

  useEffect(() => {
    onSomebody(!atAttract);
    if (atAttract) onAttract();
  }, [atAttract, onAttract, onSomebody]);

  useEffect(() => {
    if (atAttract) onContent(state.content);
  }, [atAttract, onContent, state.content]);

  useEffect(() => {
    if (idle.state !== 'over' || ending) return;
    setEnding(true);
    void desk.endVisit('timed-out');
  }, [idle.state, desk, ending]);

  const hidden = idle.state !== 'active' || covered;
  return (
    <CoverContext value={coverPage}>
      {/* The page is replaced, not dimmed; what was being typed is still there when the resident comes back. */}
      <HiddenContext value={hidden}>
        <SheetsHidden value={hidden}>
          <div className="page" hidden={hidden} inert={hidden}>
            {visit.screen.name === 'attract' ? (
              <Attract />
            ) : (
              <Suspense>
                <WithServices desk={desk}>
                  <VisitScreen screen={visit.screen} place={visit.draft?.place} />
                </WithServices>
              </Suspense>
            )}
          </div>
        </SheetsHidden>
      </HiddenContext>
      {atAttract && (
        <Suspense>
          <WithServices desk={desk}>
            <VisitRehearsal />
          </WithServices>
        </Suspense>
      )}
      {hidden && (
        <Suspense>
          <IdleOverlay idle={idle} onStay={stay} />
        </Suspense>
      )}
    </CoverContext>
  );
}

/** Whoever is quicker than the catalogue is read waits for it. */
function WithServices({ desk, children }: { readonly desk: Desk; readonly children: ReactNode }) {
  use(desk.servicesRead());
  return children;
}
