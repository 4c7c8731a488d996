import { describe, expect, test } from 'vitest';
import { readCatalogue, readServiceFile, serviceOn } from '../../shared/catalogue/read-catalogue.ts';
import { catalogueFiles } from './world.ts';

/** One file, several versions: what a law changes stands beside what it changes. */

// biome-ignore lint/suspicious/noExplicitAny: a file is changed on purpose, anywhere in it
type File = any;

const newName = { vi: 'Bản sao giấy tờ hộ tịch', en: 'Copies of civil-status papers' };

function fileWith(...changes: { version?: string; validFrom?: string; set?: Record<string, unknown> }[]): File {
  const file: File = structuredClone(catalogueFiles['civil-extract.json']);
  const days = ['2030-03-01', '2030-07-01'];
  file.changes = changes.map((change, index) => ({
    version: `2027.${index + 1}`,
    validFrom: days[index],
    source: 'Law 03/2026/QH16',
    set: {},
    ...change,
  }));
  const [first] = file.examples;
  for (const { version, validFrom } of file.changes)
    file.examples.push({ ...first, id: `${first.id}-${version.replace('.', '-')}`, today: validFrom });
  return file;
}

function problemsOf(file: File): readonly string[] {
  const reading = readServiceFile(file);
  return reading.ok ? [] : reading.problems;
}

function versionsOf(file: File) {
  const reading = readServiceFile(file);
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.versions;
}

test('each version ends the day before the next begins, and the last one where the file ends', () => {
  const file = fileWith({ set: { name: newName } }, { set: { 'fees/copy/amount': 9000 } });
  file.validUntil = '2031-12-31';
  expect(versionsOf(file).map(({ version, validFrom, validUntil }) => [version, validFrom, validUntil])).toEqual([
    ['2026.1', '2026-01-16', '2030-02-28'],
    ['2027.1', '2030-03-01', '2030-06-30'],
    ['2027.2', '2030-07-01', '2031-12-31'],
  ]);
});

test('a change holds from its day on and touches nothing before it', () => {
  const file = fileWith({ set: { name: newName } }, { set: { 'fees/copy/amount': 9000 } });
  const [before, between, after] = versionsOf(file);
  expect([before?.name, between?.name, after?.name]).toEqual([file.name, newName, newName]);
  expect([before, between, after].map((each) => each?.fees[0]?.amount)).toEqual([8000, 8000, 9000]);
});

test('in lists an element is found by its name, replaced, taken away, or added at the end', () => {
  const paper = { ...fileWith().papers[0], id: 'new-paper' };
  const file = fileWith({
    set: {
      'papers/residence-proof': null,
      'papers/new-paper': paper,
      'legalBasis/Luật Hộ tịch số 60\u20442014\u2044QH13': null,
    },
  });
  // The names of laws hold the sign that parts the words of a path: there it is written as a fraction slash.
  const [before, after] = versionsOf(file);
  const ids = before?.papers.map(({ id }) => id) ?? [];
  expect(after?.papers.map(({ id }) => id)).toEqual([...ids.filter((id) => id !== 'residence-proof'), 'new-paper']);
  expect(after?.legalBasis.length).toBe((before?.legalBasis.length ?? 0) - 1);
});

test('each version plays the worked examples of its own days', () => {
  const [before, after] = versionsOf(fileWith({}));
  expect(before?.examples.length).toBe((catalogueFiles['civil-extract.json'] as File).examples.length);
  expect(after?.examples.map(({ today }) => today)).toEqual(['2030-03-01']);
});

test('a catalogue offers the version of the day, and keeps the others for what was begun under them', () => {
  const { services, problems } = readCatalogue({ 'civil-extract.json': fileWith({ set: { name: newName } }) });
  expect(problems).toEqual([]);
  expect(services.map(({ version }) => version)).toEqual(['2026.1', '2027.1']);
  expect(serviceOn(services, 'civil-extract', '2030-02-28')?.version).toBe('2026.1');
  expect(serviceOn(services, 'civil-extract', '2030-03-01')?.version).toBe('2027.1');
});

describe('reading refuses, with one line,', () => {
  test('a change of what is not there', () => {
    expect(problemsOf(fileWith({ set: { 'fees/nobody/amount': 1 } }))).toEqual([
      'change 2027.1: there is no fees/nobody/amount',
    ]);
    expect(problemsOf(fileWith({ set: { 'papers/nobody': null } }))).toEqual([
      'change 2027.1: there is no papers/nobody',
    ]);
    expect(problemsOf(fileWith({ set: { 'papers/one': { id: 'another' } } }))).toEqual([
      'change 2027.1: there is no papers/one',
    ]);
  });
  test('changes out of order', () => {
    expect(problemsOf(fileWith({ validFrom: '2026-01-16' }))).toEqual([
      'change 2027.1: 2026-01-16 is not after 2026-01-16',
    ]);
  });
  test('a change that leaves the service without sense', () => {
    expect(problemsOf(fileWith({ set: { 'fees/copy/perAnswer': 'nobody' } }))).toContain(
      'fee copy: nobody does not exist',
    );
  });
  test('a version without a worked example of its days, and an example of no version', () => {
    const bare = fileWith({});
    bare.examples.pop();
    expect(problemsOf(bare).join()).toMatch(/examples/);
    const early = fileWith({});
    early.examples[0].today = '2020-01-01';
    expect(problemsOf(early)).toEqual(['examples: some are filed on a day no version holds']);
  });
  test('changes that are no changes', () => {
    for (const changes of [
      null,
      'x',
      [],
      [{ set: {} }],
      [{ version: '2027.1', validFrom: 'soon', source: '', set: {} }],
    ])
      expect(problemsOf({ ...fileWith(), changes }).length).toBeGreaterThan(0);
  });
});
