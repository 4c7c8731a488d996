import { useSession } from '../session/session.tsx';
import { useVisitWords } from '../words/use-words.ts';

/** Where people sit: the nearest counter from the portal's signed configuration. */
export function CounterNote() {
  const t = useVisitWords();
  const { state, say } = useSession();
  const counter = state.kiosk?.nearestCounter;
  return (
    <span>
      {counter
        ? t('home.goTo', {
            name: counter.name,
            address: counter.address,
            hours: say(counter.hours),
            phone: counter.phone,
          })
        : t('home.goToWard')}
    </span>
  );
}
