import { type RefObject, useEffect } from 'react';

/**
 * Takes the focus when `wish` becomes something, and again when it becomes something else. Behind all that is drawn in the same breath:
 * asking for the focus lays the page out, and that shall be done once.
 */
export function useFocus(element: RefObject<HTMLElement | null>, wish: string | true | undefined): void {
  useEffect(() => {
    if (wish !== undefined) queueMicrotask(() => element.current?.focus({ preventScroll: true }));
  }, [element, wish]);
}
