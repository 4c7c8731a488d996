import type { Stop } from './stops.ts';

const mostAtOnce = 6;

/** Part and number of the question, heading, lead: what is read when a screen opens. In a sheet: all up to its first control. */
export function firstRead(stops: readonly Stop[]): readonly Stop[] {
  const title = Math.max(
    0,
    stops.findIndex(({ element }) => element.matches('h1') || element.querySelector('h1') !== null),
  );
  const reading = stops[title]?.element.closest('.pages-reading');
  const isIn = ({ element }: Stop) => reading?.contains(element) ?? true;
  const begin = reading ? stops.findIndex(isIn) : title;
  const rest = stops.findIndex((stop, index) => index > title && (stop.kind !== 'text' || !isIn(stop)));
  return stops.slice(begin, rest < 0 ? stops.length : rest).slice(0, mostAtOnce);
}

/** Where the ear is among what stands there now; what was drawn anew is found by what it says, what is gone by its place. */
export function placeOf(at: Stop | undefined, stops: readonly Stop[]): number {
  if (!at) return -1;
  const same = stops.findIndex(({ element }) => element === at.element);
  if (same >= 0) return same;
  if (!at.element.isConnected) {
    const text = at.element.textContent;
    return stops.findIndex(({ element, kind }) => kind === at.kind && element.textContent === text);
  }
  return stops.findLastIndex(
    ({ element }) => at.element.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING,
  );
}

/** «Đọc to» reads what the screen says and what can be answered, and the one way on; not the header, the tools and other ways. */
export function isRead({ kind, element }: Stop): boolean {
  if (element.closest('header, nav, .suggestions')) return false;
  return kind === 'text' || kind === 'radio' || kind === 'checkbox' || element.matches('[data-kind="primary"]');
}
