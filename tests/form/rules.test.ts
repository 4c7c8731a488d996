import { describe, expect, test } from 'vitest';
import type { Question } from '../../shared/catalogue/question.ts';
import type { Answer, Answers } from '../../shared/catalogue/service.ts';
import { isRequired, optionsOf, problemsOfAnswer, problemsOfStep } from '../../shared/form/answer-rules.ts';
import { derivedAnswers } from '../../shared/form/derived.ts';
import type { Facts } from '../../shared/form/facts.ts';
import { initialAnswer } from '../../shared/form/initial-answer.ts';
import { normaliseAnswer } from '../../shared/form/normalise-answer.ts';
import { neededPapers, possiblePapers } from '../../shared/form/papers.ts';
import { preCheck } from '../../shared/form/pre-check.ts';
import { reachableAnswers, routeOf } from '../../shared/form/route.ts';
import { maskedText, showAnswer } from '../../shared/form/show-answer.ts';
import { aService, places, questionOf, someFacts } from '../catalogue/world.ts';

const birth = aService('birth-registration');
const marital = aService('marital-status');
const extract = aService('civil-extract');
const business = aService('household-business');
const facts = someFacts();
const home = { country: 'VN', province: '01', unit: '00175', detail: 'Căn 1205' } as const;

/** Codes told for one answer to a question of the birth form, normalised first as the screens do. */
function codes(
  id: string,
  answer: Answer | undefined,
  others: Answers = {},
  on: Facts = facts,
  service = birth,
): string[] {
  const question = questionOf(service, id);
  const kept = answer === undefined ? undefined : normaliseAnswer(question, answer);
  return problemsOfAnswer(question, kept, service, others, on).map((problem) => problem.code);
}

function example(id: string, service = birth): Answers {
  const found = service.examples.find((each) => each.id === id);
  if (!found) throw new Error(id);
  return found.answers;
}

describe('citizen numbers', () => {
  test('nine digits are told as the old number, in the words of the design', () => {
    const [problem] = problemsOfAnswer(questionOf(birth, 'reqId'), '012345678', birth, {}, facts);
    expect(problem).toMatchObject({ code: 'citizen-number-old', level: 'refuse', at: 'reqId' });
    expect(problem?.text.vi).toBe('Đây là số cũ (9 số). Cần số căn cước 12 số.');
  });
  test('eleven digits, letters and nothing are refused', () => {
    expect(codes('reqId', '00109000001')).toEqual(['citizen-number-length']);
    expect(codes('reqId', '0010900000ab')).toEqual(['citizen-number-not-digits']);
    expect(codes('reqId', undefined)).toEqual(['missing']);
  });
  test('another birth year or sex warns and never blocks', () => {
    const problems = problemsOfAnswer(
      questionOf(birth, 'reqId'),
      '001090000017',
      birth,
      { reqBirth: '1991-01-01' },
      facts,
    );
    expect(problems.map(({ code, level }) => [code, level])).toEqual([['citizen-number-birth', 'warn']]);
    expect(codes('motherId', '001090000017', { relation: 'khac', birthKind: 'ca-hai', motherBirth: '1990' })).toEqual([
      'citizen-number-sex',
    ]);
  });
  test('spaces and dots are forgiven', () => {
    expect(normaliseAnswer(questionOf(birth, 'reqId'), ' 001 090.000-017 ')).toBe('001090000017');
  });
  test('who has forgotten it gives number and issue date of another paper', () => {
    const forgotten = { reqId: { unknown: 'forgotten' }, reqIdKind: 'cccd' } as const;
    expect(codes('reqId', forgotten.reqId)).toEqual([]);
    expect(isRequired(questionOf(birth, 'reqIdNo'), birth, forgotten, facts)).toBe(true);
    expect(codes('reqIdDate', { unknown: 'forgotten' }, forgotten)).toEqual(['identity-paper-needed']);
    expect(codes('reqIdDate', { unknown: 'forgotten' }, { reqId: '001090000017' })).toEqual([]);
  });
});

