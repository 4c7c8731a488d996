import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { commandOptions } from './command-options.ts';
import { distFolder, projectFolder } from './folders.ts';
import { say, sayWhile, secondsSince } from './say.ts';
import { allScenes } from './screens/all-scenes.ts';
import { galleryIndex } from './screens/gallery-index.ts';
import { everyLook, type Look, plainLook } from './screens/look.ts';
import { playScene } from './screens/play-scene.ts';
import { sayProblems } from './screens/say-problems.ts';
import type { Scene, Shot } from './screens/scene.ts';
import { openScreenLane } from './screens/screen-lane.ts';
import { type Panel, panels } from './screens/stage.ts';
import { openStudio } from './screens/studio.ts';

/**
 * `npm run screens`: a picture of every screen and every page of components in both languages on every panel, with an index,
 * and what a machine can see is wrong with each. `--only <text>` takes the scenes whose name holds the text (several: comma),
 * `--all` adds every palette with every size of text, reach mode and the left hand, and lets axe look at each (hours),
 * `--look dark-200,light-100-reach` only these, `--part 3/8` the third of eight shares, `--panel portrait|landscape|wide` one
 * panel, `--out <folder>` writes elsewhere.
 */
const { values: asked } = commandOptions({
  options: {
    only: { type: 'string' },
    all: { type: 'boolean', default: false },
    look: { type: 'string' },
    part: { type: 'string', default: '1/1' },
    panel: { type: 'string' },
    out: { type: 'string', default: join(projectFolder, '.cache', 'screens') },
  },
});
const started = performance.now();
const wanted = asked.only?.split(',').map((text) => text.trim());
const isWanted = ({ name }: Scene) => wanted === undefined || wanted.some((text) => name.includes(text));
const looks: readonly Look[] = everyLook.filter(
  ({ name }) => name === plainLook.name || asked.all || asked.look?.split(',').includes(name),
);

const [part = 1, parts = 1] = asked.part.split('/').map(Number);
const scenes = allScenes()
  .filter(isWanted)
  .filter((_, index) => index % parts === part - 1);
if (wanted === undefined) rmSync(asked.out, { recursive: true, force: true });
mkdirSync(asked.out, { recursive: true });
say(`Screens: ${scenes.length} scenes`);

const folder = mkdtempSync(join(tmpdir(), 'diem-cham-screens-'));
const studio = await openStudio(folder);
try {
  const chosen = panels.filter(({ name }) => asked.panel === undefined || name === asked.panel);
  const shots = (await sayWhile('taking pictures', () => Promise.all(chosen.map((panel) => takeAll(panel))))).flat();
  const { build } = JSON.parse(readFileSync(join(distFolder, 'build.json'), 'utf8')) as { build: string };
  writeFileSync(join(asked.out, 'index.html'), galleryIndex(shots, { build, made: new Date().toISOString() }));
  writeFileSync(join(asked.out, 'shots.json'), JSON.stringify(shots, null, 1));
  sayProblems(shots);
  say(`Screens: ${shots.length} pictures in ${secondsSince(started)} s`);
  say(`  look at ${relative(process.cwd(), join(asked.out, 'index.html'))}`);
  if (shots.some(({ problems }) => problems.some(({ kind }) => kind === 'fault'))) process.exitCode = 1;
} finally {
  await studio.close();
  rmSync(folder, { recursive: true, force: true });
}
// A forgotten timer must not keep a command from ending.
process.exit();

/** One lane: one panel, one portal, one page, scene after scene. */
async function takeAll(panel: Panel): Promise<Shot[]> {
  const lane = await openScreenLane(studio, panel, folder);
  try {
    const shots: Shot[] = [];
    for (const scene of scenes)
      shots.push(
        ...(await playScene({
          scene,
          stage: lane.stage,
          shared: studio.shared,
          looks,
          withAxe: looks.length > 1,
          folder: asked.out,
          takeFaults: lane.takeFaults,
        })),
      );
    return shots;
  } finally {
    await lane.close();
  }
}
