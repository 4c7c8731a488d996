import { readFileSync } from 'node:fs';
import { say } from '../../build/say.ts';
import { questionKinds } from '../../shared/catalogue/question.ts';
import * as leaving from './leaving.ts';
import { kindsWithoutMarker } from './marked-story.ts';
import { type MarkerKind, otherKinds } from './markers.ts';
import { mustBeSeenAs, mustBeSeenIn, plantEverywhere } from './plant.ts';
import { type Found, type RunOptions, runWays, type WaysRun } from './run-ways.ts';
import { birth, planWay, type Way } from './ways.ts';

/** The search over the product, and its control over a product that seals nothing. Each says what it did. */

export interface PrivacyOptions {
  readonly seed: string;
  readonly isShort: boolean;
  readonly only?: string | undefined;
  readonly size: { readonly width: number; readonly height: number };
}

/** For those who walk away: in a kiosk of their own, so that nobody else is sent home on a busy machine. */
const idleSeconds = 15;

/** True when nothing was found. */
export async function runSearch(options: PrivacyOptions): Promise<boolean> {
  const unmarked = kindsWithoutMarker();
  if (unmarked.length > 0) say(`Privacy: no marker for answers of the kind ${unmarked.join(', ')}`);
  const runs: [WaysRun, (found: Found) => boolean][] = [];
  const main = chosen(options, sealedWays(options));
  for (const run of await playApart('product', main, options, { watched: !options.isShort, isDelivered: true }))
    runs.push([run, () => true]);
  const asFiles = options.isShort
    ? []
    : chosen(options, [
        planWay('slip-as-a-file', options.seed, leaving.finishWithSlipAsFile),
        planWay('kept-beside-it', options.seed, leaving.continueLater),
      ]);
  // Demo and tests only: the slip that became a file is the resident's own, and may say what it says. No more than that.
  const isLeak = ({ place, marker }: Found) =>
    place !== 'slips as files' || !['check-code', 'slip-code'].includes(marker.kind);
  if (asFiles.length > 0)
    runs.push([
      await runWays({ ...common(options), name: 'slips', ways: asFiles, slipsAsFiles: true, isDelivered: true }),
      isLeak,
    ]);

  let isClean = unmarked.length === 0;
  for (const [run, counts] of runs) if (!report(run, counts)) isClean = false;
  const kinds = new Set<string>(runs.flatMap(([run]) => run.kinds));
  const left = [...questionKinds, ...otherKinds].filter((kind) => !kinds.has(kind));
  if (!options.isShort && options.only === undefined && left.length > 0) {
    say(`Privacy: nothing of the kind ${left.join(', ')} was entered`);
    isClean = false;
  }
  return isClean;
}

/** True when it found every kind of marker, in every place and packing where it had to. */
export async function runControl(options: PrivacyOptions, unsealed: Promise<string>): Promise<boolean> {
  const all = controlWays(options);
  const named = chosen(options, all);
  // A way that only the product knows is controlled by the first.
  const ways = named.length > 0 ? named : all.slice(0, 1);
  const appFolder = await unsealed;
  const runs = await playApart('control', ways, options, {
    appFolder,
    plant: plantEverywhere,
    watched: !options.isShort,
    isDelivered: false,
  });
  const found = runs.flatMap((run) => run.found);
  const planted = new Set<MarkerKind>(runs.flatMap((run) => run.kinds));
  const kinds = new Set<MarkerKind>(found.map(({ marker }) => marker.kind));
  const places = new Set<string>(found.map(({ place }) => place));
  const blind = [
    ...[...planted].filter((kind) => !kinds.has(kind)).map((kind) => `markers of the kind ${kind}`),
    ...mustBeSeenAs
      .filter(([, how]) => !found.some((each) => how.test(each.how)))
      .map(([packing]) => `anything written as ${packing}`),
    ...[...(options.only === undefined ? mustBeSeenIn : []), ...(options.isShort ? [] : ['ever written'])]
      .filter((place) => !places.has(place))
      .map((place) => `anything in the place «${place}»`),
  ];
  const bytes = runs.reduce((sum, run) => sum + run.bytes, 0);
  say(`Control: the same search, sealing switched off: ${found.length} findings in ${megabytes(bytes)} MB`);
  tell(found);
  say(`Control: ${kinds.size} of ${planted.size} kinds of markers found, in ${places.size} places`);
  for (const what of blind) say(`Control: BLIND: it did not find ${what}`);
  for (const run of runs) {
    if (blind.length === 0) run.discard();
    else say(`Control: kept: ${run.root}`);
  }
  return blind.length === 0;
}

function sealedWays({ seed, isShort }: PrivacyOptions): Way[] {
  const way = (name: string, leave: Way['leave'], more: Parameters<typeof planWay>[3] = {}) =>
    planWay(name, seed, leave, more);
  if (isShort) {
    return [
      way('finished', leaving.finishByHand, { camera: true }),
      way('continue-later', leaving.continueLater, { service: birth }),
      way('killed', leaving.killed),
    ];
  }
  return [
    way('finished', leaving.finishByHand, { camera: true }),
    way('finished-offline', leaving.finishOffline, { service: birth }),
    way('cleared', leaving.clear, { veryLargePicture: true }),
    way('timed-out', leaving.walkAway, { service: birth }),
    way('page-crashed', leaving.crash),
    way('killed', leaving.killed, { service: birth }),
    way('killed-at-the-tap', leaving.killedAtTheTap),
    way('power-cut', leaving.powerCut),
    way('power-cut-at-the-tap', leaving.powerCutAtTheTap, { service: birth }),
    way('continue-later', leaving.continueLater, { service: birth }),
    way('continued', leaving.continueAndFinish),
    way('followed', leaving.followWithNote, { note: true }),
  ];
}

