import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { processTree } from '../../build/process-tree.ts';
import { getSandbox } from '../../build/unprivileged.ts';
import { buildFixture } from '../build/build-fixture.ts';
import { launchKiosk, makeProfileFolder, type RunningKiosk } from '../support/electron-app.ts';
import { overbooking } from '../support/overbooking.ts';

/** The real main process and window, with a page and a shell of a few lines: what holds for every page. */

test.describe.configure({ mode: 'serial' });

const appFolder = makeProfileFolder();
const profileFolder = makeProfileFolder();
// A picture to refuse: without any camera the answer would be "not found" whatever is permitted.
const args = ['--use-fake-device-for-media-stream'];
let kiosk: RunningKiosk;

test.beforeAll(async () => {
  await buildFixture(appFolder, 'one');
  kiosk = await launchKiosk({ profileFolder, appFolder, args });
});
test.afterAll(async () => {
  await kiosk?.close();
  for (const folder of [appFolder, profileFolder]) rmSync(folder, { recursive: true, force: true });
});

const isShown = (page: Page) => expect(page.locator('#state')).toContainText('build');
const rendererIds = () =>
  kiosk.app.evaluate(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ type }) => type === 'Tab')
      .map(({ pid }) => pid),
  );

test('the page stands in a window of the size asked for, in a secure context', async () => {
  await isShown(kiosk.page);
  const seen = await kiosk.page.evaluate(() => ({ width: innerWidth, height: innerHeight, isSecure: isSecureContext }));
  expect(seen).toEqual({ width: 1080, height: 1920, isSecure: true });
});

test('every process of the page is in the sandbox, and none belongs to root', async () => {
  test.fail(getSandbox() === 'none', 'this machine allows no sandbox');
  const [renderer] = await rendererIds();
  const status = (pid: number) => readFileSync(`/proc/${pid}/status`, 'utf8');
  // Mode 2 is a seccomp filter.
  expect(status(renderer ?? 0)).toMatch(/^Seccomp:\t2$/m);
  for (const pid of processTree(kiosk.pid)) expect(status(pid)).not.toMatch(/^Uid:\t0\t/m);
});

test('the page has nothing of Node or Electron', async () => {
  const seen = await kiosk.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'electron', '__dirname'].filter((name) => name in globalThis),
  );
  expect(seen).toEqual([]);
});

test('the policy of the header is enforced: no inline script, no eval, no markup from text, no other host', async () => {
  const seen = await kiosk.page.evaluate(async () => {
    const attempt = async (act: () => unknown) => {
      try {
        // Later: what Playwright itself evaluates may use eval.
        await new Promise((next) => setTimeout(next));
        await act();
        return 'allowed';
      } catch (error) {
        return error instanceof Error ? error.name : 'refused';
      }
    };
    const script = document.createElement('script');
    const box = document.createElement('div');
    box.innerHTML = '<img src=x onerror=alert(1)>';
    return {
      // The default policy turns whatever is written as markup into plain text.
      markup: [box.childElementCount, box.textContent],
      script: await attempt(() => {
        script.text = 'globalThis.wasRun = true';
        document.body.append(script);
      }),
      evaluated: await attempt(() => new Function('return 1')()),
      worker: await attempt(() => new Worker('/assets/any-12345678.js')),
      host: await attempt(() => fetch('https://example.org/')),
      local: await attempt(() => fetch('http://127.0.0.1:9/')),
      wasRun: 'wasRun' in globalThis,
    };
  });
  expect(seen).toEqual({
    markup: [0, '<img src=x onerror=alert(1)>'],
    script: 'TypeError',
    evaluated: 'EvalError',
    worker: 'TypeError',
    host: 'TypeError',
    local: 'TypeError',
    wasRun: false,
  });
});