describe('names', () => {
  test('capitals, spaces, decomposed letters and control characters are put right', () => {
    const question = questionOf(birth, 'childName');
    expect(normaliseAnswer(question, '  nguyễn\u0007  VĂN an '.normalize('NFD'))).toBe('Nguyễn Văn An');
    expect(normaliseAnswer(question, "h'mông y đào")).toBe("H'Mông Y Đào");
  });
  test('digits, symbols and other scripts are refused, each in its own words', () => {
    expect(codes('childName', 'Nguyễn Văn 2')).toEqual(['name-digits']);
    expect(codes('childName', 'Nguyễn @ An')).toEqual(['name-symbols']);
    expect(codes('childName', '阮文安')).toEqual(['name-other-script']);
  });
  test('one word and long names warn', () => {
    expect(codes('childName', 'An')).toEqual(['name-one-word']);
    expect(codes('childName', 'Nguyễn Phúc Đỗ Khánh Phương Thanh Ngọc Minh Quang')).toEqual(['name-long']);
  });
  test('a pasted page is told with its length, and nothing of it is lost', () => {
    const page = 'a'.repeat(10_000);
    for (const [id, service] of [
      ['childName', birth],
      ['recBody', extract],
      ['whyNotReturned', marital],
      ['mcNo', birth],
    ] as const) {
      const question = questionOf(service, id);
      const kept = normaliseAnswer(question, page);
      expect(String(kept)).toHaveLength(10_000);
      const [problem] = problemsOfAnswer(question, kept, service, {}, facts);
      expect(problem).toMatchObject({ code: 'too-long', level: 'refuse' });
      expect(problem?.text.vi).toContain('10.000 ký tự');
    }
  });
  test('a surname of neither parent warns once both are known, also when the requester is one of them', () => {
    const told = { ...example('father-in-time') };
    const at = (name: string, change: Answers = {}) => codes('childName', name, { ...told, ...change });
    expect(at('Nguyễn Minh Khôi')).toEqual([]);
    expect(at('TRẦN Minh Khôi')).toEqual([]);
    expect(at('Lê Minh Khôi')).toEqual(['child-surname']);
    const { motherName: _not, ...early } = told;
    expect(codes('childName', 'Lê Minh Khôi', early)).toEqual([]);
  });
  test('with the father unknown the child takes the surname of the mother', () => {
    expect(codes('childName', 'Lê Ngọc Linh', example('mother-father-unknown'))).toEqual(['child-surname-mother']);
  });
});

describe('dates', () => {
  test('impossible, future and far-off days are refused', () => {
    expect(codes('childBirth', '2026-02-30')).toEqual(['date-impossible']);
    expect(codes('childBirth', '2026-11-12')).toEqual(['date-in-future']);
    expect(codes('childBirth', '1789-07-14')).toEqual(['date-too-old']);
    expect(codes('childBirth', 'hôm qua')).toEqual(['date-impossible']);
    expect(codes('childBirth', '2026-11-11')).toEqual([]);
  });
  test('a year alone is taken only where the form allows it', () => {
    expect(codes('childBirth', '2026')).toEqual(['date-year-only']);
    const both = { relation: 'khac', birthKind: 'ca-hai' } as const;
    expect(codes('motherBirth', '1990', both)).toEqual([]);
    expect(codes('motherBirth', 1990, both)).toEqual([]);
    expect(codes('motherBirth', '2027', both)).toEqual(['date-in-future']);
  });
  test('a parent too young is told only when no day of the year could make it untrue', () => {
    const told = { relation: 'khac', birthKind: 'ca-hai', childBirth: '2026-06-01' } as const;
    expect(codes('motherBirth', '2014', told)).toEqual([]);
    expect(codes('motherBirth', '2015', told)).toEqual(['mother-age']);
    expect(codes('motherBirth', '2014-06-02', told)).toEqual(['mother-age']);
    expect(codes('motherBirth', '2014-06-01', told)).toEqual([]);
  });
  test('day/month/year becomes ISO', () => {
    expect(normaliseAnswer(questionOf(birth, 'childBirth'), '5/3/2026')).toBe('2026-03-05');
  });
});

