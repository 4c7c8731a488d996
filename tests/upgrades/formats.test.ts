import { expect, test } from 'vitest';
import { outboxVersions } from '../../renderer/store/outbox-versions.ts';
import { formats } from './formats.ts';
import { compare, readFrozen, sentence } from './frozen.ts';
import { generationNames, readGeneration } from './generation.ts';

/** Nothing that lies on a kiosk's disk changes its shape without a new version, an upgrade, and a frozen kiosk to try it on. */

test('every format has the shape that is frozen for its version', async () => {
  const frozen = readFrozen();
  const problems = (await formats()).flatMap((format) => {
    const how = compare(format, frozen);
    return how === 'frozen' ? [] : [sentence(format, how)];
  });
  expect(problems).toEqual([]);
});

test('every version that ever shipped has its frozen kiosk, and that kiosk says it has this version', () => {
  const frozen = readFrozen();
  const names = generationNames();
  for (const [format, versions] of Object.entries(frozen)) {
    for (const { version, in: generation } of versions) {
      expect(names, `${format} ${version}`).toContain(generation);
      expect(readGeneration(generation).versions[format], `${format} in ${generation}`).toBe(version);
    }
  }
  const outbox = new Set(frozen.outbox?.map(({ version }) => version));
  const shipped = outboxVersions.filter(({ isHalfway }) => !isHalfway).map(({ version }) => version);
  expect([...outbox].sort()).toEqual(shipped);
});

test('a shape that changes under its version is found, and the sentence says what to do', async () => {
  const [outbox] = await formats();
  if (!outbox) throw new Error('no formats');
  const frozen = { outbox: [{ version: outbox.version, shape: outbox.shape, in: 'x' }] };
  expect(compare(outbox, frozen)).toBe('frozen');
  expect(compare({ ...outbox, shape: 'another' }, frozen)).toBe('changed');
  expect(compare({ ...outbox, version: outbox.version + 1, shape: 'another' }, frozen)).toBe('new-version');
  expect(sentence(outbox, 'changed')).toContain('npm run freeze');
});
