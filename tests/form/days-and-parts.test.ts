import { describe, expect, test } from 'vitest';
import type { Operand } from '../../shared/catalogue/condition.ts';
import type { Answers, Check, Deadline, Fee, Service, Window } from '../../shared/catalogue/service.ts';
import { outsideText } from '../../shared/catalogue/windows.ts';
import { operandValue } from '../../shared/form/condition-holds.ts';
import { derivedAnswers, plainView } from '../../shared/form/derived.ts';
import { feesOf } from '../../shared/form/fees.ts';
import { preCheck } from '../../shared/form/pre-check.ts';
import { receiverOf } from '../../shared/form/receiver.ts';
import { askedResults } from '../../shared/form/results.ts';
import { timingOf } from '../../shared/form/timing.ts';
import { aService, someFacts } from '../catalogue/world.ts';

/** Ages, leads, windows, parts of a bundle and sentences of a form, over a service that has them added. */

const text = (vi: string) => ({ vi, en: `${vi} (en)` });
const extract = aService('civil-extract');
const plain = extract.examples[0]?.answers as Answers;
const wednesday = '2026-11-11';
const facts = someFacts({ today: wednesday });

function withMore(more: Partial<Service>): Service {
  return { ...extract, ...more };
}

function problemsOf(service: Service, today = wednesday, answers: Answers = plain) {
  return preCheck(service, answers, {}, someFacts({ today })).map(({ code, level, text: { vi } }) => [code, level, vi]);
}

describe('a day reckoned from another', () => {
  const day = (from: string, count: number, unit: 'years' | 'months' | 'days' | 'working-days') =>
    operandValue({ dayAfter: [from, count, unit] }, plainView({}, facts));

  test('comes by years, months, days and working days, forward and back', () => {
    expect(day('2006-11-12', 20, 'years')).toBe('2026-11-12');
    expect(day('2026-01-31', 1, 'months')).toBe('2026-02-28');
    expect(day('2026-11-11', -15, 'days')).toBe('2026-10-27');
    // Wednesday, Thursday, Friday; the week-end is no working day.
    expect(day('2026-11-11', 3, 'working-days')).toBe('2026-11-16');
    expect(day('2026-11-16', -3, 'working-days')).toBe('2026-11-11');
  });

  test('a leap-day child comes of age on the day the check of ages says', () => {
    expect(day('2008-02-29', 18, 'years')).toBe('2026-03-01');
    expect(day('2008-02-29', 20, 'years')).toBe('2028-02-29');
  });

  test('is not known of a year alone, of no day, or at the ends of the calendar', () => {
    for (const from of ['1990', 'soon', '9999-12-31', '0001-01-01']) {
      expect(day(from, 20, 'years')).toBeUndefined();
      expect(day(from, -3, 'working-days')).toBeUndefined();
    }
  });
});

describe('a check that names a day', () => {
  const check = (say: Record<string, Operand>): Check => ({
    id: 'too-young',
    level: 'refuse',
    at: 'reqBirth',
    when: { less: [{ yearsBetween: [{ answer: 'reqBirth' }, { fact: 'today' }] }, 20] },
    text: text('Từ {day} mới đăng ký được.'),
    say,
    source: 'law',
  });

  test('says it, until the day before and no longer', () => {
    const service = withMore({ checks: [check({ day: { dayAfter: [{ answer: 'reqBirth' }, 20, 'years'] } })] });
    const answers = { ...plain, reqBirth: '2006-11-12', reqId: '001206000011' };
    expect(problemsOf(service, '2026-11-11', answers)).toEqual([
      ['too-young', 'refuse', 'Từ 12/11/2026 mới đăng ký được.'],
    ]);
    expect(problemsOf(service, '2026-11-12', answers)).toEqual([]);
  });

  test('is silent where the day is not known, and never throws', () => {
    const service = withMore({ checks: [check({ day: { dayAfter: [{ answer: 'reqEmail' }, 20, 'years'] } })] });
    expect(problemsOf(service, wednesday, { ...plain, reqBirth: '2010-01-01', reqId: '001210000011' })).toEqual([]);
  });
});

