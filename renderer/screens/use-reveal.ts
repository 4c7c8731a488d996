import { useEffect, useState } from 'react';
import { useIsHidden } from '../session/cover.ts';

/** Long enough to compare two numbers with a card, short enough for whoever comes next in the queue. */
const revealedMs = 20_000;

/** Which masked part stands open: one at a time, for a while, and never behind the cover. */
export function useReveal(): { readonly shown: string | undefined; readonly toggle: (part: string) => void } {
  const [shown, setShown] = useState<string>();
  const isHidden = useIsHidden();
  useEffect(() => {
    if (isHidden) setShown(undefined);
  }, [isHidden]);
  useEffect(() => {
    if (shown === undefined) return;
    const timer = setTimeout(() => setShown(undefined), revealedMs);
    return () => clearTimeout(timer);
  }, [shown]);
  return { shown, toggle: (part) => setShown((before) => (before === part ? undefined : part)) };
}
