import { expect, test } from 'vitest';
import {
  CaseStatusCode,
  caseStatuses,
  isFinal,
  needsNote,
  nextStatuses,
} from '../../shared/portal-contract/case-status.ts';
import facts from './case-statuses.json' with { type: 'json' };

const codes = Object.keys(caseStatuses).map((code) => CaseStatusCode.parse(Number(code)));

test('the ten statuses and their names are the national portal’s', () => {
  expect(codes.map((code) => [code, caseStatuses[code].vi, caseStatuses[code].en])).toEqual(facts.statuses);
});

test('a case goes exactly where the table of the research lets it go', () => {
  const ours = codes.flatMap((from) => nextStatuses(from).map((to) => `${from}>${to}`));
  expect(ours.sort()).toEqual(facts.transitions.map(([from, to]) => `${from}>${to}`).sort());
  expect(codes.filter(isFinal)).toEqual(facts.final);
});

test('the clock runs, rests and ends as the table of the research says', () => {
  for (const [clock, those] of Object.entries(facts.clock))
    expect(codes.filter((code) => caseStatuses[code].clock === clock)).toEqual(those);
});

test('the resident’s own acts are a withdrawal and a revision, and an officer does every other one', () => {
  const acts = (by: 'resident' | 'officer') =>
    codes.flatMap((from) => nextStatuses(from, by).map((to) => `${from}>${to}`));
  expect(acts('resident')).toEqual(['1>7', '2>7', '4>7', '5>4', '5>7']);
  expect(acts('officer')).not.toContain('1>7');
  expect(new Set([...acts('resident'), ...acts('officer')]).size).toBe(facts.transitions.length);
});

test('who is refused, stopped, asked to correct or to pay learns why', () => {
  expect(codes.filter(needsNote)).toEqual([3, 5, 6, 8]);
});
