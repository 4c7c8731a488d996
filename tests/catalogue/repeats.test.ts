import { expect, test } from 'vitest';
import { readServiceFile } from '../../shared/catalogue/read-catalogue.ts';
import { initialAnswer } from '../../shared/form/initial-answer.ts';
import { preCheck } from '../../shared/form/pre-check.ts';
import { reachableAnswers, routeOf } from '../../shared/form/route.ts';
import { catalogueFiles, someFacts } from './world.ts';

/** Steps written once and asked for each member of a household. */

// biome-ignore lint/suspicious/noExplicitAny: a file is changed on purpose, anywhere in it
type File = any;

const text = (vi: string) => ({ vi, en: `${vi} (en)` });

function household(): File {
  const file: File = structuredClone(catalogueFiles['civil-extract.json']);
  const [section] = file.sections;
  section.steps = [
    ...section.steps,
    {
      id: 'members',
      title: text('Có mấy người cùng làm?'),
      questions: [
        { id: 'memberCount', kind: 'whole-number', label: text('Số người'), minimum: 0, maximum: 3, initial: 0 },
      ],
    },
    {
      repeat: 'members',
      count: 'memberCount',
      most: 3,
      steps: [
        {
          id: 'member',
          title: text('Người thứ {n}'),
          questions: [
            { id: 'mName', kind: 'person-name', label: text('Tên người thứ {n}') },
            {
              id: 'mBirth',
              kind: 'date',
              label: text('Ngày sinh người thứ {n}'),
              required: { not: { missing: 'mName' } },
              maximum: { fact: 'today' },
            },
          ],
        },
      ],
    },
  ];
  file.checks.push({
    each: 'members',
    id: 'member-is-requester',
    level: 'warn',
    at: 'mName',
    when: { sameName: [{ answer: 'mName' }, { answer: 'reqName' }] },
    text: text('Người thứ {n} trùng tên bạn.'),
    source: 'ours',
  });
  file.papers.push({
    id: 'parent-consent',
    name: text('Ý kiến của cha mẹ'),
    when: { anyOf: ['members', { less: [{ yearsBetween: [{ answer: 'mBirth' }, { fact: 'today' }] }, 18] }] },
    need: 'required',
    source: 'ours',
  });
  return file;
}

function read(file: File) {
  const reading = readServiceFile(file);
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  const [service] = reading.versions;
  if (!service) throw new Error('no version');
  return service;
}

const facts = someFacts();
const own = (file: File) => file.examples[0].answers;

test('as many are asked as the count says, each with its number, and nothing of the others is filed', () => {
  const file = household();
  const service = read(file);
  const answers = { ...own(file), memberCount: 2, mName1: 'Lê Văn An', mName2: 'Lê Thị Bình', mName3: 'Lê Ba' };
  const steps = routeOf(service, answers, facts).steps.map(({ step }) => step);
  expect(steps.filter(({ id }) => id.startsWith('member')).map(({ id, title }) => [id, title.vi])).toEqual([
    ['members', 'Có mấy người cùng làm?'],
    ['member-1', 'Người thứ 1'],
    ['member-2', 'Người thứ 2'],
  ]);
  const reached = reachableAnswers(service, answers, facts);
  expect([reached.mName1, reached.mName2, reached.mName3]).toEqual(['Lê Văn An', 'Lê Thị Bình', undefined]);
});

test('a list that goes on after a person asked apart counts on from there, and a number may begin with the place in it', () => {
  const file = household();
  const repeat = file.sections[0].steps.at(-1);
  repeat.startsAt = 2;
  repeat.steps[0].questions.push({
    id: 'mOrder',
    kind: 'whole-number',
    label: text('Thứ tự người thứ {n}'),
    minimum: 1,
    initial: '{n}',
  });
  const service = read(file);
  const answers = { ...own(file), memberCount: 2, mName1: 'Lê Văn An', mName2: 'Lê Thị Bình', mName3: 'Lê Ba' };
  const members = routeOf(service, answers, facts).steps.filter(({ step }) => step.id.startsWith('member-'));
  expect(members.map(({ step }) => [step.id, step.title.vi])).toEqual([
    ['member-2', 'Người thứ 2'],
    ['member-3', 'Người thứ 3'],
  ]);
  expect(
    members.map(({ questions }) => {
      const order = questions.find(({ id }) => id.startsWith('mOrder'));
      return order && initialAnswer(order, service, answers, facts);
    }),
  ).toEqual([2, 3]);
  const reached = reachableAnswers(service, answers, facts);
  expect([reached.mName1, reached.mName2, reached.mName3]).toEqual([undefined, 'Lê Thị Bình', 'Lê Ba']);
});

test('conditions, checks and «one of them» look at the right person', () => {
  const file = household();
  const service = read(file);
  const found = (more: Record<string, string | number>) =>
    preCheck(service, { ...own(file), ...more }, {}, facts).map(({ code, at }) => (at ? `${code} at ${at}` : code));
  const two = {
    memberCount: 2,
    mName1: 'Lê Văn An',
    mBirth1: '1990-01-01',
    mName2: 'Lê Thị Bình',
    mBirth2: '1991-01-01',
  };
  expect(found(two)).toEqual([]);
  expect(found({ ...two, mName2: String(own(file).reqName) })).toEqual(['member-is-requester-2 at mName2']);
  expect(found({ ...two, mBirth2: '2015-01-01' })).toEqual(['paper-parent-consent']);
  expect(found({ ...two, mBirth2: '2030-01-01' })).toContain('date-in-future at mBirth2');
  // A third one answered earlier and taken away again counts no more.
  expect(found({ ...two, mName3: 'Lê Ba', mBirth3: '2015-01-01' })).toEqual([]);
});

test('a repeat without its count, and one nobody knows, are told', () => {
  const problems = (change: (file: File) => void) => {
    const file = household();
    change(file);
    const reading = readServiceFile(file);
    return reading.ok ? [] : reading.problems;
  };
  const steps = (file: File) => file.sections[0].steps;
  expect(problems((file) => delete steps(file).at(-2).questions[0].maximum)).toEqual([
    'repeat members: memberCount must be a whole number of at most 3',
  ]);
  expect(
    problems((file) => {
      file.checks.at(-1).each = 'children';
    }),
  ).toEqual(['member-is-requester: there is no repeat children']);
  expect(
    problems((file) => {
      file.papers.at(-1).when.anyOf[0] = 'children';
    }),
  ).toEqual(['anyOf: there is no repeat children']);
  expect(problems((file) => delete steps(file).at(-1).most).length).toBeGreaterThan(0);
});
