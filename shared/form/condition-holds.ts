import type { Condition, DayUnit, Operand } from '../catalogue/condition.ts';
import type { Answer } from '../catalogue/service.ts';
import { addDays, addMonths, daysBetween, isRealDate, yearsOld } from '../identity/calendar-date.ts';
import { addWorkingDays, workingDaysBefore } from '../places/working-days.ts';
import { sameName } from '../vietnamese/fold.ts';
import type { Facts } from './facts.ts';
import { isSaid, isUnknown } from './given-answer.ts';

/** What a condition sees: answers already reached, and facts. */
export interface View {
  readonly facts: Facts;
  /** The answer given, or undefined. */
  answer(id: string): Answer | undefined;
  /** The question whose answer stands for this id: itself, or what a derived field repeats. */
  askedAs(id: string): string;
}

/** Whether a condition holds; no condition always holds. A comparison with a missing or unknown answer is false. Never throws. */
export function holds(condition: Condition | undefined, view: View): boolean {
  return condition === undefined || verdictOf(condition, view, false) === true;
}

/** As `holds`, but `open` while an answer it hangs on is missing. For prices and papers before everything is answered. */
export function decide(condition: Condition | undefined, view: View): boolean | 'open' {
  return condition === undefined ? true : verdictOf(condition, view, 'open');
}

/** The value of an operand as conditions compare it; a number between two bounds when only a year is known. */
export type Value = string | number | boolean | Bounds;
interface Bounds {
  readonly low: number;
  readonly high: number;
}

export function operandValue(operand: Operand, view: View): Value | undefined {
  if (typeof operand !== 'object') return operand;
  if ('answer' in operand) return answerValue(operand.answer, view);
  if ('fact' in operand) return factValue(operand.fact, view.facts);
  if ('daysSince' in operand) return daysSince(operandValue(operand.daysSince, view), view.facts.today);
  if ('firstWord' in operand) return firstWord(operandValue(operand.firstWord, view));
  if ('dayAfter' in operand) return dayAfter(operandValue(operand.dayAfter[0], view), operand.dayAfter, view.facts);
  return yearsBetween(operandValue(operand.yearsBetween[0], view), operandValue(operand.yearsBetween[1], view));
}

/** Names a catalogue file may use in `{ fact: … }`. */
export const factNames = ['today', 'month', 'time', 'feeSupportConfirmed'] as const;

type Verdict = boolean | 'open';

function verdictOf(condition: Condition, view: View, ifMissing: Verdict): Verdict {
  if ('all' in condition) return every(condition.all.map((part) => verdictOf(part, view, ifMissing)));
  if ('any' in condition) return some(condition.any.map((part) => verdictOf(part, view, ifMissing)));
  if ('not' in condition) return opposite(verdictOf(condition.not, view, ifMissing));
  if ('always' in condition) return condition.always;
  if ('missing' in condition) {
    const isMissing = view.answer(condition.missing) === undefined;
    return isMissing && ifMissing === 'open' ? 'open' : isMissing;
  }
  if ('unknown' in condition) {
    const answer = view.answer(condition.unknown);
    return answer === undefined ? ifMissing : isUnknown(answer);
  }
  if ('oneOf' in condition) {
    const value = operandValue(condition.oneOf[0], view);
    if (value === undefined) return ifMissing;
    return condition.oneOf[1].some((candidate) => candidate === value);
  }
  const [comparison, [one, other]] = comparisonOf(condition);
  const left = operandValue(one, view);
  const right = operandValue(other, view);
  return left === undefined || right === undefined ? ifMissing : comparison(left, right);
}

type Comparison = (left: Value, right: Value) => boolean;

function comparisonOf(
  condition: Extract<Condition, { equal: unknown } | { sameName: unknown } | { less: unknown } | { more: unknown }>,
): [Comparison, readonly [Operand, Operand]] {
  if ('equal' in condition) return [(left, right) => left === right, condition.equal];
  if ('sameName' in condition) return [areSameName, condition.sameName];
  if ('less' in condition) return [isSurelyLess, condition.less];
  return [(left, right) => isSurelyLess(right, left), condition.more];
}

function areSameName(left: Value, right: Value): boolean {
  return typeof left === 'string' && typeof right === 'string' && sameName(left, right);
}

