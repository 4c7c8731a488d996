import { type ReactNode, useMemo } from 'react';
import { practiceDesk } from './practice-desk.ts';
import { KioskContext, SessionContext, useKiosk, useSession } from './session.tsx';

/**
 * Between the session and its screens while somebody practises: a desk with nothing behind it, and the day of the example, so that its
 * answers fit and a service outside its window can be tried as well.
 */
export function PracticeSession({ children }: { readonly children: ReactNode }) {
  const kiosk = useKiosk();
  const session = useSession();
  const { desk: real, facts: realFacts, state: realState } = kiosk;
  const today = session.visit.practice?.today;
  const isOn = today !== undefined;
  const desk = useMemo(() => (isOn ? practiceDesk(real) : real), [isOn, real]);
  const facts = useMemo(
    () => (today === undefined ? realFacts : () => ({ ...realFacts(), today })),
    [today, realFacts],
  );
  // Practice takes no room.
  const state = useMemo(
    () => (isOn ? { ...realState, room: { ...realState.room, parts: true, filings: true } } : realState),
    [isOn, realState],
  );
  const practising = useMemo(() => ({ ...kiosk, desk, facts, state }), [kiosk, desk, facts, state]);
  const practisingSession = useMemo(() => ({ ...session, desk, facts, state }), [session, desk, facts, state]);
  return (
    <KioskContext value={isOn ? practising : kiosk}>
      <SessionContext value={isOn ? practisingSession : session}>{children}</SessionContext>
    </KioskContext>
  );
}
