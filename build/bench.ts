import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

import { launchKiosk, makeProfileFolder } from '../tests/support/electron-app.ts';
import { measureColdStart, measureStartWithGuides } from './bench/cold-start.ts';
import { measureDrain } from './bench/drain-speed.ts';
import { measureFiling } from './bench/filing-speed.ts';
import { atMost, tellFindings } from './bench/finding.ts';
import { measureFirstCode } from './bench/first-code.ts';
import { measureKeys } from './bench/key-speed.ts';
import { makeManyGuides } from './bench/many-guides.ts';
import { measureOutbox } from './bench/outbox/outbox-part.ts';
import { measurePage } from './bench/page/page-part.ts';
import { measureSearchSpeed } from './bench/search-speed.ts';
import { commandOptions } from './command-options.ts';
import { getElectron } from './electron-runtime.ts';
import { serviceNamed } from './every-service.ts';
import { layGuides } from './guide-bundle.ts';
import { say, sayWhile } from './say.ts';
import { type GalleryPortal, openGalleryPortal } from './screens/gallery-portal.ts';
import { giveToWindowUser } from './unprivileged.ts';
import { hasDisplay, openVirtualDisplay } from './virtual-display.ts';

/**
 * `npm run bench`: what a resident waits for, each number beside a peer or limit of the same run, because a number alone
 * says more about the machine than about the kiosk. `--json <file>` writes them, `npm run bench -- outbox` (or any of start,
 * filing, drain, code, keys, page, outbox, search, guides) takes some, `--quick` takes fewer samples.
 */
