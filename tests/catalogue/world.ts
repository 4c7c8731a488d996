import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Question } from '../../shared/catalogue/question.ts';
import { readServiceFile, serviceOn } from '../../shared/catalogue/read-catalogue.ts';
import type { Answer, Answers, Service } from '../../shared/catalogue/service.ts';
import type { ExampleWorld } from '../../shared/form/example-answers.ts';
import type { Facts } from '../../shared/form/facts.ts';
import { communePlaces, hanoiPlaces, type PlaceIndex, provincePlaces } from '../../shared/places/place-index.ts';
import { CountryData, HanoiData } from '../../shared/places/units-data.ts';
import { HolidayData, workingCalendar } from '../../shared/places/working-days.ts';

const assets = new URL('../../assets/', import.meta.url);

/** Every catalogue file by name, as it comes from disk. */
export const catalogueFiles: Readonly<Record<string, unknown>> = Object.fromEntries(
  readdirSync(new URL('catalogue/', assets))
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, asset(`catalogue/${name}`)]),
);

/** Every version of every service of the catalogue. */
export const services: readonly Service[] = Object.values(catalogueFiles).flatMap((json) => {
  const reading = readServiceFile(json);
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.versions;
});

/** The version of a service that holds on a day; its first one where none does. */
export function aService(id: string, today = '2026-11-11'): Service {
  const service = serviceOn(services, id, today) ?? services.find((each) => each.id === id);
  if (!service) throw new Error(`no service ${id}`);
  return service;
}

const country = CountryData.parse(asset('units/country.json'));
const indexes = [
  hanoiPlaces(HanoiData.parse(asset('units/hanoi.json'))),
  communePlaces(country),
  provincePlaces(country),
];
export const places: PlaceIndex = { units: indexes.flatMap((index) => index.units), entries: [] };

export const world: ExampleWorld = {
  calendar: workingCalendar(HolidayData.parse(asset('units/holidays.json'))),
  places,
  kioskWard: '00175',
};

/** Wednesday morning, an ordinary working day. */
export function someFacts(facts: Partial<Facts> = {}): Facts {
  return { today: '2026-11-11', time: '10:00', calendar: world.calendar, places, feeSupportConfirmed: false, ...facts };
}

export function questionsOf(service: Service): Question[] {
  return service.sections.flatMap((section) => section.steps.flatMap((step) => step.questions));
}

export function questionOf(service: Service, id: string): Question {
  const question = questionsOf(service).find((each) => each.id === id);
  if (!question) throw new Error(`no question ${id}`);
  return question;
}

/** Answers a resident could have given, in any mixture, with any of them missing. */
export function someAnswers(service: Service): fc.Arbitrary<Answers> {
  const entries = questionsOf(service).map((question) => [
    question.id,
    fc.option(answerTo(question), { nil: undefined, freq: 8 }),
  ]);
  return fc
    .record(Object.fromEntries(entries) as Record<string, fc.Arbitrary<Answer | undefined>>)
    .map(
      (answers) => Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== undefined)) as Answers,
    );
}

function answerTo(question: Question): fc.Arbitrary<Answer> {
  const known = knownAnswer(question);
  const unknowns = (['none', 'forgotten'] as const)
    .filter((kind) => question.mayBeUnknown?.[kind])
    .map((unknown) => fc.constant<Answer>({ unknown }));
  return unknowns.length === 0 ? known : fc.oneof({ arbitrary: known, weight: 4 }, ...unknowns);
}

const name = fc
  .tuple(
    fc.constantFrom('Nguyễn', 'Trần', 'Lê', 'Đỗ'),
    fc.constantFrom('Văn', 'Thị', 'Minh'),
    fc.constantFrom('An', 'Bình', 'Ưởng'),
  )
  .map((words) => words.join(' '));
const day = fc
  .date({ min: new Date('1950-01-01T00:00:00Z'), max: new Date('2027-06-30T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
/** Synthetic: the random part begins with 0000. */
const anyCitizenNumber = fc
  .tuple(
    fc.constantFrom('001', '036', '999'),
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 0, max: 99 }),
    fc.integer({ min: 0, max: 99 }),
  )
  .map(
    ([province, century, year, last]) =>
      `${province}${century}${String(year).padStart(2, '0')}0000${String(last).padStart(2, '0')}`,
  );
/** Some numbers come often: two people with one number is what forms get wrong. */
const citizenNumber = fc.oneof(fc.constantFrom('001090000017', '001192000025'), anyCitizenNumber);
const address: fc.Arbitrary<Answer> = fc.oneof(
  fc.constantFrom<Answer>(
    { country: 'VN', province: '01', unit: '00175', detail: 'Căn 1205, tòa CT1' },
    { country: 'VN', province: '01', unit: '00664', detail: 'Thôn Mẫu', former: 'Xã Hữu Hòa, Huyện Thanh Trì' },
    { country: 'VN', province: '37', unit: '13285', detail: 'Tổ dân phố số 3' },
    { country: 'VN', province: '01', unit: '99999', detail: '' },
    { country: 'KR', detail: 'Seoul 12-3' },
  ),
);

function knownAnswer(question: Question): fc.Arbitrary<Answer> {
  switch (question.kind) {
    case 'person-name':
      return name;
    case 'date':
      return day;
    case 'date-or-year':
      return fc.oneof(
        day,
        day.map((iso) => iso.slice(0, 4)),
      );
    case 'choice':
      return fc.constantFrom(...(question.options ?? []).map((option) => option.value));
    case 'citizen-number':
      return citizenNumber;
    case 'phone':
      return fc.constantFrom('0900000012', '0900 000 123', '090000001');
    case 'email':
      return fc.constantFrom('an@example.com', 'an.example.com');
    case 'address':
      return address;
    case 'ethnic-group':
      return fc.constantFrom('Kinh', 'Mông', 'Ê-đê');
    case 'country':
      return fc.constantFrom('VN', 'KR');
    case 'whole-number':
      return fc.integer({ min: -1, max: 30 });
    case 'paper-number':
      return fc.constantFrom('45', '00001.GCS.00000.26', 'P0000001');
    case 'text':
    case 'long-text':
    case 'issuer':
      return fc.constantFrom('Ủy ban nhân dân phường Yên Hòa', 'Vay vốn ngân hàng', 'x'.repeat(3000));
  }
}

function asset(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, assets), 'utf8'));
}

/** Text of any code points, lone surrogates too (fast-check's own `binary` unit takes seconds to start). */
export const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 0x10ffff })), { maxLength: 20 })
  .map((points) => String.fromCodePoint(...points));
