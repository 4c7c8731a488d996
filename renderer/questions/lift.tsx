import { createContext, type ReactNode, useCallback, useContext } from 'react';
import { createPortal } from 'react-dom';

const Place = createContext<HTMLElement | null>(null);

/** Gives the row right above the keyboard to the field being written; null where fields stay in the page. */
export function LiftProvider({
  place,
  children,
}: {
  readonly place: HTMLElement | null;
  readonly children: ReactNode;
}) {
  return <Place value={place}>{children}</Place>;
}

/** The field being written stands right above the keyboard, where the eye and the finger are. */
export function Lift({ isActive, children }: { readonly isActive: boolean; readonly children: ReactNode }) {
  const place = useContext(Place);
  return isActive && place ? createPortal(children, place) : children;
}

/** Where the lifted field stands. The place is there before its row is: the field is made once, and not moved. */
export function LiftSlot({ place }: { readonly place: HTMLElement }) {
  const take = useCallback((slot: HTMLElement | null) => slot?.append(place), [place]);
  return <div ref={take} />;
}
