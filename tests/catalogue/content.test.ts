import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentDigest } from '../../build/content-bundle.ts';
import { BuiltInContent, readContent } from '../../shared/catalogue/read-content.ts';
import { projectFolder } from '../portal/folders.ts';
import { layouts } from '../support/form-world.ts';
import { addedService, builtInFiles, withAddedService, withOtherForm } from './content-files.ts';

/** Of two contents the higher version counts: a build whose catalogue changed must be newer than every bundle packed before it. */
test('catalogue and lists of this build carry the version they were stamped with (else: npm run catalogue -- stamp)', async () => {
  const stamp = BuiltInContent.parse(JSON.parse(await readFile(join(projectFolder, 'assets', 'content.json'), 'utf8')));
  expect(contentDigest(builtInFiles)).toBe(stamp.sha256);
});

const read = (files: Readonly<Record<string, string>>) =>
  readContent(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, JSON.parse(text)])), {
    builtInForms: async () => layouts.forms,
  });

test('everything this build has is read as a bundle, and a service more without a line of code', async () => {
  const reading = await read(withAddedService());
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  expect(reading.content.services.map(({ id }) => id)).toContain(addedService);
  expect(Object.keys(reading.content.units).sort()).toEqual(['country', 'hanoi', 'holidays']);
});

test('one thing wrong in one file, and nothing of it counts; what a build does not know is passed over', async () => {
  const feedback = { 'catalogue/feedback.json': builtInFiles['catalogue/feedback.json'] ?? '' };
  expect((await read({ ...feedback, 'later/ct01.json': '{"of":"later"}', 'units/moons.json': '[]' })).ok).toBe(true);
  const problemsOf = async (files: Readonly<Record<string, string>>) => {
    const reading = await read(files);
    return reading.ok ? [] : reading.problems.map((problem) => problem.split(':')[0]);
  };
  expect(await problemsOf({ ...feedback, 'units/hanoi.json': '{"communes":1}' })).toEqual(['units/hanoi.json']);
  expect(await problemsOf({ ...feedback, 'forms/ct01.json': '{}' })).toContain('ct01.json');
  expect(await problemsOf({ ...feedback, 'catalogue/other.json': '{}' })).toContain('other.json');
  expect(await problemsOf({})).toEqual(['catalogue']);
  // Two files that say the same service on the same day: nobody may guess.
  expect(await problemsOf({ ...feedback, 'catalogue/twice.json': feedback['catalogue/feedback.json'] })).toContain(
    'feedback',
  );
});

test('a service may fill the forms of the build and those that come with it, and no other; a form must print what it fills', async () => {
  const feedback = { 'catalogue/feedback.json': builtInFiles['catalogue/feedback.json'] ?? '' };
  const problemsOf = async (files: Readonly<Record<string, string>>) => {
    const reading = await read(files);
    return reading.ok ? [] : reading.problems;
  };
  expect(await problemsOf(feedback)).toEqual([]);
  expect(await problemsOf(withOtherForm(feedback, { isBrought: true }))).toEqual([]);
  expect(await problemsOf(withOtherForm(feedback, { isBrought: false }))).toEqual([
    'feedback: version 2026.1, form heard: there is no such form',
  ]);
  // The form that comes counts before the one of the build.
  const form = JSON.parse(builtInFiles['forms/feedback.json'] ?? '{}');
  const words = { ...form, body: [{ words: 'Trống' }, { sign: [{ title: 'Người gửi' }] }] };
  const faulty = await problemsOf({ ...feedback, 'forms/feedback.json': JSON.stringify(words) });
  expect(faulty.length).toBeGreaterThan(0);
  expect(faulty.every((problem) => problem.includes('form feedback: it has no '))).toBe(true);
});
