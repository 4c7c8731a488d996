import { bounds } from '../portal-contract/messages.ts';

/** How much goes in one request, and how many requests at once. */
export interface PageSize {
  readonly filings: number;
  readonly bytes: number;
  readonly lanes: number;
  /** Something was too much once: from then on it grows by steps. */
  readonly careful?: true;
}

export const smallestPage: PageSize = { filings: 1, bytes: 8 * 1024, lanes: 1 };
export const firstPage: PageSize = { filings: 16, bytes: 128 * 1024, lanes: 1 };
export const largestPage: PageSize = { filings: bounds.filingsPerSync, bytes: 1024 * 1024, lanes: 3 };
/** While somebody is at the screen the kiosk is theirs: small pages, one at a time. */
const politePage: PageSize = { filings: 6, bytes: 64 * 1024, lanes: 1 };

const quickMs = 1500;
/** Whatever takes longer was too much at once. */
export const slowMs = 6000;
const step: PageSize = { filings: 16, bytes: 128 * 1024, lanes: 1 };

/**
 * As TCP does (RFC 5681): doubled while full pages are answered quickly, until something was too much for the first time; then
 * additive increase, and multiplicative decrease when pages are too large or too slow. A page that was not full says nothing
 * about larger ones.
 */
export function pageAfter(
  page: PageSize,
  happened:
    | { readonly happened: 'answered'; readonly full: boolean; readonly elapsedMs: number }
    | { readonly happened: 'too-large' }
    | { readonly happened: 'failed' },
): PageSize {
  if (happened.happened === 'too-large') return { ...halved(page), lanes: page.lanes };
  if (happened.happened === 'failed') return { ...page, lanes: 1, careful: true };
  if (happened.elapsedMs > slowMs) return halved(page);
  return happened.full && happened.elapsedMs < quickMs ? grown(page) : page;
}

/** The page to use now. */
export function pageFor(page: PageSize, { somebodyAtTheScreen }: { somebodyAtTheScreen: boolean }): PageSize {
  return somebodyAtTheScreen ? { ...page, ...each((key) => Math.min(page[key], politePage[key])) } : page;
}

function grown(page: PageSize): PageSize {
  const larger = page.careful ? each((key) => page[key] + step[key]) : each((key) => page[key] * 2);
  return { ...page, ...each((key) => Math.min(larger[key], largestPage[key])) };
}

function halved(page: PageSize): PageSize {
  return { ...each((key) => Math.max(Math.floor(page[key] / 2), smallestPage[key])), careful: true };
}

function each(value: (key: 'filings' | 'bytes' | 'lanes') => number): PageSize {
  return { filings: value('filings'), bytes: value('bytes'), lanes: value('lanes') };
}
