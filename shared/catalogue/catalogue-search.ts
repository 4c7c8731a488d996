import type { NamedWard, NamedWards } from '../places/named-wards.ts';
import { fold } from '../vietnamese/fold.ts';
import type { GuideIndex } from './guide-index.ts';
import { compareHits, rankRows, rankServices, readingsOf } from './search.ts';
import type { Service } from './service.ts';
import { createWordSearch, type WordHit } from './word-index.ts';

/** A guide entry as a list shows it; `row` finds the whole of it. */
export interface FoundGuide {
  readonly row: number;
  readonly code: string;
  readonly name: string;
  readonly field: string;
}

export interface Found {
  /** Best first, what can be done here before what is only explained. */
  readonly services: readonly Service[];
  readonly guides: readonly FoundGuide[];
  /** A ward of Hanoi that stands in the query, by its name of today or an old one. */
  readonly ward: NamedWard | undefined;
}

export interface CatalogueSearch {
  /** Everything a person may mean. An empty query finds nothing. Never throws. */
  find(query: string, limits: { readonly services: number; readonly guides: number }): Found;
}

/** Asked once when a search is opened: an engine runs a thing slowly the first time, and the first who types should not wait for that. */
export const warmingQuery = 'giay phesp kinhdoanh';

/** So many of the best are looked at once more, for the words standing together as they were asked. */
const lookedAtAgain = 40;
const shortestCode = 4;

/** One search over the services of this kiosk, the guide entries of the national database, and the names of wards. */
export function openCatalogueSearch(of: {
  readonly services: readonly Service[];
  readonly guides?: GuideIndex | undefined;
  readonly wards: NamedWards;
}): CatalogueSearch {
  const { services, guides, wards } = of;
  const ranked = rankServices(services);
  const words = guides && createWordSearch(guides.words);
  // Whoever can do it here need not read how it is done elsewhere.
  const doneHere = new Set(services.flatMap(({ code, serviceCodes }) => [...(code ? [code] : []), ...serviceCodes]));

  function findGuides(readings: readonly string[], limit: number): WordHit[] {
    if (!guides || !words) return [];
    const hits = rankRows(words, readings, lookedAtAgain)
      .filter(({ row }) => !doneHere.has(guides.codes[row] ?? ''))
      .map((hit) => ({ ...hit, score: hit.score + nearness(fold(guides.nameOf(hit.row)), readings) }));
    const isLast = ({ row }: WordHit) => Number(guides.isInternal(row));
    return hits.sort((one, other) => isLast(one) - isLast(other) || compareHits(one, other)).slice(0, limit);
  }

  return {
    find(query, limits) {
      const readings = readingsOf(query);
      if (readings.length === 0) return { services: [], guides: [], ward: undefined };
      const ward = wards.find(query);
      const byCode = guides ? rowsOfCode(guides, query) : [];
      const look = (asked: readonly string[]) => ({
        found: ranked(asked, limits.services),
        told: findGuides(asked, limits.guides),
      });
      let { found, told } = look(readings);
      const isSure = found[0]?.fit === 'all' || told[0]?.fit === 'all';
      // «khai sinh phường Trung Tự»: the ward says where, the other words say what.
      if (ward && ward.rest !== '' && (ward.isCalledWard || !isSure)) ({ found, told } = look(readingsOf(ward.rest)));
      // A ward by itself is no procedure: what only looks like its name is noise.
      if (ward && ward.rest === '' && !isSure) [found, told] = [[], []];
      const best = [...found, ...told].sort(compareHits)[0]?.fit;
      // What fits worse than the best by a whole kind stays away: a list that is read in a hurry must be short.
      const worthShowing = ({ fit }: WordHit) => best === undefined || best !== 'all' || fit === 'all';
      const rows = [...new Set([...byCode, ...told.filter(worthShowing).map(({ row }) => row)])];
      return {
        services: found.filter(worthShowing).flatMap(({ row }) => services[row] ?? []),
        guides: rows.slice(0, limits.guides).map((row) => ({
          row,
          code: guides?.codes[row] ?? '',
          name: guides?.nameOf(row) ?? '',
          field: guides?.fieldOf(row) ?? '',
        })),
        ward,
      };
    },
  };
}

/** Entries whose national code was typed, whole or begun. */
function rowsOfCode({ codes }: GuideIndex, query: string): number[] {
  const asked = query.trim();
  if (!/^[\d.]+$/.test(asked) || asked.length < shortestCode) return [];
  return codes.flatMap((code, row) => (code.startsWith(asked) ? [row] : []));
}

/** What the words of a name gain by standing together as they were asked. */
function nearness(name: string, readings: readonly string[]): number {
  const own = name.replace(/^thu tuc /, '');
  return Math.max(
    ...readings.map((reading) => {
      if (own === reading) return 2;
      if (own.startsWith(reading)) return 0.3;
      return ` ${own}`.includes(` ${reading}`) ? 0.2 : 0;
    }),
  );
}
