import { useSyncExternalStore } from 'react';

// One list for all who ask: each component asks with every letter that is written.
let list: MediaQueryList | undefined;

export function useLandscape(): boolean {
  return useSyncExternalStore(subscribe, () => orientation().matches);
}

function orientation(): MediaQueryList {
  list ??= matchMedia('(orientation: landscape)');
  return list;
}

function subscribe(changed: () => void): () => void {
  orientation().addEventListener('change', changed);
  return () => orientation().removeEventListener('change', changed);
}
