import { randomBytes } from 'node:crypto';

import { closeChromium } from '../tests/privacy/chromium.ts';
import { runControl, runSearch } from '../tests/privacy/privacy.ts';
import { ensureUnsealedBuild } from '../tests/privacy/unsealed-build.ts';
import { commandOptions } from './command-options.ts';
import { say, secondsSince } from './say.ts';
import { hasDisplay, openVirtualDisplay } from './virtual-display.ts';

/**
 * `npm run privacy [-- --short] [--seed S] [--only <way>]`: residents leave marked answers in the real window in every way there
 * is; then every byte the kiosk owns is searched. The same search over a kiosk that seals nothing must find them all.
 */
const { values } = commandOptions({
  options: {
    short: { type: 'boolean', default: false },
    seed: { type: 'string' },
    only: { type: 'string' },
    // For work on the search itself.
    'without-control': { type: 'boolean', default: false },
  },
});

const withoutControl = values['without-control'];
const seed = values.seed ?? randomBytes(4).toString('hex');
const again = `npm run privacy -- --seed ${seed}${values.short ? ' --short' : ''}${values.only ? ` --only ${values.only}` : ''}`;
const size = { width: 1080, height: 1920 };
const started = performance.now();
const display = hasDisplay() ? undefined : await openVirtualDisplay(size);
if (display) Object.assign(process.env, display.environment);
try {
  const options = { seed, isShort: values.short, only: values.only, size };
  say(`Privacy: seed ${seed}${values.short ? ', the short version' : ''}`);
  // Built while the residents of the product are at it.
  const unsealed = withoutControl ? undefined : ensureUnsealedBuild();
  unsealed?.catch(() => {});
  const isClean = await runSearch(options);
  const sees = unsealed === undefined || (await runControl(options, unsealed));
  const outcomeOfControl =
    unsealed === undefined ? 'without control' : sees ? 'the control found what it had to' : 'THE CONTROL IS BLIND';
  say(
    `Privacy: ${isClean ? 'nothing readable was found' : 'NOT CLEAN, see above'}; ${outcomeOfControl}; ${secondsSince(started)} s`,
  );
  if (!isClean || !sees) {
    say(`Privacy: again with: ${again}`);
    process.exitCode = 1;
  }
} catch (error) {
  say(`Privacy: it did not come to an end: ${error instanceof Error ? error.message : String(error)}`);
  say(`Privacy: again with: ${again}`);
  process.exitCode = 1;
} finally {
  await closeChromium();
  await display?.close();
}
