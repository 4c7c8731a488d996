import type { Service, WorkedExample } from '../../shared/catalogue/service.ts';
import type { Facts } from '../../shared/form/facts.ts';
import { isHomeAddress } from '../../shared/form/given-answer.ts';
import { addDays, daysBetween, hanoiDay } from '../../shared/identity/calendar-date.ts';
import { aService, questionsOf, services, someFacts } from '../catalogue/world.ts';

/** A worked example of the catalogue as somebody would tell it today. */
export interface Story {
  readonly service: Service;
  readonly answers: WorkedExample['answers'];
  readonly papers: WorkedExample['papers'];
  readonly facts: Facts;
  /** What stands on the card as the place of residence; a card without one is read too. */
  readonly cardAddress?: string;
}

/** Days that lie this close before the example's day belong to its story (a birth, a report) and move along with it. */
const recentDays = 200;

/** Where most examples live, and the ward of the demo's kiosk and officer. */
const exampleWard = '00175';
export const demoWard = '00190';

/**
 * `nowMs` in milliseconds; the kiosk counts days in Hanoi. `ward` moves who lives in the examples' ward to another one, so
 * that its officer receives the dossier.
 */
export function storyOf(
  serviceId: string,
  exampleId: string,
  { nowMs = Date.now(), ward = exampleWard }: { readonly nowMs?: number; readonly ward?: string } = {},
): Story {
  const service = aService(serviceId, hanoiDay(nowMs));
  const example = services
    .filter(({ id }) => id === serviceId)
    .flatMap(({ examples }) => examples)
    .find(({ id }) => id === exampleId);
  if (!example) throw new Error(`the service ${serviceId} has no example ${exampleId}`);
  const local = new Date(nowMs + 7 * 3_600_000).toISOString();
  const facts = someFacts({ today: local.slice(0, 10), time: local.slice(11, 16) });
  const shift = daysBetween({ from: example.today, to: facts.today });
  const dates = new Set(questionsOf(service).flatMap(({ id, kind }) => (kind === 'date' ? [id] : [])));
  const answers = Object.fromEntries(
    Object.entries(example.answers).map(([id, answer]) => {
      if (isHomeAddress(answer) && answer.unit === exampleWard) return [id, { ...answer, unit: ward }];
      if (!dates.has(id) || typeof answer !== 'string') return [id, answer];
      const age = daysBetween({ from: answer, to: example.today });
      return [id, age >= 0 && age <= recentDays ? addDays(answer, shift) : answer];
    }),
  );
  return { service, answers, papers: example.papers, facts };
}

/** What a scanner reads off the citizen card of the person who files; what the story does not tell is made up. Invented, as everything here. */
export function cardOf({ answers, cardAddress = '' }: Story): string {
  const told = (id: string, otherwise: string) => (typeof answers[id] === 'string' ? answers[id] : otherwise);
  const digits = (iso: string) => iso.split('-').toReversed().join('');
  const number = told('reqId', '001090000017');
  const sex = Number(number[3]) % 2 === 0 ? 'Nam' : 'Nữ';
  const [birth, issued] = [told('reqBirth', '1990-03-15'), told('reqIdDate', '')];
  return [number, '', told('reqName', 'Nguyễn Văn An'), digits(birth), sex, cardAddress, digits(issued)].join('|');
}
