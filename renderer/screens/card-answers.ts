import issuers from '../../assets/units/id-issuers.json' with { type: 'json' };
import type { Question } from '../../shared/catalogue/question.ts';
import type { Answer, Service } from '../../shared/catalogue/service.ts';
import type { CardReading, CitizenCard } from '../../shared/identity/card-qr.ts';
import { findPlaces } from '../../shared/places/find-places.ts';
import { HANOI_CODE, type PlaceIndex, searchWords } from '../../shared/places/place-index.ts';
import { properName } from '../../shared/vietnamese/fold.ts';
import { placesOf } from '../questions/places-of.ts';

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

/** Who has no citizen number (a passport from abroad) says so; nothing where the service takes nobody without one. */
export function answersWithoutNumber(service: Service): Record<string, Answer> | undefined {
  const asked = questionsFromCard(service).filter(({ fromCard }) => fromCard === 'number');
  if (asked.length === 0 || !asked.every(({ mayBeUnknown }) => mayBeUnknown?.forgotten)) return undefined;
  return Object.fromEntries(asked.map(({ id }) => [id, { unknown: 'forgotten' as const }]));
}

/** Whether somebody without the card can say who they are by their number. */
export function asksNumber(service: Service): boolean {
  return questionsFromCard(service).some(({ fromCard }) => fromCard === 'number');
}

/** Where a name may be left out: what giving one, or not, answers. */
export function answersOfNaming({ unnamed }: Service, isNamed: boolean): Record<string, Answer> {
  return unnamed ? { [unnamed.question]: isNamed ? unnamed.otherwise : unnamed.answer } : {};
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
    case 'cardKind':
      return optionOf(question, issuerOf(card)?.paper);
    case 'issuer':
      return issuerOf(card)?.vi;
    case 'residenceKind':
      return addressUsable && card.address && issuerOf(card)?.paper === citizenCard
        ? optionOf(question, registeredHome)
        : undefined;
    default:
      return undefined;
  }
}

/** Its address is that of the registered home («nơi thường trú»); the card of July 2024 and later tells where somebody lives («nơi cư trú»). */
const citizenCard = 'Thẻ căn cước công dân';
const registeredHome = 'thuong-tru';
const kindOfPaper: Readonly<Record<string, string>> = { [citizenCard]: 'cccd', 'Thẻ căn cước': 'can-cuoc' };

/** Who issued cards on the day this one was issued (assets/units/id-issuers.json): its code does not say, its face does. */
function issuerOf({ issuedOn }: CitizenCard): (typeof issuers.national)[number] | undefined {
  if (issuedOn === undefined) return undefined;
  return issuers.national.find(({ from, to }) => from <= issuedOn && (to === undefined || issuedOn <= to));
}

function optionOf({ options }: Question, named: string | undefined): string | undefined {
  const value = named === undefined ? undefined : (kindOfPaper[named] ?? named);
  return options?.some((option) => option.value === value) ? value : undefined;
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
  const hanoi = placesOf(places, HANOI_CODE);
  // With the old district (four parts from behind), or without one, as cards say since July 2025.
  const former = parts.length >= 4 ? formerWard(hanoi, parts.slice(-3, -1)) : undefined;
  const unit = former ?? wardOfToday(hanoi, parts.at(-2) ?? '');
  if (!unit) return undefined;
  const detail = parts.slice(0, former ? -3 : -2).join(', ');
  if (detail === '') return undefined;
  return {
    country: 'VN',
    province: HANOI_CODE,
    unit: unit.code,
    detail,
    ...(unit.former ? { former: unit.former } : {}),
  };
}

function isHanoi(text: string): boolean {
  return searchWords(text).join(' ').endsWith('ha noi');
}

interface SureUnit {
  readonly code: string;
  readonly former?: string;
}

/** A ward in force, by its whole name. */
function wardOfToday(hanoi: PlaceIndex, named: string): SureUnit | undefined {
  const asked = withoutKind(named);
  const [first] = findPlaces(hanoi, named, 1);
  const isWhole = first?.matchedBy === 'name' && withoutKind(first.unit.name) === asked;
  // «Đống Đa» alone was a district before it was a ward; only «Phường Đống Đa» is surely the ward.
  const isAlsoDistrict = hanoi.units.some(({ formerDistricts }) =>
    formerDistricts.some((district) => searchWords(district).slice(1).join(' ') === asked),
  );
  if (isAlsoDistrict && searchWords(named).join(' ') === asked) return undefined;
  return isWhole ? { code: first.unit.code } : undefined;
}

/** A ward of before July 2025 that went into one ward of today as a whole; one that was split leads nowhere for sure. */
function formerWard(hanoi: PlaceIndex, [ward = '', district = '']: readonly string[]): SureUnit | undefined {
  const hits = findPlaces(hanoi, `${ward}, ${district}`, 2);
  const [only] = hits;
  if (!only || hits.length !== 1 || only.former === undefined) return undefined;
  const [told = ''] = only.former.split(',');
  return withoutKind(told) === withoutKind(ward) ? { code: only.unit.code, former: only.former } : undefined;
}

const kinds = new Set(['phuong', 'xa', 'thi', 'tran']);

function withoutKind(text: string): string {
  const words = searchWords(text);
  const rest = words.filter((word, index) => index > 1 || !kinds.has(word));
  return (rest.length > 0 ? rest : words).join(' ');
}
