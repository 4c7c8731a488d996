import { placeBefore } from '../session/screen-path.ts';
import { useOpenDraft } from '../session/session.tsx';

/** «Quay lại» from a place of the open draft; out of a correction it leads back to following. */
export function useWayBack(): () => void {
  const { draft, service, tell, facts } = useOpenDraft();
  return () => {
    const before = placeBefore(draft, service, facts());
    tell(before === 'left' ? { type: 'correction-left' } : { type: 'moved', place: before });
  };
}
