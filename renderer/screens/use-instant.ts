import { useSession } from '../session/session.tsx';

/** The moment by the portal's time as far as it is known: what stands in consents and pledges. */
export function useInstant(): () => string {
  const { state } = useSession();
  const offsetMs = state.clock.offsetMs ?? 0;
  return () => new Date(Date.now() + offsetMs).toISOString();
}