describe('three working days ahead', () => {
  const lead = (lateIs?: 'refuse'): Deadline => ({
    id: 'lead',
    from: 'recDate',
    days: 3,
    counted: 'working-days',
    ahead: true,
    ...(lateIs ? { lateIs } : {}),
    inTime: text('Nộp trước hết {last}.'),
    late: text('Đã quá {last}.'),
    source: 'law',
  });
  // The question takes a day that is past; a lead counts from one to come.
  const open = (deadline: Deadline) =>
    withMore({
      deadlines: [deadline],
      sections: JSON.parse(JSON.stringify(extract.sections).replaceAll('"maximum":{"fact":"today"},', '')),
    });
  const starting = (day: string): Answers => ({ ...plain, recDate: day });
  const notes = (service: Service, day: string, online = true) => timingOf(service, starting(day), facts, { online });

  test('are counted back over the week-end', () => {
    expect(notes(open(lead()), '2026-11-16').deadlineNotes).toMatchObject([
      { late: false, last: wednesday, daysLeft: 0, text: { vi: 'Nộp trước hết thứ Tư, 11/11/2026.' } },
    ]);
    expect(notes(open(lead()), '2026-11-13').deadlineNotes).toMatchObject([{ late: true, last: '2026-11-10' }]);
  });

  test('stop a filing only where the law says that it is not taken', () => {
    expect(
      problemsOf(open(lead('refuse')), wednesday, starting('2026-11-13')).map(([code, level]) => [code, level]),
    ).toEqual([['lead', 'refuse']]);
    expect(problemsOf(open(lead()), wednesday, starting('2026-11-13')).map(([, level]) => level)).toEqual(['warn']);
    expect(problemsOf(open(lead('refuse')), wednesday, starting('2026-11-16'))).toEqual([]);
  });

  test('are at risk without a network when the last day is near', () => {
    expect(notes(open(lead()), '2026-11-16', false).mayPassBeforeNetwork?.vi).toContain('Hạn cuối là');
    expect(notes(open(lead()), '2026-12-24', false).mayPassBeforeNetwork?.vi ?? '').not.toContain('Hạn cuối là');
    for (const day of ['9999-12-31', '0001-01-01']) expect(notes(open(lead()), day).deadlineNotes).toEqual([]);
  });
});

describe('an enrolment window', () => {
  const service = withMore({
    windows: [{ from: '2026-11-10', until: '2026-11-12', source: 'city' }],
    outsideWindows: text('Mời bạn nộp tại trường.'),
  });

  test('only warns who finishes after its last day', () => {
    expect(problemsOf(service, '2026-11-12')).toEqual([]);
    expect(problemsOf(service, '2026-11-13')).toEqual([['window-closed', 'warn', 'Mời bạn nộp tại trường.']]);
  });

  test('says what is still possible elsewhere for as long as it is', () => {
    const [window] = service.windows as [Window];
    const afterwards = { until: '2026-11-20', text: text('Trường nhận đến hết 20/11.') };
    const missed = { ...service, windows: [{ ...window, afterwards }] };
    expect(outsideText(missed, '2026-11-09')?.vi).toBe('Mời bạn nộp tại trường.');
    expect(outsideText(missed, '2026-11-13')?.vi).toBe('Trường nhận đến hết 20/11.');
    expect(outsideText(missed, '2026-11-20')?.vi).toBe('Trường nhận đến hết 20/11.');
    expect(outsideText(missed, '2026-11-21')?.vi).toBe('Mời bạn nộp tại trường.');
    expect(problemsOf(missed, '2026-11-13')).toEqual([['window-closed', 'warn', 'Trường nhận đến hết 20/11.']]);
  });

  test('is a last day like any other when the network is away', () => {
    expect(timingOf(service, plain, facts, { online: false }).mayPassBeforeNetwork?.vi).toContain('12/11/2026');
    expect(timingOf(service, plain, facts, { online: true }).mayPassBeforeNetwork).toBeUndefined();
  });
});

