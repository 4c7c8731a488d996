import { useSyncExternalStore } from 'react';

/** Whether everything touchable shall stand in the lower part: what the resident chose, as the page's root says it. */
export function useReach(): boolean {
  return useSyncExternalStore(subscribe, () => document.documentElement.hasAttribute('data-reach'));
}

/** Whether letters are twice as large. */
export function useLargestText(): boolean {
  return useTextSize() === 200;
}

/** In per cent: what the resident chose, as the page's root says it. */
export function useTextSize(): number {
  return useSyncExternalStore(subscribe, () => Number(document.documentElement.dataset.text ?? 100));
}

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-reach', 'data-text'] });
  return () => observer.disconnect();
}
