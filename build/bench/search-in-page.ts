import { openCatalogueSearch, warmingQuery } from '../../shared/catalogue/catalogue-search.ts';
import { decodeGuideIndex } from '../../shared/catalogue/guide-index.ts';
import type { Service } from '../../shared/catalogue/service.ts';
import { openNamedWards } from '../../shared/places/named-wards.ts';
import { hanoiPlaces } from '../../shared/places/place-index.ts';
import type { HanoiData } from '../../shared/places/units-data.ts';
import { fold } from '../../shared/vietnamese/fold.ts';

/** Runs in a slowed page: what search costs there, beside looking through every name. All times in milliseconds. */
export interface SearchTimes {
  /** From the bytes of the index to a search that answers. */
  readonly openMs: number;
  /** One question nobody asked, so that the engine has seen the way once. */
  readonly warmMs: number;
  /** The first list for somebody. */
  readonly firstMs: number;
  /** Every key of every query. */
  readonly keyMs: readonly number[];
  /** The same keys by a scan that finds only what is typed without a mistake. */
  readonly scanMs: readonly number[];
  /** The same keys by a scan that forgives a slip, as the search does. */
  readonly forgivingScanMs: readonly number[];
}

export interface SearchTask {
  readonly index: string;
  readonly services: readonly Service[];
  readonly hanoi: HanoiData;
  readonly queries: readonly string[];
  readonly withScans: boolean;
}

const limits = { services: 5, guides: 6 };

export function measureSearch(task: SearchTask): SearchTimes {
  const bytes = Uint8Array.from(atob(task.index), (character) => character.charCodeAt(0));
  const places = hanoiPlaces(task.hanoi);
  const [search, openMs] = timed(() =>
    openCatalogueSearch({ services: task.services, guides: decodeGuideIndex(bytes), wards: openNamedWards(places) }),
  );
  // As the kiosk does while the search screen stands and nobody has typed yet.
  const [, warmMs] = timed(() => search.find(warmingQuery, limits));
  const [, firstMs] = timed(() => search.find(task.queries[0] ?? '', limits));
  const keys = task.queries.flatMap((query) => [...query].map((_, at) => query.slice(0, at + 1)));
  const keyMs = keys.map((typed) => timed(() => search.find(typed, limits))[1]);
  if (!task.withScans) return { openMs, warmMs, firstMs, keyMs, scanMs: [], forgivingScanMs: [] };
  // Folded beforehand: the scan is given every advantage it can have.
  const guides = decodeGuideIndex(bytes);
  const names = guides?.codes.map((_, row) => fold(guides.nameOf(row))) ?? [];
  const scan = (typed: string) => {
    const asked = fold(typed).split(' ');
    return names.filter((name) => asked.every((word) => name.includes(word)));
  };
  const split = names.map((name) => name.split(' '));
  const forgivingScan = (typed: string) => {
    const asked = fold(typed).split(' ');
    return split.filter((words) =>
      asked.every((word) => words.some((own) => own.startsWith(word) || isOneSlipAway(word, own))),
    );
  };
  return {
    openMs,
    warmMs,
    firstMs,
    keyMs,
    scanMs: keys.map((typed) => timed(() => scan(typed))[1]),
    forgivingScanMs: keys.map((typed) => timed(() => forgivingScan(typed))[1]),
  };
}

function timed<T>(work: () => T): [T, number] {
  const started = performance.now();
  const done = work();
  return [done, performance.now() - started];
}

/** The cheapest way to ask: equal before and behind the first difference. */
function isOneSlipAway(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || one.length < 4) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return (
    one.slice(at + 1) === other.slice(at + 1) ||
    one.slice(at + 1) === other.slice(at) ||
    one.slice(at) === other.slice(at + 1) ||
    (one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2))
  );
}

Object.assign(globalThis, { measureSearch });
