import { Activity, Component, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import { practiceDesk } from './session/practice-desk.ts';
import { type RehearsalVisit, rehearsalVisits } from './session/rehearsal-visits.ts';
import { KioskContext, type Session, SessionContext, useSession } from './session/session.tsx';
import { startOfVisit } from './session/visit.ts';

/** One mark of the page's timeline for each screen, for whoever measures: `performance.getEntriesByName('rehearsed')`. */
const rehearsed = 'rehearsed';

const failed = 'data-failed';

interface RehearsalProps {
  readonly drawScreen: (visit: RehearsalVisit['visit']) => ReactNode;
}

/**
 * The page of every visit is a fresh one, and what it draws for the first time costs it twice: code is read, formats are made. So while
 * nobody is there yet each kind of screen is drawn once into a place that is not on the page:
 *
 *   a screen ──it is drawn, or cannot be──▶ the next one … ──▶ over
 *       └──somebody begins──▶ over: no touch waits for it
 *
 * Hidden, so that React draws it when nothing else is to be done and stops for any touch, and so that none of its effects run: it writes
 * nothing, asks nobody, takes no focus. Its desk has nothing behind it (practice-desk.ts), its people are those of a worked example.
 */
export function Rehearsal({ drawScreen }: RehearsalProps) {
  const session = useSession();
  const { desk } = session;
  const [visits] = useState(() => visitsFor(session));
  const [at, goOn] = useState(0);
  const [stage] = useState(() => document.createElement('div'));
  const now = visits[at];

  useEffect(() => {
    // The screen is put there when it has been drawn; nothing else tells.
    const observer = new MutationObserver((records) => {
      if (!records.some(({ addedNodes }) => addedNodes.length > 0)) return;
      if (stage.querySelector(`[${failed}]`)) desk.log({ code: 'rehearsal-failed' });
      else performance.mark(rehearsed);
      goOn((before) => before + 1);
    });
    observer.observe(stage, { childList: true });
    return () => observer.disconnect();
  }, [stage, desk]);

  return (
    now &&
    createPortal(
      <Activity key={at} mode="hidden">
        <Stage of={now}>{drawScreen(now.visit)}</Stage>
      </Activity>,
      stage,
    )
  );
}

/** Whoever was in the middle of a visit when the page died is not kept waiting by one that is not theirs. */
function visitsFor({ visit: { screen, language, comfort }, desk, facts }: Session): readonly RehearsalVisit[] {
  return screen.name === 'attract'
    ? rehearsalVisits({ ...startOfVisit, language, comfort }, desk.services, facts())
    : [];
}

function Stage({ of: { visit, service }, children }: { readonly of: RehearsalVisit; readonly children: ReactNode }) {
  const real = useSession();
  const session = useMemo<Session>(
    () => ({ ...real, desk: practiceDesk(real.desk), tell: () => {}, visit, service }),
    [real, visit, service],
  );
  return (
    <div>
      <Guarded>
        <KioskContext value={session}>
          <SessionContext value={session}>
            <Suspense>{children}</Suspense>
          </SessionContext>
        </KioskContext>
      </Guarded>
    </div>
  );
}

/**
 * What cannot be drawn ahead will say so where somebody sees it. Inside of what is hidden, where React puts this in its place; it calls
 * nobody there, so a mark tells.
 */
class Guarded extends Component<{ readonly children: ReactNode }, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: true } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <span {...{ [failed]: '' }} /> : this.props.children;
  }
}
