import { describe, expect, test } from 'vitest';
import type { Condition, Operand } from '../../shared/catalogue/condition.ts';
import type { Answers } from '../../shared/catalogue/service.ts';
import { decide, holds, operandValue } from '../../shared/form/condition-holds.ts';
import { plainView } from '../../shared/form/derived.ts';
import { feesOf } from '../../shared/form/fees.ts';
import { preCheck } from '../../shared/form/pre-check.ts';
import { reachableAnswers } from '../../shared/form/route.ts';
import { aService, someFacts } from '../catalogue/world.ts';

const facts = someFacts();
const view = (answers: Answers) => plainView(answers, facts);
const is = (condition: Condition, answers: Answers = {}) => holds(condition, view(answers));
const value = (operand: Operand, answers: Answers = {}) => operandValue(operand, view(answers));
const a = { answer: 'a' };

describe('a comparison', () => {
  test('with a missing or unknown answer is false, both ways', () => {
    for (const answers of [{}, { a: '' }, { a: { unknown: 'forgotten' } }] as Answers[]) {
      expect(is({ equal: [a, 'x'] }, answers)).toBe(false);
      expect(is({ less: [a, 5] }, answers)).toBe(false);
      expect(is({ more: [a, 5] }, answers)).toBe(false);
      expect(is({ oneOf: [a, ['x']] }, answers)).toBe(false);
      expect(is({ sameName: [a, 'x'] }, answers)).toBe(false);
    }
  });
  test('of dates and years says «less» only when it is sure', () => {
    const less = (one: string, other: string) => is({ less: [one, other] });
    expect(less('2026-11-10', '2026-11-11')).toBe(true);
    expect(less('2026-11-11', '2026-11-11')).toBe(false);
    expect(less('1990', '1991-01-01')).toBe(true);
    expect(less('1990', '1990-12-31')).toBe(false);
    expect(less('1990-12-31', '1990')).toBe(false);
    expect(is({ more: ['1991', '1990-12-31'] })).toBe(true);
  });
  test('of numbers is by size, also of those in text', () => {
    expect(is({ less: [9, 10] })).toBe(true);
    expect(is({ more: [{ daysSince: '2026-11-01' }, 9] })).toBe(true);
    expect(is({ more: [{ daysSince: '2026-11-01' }, 10] })).toBe(false);
  });
  test('of names forgives marks, capitals and spaces', () => {
    expect(is({ sameName: [a, 'TRAN thi  Binh'] }, { a: 'Trần Thị Bình'.normalize('NFD') })).toBe(true);
  });
  test('of addresses looks at the place, not at the name it was found by', () => {
    const home = { country: 'VN', province: '01', unit: '00175', detail: 'Căn 1' } as const;
    expect(is({ equal: [a, { answer: 'b' }] }, { a: home, b: { ...home, former: 'Phường Yên Hòa' } })).toBe(true);
    expect(is({ equal: [{ answer: 'a.province' }, '01'] }, { a: home })).toBe(true);
    expect(is({ equal: [{ answer: 'a.constructor' }, '01'] }, { a: home })).toBe(false);
  });
});

describe('operands', () => {
  test('count days and years as a person does', () => {
    expect(value({ daysSince: '2026-11-11' })).toBe(0);
    expect(value({ daysSince: '2025-11-11' })).toBe(365);
    expect(value({ yearsBetween: ['2006-11-12', '2026-11-11'] })).toBe(19);
    expect(value({ yearsBetween: ['2006-11-11', '2026-11-11'] })).toBe(20);
  });
  test('know only bounds when a year is all there is', () => {
    expect(value({ yearsBetween: ['1990', '2026-06-01'] })).toEqual({ low: 35, high: 36 });
    expect(value({ daysSince: '2026' })).toEqual({ low: -50, high: 314 });
  });
  test('know the month, for what is done in some months only', () => {
    expect(value({ fact: 'month' })).toBe(11);
  });
  test('of nonsense have no value', () => {
    expect(value({ daysSince: 'hôm qua' })).toBeUndefined();
    expect(value({ yearsBetween: ['2026-02-30', '2026-11-11'] })).toBeUndefined();
    expect(value({ fact: 'weather' })).toBeUndefined();
    expect(value({ firstWord: '   ' })).toBeUndefined();
  });
  test('give the first word as the surname', () => {
    expect(value({ firstWord: ' Nguyễn Phúc An' })).toBe('Nguyễn');
  });
});

test('what hangs on a missing answer is open until it is given, unless the rest decides', () => {
  const open = decide({ equal: [a, 'x'] }, view({}));
  expect(open).toBe('open');
  expect(decide({ not: { equal: [a, 'x'] } }, view({}))).toBe('open');
  expect(decide({ all: [{ equal: [a, 'x'] }, { always: false }] }, view({}))).toBe(false);
  expect(decide({ any: [{ equal: [a, 'x'] }, { always: true }] }, view({}))).toBe(true);
  expect(decide({ missing: 'a' }, view({}))).toBe('open');
  expect(decide({ equal: [a, 'x'] }, view({ a: 'x' }))).toBe(true);
});

describe('a check on a field that was not asked', () => {
  const birth = aService('birth-registration');
  const told = birth.examples.find(({ id }) => id === 'mother-father-unknown')?.answers ?? {};

  test('points at the question its answer came from', () => {
    const answers = { ...told, reqBirth: '2020-01-01', reqId: '001320000025' };
    const found = preCheck(birth, answers, { 'birth-notice': 1 }, facts);
    expect(found.map(({ code, at }) => [code, at])).toEqual([['mother-age', 'reqBirth']]);
  });
});

test('an answer that is not given is not filed as nothing', () => {
  const birth = aService('birth-registration');
  expect(reachableAnswers(birth, { reqName: '', reqId: undefined } as never, facts)).toStrictEqual({});
});

test('the support of the city reaches only the fees its rule names', () => {
  const extract = aService('civil-extract');
  const own = { ...extract, fees: extract.fees.map(({ supportRule: _rule, ...fee }) => fee) };
  const answers = extract.examples[0]?.answers ?? {};
  expect(feesOf(own, answers, someFacts({ feeSupportConfirmed: true }))).toMatchObject({
    total: 16_000,
    text: { vi: '16.000 đồng' },
  });
});
