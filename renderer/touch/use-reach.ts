import { useSyncExternalStore } from 'react';

/** Whether everything touchable shall stand in the lower part: what the resident chose, as the page's root says it. */
export function useReach(): boolean {
  return useSyncExternalStore(subscribe, () => document.documentElement.hasAttribute('data-reach'));
}

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-reach'] });
  return () => observer.disconnect();
}
