import { useEffect, useState } from 'react';
import { useSession } from './session.tsx';

/** Often enough that nobody sees the old day, and by looking at the clock anew, so that neither sleep nor a corrected clock is missed. */
const lookEveryMs = 1000;

/** The day in Hanoi by the corrected clock. At midnight the screen is drawn anew, whatever else stands still. */
export function useToday(): string {
  const { facts } = useSession();
  const [today, setToday] = useState(() => facts().today);
  useEffect(() => {
    const look = () => setToday(facts().today);
    look();
    const timer = setInterval(look, lookEveryMs);
    return () => clearInterval(timer);
  }, [facts]);
  return today;
}