describe('phones, addresses, numbers, choices', () => {
  test('a country in letters whose capital is two is composed again', () => {
    for (const raw of ['\u1fe2', { country: '\u1fe2', detail: 'x' }])
      expect(JSON.stringify(normaliseAnswer(questionOf(birth, 'childNation'), raw))).toContain('\u03ab\u0300');
    const once = normaliseAnswer(questionOf(birth, 'childNation'), 'k\u1fe2');
    expect(once).toBe(String(once).normalize('NFC'));
  });
  test('a phone may be missing on purpose; a wrong one is refused with what to do', () => {
    expect(codes('reqPhone', { unknown: 'none' })).toEqual([]);
    expect(codes('reqPhone', { unknown: 'forgotten' })).toEqual(['must-be-known']);
    expect(codes('reqPhone', '0120 1234567')).toEqual(['phone-old']);
    expect(codes('reqPhone', '900000012')).toEqual(['phone-missing-zero']);
    expect(codes('reqPhone', '09000')).toEqual(['phone-wrong']);
    expect(codes('reqPhone', '+44 20 7946 0000')).toEqual(['phone-foreign']);
    expect(codes('reqPhone', '+84 900 000 012')).toEqual([]);
  });
  test('an address needs a ward that exists and a house, except where only the commune matters', () => {
    expect(codes('reqRes', home)).toEqual([]);
    expect(codes('reqRes', { ...home, detail: ' ' })).toEqual(['address-detail']);
    expect(codes('reqRes', { ...home, unit: '99999' })).toEqual(['address-place']);
    expect(codes('reqRes', { ...home, province: '37' })).toEqual(['address-place']);
    expect(codes('reqRes', { country: 'KR', detail: '' })).toEqual(['address-detail']);
    expect(codes('reqRes', { said: 'Đã chết' })).toEqual(['wrong-kind']);
    expect(codes('origin', { ...home, detail: '' }, { relation: 'cha', birthKind: 'ca-hai' })).toEqual([]);
  });
  test('with an index of Hanoi alone, other provinces are believed', () => {
    const hanoiOnly = someFacts({
      places: { units: places.units.filter((unit) => unit.provinceCode === '01'), entries: [] },
    });
    expect(codes('reqRes', { country: 'VN', province: '37', unit: '13285', detail: 'x' }, {}, hanoiOnly)).toEqual([]);
    expect(codes('reqRes', { country: 'VN', province: '01', unit: '13285', detail: 'x' }, {}, hanoiOnly)).toEqual([
      'address-place',
    ]);
  });
  test('copies have bounds', () => {
    expect(codes('copies', 0, {}, facts, extract)).toEqual(['number-too-small']);
    expect(codes('copies', 21, {}, facts, extract)).toEqual(['number-too-large']);
    expect(codes('copies', 1.5, {}, facts, extract)).toEqual(['number-not-whole']);
    expect(codes('copies', 'ba', {}, facts, extract)).toEqual(['wrong-kind']);
    expect(codes('copies', '3', {}, facts, extract)).toEqual([]);
  });
  test('an option that is not on offer any more is refused', () => {
    expect(codes('birthKind', 'bo-roi', { relation: 'cha' })).toEqual(['not-an-option']);
    expect(
      optionsOf(questionOf(birth, 'birthKind'), birth, { relation: 'me' }, facts).map(({ value }) => value),
    ).toEqual(['ca-hai', 'chua-cha']);
  });
  test('an unusual code of a birth notice warns for births since October 2025 only', () => {
    const told = (childBirth: string) => ({ relation: 'cha', birthKind: 'ca-hai', childBirth, noticeKind: 'ma-so' });
    expect(codes('noticeCode', 'GCS-77', told('2026-11-01'))).toEqual(['notice-shape']);
    expect(codes('noticeCode', 'GCS-77', told('2025-09-01'))).toEqual([]);
    expect(codes('noticeCode', '00001.GCS.00000.24', told('2026-11-01'))).toEqual(['notice-year']);
    expect(codes('noticeCode', '00001.gcs.00000.26', told('2026-11-01'))).toEqual([]);
  });
  test('a line of business has a code of four digits; another one only warns', () => {
    const told = (code: Answer) => codes('mainCode', code, {}, facts, business);
    expect([told('4711'), told(' 47 11'), told({ unknown: 'forgotten' })]).toEqual([[], [], []]);
    expect([told('471'), told('47111'), told('G4711')]).toEqual(Array(3).fill(['industry-code-shape']));
  });
});

