import { expect, test } from 'vitest';
import { guideLines, guideWords } from '../../renderer/screens/guide-words.ts';
import type { useVisitWords } from '../../renderer/words/use-words.ts';
import type { GuideEntry } from '../../shared/catalogue/guide-entry.ts';
import { importGuides } from '../../shared/catalogue/import-guides.ts';
import { recordFiles } from '../catalogue/national-records.ts';

/** Words by their key and what is put into them. */
const t = ((key: string, put: Record<string, unknown> = {}) =>
  [key, ...Object.values(put)].join(' ')) as unknown as ReturnType<typeof useVisitWords>;
const { entries } = importGuides(recordFiles);
const base = entries.find(({ code }) => code === '1.004194') as GuideEntry;
const wordsOf = (change: Partial<GuideEntry>) => guideWords({ ...base, cases: [], ...change }, t, 'vi');

test('one time for every way is said once; different ones are said each with its way', () => {
  const days = (amount: number) => ({ amount, unit: 'working-days' }) as const;
  const way = (how: 'direct' | 'online', amount: number) => ({ how, time: days(amount), fees: [] });
  expect(wordsOf({ ways: [way('direct', 3), way('online', 3)] }).time).toEqual({
    value: 'guide.unit.working-days 3',
    lines: [],
  });
  expect(wordsOf({ ways: [way('direct', 3), way('online', 1)] }).time).toEqual({
    value: 'guide.byCase',
    lines: ['guide.how.direct: guide.unit.working-days 3', 'guide.how.online: guide.unit.working-days 1'],
  });
});

test('what is not stated is said to be not stated: no time, no fee, never «free»', () => {
  const said = wordsOf({ ways: [{ how: 'direct', fees: [] }] });
  expect([said.time.value, said.fee.value]).toEqual(['guide.notStated', 'guide.notStated']);
});

test('a fee is the amount and the words of the record, with its own currency', () => {
  const fee = (more: object) => [
    { how: 'direct' as const, fees: [{ kind: 'fee' as const, amount: 10_000_000, ...more }] },
  ];
  expect(wordsOf({ ways: fee({}) }).fee).toEqual({ value: '10.000.000 đồng', lines: [] });
  expect(wordsOf({ ways: fee({ currency: 'Đô la Mỹ' }) }).fee.value).toBe('10.000.000 Đô la Mỹ');
  expect(wordsOf({ ways: fee({ text: 'mỗi lần' }) }).fee.lines).toEqual([
    'guide.how.direct: 10.000.000 đồng (mỗi lần)',
  ]);
  expect(wordsOf({ ways: fee({ amount: null, text: 'theo quy định' }) }).fee.lines).toEqual([
    'guide.how.direct: theo quy định',
  ]);
});

test('every entry fits on paper: name, what to bring with a box to tick, where', () => {
  for (const entry of entries) {
    const lines = guideLines(entry, t, 'vi');
    expect(lines[0]).toBe(entry.name);
    expect(lines.length).toBeLessThanOrEqual(400);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(7000);
    const papers = entry.papers.flatMap((each) => each.papers);
    if (papers.length > 0) expect(lines.filter((line) => line.startsWith('[ ] ')).length).toBeGreaterThan(0);
  }
});