test('there is no way out of the page: no navigation, no second window, no frame, no download', async () => {
  await kiosk.page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.org/';
    document.body.append(link);
    link.click();
    link.href = 'data:text/plain,x';
    link.download = 'x.txt';
    link.click();
    const frame = document.createElement('iframe');
    frame.src = 'kiosk://app/';
    document.body.append(frame);
  });
  const opened = await kiosk.page.evaluate(() => window.open('kiosk://app/', '_blank') === null);
  await kiosk.page.waitForTimeout(300);
  expect(opened).toBe(true);
  expect(kiosk.page.url()).toBe('kiosk://app/');
  expect(await kiosk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('every permission is denied but keeping our own data, and the camera only while the shell has it open', async () => {
  const ask = () =>
    kiosk.page.evaluate(async () => {
      const tryMedia = (wanted: MediaStreamConstraints) =>
        navigator.mediaDevices.getUserMedia(wanted).then(
          () => 'allowed',
          (error: Error) => error.name,
        );
      return {
        persist: await navigator.storage.persist(),
        notifications: await Notification.requestPermission(),
        camera: await tryMedia({ video: true }),
        microphone: await tryMedia({ audio: true }),
        clipboard: await navigator.clipboard.readText().then(
          () => 'allowed',
          (error: Error) => error.name,
        ),
      };
    });
  const denied = {
    persist: true,
    notifications: 'denied',
    camera: 'NotAllowedError',
    microphone: 'NotAllowedError',
    clipboard: 'NotAllowedError',
  };
  expect(await ask()).toEqual(denied);
  await kiosk.page.evaluate(() => fetch('/shell/camera-on'));
  expect(await ask()).toEqual({ ...denied, camera: 'allowed' });
  await kiosk.page.evaluate(() => fetch('/shell/camera-off'));
  expect(await ask()).toEqual(denied);
});

test('the service worker keeps exactly the built page', async () => {
  await kiosk.page.evaluate(() => navigator.serviceWorker.ready);
  const kept = await kiosk.page.evaluate(async () => {
    const keys = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    return { caches: await caches.keys(), paths: keys.flat().map(({ url }) => new URL(url).pathname) };
  });
  expect(kept.caches).toEqual(['page-one']);
  expect(kept.paths).toContain('/index.html');
  expect(kept.paths.filter((path) => path !== '/index.html' && !path.startsWith('/assets/'))).toEqual([]);
});

test('a fresh page has a process of its own, the old one is gone, and what was stored stays', async () => {
  await kiosk.page.evaluate(() => localStorage.setItem('kept', 'yes'));
  const before = await rendererIds();
  const fresh = kiosk.nextPage();
  await kiosk.page.evaluate(() => void fetch('/shell/fresh').catch(() => {}));
  await isShown(await fresh);
  await expect.poll(async () => (await rendererIds()).filter((pid) => before.includes(pid))).toEqual([]);
  expect(await kiosk.page.evaluate(() => localStorage.getItem('kept'))).toBe('yes');
});

/** From the trouble of a page that was well to one that stands there again. */
async function healsInTime(trouble: () => Promise<unknown>): Promise<void> {
  // Asked for the first time and well: until then it counts as starting, and gets longer.
  await kiosk.page.waitForTimeout(1_500);
  const fresh = kiosk.nextPage();
  const startedMs = performance.now();
  await trouble();
  await isShown(await fresh);
  const tookMs = performance.now() - startedMs;
  test.info().annotations.push({ type: 'healed after', description: `${Math.round(tookMs)} ms` });
  expect(tookMs).toBeLessThan(10_000 * overbooking());
}

test('a page that dies is replaced at once', async () => {
  const fresh = kiosk.nextPage();
  await kiosk.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  await isShown(await fresh);
  expect(kiosk.log()).toContain('crashed; reload');
});

test('a page that no longer answers is replaced without anybody touching it', async () => {
  await healsInTime(() =>
    kiosk.page.evaluate(() => {
      setTimeout(() => {
        for (;;);
      });
    }),
  );
  expect(kiosk.log()).toContain('unresponsive; reload');
});

test('a second start on the same profile ends by itself', async () => {
  await expect(launchKiosk({ profileFolder, appFolder })).rejects.toThrow(/in use by another instance/);
  await isShown(kiosk.page);
});

test('pulling the plug leaves no process, and the same profile starts again', async () => {
  await kiosk.killTree();
  kiosk = await launchKiosk({ profileFolder, appFolder });
  await isShown(kiosk.page);
  expect(await kiosk.page.evaluate(() => localStorage.getItem('kept'))).toBe('yes');
});

test('a page that answers and shows nothing is replaced, too', async () => {
  await healsInTime(() => kiosk.page.evaluate(() => document.getElementById('root')?.replaceChildren()));
  expect(kiosk.log()).toContain('blank; ');
});

test('a page that answers and stands there, but takes no touch, is replaced, too', async () => {
  await kiosk.page.evaluate(() => {
    const button = document.createElement('button');
    button.textContent = 'Tiếp tục';
    document.getElementById('root')?.append(button);
  });
  // What a dialog that was torn away in the middle leaves behind.
  await healsInTime(() => kiosk.page.evaluate(() => document.body.setAttribute('inert', '')));
  expect(kiosk.log()).toContain('deaf; ');
});

test('a page kept from an older build is exchanged before anything is shown', async () => {
  await kiosk.page.evaluate(() => navigator.serviceWorker.ready);
  await kiosk.close();
  await buildFixture(appFolder, 'two');
  kiosk = await launchKiosk({ profileFolder, appFolder });
  await expect(kiosk.page.locator('#state')).toHaveText('build two');
});

test('in production an open debugging port is refused', async () => {
  await expect(launchKiosk({ profileFolder: makeProfileFolder(), appFolder, mode: 'production' })).rejects.toThrow(
    /debugging port is open/,
  );
});

test('a fault of the main process ends the application with a code, and no dialog waits for somebody to press it', async () => {
  const ended = new Promise<number | null>((done) => kiosk.app.process().once('exit', done));
  await kiosk.app.evaluate(() => {
    setTimeout(() => {
      throw new RangeError('what a resident said');
    });
  });
  expect(await ended).toBe(73);
  expect(kiosk.log()).toMatch(/"main-failed","detail":"RangeError/);
  expect(kiosk.log()).not.toContain('what a resident said');
});

test('a page that cannot be loaded does not leave the window empty for good', async () => {
  const file = join(appFolder, 'dist', 'page', 'index.html');
  const page = readFileSync(file);
  rmSync(file);
  const other = makeProfileFolder();
  const starting = launchKiosk({ profileFolder: other, appFolder });
  await new Promise((done) => setTimeout(done, 1_000));
  writeFileSync(file, page);
  const late = await starting;
  await late.close();
  rmSync(other, { recursive: true, force: true });
});
