import { useSyncExternalStore } from 'react';
import type { TypingMethod } from '../../shared/vietnamese/word-keys.ts';
import { useSession } from '../session/session.tsx';

// One choice for the whole visit; a visit ends with a fresh page, so the next person starts anew.
let chosen: TypingMethod | undefined;
/** The system's own input method has been seen to finish the words of the hardware keyboard. */
let isComposedElsewhere = false;
const listeners = new Set<() => void>();

/** How letters become Vietnamese ones: the resident's choice, else Telex in Vietnamese and plain keys in English. */
export function useTypingMethod(): readonly [TypingMethod, (method: TypingMethod) => void] {
  const { language } = useSession();
  const current = useSyncExternalStore(subscribe, () => chosen);
  return [current ?? (language === 'vi' ? 'telex' : 'direct'), choose];
}

/** The same for a hardware keyboard, but that what the system composes already is not composed again. */
export function useHardwareMethod(): TypingMethod {
  const [method] = useTypingMethod();
  return useSyncExternalStore(subscribe, () => isComposedElsewhere) ? 'direct' : method;
}

export function noteComposedElsewhere(): void {
  isComposedElsewhere = true;
  tell();
}

function choose(method: TypingMethod): void {
  chosen = method;
  // Whoever chooses how to type wants it so on every keyboard.
  isComposedElsewhere = false;
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
