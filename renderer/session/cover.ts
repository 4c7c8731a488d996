import { createContext, useContext } from 'react';

/** «Che lại»: hides the page at once, for whoever walks past. */
export const CoverContext = createContext<() => void>(() => {});

export function useCover(): () => void {
  return useContext(CoverContext);
}

/** The page lies behind the cover or the question whether anybody is there: what was shown in full is masked again. */
export const HiddenContext = createContext(false);

export function useIsHidden(): boolean {
  return useContext(HiddenContext);
}