describe('the route', () => {
  const steps = (service: typeof birth, answers: Answers) =>
    routeOf(service, answers, facts).steps.map((each) => each.step.id);

  test('the first section is the requester, who is never asked again', () => {
    for (const service of [birth, marital, extract]) expect(steps(service, {})[0]).toBe('requester-identity');
    const own = steps(extract, { requesterType: 'ban-than', eventKind: 'khai-sinh' });
    for (const step of ['subject-name', 'subject-id', 'subject-residence']) expect(own).not.toContain(step);
    const father = steps(birth, { relation: 'cha', birthKind: 'ca-hai' });
    for (const step of ['father-who', 'father-paper', 'father-residence']) expect(father).not.toContain(step);
    expect(father).toContain('mother-who');
  });
  test('what the requester said is there as derived fields', () => {
    const answers = example('father-in-time');
    const derived = derivedAnswers(birth, reachableAnswers(birth, answers, facts), facts);
    const of = (id: string) => derived.find((each) => each.id === id)?.answer;
    expect(of('fatherName')).toBe('Nguyễn Văn An');
    expect(of('fatherId')).toBe('001090000017');
    expect(of('childBirthWords')).toBe('ngày một tháng mười một năm hai nghìn không trăm hai mươi sáu');
    expect(of('motherName')).toBeUndefined();
  });
  test('a father unknown or an abandoned child leaves those parts out, and what was typed there is not filed', () => {
    const answers = { ...example('agent-unmarried-other-province'), birthKind: 'bo-roi' };
    expect(steps(birth, answers).filter((id) => /mother|father|marri/.test(id))).toEqual([]);
    const filed = Object.keys(reachableAnswers(birth, answers, facts));
    expect(filed.filter((id) => /^(mother|father)/.test(id))).toEqual([]);
  });
  test('answers off the route steer nothing', () => {
    // The kin was told for somebody else; now it is for oneself, and no letter is asked.
    const answers = { requesterType: 'ban-than', agentKin: 'khac', eventKind: 'ket-hon' };
    expect(neededPapers(extract, answers, facts).map(({ paper }) => paper.id)).toEqual(['identity', 'residence-proof']);
  });
  test('for a marriage exactly one certificate is issued, without asking', () => {
    const answers = { ...example('single-to-marry', marital), qty: 9 };
    const reached = reachableAnswers(marital, answers, facts);
    expect(reached.qty).toBeUndefined();
    expect(derivedAnswers(marital, reached, facts).find(({ id }) => id === 'qty')?.answer).toBe(1);
  });
  test('a parent who has died has no residence but «Đã chết»', () => {
    const answers = example('grandmother-late');
    const reached = reachableAnswers(birth, { ...answers, fatherRes: home }, facts);
    expect(reached.fatherRes).toBeUndefined();
    expect(derivedAnswers(birth, reached, facts).find(({ id }) => id === 'fatherRes')?.answer).toEqual({
      said: 'Đã chết',
    });
  });
  test('the delivery address offers the residence, the first child copy count is zero', () => {
    const offered = (id: string, answers: Answers) => initialAnswer(questionOf(birth, id), birth, answers, facts);
    expect(offered('deliveryAddress', { reqRes: home })).toEqual(home);
    expect(offered('deliveryAddress', {})).toBeUndefined();
    expect(offered('copies', {})).toBe(0);
    expect(offered('childEthnic', { relation: 'cha', birthKind: 'chua-me', fatherEthnic: 'Dao' })).toBe('Dao');
  });
});

