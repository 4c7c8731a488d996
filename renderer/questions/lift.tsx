import { createContext, type ReactNode, useContext } from 'react';
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