/** Ways in which no portal has to take what it cannot open. */
function controlWays({ seed, isShort }: PrivacyOptions): Way[] {
  const way = (name: string, leave: Way['leave'], more: Parameters<typeof planWay>[3] = {}) =>
    planWay(name, `${seed}/control`, leave, more);
  if (isShort) return [way('continued', leaving.continueAndFinish, { camera: true })];
  return [
    way('finished', leaving.finish, { camera: true }),
    way('continue-later', leaving.continueLater, { service: birth }),
    way('cleared', leaving.clear),
    way('timed-out', leaving.walkAway),
    way('page-crashed', leaving.crash),
    way('killed', leaving.killed),
    way('killed-at-the-tap', leaving.killedAtTheTap),
    way('continued', leaving.continueAndFinish),
  ];
}

function chosen({ only }: PrivacyOptions, ways: Way[]): Way[] {
  return ways.filter(({ name }) => only === undefined || name === only);
}

function common({ size }: PrivacyOptions): Pick<RunOptions, 'size' | 'tell' | 'appFolder'> {
  const appFolder = process.env.DIEM_CHAM_APP;
  return {
    size,
    tell: say,
    ...(appFolder ? { appFolder } : {}),
  };
}

async function playApart(
  name: string,
  ways: readonly Way[],
  options: PrivacyOptions,
  more: Omit<RunOptions, 'name' | 'ways'>,
): Promise<WaysRun[]> {
  const waits = ({ leave }: Way) => leave === leaving.walkAway;
  const [others, waiting] = [ways.filter((way) => !waits(way)), ways.filter(waits)];
  const runs: WaysRun[] = [];
  if (others.length > 0) runs.push(await runWays({ ...common(options), ...more, name, ways: others }));
  if (waiting.length > 0) runs.push(await runWays({ ...common(options), ...more, name, ways: waiting, idleSeconds }));
  return runs;
}

function report(run: WaysRun, counts: (found: Found) => boolean): boolean {
  const found = run.found.filter(counts);
  say(
    `Privacy: ${run.ways.length} residents left ${run.markers} markers of ${run.kinds.length} kinds: ${run.ways.map(({ name }) => name).join(', ')}`,
  );
  say(
    `Privacy: ${run.looks} looks at up to ${run.processes} processes; ${run.files} files, ${megabytes(run.bytes)} MB and ${megabytes(run.unpackedBytes)} MB packed in them, ${run.pictures} pictures, for ${run.needles} needles`,
  );
  if (run.everWrittenBytes > 0)
    say(
      `Privacy: ${megabytes(run.everWrittenBytes)} MB ever written: searched also where it was written over or removed`,
    );
  say(
    `Privacy: ${run.filed} filed, ${run.received} received, ${run.printed} slips printed; on the wire ${run.requests} requests, ${megabytes(run.wireBytes)} MB`,
  );
  say(
    `Privacy: ${run.keys.slips} slips lay on the disk; ${run.keys.tried} words of them tried at ${run.keys.locks} locks, ${run.keys.opened} opened`,
  );
  const isKept = run.ways.some(({ leave }) => leave === leaving.continueLater);
  const opens = run.ownKeys.opened.filter(({ hasMarkers }) => hasMarkers).length;
  if (isKept)
    say(
      `Privacy: control of the locks: with its own slip in the hand ${opens} of them open and show what was answered`,
    );
  for (const { file, how, marker } of run.foundBefore)
    say(`Privacy: the application has a marker of its own: ${marker.kind} (${marker.about}) in ${file}, ${how}`);
  for (const fault of run.faults) say(`Privacy: FAULT: ${fault}`);
  if (run.faults.length === 0)
    say(
      `Privacy: no process may dump its memory, none is in swap${hasSwap() ? '' : ' (this machine has none)'}, none writes elsewhere`,
    );
  for (const { way, moment, file, offset, how, marker } of found)
    say(`Privacy: FOUND: ${marker.kind} (${marker.about}) of «${way}», ${moment}: ${file} at ${offset}, ${how}`);
  say(`Privacy: ${found.length} found`);
  const isClean = found.length + run.foundBefore.length + run.faults.length + run.keys.opened === 0;
  if (isKept && opens < 2)
    say('Privacy: BLIND: the trial of keys does not open a saved draft by both codes of its own slip');
  const isPrinted = run.printed > 0 || run.filed === 0 || run.keys.slips > 0;
  if (!isPrinted) say('Privacy: BLIND: no slip was printed, and none became a file');
  const isWell = isClean && isPrinted && (!isKept || opens >= 2);
  if (isWell) run.discard();
  else say(`Privacy: kept: ${run.root}`);
  return isWell;
}

function hasSwap(): boolean {
  return readFileSync('/proc/swaps', 'utf8').trim().split('\n').length > 1;
}

/** Kinds found, per way of leaving and place. */
function tell(found: readonly Found[]): void {
  const rows = new Map<string, Set<string>>();
  for (const { way, place, marker, how } of found) {
    const row = `${way.padEnd(18)} ${place.padEnd(18)}`;
    rows.set(row, (rows.get(row) ?? new Set()).add(marker.kind));
    rows.set(`${row}*`, (rows.get(`${row}*`) ?? new Set()).add(how.split(' > ').at(-1)?.split(',')[0] ?? how));
  }
  for (const [row, kinds] of rows) {
    if (row.endsWith('*')) continue;
    const ways = [...(rows.get(`${row}*`) ?? [])].sort().join(', ');
    say(`  ${row} ${String(kinds.size).padStart(2)} kinds; ${ways.slice(0, 110)}`);
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0);
}
