import type { SyncAnswer } from '../portal-contract/messages.ts';
import type { PortalNews } from '../shell-contract/messages.ts';

/** What answers carried besides filings, until the safe has taken it. The newest of each signed thing is enough. */
export interface NewsBag {
  add(answer: SyncAnswer, learnt?: Pick<PortalNews, 'withdrawalsReached' | 'missing'>): void;
  /** Keys may have changed: the safe must hear before receipts are read again. */
  isUrgent(): boolean;
  isEmpty(): boolean;
  take(): PortalNews;
  /** The safe could not take it: kept, unless something newer came. */
  putBack(news: PortalNews): void;
}

/** More than this waits at the portal, which says it again. */
const mostIds = 2000;

export function createNewsBag(): NewsBag {
  let bag: PortalNews | undefined;

  function merge(older: PortalNews, newer: PortalNews): PortalNews {
    return {
      ...older,
      ...newer,
      ratings: [...new Set([...older.ratings, ...newer.ratings])].slice(0, mostIds),
      withdrawalsReached: [...new Set([...older.withdrawalsReached, ...newer.withdrawalsReached])].slice(0, mostIds),
      missing: [...new Set([...(older.missing ?? []), ...(newer.missing ?? [])])].slice(0, mostIds),
    };
  }

  return {
    add(answer, learnt = { withdrawalsReached: [] }) {
      const news: PortalNews = {
        time: answer.time,
        ratings: answer.ratings,
        ...learnt,
      };
      for (const key of ['checkpoint', 'trust', 'config'] as const) {
        const token = answer[key];
        if (token !== undefined) news[key] = token;
      }
      bag = bag === undefined ? news : merge(bag, news);
    },
    isUrgent: () => bag?.trust !== undefined || bag?.config !== undefined,
    isEmpty: () => bag === undefined,
    take() {
      const taken = bag ?? { ratings: [], withdrawalsReached: [] };
      bag = undefined;
      return taken;
    },
    putBack(news) {
      bag = bag === undefined ? news : merge(news, bag);
    },
  };
}
