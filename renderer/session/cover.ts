import { createContext, useContext } from 'react';

/** «Che lại»: hides the page at once, for whoever walks past. */
export const CoverContext = createContext<() => void>(() => {});

export function useCover(): () => void {
  return useContext(CoverContext);
}
