import { useEffect, useState } from 'react';
import { assertNever } from '../shared/runtime.ts';
import { Attract } from './screens/attract.tsx';
import { CaseScreen } from './screens/case.tsx';
import { Consent } from './screens/consent.tsx';
import { ContinueLater } from './screens/continue-later.tsx';
import { Eligibility } from './screens/eligibility.tsx';
import { FiledScreen } from './screens/filed.tsx';
import { Follow } from './screens/follow.tsx';
import { Home } from './screens/home.tsx';
import { Identity } from './screens/identity.tsx';
import { IdleOverlay } from './screens/idle-overlay.tsx';
import { Information } from './screens/information.tsx';
import { Papers } from './screens/papers.tsx';
import { QuestionScreen } from './screens/question.tsx';
import { Refused } from './screens/refused.tsx';
import { Review } from './screens/review.tsx';
import { Saved } from './screens/saved.tsx';
import { Search } from './screens/search.tsx';
import { ServiceScreen } from './screens/service.tsx';
import { StaffDoor } from './screens/staff-door.tsx';
import { CoverContext } from './session/cover.ts';
import type { Place } from './session/draft.ts';
import { idleLimitSeconds } from './session/idle.ts';
import { useSession } from './session/session.tsx';
import { useIdle } from './session/use-idle.ts';
import type { Screen } from './session/visit.ts';

const coverSeconds = 120;
/** Used until the portal's configuration says otherwise. */
const idleSecondsUnprovisioned = 120;

interface AppProps {
  /** A new build waits; it may take over now because nobody is in a session. */
  readonly onAttract: () => void;
  /** Pages of the queue grow while nobody is at the screen. */
  readonly onSomebody: (somebody: boolean) => void;
}

export function App({ onAttract, onSomebody }: AppProps) {
  const { visit, desk, state } = useSession();
  const atAttract = visit.screen.name === 'attract';
  const looksForThings =
    visit.screen.name === 'draft' && (visit.draft?.place.at === 'identity' || visit.draft?.place.at === 'papers');
  const limit = idleLimitSeconds(state.kiosk?.idleSeconds ?? idleSecondsUnprovisioned, {
    looksForThings,
    largeText: visit.comfort.textSize === 200,
  });
  const { idle, stay, cover, covered } = useIdle(atAttract ? null : limit);
  const [ending, setEnding] = useState(false);

  useEffect(() => {
    onSomebody(!atAttract);
    if (atAttract) onAttract();
  }, [atAttract, onAttract, onSomebody]);

  useEffect(() => {
    if (idle.state !== 'over' || ending) return;
    setEnding(true);
    void desk.endVisit('timed-out');
  }, [idle.state, desk, ending]);

  const hidden = idle.state !== 'active' || covered;
  return (
    <CoverContext value={() => cover(coverSeconds)}>
      {/* The page is replaced, not dimmed; what was being typed is still there when the resident comes back. */}
      <div className="page" hidden={hidden} inert={hidden}>
        <ScreenOf screen={visit.screen} place={visit.draft?.place} />
      </div>
      {hidden && <IdleOverlay idle={idle} onStay={stay} />}
    </CoverContext>
  );
}

function ScreenOf({ screen, place }: { screen: Screen; place: Place | undefined }) {
  switch (screen.name) {
    case 'attract':
      return <Attract />;
    case 'home':
      return <Home />;
    case 'search':
      return <Search />;
    case 'service':
      return <ServiceScreen />;
    case 'draft':
      return place ? <PlaceOf place={place} /> : <Home />;
    case 'refused':
      return <Refused />;
    case 'filed':
      return <FiledScreen filed={screen.filed} />;
    case 'saved':
      return <Saved slip={screen.slip} />;
    case 'continue':
      return <ContinueLater />;
    case 'follow':
      return <Follow />;
    case 'case':
      return <CaseScreen known={screen.known} />;
    case 'information':
      return <Information />;
    case 'staff':
      return <StaffDoor role={screen.role} />;
    default:
      return assertNever(screen);
  }
}

function PlaceOf({ place }: { place: Place }) {
  switch (place.at) {
    case 'eligibility':
      return <Eligibility />;
    case 'consent':
      return <Consent />;
    case 'identity':
      return <Identity />;
    case 'question':
      // A question is a screen of its own: what was half-typed in one never shows in the next.
      return <QuestionScreen key={place.step} />;
    case 'papers':
      return <Papers />;
    case 'review':
      return <Review />;
    default:
      return assertNever(place);
  }
}
