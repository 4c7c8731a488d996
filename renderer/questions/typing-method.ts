import { useSyncExternalStore } from 'react';
import type { TypingMethod } from '../../shared/vietnamese/word-keys.ts';
import { useSession } from '../session/session.tsx';

// One choice for the whole visit; a visit ends with a fresh page, so the next person starts anew.
let chosen: TypingMethod | undefined;
const listeners = new Set<() => void>();

/** How letters become Vietnamese ones: the resident's choice, else Telex in Vietnamese and plain keys in English. */
export function useTypingMethod(): readonly [TypingMethod, (method: TypingMethod) => void] {
  const { language } = useSession();
  const current = useSyncExternalStore(subscribe, () => chosen);
  return [current ?? (language === 'vi' ? 'telex' : 'direct'), choose];
}

function choose(method: TypingMethod): void {
  chosen = method;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
