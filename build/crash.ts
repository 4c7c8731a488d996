import { bundleResident } from '../tests/crash/bundle-resident.ts';
import { loseOnPurpose } from '../tests/crash/control.ts';
import { type CrashOutcome, type CrashPlan, runCrashes } from '../tests/crash/crash-run.ts';
import { cutOnFirstDay } from '../tests/crash/first-day.ts';
import { buildWatchLibrary } from '../tests/crash/watch-library.ts';
import { commandOptions } from './command-options.ts';
import { say } from './say.ts';
import { hasDisplay, openVirtualDisplay } from './virtual-display.ts';

/**
 * `npm run crash -- --kills N [--cuts C] [--torn T] [--hand H] [--seed S] [--minutes M]`: the real kiosk and the real portal are
 * killed, their power cut and their logs torn while residents file; in the end everything that was filed must be there
 * once and whole. See tests/crash/README.md.
 */
const { values } = commandOptions({
  options: {
    kills: { type: 'string', default: '100' },
    cuts: { type: 'string' },
    torn: { type: 'string' },
    hand: { type: 'string' },
    seed: { type: 'string' },
    minutes: { type: 'string', default: '120' },
  },
});
const kills = whole(values.kills, 'kills');
const plan: CrashPlan = {
  seed: values.seed === undefined ? Date.now() % 1_000_000 : whole(values.seed, 'seed'),
  kills,
  powerCuts: values.cuts === undefined ? Math.ceil(kills / 20) : whole(values.cuts, 'cuts'),
  tornLogs: values.torn === undefined ? Math.ceil(kills / 50) : whole(values.torn, 'torn'),
  byHand: values.hand === undefined ? Math.ceil(kills / 200) : whole(values.hand, 'hand'),
  limitMinutes: whole(values.minutes, 'minutes'),
  say,
};
const repeat = `npm run crash -- --kills ${plan.kills} --cuts ${plan.powerCuts} --torn ${plan.tornLogs} --hand ${plan.byHand} --seed ${plan.seed}`;

// Whatever was started ends with us.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const display = hasDisplay() ? undefined : await openVirtualDisplay({ width: 1080, height: 1920 });
if (display) Object.assign(process.env, display.environment);
try {
  say(`Crash: seed ${plan.seed}; ${plan.kills} kills, ${plan.powerCuts} power cuts, ${plan.tornLogs} torn logs`);
  const world = { library: buildWatchLibrary(), resident: await bundleResident() };
  const control = await loseOnPurpose(plan.seed, world);
  for (const line of control.said) say(`Crash: control: ${line}`);
  const firstDay = [
    ...(await cutOnFirstDay(plan.seed, 'kiosk', world)),
    ...(await cutOnFirstDay(plan.seed, 'portal', world)),
  ];
  say(
    `Crash: power cut on the first day of a kiosk and of a portal: ${firstDay.length === 0 ? 'nothing lost' : 'LOST'}`,
  );
  for (const line of firstDay) say(`Crash: ${line}`);
  const outcome = await runCrashes(plan, world);
  report(outcome);
  if (!control.isShown) say('Crash: the control lost nothing, so the power cuts show nothing');
  if (!control.isShown || firstDay.length > 0 || outcome.broken.length > 0 || outcome.undone.length > 0) {
    say(`Crash: to repeat, as far as real processes can: ${repeat}`);
    process.exitCode = 1;
  }
} finally {
  await display?.close();
}

function report({ tally, comparison, broken, kept, undone, seconds }: CrashOutcome): void {
  const count = (things: readonly string[] | undefined) => (things === undefined ? '?' : things.length);
  const rows: [string, string | number][] = [
    ['kills, kiosk / portal', `${tally.kills.kiosk} / ${tally.kills.portal}`],
    ['power cuts, kiosk / portal', `${tally.powerCuts.kiosk} / ${tally.powerCuts.portal}`],
    ['torn logs', tally.tornLogs],
    ['filed by touch', tally.byHand],
    ['filed (told so)', comparison?.filed ?? '?'],
    ['received', comparison?.received ?? '?'],
    ['  of them cut before told', comparison?.unannounced ?? '?'],
    ['lost', count(comparison?.lost)],
    ['duplicated', count(comparison?.duplicated)],
    ['corrupt', count(comparison?.corrupt)],
    ['minutes', (seconds / 60).toFixed(1)],
  ];
  for (const [name, value] of rows) say(`  ${name.padEnd(28)} ${value}`);
  for (const line of broken) say(`Crash: ${line}`);
  if (kept) say(`Crash: kept for a look: ${kept.profile} and ${kept.portal}`);
  if (undone.length > 0) say(`Crash: the time was over; not done: ${undone.join(', ')}`);
}

function whole(text: string, name: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    say(`Crash: --${name} wants a whole number, not «${text}»`);
    process.exit(2);
  }
  return Number(text);
}
