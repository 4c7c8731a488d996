import MiniSearch from 'minisearch';
import { fold } from '../vietnamese/fold.ts';
import type { Service } from './service.ts';

export interface ServiceSearch {
  /** Services a person may mean, best first. An empty query finds nothing. Never throws. */
  find(query: string, limit?: number): Service[];
}

/** More than this of a query is somebody's elbow on the keyboard. */
const LONGEST_QUERY = 200;

/**
 * Search over names, official names, synonyms and life events. Tone marks, typing variants (raw Telex or VNI keys, words run together,
 * đ as d or dd) and slips of one letter keep nothing out.
 */
export function buildServiceSearch(services: readonly Service[]): ServiceSearch {
  const index = new MiniSearch<SearchRow>({
    fields: ['name', 'words', 'events', 'run'],
    tokenize: (text) => text.split(' ').filter((word) => word !== ''),
    processTerm: (term) => term,
    searchOptions: {
      boost: { name: 3, words: 2, run: 2, events: 1 },
      prefix: (term) => term.length >= 2,
      fuzzy: (term) => (term.length >= 5 ? 0.2 : false),
    },
  });
  index.addAll(services.map(rowOf));
  const phrases = services.map((service) => phrasesOf(service));
  return {
    find(query, limit = 5) {
      const asked = fold(String(query).slice(0, LONGEST_QUERY));
      if (asked === '') return [];
      const scores = new Map<number, number>();
      for (const reading of readingsOf(asked)) {
        const found = index.search(reading, { combineWith: 'AND' });
        const hits =
          found.length > 0 ? found : index.search(reading, { combineWith: 'OR' }).filter(isMostlyMatched(reading));
        for (const hit of hits) raise(scores, Number(hit.id), hit.score * (found.length > 0 ? 10 : 1));
        // Somebody who types a whole name or synonym means that service, whatever words the others share with it.
        for (const [place, own] of phrases.entries()) if (own.has(run(reading))) raise(scores, place, 10_000);
      }
      return [...scores]
        .sort(([one, high], [other, low]) => low - high || one - other)
        .slice(0, Math.max(0, limit))
        .flatMap(([place]) => services[place] ?? []);
    },
  };
}

interface SearchRow {
  readonly id: number;
  readonly name: string;
  readonly words: string;
  readonly events: string;
  /** Each name and synonym without its spaces: «khaisinh». */
  readonly run: string;
}

function rowOf(service: Service, id: number): SearchRow {
  const names = [service.name.vi, service.name.en];
  const words = [service.officialName.vi, service.officialName.en, ...service.synonyms];
  return {
    id,
    name: names.map(fold).join(' '),
    words: words.map(fold).join(' '),
    events: service.lifeEvents
      .flatMap((event) => LIFE_EVENT_WORDS[event])
      .map(fold)
      .join(' '),
    run: [...names, ...words].map((text) => run(fold(text))).join(' '),
  };
}

function phrasesOf(service: Service): ReadonlySet<string> {
  return new Set(
    [
      service.name.vi,
      service.name.en,
      service.officialName.vi,
      ...service.synonyms,
      ...(service.code ? [service.code] : []),
    ].map((text) => run(fold(text))),
  );
}

/** The query as it stands, and as it would read had the keys been Telex or VNI. */
function readingsOf(asked: string): readonly string[] {
  const readings = [asked, asked.split(' ').map(withoutTelex).join(' '), asked.split(' ').map(withoutVni).join(' ')];
  return [...new Set(readings.flatMap((reading) => [reading, run(reading)]))].filter((reading) => reading !== '');
}

/**
 * `giaays` → `giay`, `khai`, `ddawng` → `dang`, `thuwowngf` → `thuong`: doubled vowels and d, w, and one tone key at the end, as they
 * come out when a typing method is off. No Vietnamese word is written so, and a wrong guess only adds a reading.
 */
function withoutTelex(word: string): string {
  return word
    .replace(/(?<=[aeiouy][a-z]*)[sfrxj](?=[a-z]?$)/, '')
    .replace(/dd/g, 'd')
    .replace(/aa/g, 'a')
    .replace(/ee/g, 'e')
    .replace(/oo/g, 'o')
    .replace(/(?<=[aou])w/g, '');
}

function withoutVni(word: string): string {
  return /[a-z]/.test(word) ? word.replace(/(?<=[a-z])\d+/g, '') : word;
}

/** With no service holding every word, one that holds most of them is still shown. */
function isMostlyMatched(reading: string): (hit: { readonly queryTerms: readonly string[] }) => boolean {
  const words = reading.split(' ').length;
  return (hit) => new Set(hit.queryTerms).size * 2 > words || words === 1;
}

function raise(scores: Map<number, number>, place: number, score: number): void {
  scores.set(place, Math.max(scores.get(place) ?? 0, score));
}

function run(text: string): string {
  return text.replaceAll(' ', '');
}

const LIFE_EVENT_WORDS: Readonly<Record<Service['lifeEvents'][number], readonly string[]>> = {
  birth: ['sinh con', 'em bé', 'trẻ sơ sinh', 'birth', 'baby', 'child'],
  residence: ['cư trú', 'hộ khẩu', 'sổ hộ khẩu', 'tạm trú', 'thường trú', 'residence', 'moving'],
  'health-insurance': ['bảo hiểm y tế', 'thẻ bảo hiểm', 'health insurance'],
  school: ['đi học', 'nhập học', 'tuyển sinh', 'school'],
  marriage: ['kết hôn', 'cưới', 'hôn nhân', 'marriage', 'wedding'],
  copies: ['bản sao', 'trích lục', 'sao y', 'copies'],
  licences: ['giấy phép', 'bằng lái', 'kinh doanh', 'licence'],
  death: ['tang', 'mất', 'qua đời', 'khai tử', 'death'],
};
