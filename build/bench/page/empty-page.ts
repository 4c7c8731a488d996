import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, _electron as electron } from '@playwright/test';
import { build } from 'vite';
import { makeProfileFolder } from '../../../tests/support/electron-app.ts';
import { projectFolder } from '../../folders.ts';
import { giveToWindowUser } from '../../unprivileged.ts';
import { prepareProfile, windowEnvironment, windowExecutable } from '../../window-program.ts';
import { fingers } from './fingers.ts';
import type { Touched } from './watch-touches.ts';

const limitMs = 30_000;
const size = { width: 1080, height: 1920 };

/** The least React can do: keys that write into a line, and a button to the next page. What is slower here is not ours. */
const emptyPage = `
import { createElement as h, useState } from 'react';
import { createRoot } from 'react-dom/client';
function Page() {
  const [text, setText] = useState('');
  const [page, setPage] = useState(0);
  return h('main', { key: page },
    h('h1', null, 'Trang ' + page),
    h('div', { role: 'textbox' }, text),
    h('div', { 'data-keys': '' }, [...'qwertyuiopasdfghjklzxcvbnm'].map((key) => h('button', { key, onClick: () => setText(text + key) }, key))),
    h('button', { id: 'next', onClick: () => setPage(page + 1) }, 'Tiếp tục'));
}
createRoot(document.getElementById('root')).render(h(Page));
`;

/** The same fingers at the same slowness on a page of nothing but React. */
export async function touchEmptyPage(options: { slowness: number; keys: number; screens: number }): Promise<Touched[]> {
  const folder = await makeEmptyApp();
  const profileFolder = makeProfileFolder();
  prepareProfile(profileFolder);
  const app: ElectronApplication = await electron.launch({
    executablePath: windowExecutable(),
    chromiumSandbox: true,
    args: ['--disable-gpu', folder, `--user-data-dir=${profileFolder}`],
    cwd: profileFolder,
    env: { ...ownEnvironment(), ...windowEnvironment(profileFolder) },
    timeout: limitMs,
  });
  try {
    const page = await app.firstWindow({ timeout: limitMs });
    await page.locator('#next').waitFor({ timeout: limitMs });
    const touched: Touched[] = [];
    const hand = fingers({ slowness: options.slowness, onTouched: (each) => touched.push(each) });
    await hand.take(page);
    const letters = [...'nguyen'];
    for (let key = 0; key < options.keys; key += 1) {
      await hand.touch(page.getByRole('button', { name: letters[key % letters.length], exact: true }));
    }
    for (let screen = 0; screen < options.screens; screen += 1) await hand.touch(page.locator('#next'));
    return touched;
  } finally {
    await app.close();
  }
}

async function makeEmptyApp(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'diem-cham-empty-react-'));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    giveToWindowUser(join(folder, name));
  };
  giveToWindowUser(folder);
  write('page.js', emptyPage);
  const built = await build({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: {
      alias: Object.fromEntries(
        ['react-dom', 'react'].map((name) => [name, join(projectFolder, 'node_modules', name)]),
      ),
    },
    build: { write: false, lib: { entry: join(folder, 'page.js'), formats: ['iife'], name: 'page' } },
  });
  const [first] = Array.isArray(built) ? built : [built];
  const chunk = first && 'output' in first ? first.output[0] : undefined;
  if (chunk?.type !== 'chunk') throw new Error('the empty page was not built');
  write('page.js', chunk.code);
  write('package.json', '{"name":"empty","version":"1.0.0","main":"main.cjs"}');
  write(
    'index.html',
    '<!doctype html><meta charset="utf-8"><style>button { min-width: 90px; min-height: 90px }</style><div id="root"></div><script src="page.js"></script>',
  );
  write(
    'main.cjs',
    `const { app, BrowserWindow } = require('electron');
    app.whenReady().then(() => {
      const window = new BrowserWindow({ width: ${size.width}, height: ${size.height}, frame: false, webPreferences: { sandbox: true } });
      window.loadFile('index.html');
    });`,
  );
  return folder;
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
