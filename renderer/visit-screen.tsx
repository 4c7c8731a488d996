import { memo } from 'react';
import { assertNever } from '../shared/runtime.ts';
import { Rehearsal } from './rehearsal.tsx';
import { CaseScreen } from './screens/case.tsx';
import { Consent } from './screens/consent.tsx';
import { ContinueLater } from './screens/continue-later.tsx';
import { Eligibility } from './screens/eligibility.tsx';
import { FiledScreen } from './screens/filed.tsx';
import { Follow } from './screens/follow.tsx';
import { FormPrinted } from './screens/form-printed.tsx';
import { GuidePage } from './screens/guide.tsx';
import { Home } from './screens/home.tsx';
import { Identity } from './screens/identity.tsx';
import { Information } from './screens/information.tsx';
import { Papers } from './screens/papers.tsx';
import { PracticeCard } from './screens/practice-card.tsx';
import { Practised } from './screens/practised.tsx';
import { QuestionScreen } from './screens/question.tsx';
import { Refused } from './screens/refused.tsx';
import { Review } from './screens/review.tsx';
import { Saved } from './screens/saved.tsx';
import { Search } from './screens/search.tsx';
import { ServiceScreen } from './screens/service.tsx';
import { StaffDoor } from './screens/staff-door.tsx';
import { VisitFrame } from './screens/visit-frame.tsx';
import type { Place } from './session/draft.ts';
import { PracticeSession } from './session/practice-session.tsx';
import { useKiosk } from './session/session.tsx';
import type { Screen } from './session/visit.ts';

interface VisitScreenProps {
  readonly screen: Exclude<Screen, { name: 'attract' }>;
  readonly place: Place | undefined;
}

/** Every screen of a visit but the attract screen: one piece of code, loaded behind it. */
export const VisitScreen = memo(function VisitScreen(props: VisitScreenProps) {
  return (
    <PracticeSession>
      <VisitFrame>
        <ScreenOf {...props} />
      </VisitFrame>
    </PracticeSession>
  );
});

/** The same screens once behind the attract screen, for nobody. */
export const VisitRehearsal = memo(function VisitRehearsal() {
  return (
    <Rehearsal
      drawScreen={({ screen, draft }) =>
        screen.name === 'attract' ? null : (
          <VisitFrame>
            <ScreenOf screen={screen} place={draft?.place} />
          </VisitFrame>
        )
      }
    />
  );
});

function ScreenOf({ screen, place }: VisitScreenProps) {
  switch (screen.name) {
    case 'home':
      return <Home />;
    case 'search':
      return <Search asked={screen.query} />;
    case 'guide':
      return <GuidePage asked={screen} />;
    case 'service':
      return <ServiceScreen />;
    case 'draft':
      return place ? <PlaceOf place={place} /> : <Home />;
    case 'refused':
      return <Refused />;
    case 'filed':
      return <FiledScreen filed={screen.filed} isPaying={screen.isPaying} />;
    case 'form-printed':
      return <FormPrinted />;
    case 'practised':
      return <Practised isWhole={screen.isWhole} />;
    case 'saved':
      return <Saved slip={screen.slip} />;
    case 'continue':
      return <ContinueLater />;
    case 'follow':
      return <Follow />;
    case 'case':
      return <CaseScreen known={screen.known} isPaying={screen.isPaying} />;
    case 'information':
      return <Information />;
    case 'staff':
      return <StaffDoor role={screen.role} />;
    default:
      return assertNever(screen);
  }
}

function PlaceOf({ place }: { place: Place }) {
  const { isPractice } = useKiosk();
  switch (place.at) {
    case 'eligibility':
      return <Eligibility />;
    case 'consent':
      return <Consent />;
    case 'identity':
      return isPractice ? <PracticeCard /> : <Identity />;
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
