import type { Question } from '../../shared/catalogue/question.ts';
import type { Answer, Service } from '../../shared/catalogue/service.ts';
import type { CardReading } from '../../shared/identity/card-qr.ts';
import { findPlaces } from '../../shared/places/find-places.ts';
import { HANOI_CODE, type PlaceIndex, searchWords } from '../../shared/places/place-index.ts';
import { properName } from '../../shared/vietnamese/fold.ts';

type ReadCard = Extract<CardReading, { ok: true }>;

/** The answers a citizen card gives to the questions that may be filled from it. What the card does not surely say is left to ask. */
export function answersFromCard(reading: ReadCard, service: Service, places: PlaceIndex): Record<string, Answer> {
  const answers: Record<string, Answer> = {};
  for (const question of questionsFromCard(service)) {
    const answer = answerTo(question, reading, places);
    if (answer !== undefined) answers[question.id] = answer;
  }
  return answers;
}

/** A typed number answers the same question as the card's. */
export function answersFromNumber(number: string, service: Service): Record<string, Answer> {
  const asked = questionsFromCard(service).filter(({ fromCard }) => fromCard === 'number');
  return Object.fromEntries(asked.map(({ id }) => [id, number]));
}

export function questionsFromCard(service: Service): Question[] {
  return service.sections
    .flatMap(({ steps }) => steps.flatMap(({ questions }) => questions))
    .filter(({ fromCard }) => fromCard !== undefined);
}

function answerTo(
  question: Question,
  { card, nameUsable, addressUsable }: ReadCard,
  places: PlaceIndex,
): Answer | undefined {
  switch (question.fromCard) {
    case 'number':
      return card.number;
    case 'name':
      return nameUsable ? properName(card.name) : undefined;
    case 'birthDate':
      return card.birthDate;
    case 'issuedOn':
      return card.issuedOn;
    case 'sex':
      return question.options?.some(({ value }) => value === card.sex) ? card.sex : undefined;
    case 'address':
      return addressUsable && card.address ? addressFromCard(card.address, places) : undefined;
    default:
      return undefined;
  }
}

/**
 * «Ngõ 12, phố Khâm Thiên, Trung Tự, Đống Đa, Hà Nội» as a place and a detail: only for Hanoi, and only when the ward named is surely one
 * of today's. A ward that was split has several successors, so the resident must choose.
 */
export function addressFromCard(text: string, places: PlaceIndex): Answer | undefined {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const province = parts.at(-1);
  if (parts.length < 3 || !province || !isHanoi(province)) return undefined;
  const hanoi = { ...places, entries: places.entries.filter(({ unit }) => isWardOfHanoi(unit)) };
  // With the old district (four parts from behind), or without it, as cards since July 2025 say.
  const withDistrict = parts.length >= 4 ? sureUnit(hanoi, parts.slice(-3, -1)) : undefined;
  const unit = withDistrict ?? sureUnit(hanoi, parts.slice(-2, -1));
  if (!unit) return undefined;
  const detail = parts.slice(0, withDistrict ? -3 : -2).join(', ');
  if (detail === '') return undefined;
  return {
    country: 'VN',
    province: HANOI_CODE,
    unit: unit.code,
    detail,
    ...(unit.former ? { former: unit.former } : {}),
  };
}

function isWardOfHanoi(unit: PlaceIndex['units'][number]): boolean {
  return unit.provinceCode === HANOI_CODE && unit.code !== HANOI_CODE;
}

function isHanoi(text: string): boolean {
  return searchWords(text).join(' ').endsWith('ha noi');
}

function sureUnit(hanoi: PlaceIndex, named: readonly string[]): { code: string; former?: string } | undefined {
  const asked = searchWords(named.join(' ')).join(' ');
  const hits = findPlaces(hanoi, named.join(', '), 3);
  const [only] = hits;
  if (!only || hits.length !== 1) return undefined;
  const told = searchWords(only.former ?? only.unit.fullName).filter((word) => !kindWords.has(word));
  // Every word of the unit's own name must have been on the card: a beginning alone is a guess.
  const isWhole = told.slice(0, 2).every((word) => asked.includes(word));
  return isWhole ? { code: only.unit.code, ...(only.former ? { former: only.former } : {}) } : undefined;
}

const kindWords = new Set(['phuong', 'xa', 'thi', 'tran', 'quan', 'huyen']);
