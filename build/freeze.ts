import { formats } from '../tests/upgrades/formats.ts';
import { compare, readFrozen, sentence, writeFrozen } from '../tests/upgrades/frozen.ts';
import { generationNames, writeGeneration } from '../tests/upgrades/generation.ts';
import { makeGeneration } from '../tests/upgrades/make-generation.ts';
import { commandOptions } from './command-options.ts';
import { say } from './say.ts';
import { findChromium } from './system-packages.ts';

/**
 * `npm run freeze`: lives the life of a kiosk and its portal with this build and keeps both, full, for the tests of upgrades.
 * `--anew <name>` makes one again that has not left this checkout.
 */

const { values } = commandOptions({ options: { anew: { type: 'string' } } });
const now = await formats();
const all = readFrozen();
const frozen = Object.fromEntries(
  Object.entries(all).map(([format, versions]) => [format, versions.filter((one) => one.in !== values.anew)]),
);
const standing = now.map((format) => ({ format, how: compare(format, frozen) }));
const changed = standing.flatMap(({ format, how }) => (how === 'changed' ? [sentence(format, how)] : []));
const fresh = standing.filter(({ how }) => how === 'new-version').map(({ format }) => format);

if (changed.length > 0) {
  for (const problem of changed) say(problem);
  process.exitCode = 1;
} else if (fresh.length === 0) {
  say('Freeze: every format is frozen as it is.');
} else {
  process.env.CHROMIUM ??= findChromium();
  const name = values.anew ?? nextName(new Date().toISOString().slice(0, 10));
  const versions = Object.fromEntries(now.map((format) => [format.name, format.version]));
  const { seconds, ...generation } = await makeGeneration(name, versions);
  const bytes = writeGeneration(generation);
  for (const { name: format, version, shape } of fresh) {
    frozen[format] = [...(frozen[format] ?? []), { version, shape, in: name }];
  }
  writeFrozen(frozen);
  const what = fresh.map(({ name: format, version }) => `${format} ${version}`).join(', ');
  say(`Freeze: ${name} keeps ${what} (${Math.round(bytes / 1024)} KB, ${seconds} s). Commit tests/upgrades/fixtures.`);
}

function nextName(day: string): string {
  const taken = new Set(generationNames());
  for (let number = 1; number < 100; number += 1) {
    const name = `${day}-${String(number).padStart(2, '0')}`;
    if (!taken.has(name)) return name;
  }
  throw new Error('a hundred kiosks frozen on one day');
}