describe('results, times and offices', () => {
  const [result] = extract.results;
  const bundle = withMore({
    results: [
      { ...result, id: 'first' },
      { ...result, id: 'second', asked: { more: [{ answer: 'copies' }, 1] } },
    ] as Service['results'],
  });

  test('of a bundle only the chosen parts are asked for', () => {
    const asked = (copies: number) => askedResults(bundle, { ...plain, copies }, facts).map(({ id }) => id);
    expect(asked(1)).toEqual(['first']);
    expect(asked(2)).toEqual(['first', 'second']);
  });

  test('a time no source gives is no day; days of the calendar count week-ends', () => {
    const due = (processing: Partial<Service['processing']>) =>
      timingOf(withMore({ processing: { ...extract.processing, ...processing } }), plain, facts, { online: true })
        .dueIfReceivedNow;
    expect(due({ workingDays: null })).toBeUndefined();
    expect(due({ workingDays: null, calendarDays: 10 })).toBe('2026-11-21');
    expect(due({ workingDays: 7 })).toBe('2026-11-20');
  });

  test('a time may hang on what was answered', () => {
    const processing: Service['processing'] = {
      ...extract.processing,
      workingDays: 1,
      cases: [
        { when: { more: [{ answer: 'copies' }, 3] }, workingDays: 5 },
        { when: { more: [{ answer: 'copies' }, 1] }, workingDays: 0 },
      ],
    };
    const due = (copies: number) =>
      timingOf(withMore({ processing }), { ...plain, copies }, facts, { online: true }).dueIfReceivedNow;
    expect([1, 2, 4].map(due)).toEqual(['2026-11-12', '2026-11-11', '2026-11-18']);
  });

  test('the police of the ward and an office of the city are named; the counter stays the ward', () => {
    const at = (receiver: Partial<Service['receiver']>) =>
      receiverOf(withMore({ receiver: { ...extract.receiver, ...receiver } }), plain, facts, '00190');
    expect(at({ kind: 'ward-police' })).toMatchObject({
      kind: 'ward-police',
      name: { vi: expect.stringMatching(/^Công an phường /) },
    });
    expect(at({ kind: 'city', name: text('Sở Công Thương') }).name.vi).toBe('Sở Công Thương');
    expect(at({ kind: 'city', name: text('Sở Công Thương') }).unit).toBe(at({}).unit);
  });
});

describe('money', () => {
  const copies = (fee: Partial<Fee>, count: number) =>
    feesOf(
      withMore({ fees: [{ ...(extract.fees[0] as Fee), supportRule: undefined, ...fee }] }),
      { ...plain, copies: count },
      facts,
    );

  test('the first copies may be free', () => {
    expect([1, 2, 3, 5].map((count) => copies({ amount: 5000, free: 2 }, count).total)).toEqual([0, 0, 5000, 15000]);
  });

  test('before anything is answered the least of several amounts is told, not nothing', () => {
    const [fee] = extract.fees as [Fee];
    const either = (amount: number, sex: string): Fee => ({
      ...fee,
      id: sex,
      perAnswer: undefined,
      supportRule: undefined,
      amount,
      when: { equal: [{ answer: 'subSex' }, sex] },
    });
    const service = withMore({ fees: [either(5000, 'male'), either(7000, 'female')] });
    expect(feesOf(service, {}, facts).text.vi).toBe('Từ 5.000 đồng');
  });

  test('an amount that is not known is told in the words of the service', () => {
    expect(copies({ amount: null, unknownAmount: text('theo lương cơ sở') }, 1).text.vi).toBe('theo lương cơ sở');
    expect(copies({ amount: null }, 1).text.vi).toBe('theo quy định của thành phố');
  });
});

describe('a sentence of the form made of answers', () => {
  const service = withMore({
    derived: [
      {
        id: 'content',
        label: text('Nội dung'),
        value: { composed: 'Xin {copies} bản cho {reqName}, thư {reqEmail}.' },
      },
      { id: 'inWords', label: text('Bằng chữ'), value: { numberInWords: 'copies' } },
    ],
  });
  const made = (answers: Answers) => derivedAnswers(service, answers, facts).map(({ id, answer }) => [id, answer]);

  test('is made whole or not at all', () => {
    const answers = { copies: 3, reqName: 'Nguyễn Văn An', reqEmail: 'an@example.com' };
    expect(made(answers)).toEqual([
      ['content', 'Xin 3 bản cho Nguyễn Văn An, thư an@example.com.'],
      ['inWords', 'Ba'],
    ]);
    expect(made({ copies: 3, reqName: 'Nguyễn Văn An' })).toEqual([['inWords', 'Ba']]);
    expect(made({ copies: 1e15 })).toEqual([]);
  });
});