/** With only a year known, «less» is said only when no day of that year could make it untrue: a check must not accuse by guess. */
function isSurelyLess(left: Value, right: Value): boolean {
  const [one, other] = [dateSpan(left), dateSpan(right)];
  if (one && other) return one.latest < other.earliest;
  const [low, high] = [boundsOf(left), boundsOf(right)];
  if (low && high) return low.high < high.low;
  return typeof left === 'string' && typeof right === 'string' && left < right;
}

function answerValue(path: string, view: View): Value | undefined {
  const dot = path.indexOf('.');
  const answer = view.answer(dot < 0 ? path : path.slice(0, dot));
  if (typeof answer === 'string' || typeof answer === 'number') return dot < 0 ? answer : undefined;
  if (typeof answer !== 'object' || answer === null || isUnknown(answer)) return undefined;
  if (dot < 0) return isSaid(answer) ? answer.said : addressKey(answer);
  const member = path.slice(dot + 1);
  const value = Object.hasOwn(answer, member) ? (answer as Record<string, unknown>)[member] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

/** Two addresses are equal when country, unit and detail are; the old name one was chosen by does not count. */
function addressKey(answer: object): string {
  const parts = answer as Record<string, unknown>;
  return ['country', 'province', 'unit', 'detail'].map((member) => String(parts[member] ?? '')).join('|');
}

function factValue(name: string, facts: Facts): Value | undefined {
  if (name === 'today') return facts.today;
  // January is 1.
  if (name === 'month') return isRealDate(facts.today) ? Number(facts.today.slice(5, 7)) : undefined;
  if (name === 'time') return facts.time;
  return name === 'feeSupportConfirmed' ? facts.feeSupportConfirmed : undefined;
}

function daysSince(from: Value | undefined, today: string): Value | undefined {
  const span = dateSpan(from);
  if (!span || !isRealDate(today)) return undefined;
  return bounds(daysBetween({ from: span.latest, to: today }), daysBetween({ from: span.earliest, to: today }));
}

function yearsBetween(from: Value | undefined, to: Value | undefined): Value | undefined {
  const [start, end] = [dateSpan(from), dateSpan(to)];
  if (!start || !end) return undefined;
  return bounds(yearsOld({ born: start.latest, on: end.earliest }), yearsOld({ born: start.earliest, on: end.latest }));
}

function firstWord(value: Value | undefined): Value | undefined {
  if (typeof value !== 'string') return undefined;
  const word = value.normalize('NFC').trim().split(/\s+/)[0];
  return word === '' ? undefined : word;
}

/** Nothing from a date of which only the year is known, and nothing where the reckoning leaves the calendar. */
function dayAfter(
  from: Value | undefined,
  [, count, unit]: readonly [unknown, number, DayUnit],
  { calendar }: Facts,
): Value | undefined {
  if (typeof from !== 'string' || !isRealDate(from) || !isReckonable(from)) return undefined;
  const day = shifted(from, count, unit, calendar);
  return isRealDate(day) ? day : undefined;
}

/** Far from both ends of the calendar: no reckoning leaves it. */
export function isReckonable(iso: string): boolean {
  return iso > '1500' && iso < '9000';
}

function shifted(from: string, count: number, unit: DayUnit, calendar: Facts['calendar']): string {
  if (unit === 'days') return addDays(from, count);
  if (unit === 'months') return addMonths(from, count);
  // Someone born on 29 February comes of age on 1 March (`yearsOld`).
  if (unit === 'years')
    return isLeapDay(from) && count % 4 !== 0 ? addDays(addMonths(from, count * 12), 1) : addMonths(from, count * 12);
  return count >= 0 ? addWorkingDays(from, count, calendar) : workingDaysBefore(from, -count, calendar);
}

function isLeapDay(iso: string): boolean {
  return iso.endsWith('-02-29');
}

function dateSpan(value: Value | undefined): { readonly earliest: string; readonly latest: string } | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^[1-9]\d{3}$/.test(value)) return { earliest: `${value}-01-01`, latest: `${value}-12-31` };
  return isRealDate(value) ? { earliest: value, latest: value } : undefined;
}

function bounds(low: number, high: number): Value {
  return low === high ? low : { low, high };
}

function boundsOf(value: Value): Bounds | undefined {
  if (typeof value === 'number') return { low: value, high: value };
  return typeof value === 'object' ? value : undefined;
}

function every(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.includes('open') ? 'open' : true;
}

function some(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(true)) return true;
  return verdicts.includes('open') ? 'open' : false;
}

function opposite(verdict: Verdict): Verdict {
  return verdict === 'open' ? 'open' : !verdict;
}
