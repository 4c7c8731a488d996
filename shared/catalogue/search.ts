import { fold } from '../vietnamese/fold.ts';
import { inWrittenWords } from './everyday-words.ts';
import type { Service } from './service.ts';
import { createWordSearch, makeWordIndex, type WeighedText, type WordHit, type WordSearch } from './word-index.ts';

export interface ServiceSearch {
  /** Services a person may mean, best first. An empty query finds nothing. Never throws. */
  find(query: string, limit?: number): Service[];
}

/** More than this of a query is somebody's elbow on the keyboard. */
const longestQuery = 200;

/**
 * Search over names, official names, synonyms and life events. Tone marks, typing variants (raw Telex or VNI keys, words run together,
 * đ as d or dd) and slips of a letter keep nothing out.
 */
export function buildServiceSearch(services: readonly Service[]): ServiceSearch {
  const ranked = rankServices(services);
  return {
    find: (query, limit = 5) => ranked(readingsOf(query), limit).flatMap(({ row }) => services[row] ?? []),
  };
}

/** Ranks the services for readings of one query. */
export function rankServices(services: readonly Service[]): (readings: readonly string[], limit: number) => WordHit[] {
  const texts = services.map(textsOf);
  const words = createWordSearch(makeWordIndex(texts));
  const phrases = services.map(phrasesOf);
  const together = texts.map((own) => own.map(({ text }) => ` ${text}`).join(' | '));
  return (readings, limit) => {
    const named = readings.flatMap((reading) =>
      // Somebody who types a whole name or synonym means that service, whatever words the others share with it.
      phrases.flatMap((own, row): WordHit[] => (own.has(run(reading)) ? [{ row, fit: 'all', score: 2 }] : [])),
    );
    const held = rankRows(words, readings, services.length).map((hit) => {
      const stands = readings.some((reading) => together[hit.row]?.includes(` ${reading}`));
      return stands ? { ...hit, score: hit.score + wordsTogether } : hit;
    });
    return bestOf([...named, ...held], limit);
  };
}

/** «khai tử» in one breath says more than the two words far apart. */
const wordsTogether = 0.2;

/** Rows of an index for readings of one query, each with its best fit; slips are looked for only where nothing fits without. */
export function rankRows(words: WordSearch, readings: readonly string[], limit: number): WordHit[] {
  const whole = readings.flatMap((reading) => words.find(reading, limit));
  const found = whole.length > 0 ? whole : readings.flatMap((reading) => words.findNear(reading, limit));
  return bestOf(found, limit);
}

const fits: readonly WordHit['fit'][] = ['all', 'slips', 'most'];

/** Whether the one belongs before the other: what fits better, then what scores higher. */
export function compareHits(one: WordHit, other: WordHit): number {
  return fits.indexOf(one.fit) - fits.indexOf(other.fit) || other.score - one.score || one.row - other.row;
}

function bestOf(hits: readonly WordHit[], limit: number): WordHit[] {
  const best = new Map<number, WordHit>();
  for (const hit of hits) {
    const known = best.get(hit.row);
    if (!known || compareHits(hit, known) < 0) best.set(hit.row, hit);
  }
  const sorted = [...best.values()].sort(compareHits);
  // Where something fits, what only shares most of its words is noise.
  const isSure = sorted[0] !== undefined && sorted[0].fit !== 'most';
  return sorted.filter(({ fit }) => !isSure || fit !== 'most').slice(0, Math.max(0, limit));
}

function textsOf(service: Service): WeighedText[] {
  const names = [service.name.vi, service.name.en];
  const words = [service.officialName.vi, service.officialName.en, ...service.synonyms];
  const events = service.lifeEvents.flatMap((event) => LIFE_EVENT_WORDS[event]);
  return [
    ...names.map((text): WeighedText => ({ text: fold(text), weight: 3 })),
    ...words.map((text): WeighedText => ({ text: fold(text), weight: 2 })),
    ...events.map((text): WeighedText => ({ text: fold(text), weight: 1 })),
  ];
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

/**
 * A query folded: as it stands, as it would read had the keys been Telex or VNI, and with what people say put as it is written.
 * None for an empty query.
 */
export function readingsOf(query: string): readonly string[] {
  const asked = fold(String(query).slice(0, longestQuery));
  if (asked === '') return [];
  const typed = [asked, asked.split(' ').map(withoutTelex).join(' '), asked.split(' ').map(withoutVni).join(' ')];
  const written = typed.map(inWrittenWords).filter((reading) => reading !== undefined);
  return [...new Set([...typed, ...written])].filter((reading) => reading !== '');
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