const { values: asked, positionals } = commandOptions({
  allowPositionals: true,
  options: { json: { type: 'string' }, only: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
const every = ['outbox', 'keys', 'search', 'code', 'page', 'start', 'guides', 'filing', 'drain'];
const withoutKiosk = ['outbox', 'keys', 'search'];
const named = [...positionals, ...(asked.only?.split(',') ?? [])];
const parts = named.length > 0 ? named : every;
const sizes = asked.quick
  ? { starts: 2, filings: 30, drain: 200, keys: 20 }
  : { starts: 7, filings: 300, drain: 1000, keys: 200 };
const goals = { firstCodeGzipBytes: 200 * 1024, keyP99Ms: 1, startWithGuides: 1.1 };

const unknown = parts.filter((part) => !every.includes(part));
if (unknown.length > 0) {
  say(`There is no part ${unknown.join(', ')}; there are ${every.join(', ')}.`);
  process.exit(2);
}

const results: Record<string, unknown> = {
  made: new Date().toISOString(),
  electron: getElectron().version,
  node: process.version,
  processors: cpus().length,
};
if (parts.includes('outbox')) results.outbox = await measureOutbox({ quick: asked.quick });
if (parts.includes('keys')) keys();
if (parts.includes('search')) results.search = await measureSearchSpeed({ quick: asked.quick });
if (parts.some((part) => !withoutKiosk.includes(part))) await inTheKiosk();
if (asked.json) {
  writeFileSync(asked.json, `${JSON.stringify(results, null, 2)}\n`);
  say(`Written to ${asked.json}`);
}
process.exit();

/** The parts that need the window and a portal. */
async function inTheKiosk(): Promise<void> {
  const display = hasDisplay() ? undefined : await openVirtualDisplay({ width: 1080, height: 1920 });
  Object.assign(process.env, display?.environment);
  const folder = mkdtempSync(join(tmpdir(), 'diem-cham-bench-'));
  const portal = await openGalleryPortal(join(folder, 'portal'));
  const profileFolder = makeProfileFolder();
  const stage: Stage = { portal, profileFolder };
  try {
    await enrol(stage, profileFolder, 'A6');
    if (parts.includes('code')) await code();
    if (parts.includes('page')) results.page = await measurePage({ profileFolder, quick: asked.quick });
    if (parts.includes('start')) await start(stage);
    if (parts.includes('guides')) await guides(stage, join(folder, 'portal'));
    if (parts.includes('filing')) await filing(stage);
    if (parts.includes('drain')) await drain(stage);
  } finally {
    await portal.stop();
    await display?.close();
    for (const each of [folder, profileFolder]) rmSync(each, { recursive: true, force: true });
  }
}

interface Stage {
  readonly portal: GalleryPortal;
  readonly profileFolder: string;
}

/** One start with an enrolment: from here on it is a kiosk like any other. */
async function enrol({ portal }: Stage, profile: string, label: string): Promise<void> {
  const enrolment = join(profile, 'enrolment.json');
  writeFileSync(enrolment, await portal.enrolment(label));
  giveToWindowUser(enrolment);
  const kiosk = await launchKiosk({ profileFolder: profile, args: [`--enrolment=${enrolment}`] });
  await kiosk.page.locator('.languages').waitFor();
  await kiosk.close();
}

function keys(): void {
  const found = measureKeys({ rounds: sizes.keys });
  results.keys = { ...found, goalP99Ms: goals.keyP99Ms };
  for (const [kind, { p50Ms, p99Ms, count }] of Object.entries(found)) {
    const share = (p99Ms / goals.keyP99Ms) * 100;
    say(
      `One key (${kind}): p50 ${p50Ms.toFixed(3)} ms, p99 ${p99Ms.toFixed(3)} ms (goal ${goals.keyP99Ms} ms: ${share.toFixed(0)} %; ${count})`,
    );
  }
}

async function code(): Promise<void> {
  const found = await sayWhile('building the page to look inside', measureFirstCode);
  results.firstCode = { ...found, goalGzipBytes: goals.firstCodeGzipBytes };
  const share = (found.gzipBytes / goals.firstCodeGzipBytes) * 100;
  say(
    `First code: ${kilobytes(found.gzipBytes)} gzip (goal ${kilobytes(goals.firstCodeGzipBytes)}: ${share.toFixed(0)} %), ${kilobytes(found.plainBytes)} plain; styles ${kilobytes(found.styleGzipBytes)} gzip; read behind the attract screen ${kilobytes(found.laterGzipBytes)} gzip`,
  );
  say(
    `  largest before minifying: ${found.largest.map(({ name, bytes }) => `${name} ${kilobytes(bytes)}`).join(', ')}`,
  );
}

async function start({ profileFolder }: Stage): Promise<void> {
  const found = await sayWhile('starting kiosk and empty window in turn', () =>
    measureColdStart({ profileFolder, starts: sizes.starts }),
  );
  results.coldStart = found;
  say(
    `Cold start to the attract screen: ${found.kioskMs.toFixed(0)} ms; an empty Electron window: ${found.emptyMs.toFixed(0)} ms; ratio ${found.ratio.toFixed(2)} (median of ${found.starts})`,
  );
}

/** What six thousand guide entries cost a start: nothing of them is read before somebody searches. */
async function guides(stage: Stage, portalData: string): Promise<void> {
  // A kiosk of its own: the one beside it has none.
  const own = makeProfileFolder();
  try {
    await enrol(stage, own, 'A8');
    const entries = makeManyGuides();
    const laid = await layGuides({ entries, version: 1, portalData, profileFolder: own });
    giveToWindowUser(laid.folder);
    const found = await sayWhile('starting with and without guide entries in turn', () =>
      measureStartWithGuides({ profiles: { with: own, without: stage.profileFolder }, starts: sizes.starts }),
    );
    const findings = [atMost('start with guide entries, ratio to without', found.ratio, goals.startWithGuides)];
    results.guides = { ...found, entries: entries.length, bytes: laid.bytes, findings };
    say(
      `Start with ${entries.length} guide entries (${(laid.bytes / 1e6).toFixed(1)} MB): ${found.withMs.toFixed(0)} ms; without: ${found.withoutMs.toFixed(0)} ms (median of ${found.starts})`,
    );
    tellFindings(findings);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

async function filing({ portal, profileFolder }: Stage): Promise<void> {
  await portal.setNetwork('down');
  const kiosk = await launchKiosk({ profileFolder });
  try {
    await kiosk.page.locator('[data-screen="attract"]').waitFor();
    const found = await sayWhile('filing', () =>
      measureFiling({
        page: kiosk.page,
        count: sizes.filings,
        scratchFile: join(profileFolder, 'bare-append'),
        service: serviceNamed('civil-extract'),
      }),
    );
    results.filing = found;
    say(
      `File to durable (8 KB answers, two 300 KB photos staged): p50 ${found.durable.p50Ms.toFixed(1)} ms, p99 ${found.durable.p99Ms.toFixed(1)} ms (${found.durable.count})`,
    );
    say(
      `  bare append + fdatasync of the same ${kilobytes(found.bytes)}: p50 ${found.bareAppend.p50Ms.toFixed(2)} ms, p99 ${found.bareAppend.p99Ms.toFixed(2)} ms; ratio ${found.ratio.toFixed(1)}`,
    );
    say(`  one real tap on «Nộp hồ sơ» to the screen that says "kept": ${found.oneTapMs.toFixed(0)} ms`);
  } finally {
    await kiosk.close();
    await portal.setNetwork('up');
  }
}

async function drain(stage: Stage): Promise<void> {
  // A kiosk of its own: what the filings above left behind would travel too.
  const own = makeProfileFolder();
  try {
    await enrol(stage, own, 'A7');
    const found = await sayWhile('filling and draining the queue', () =>
      measureDrain({ profileFolder: own, portal: stage.portal, filings: sizes.drain }),
    );
    results.drain = found;
    say(`Drain of ${found.filings} small filings: ${found.perSecond.toFixed(0)} a second`);
    say(
      `  bare HTTP posts from Node to the same portal: ${found.bareOneByOnePerSecond.toFixed(0)} a second one by one (ratio ${found.ratioToOneByOne.toFixed(2)}), ${found.bareHundredsPerSecond.toFixed(0)} a second in hundreds (ratio ${found.ratioToHundreds.toFixed(2)})`,
    );
    say(
      `  somebody typing meanwhile: longest frame ${found.longestFrameMs.toFixed(0)} ms (at most 50; typing alone before: ${found.longestFrameBeforeMs.toFixed(0)} ms)`,
    );
    say(
      `  filing at the screen meanwhile: p50 ${found.filingMeanwhile.p50Ms.toFixed(1)} ms, p99 ${found.filingMeanwhile.p99Ms.toFixed(1)} ms (${found.filingMeanwhile.count})`,
    );
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(bytes < 100 * 1024 ? 1 : 0)} KB`;
}
