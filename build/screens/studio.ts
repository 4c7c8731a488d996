import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { distFolder } from '../folders.ts';
import { findChromium } from '../system-packages.ts';
import { openComponentPages } from './component-pages.ts';
import { makePaperPicture } from './paper-picture.ts';
import type { Shared } from './scene.ts';

/** What all lanes use together. */
export interface Studio {
  /** Its camera sees an invented paper on a table. */
  readonly browser: Browser;
  readonly shared: Shared;
  /** A copy of the built page: somebody may build again while scenes are played. */
  readonly pageFolder: string;
  /** Stands for a USB stick with two pictures. */
  readonly stickFolder: string;
  close(): Promise<void>;
}

/** Lays everything out in `folder`, which the caller removes. */
export async function openStudio(folder: string): Promise<Studio> {
  const pageFolder = join(folder, 'page');
  const stickFolder = join(folder, 'stick');
  const cameraFile = join(folder, 'camera.mjpeg');
  cpSync(join(distFolder, 'page'), pageFolder, { recursive: true });
  mkdirSync(stickFolder, { recursive: true });
  const { paper, onTable } = await makePictures();
  // Motion JPEG is pictures behind one another; the camera plays them in a loop.
  writeFileSync(cameraFile, Buffer.concat([onTable, onTable]));
  writeFileSync(join(stickFolder, 'giay-chung-sinh.jpg'), paper);
  writeFileSync(join(stickFolder, 'trang-2.jpg'), paper);
  const browser = await launch([
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${cameraFile}`,
  ]);
  const components = await openComponentPages(join(folder, 'components'));
  return {
    browser,
    shared: { paper, components: components.address },
    pageFolder,
    stickFolder,
    async close() {
      await browser.close();
      await components.close();
    },
  };
}

/** Before the browser with the camera, because the camera's file must be there when it starts. */
async function makePictures() {
  const plain = await launch([]);
  try {
    return {
      paper: await makePaperPicture(plain, { width: 1240, height: 1754 }),
      onTable: await makePaperPicture(plain, { width: 1280, height: 720 }),
    };
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