describe('papers', () => {
  const needed = (answers: Answers, service = birth) =>
    neededPapers(service, answers, facts)
      .map(({ paper, need }) => `${paper.id} ${need}`)
      .filter((text) => !text.endsWith('shown'));

  test('close kin needs no certified letter, others do', () => {
    const other = { relation: 'khac' };
    expect(needed({ ...other, agentKin: 'con' }, marital)).toEqual(['authorisation-kin required']);
    expect(needed({ ...other, agentKin: 'khac' }, marital)).toEqual(['authorisation-certified required']);
    expect(needed({ relation: 'khac', filerKind: 'ong-ba', agentKin: 'khac' })).toEqual([]);
  });
  test('the pre-check names what is missing, and one page settles it', () => {
    const answers = example('mother-father-unknown');
    const missing = (pages: number) =>
      preCheck(birth, answers, { 'birth-notice': pages }, facts).map(({ code }) => code);
    expect(missing(0)).toEqual(['paper-birth-notice']);
    expect(missing(1)).toEqual([]);
  });
  test('the service page knows which papers are sure and which depend', () => {
    const all = possiblePapers(birth, {}, facts);
    expect(all.filter(({ certain }) => certain).map(({ paper }) => paper.id)).toEqual(['identity', 'residence-proof']);
    expect(all.filter(({ certain, paper }) => !certain && !paper.ifText)).toEqual([]);
  });
});

describe('shown answers', () => {
  const shown = (id: string, answer: Answer, how = {}, service = birth) =>
    showAnswer(questionOf(service, id), answer, 'vi', places, how);

  test('read as a person writes them', () => {
    expect(shown('childBirth', '2026-11-11')).toBe('thứ Tư, 11/11/2026');
    expect(shown('motherBirth', '1990')).toBe('1990');
    expect(shown('reqBirth', '1990-03-15')).toBe('15/03/1990');
    expect(shown('reqRes', home)).toBe('Căn 1205, Phường Yên Hòa, Thành phố Hà Nội');
    expect(shown('reqRes', { country: 'VN', province: '37', unit: '13285', detail: 'Tổ 3' })).toBe(
      'Tổ 3, Phường Phủ Lý, Tỉnh Ninh Bình',
    );
    expect(shown('relation', 'me')).toBe('Mẹ');
    expect(shown('childNation', 'VN')).toBe('Việt Nam');
    expect(shown('mcNo', { unknown: 'forgotten' })).toBe('Không nhớ');
    expect(shown('childNation', 'FR', { countries: [{ value: 'FR', name: 'Pháp', alsoFoundBy: [] }] })).toBe('Pháp');
  });
  test('masked to the last four where the catalogue says so', () => {
    expect(shown('reqId', '001090000017', { masked: true })).toBe('•••• 0017');
    expect(shown('reqName', 'Nguyễn Văn An', { masked: true })).toBe('Nguyễn Văn An');
    expect(maskedText('123')).toBe('••••');
  });
});

test('problems of a step come in the order of its questions', () => {
  const route = routeOf(birth, {}, facts);
  const [first] = route.steps;
  if (!first) throw new Error('no step');
  expect(problemsOfStep(first, birth, {}, facts).map(({ at }) => at)).toEqual(
    first.questions.map((question: Question) => question.id),
  );
});
