import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from '@playwright/test';
import { readService } from '../shared/catalogue/read-catalogue.ts';
import type { Service } from '../shared/catalogue/service.ts';
import { distFolder, projectFolder } from './folders.ts';
import { say, sayWhile, secondsSince } from './say.ts';
import { afterFilingScenes } from './screens/after-filing-scenes.ts';
import { draftScenes } from './screens/draft-scenes.ts';
import { galleryIndex } from './screens/gallery-index.ts';
import { openGalleryPortal } from './screens/gallery-portal.ts';
import { makePaperPicture } from './screens/paper-picture.ts';
import { type Look, otherLooks, plainLook, playScene } from './screens/play-scene.ts';
import { sayProblems } from './screens/say-problems.ts';
import type { Scene, Shared, Shot } from './screens/scene.ts';
import { openStage, type Panel, panels, type Stage } from './screens/stage.ts';
import { visitScenes } from './screens/visit-scenes.ts';
import { findChromium } from './system-packages.ts';

/**
 * `npm run screens`: a picture of every screen in both languages on both panels, with an index, and what a machine can see
 * is wrong with each. `--only <text>` takes the scenes whose name holds the text (several: comma), `--all` adds the other
 * palettes and text sizes, `--panel portrait|landscape` takes one panel, `--out <folder>` writes elsewhere.
 */
const { values: asked } = parseArgs({
  options: {
    only: { type: 'string' },
    all: { type: 'boolean', default: false },
    panel: { type: 'string' },
    out: { type: 'string', default: join(projectFolder, '.cache', 'screens') },
    pictures: { type: 'boolean', default: false },
  },
});
const started = performance.now();
const wanted = asked.only?.split(',').map((text) => text.trim());
const isWanted = ({ name }: Scene) => wanted === undefined || wanted.some((text) => name.includes(text));
const looks: readonly Look[] = asked.all ? [plainLook, ...otherLooks] : [plainLook];

const services = readCatalogue();
const scenes = [...visitScenes(services), ...draftScenes(services), ...afterFilingScenes(services)].filter(isWanted);
if (wanted === undefined) rmSync(asked.out, { recursive: true, force: true });
mkdirSync(asked.out, { recursive: true });
say(`Screens: ${scenes.length} scenes`);

const folder = mkdtempSync(join(tmpdir(), 'diem-cham-screens-'));
// Somebody may build again while the pictures are taken.
cpSync(join(distFolder, 'page'), join(folder, 'page'), { recursive: true });
const cameraFile = join(folder, 'camera.mjpeg');
const shared = await makeShared();
const browser = await launch(['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${cameraFile}`]);
try {
  const chosen = panels.filter(({ name }) => asked.panel === undefined || name === asked.panel);
  const shots = (
    await sayWhile('taking pictures', () => Promise.all(chosen.map((panel) => takeAll(browser, panel))))
  ).flat();
  const { build } = JSON.parse(readFileSync(join(distFolder, 'build.json'), 'utf8')) as { build: string };
  writeFileSync(join(asked.out, 'index.html'), galleryIndex(shots, { build, made: new Date().toISOString() }));
  writeFileSync(join(asked.out, 'shots.json'), JSON.stringify(shots, null, 1));
  sayProblems(shots);
  say(`Screens: ${shots.length} pictures in ${secondsSince(started)} s`);
  say(`  look at ${relative(process.cwd(), join(asked.out, 'index.html'))}`);
  if (shots.some(({ problems }) => problems.some(({ kind }) => kind === 'fault'))) process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
// A forgotten timer must not keep a command from ending.
process.exit();

/** One lane: one panel, one portal, one page, scene after scene. */
async function takeAll(browser: Browser, panel: Panel): Promise<Shot[]> {
  const portal = await openGalleryPortal(join(folder, `portal-${panel.name}`));
  const faults: string[] = [];
  let stage: Stage | undefined;
  try {
    stage = await openStage({
      browser,
      panel,
      portal,
      folder: join(folder, panel.name),
      pageFolder: join(folder, 'page'),
      stickFolder: join(folder, 'stick'),
      onFault: (fault) => faults.push(fault),
    });
    const shots: Shot[] = [];
    for (const scene of scenes)
      shots.push(
        ...(await playScene({ scene, stage, shared, looks, folder: asked.out, takeFaults: () => faults.splice(0) })),
      );
    return shots;
  } finally {
    await stage?.close();
    await portal.stop();
  }
}

async function makeShared(): Promise<Shared> {
  const plain = await launch([]);
  try {
    const paper = await makePaperPicture(plain, { width: 1240, height: 1754 });
    const onTable = await makePaperPicture(plain, { width: 1280, height: 720 });
    // Motion JPEG is pictures behind one another; the camera plays them in a loop.
    writeFileSync(cameraFile, Buffer.concat([onTable, onTable]));
    const stick = join(folder, 'stick');
    mkdirSync(stick, { recursive: true });
    writeFileSync(join(stick, 'giay-chung-sinh.jpg'), paper);
    writeFileSync(join(stick, 'trang-2.jpg'), paper);
    return { paper };
  } finally {
    await plain.close();
  }
}

function launch(more: readonly string[]): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--use-fake-ui-for-media-stream', ...more],
    timeout: 30_000,
  });
}

function readCatalogue(): readonly Service[] {
  const folder = join(projectFolder, 'assets', 'catalogue');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const reading = readService(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      if (!reading.ok) throw new Error(reading.problems.join('\n'));
      return reading.service;
    });
}
