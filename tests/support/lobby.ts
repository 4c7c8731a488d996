import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type PortalProcess, startPortal } from '../../build/portal-process.ts';
import { giveToWindowUser } from '../../build/unprivileged.ts';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import { launchKiosk, makeProfileFolder, type RunningKiosk } from './electron-app.ts';
import { resumeAt } from './fast-forward.ts';
import type { Story } from './known-services.ts';
import { anOfficerAt, type OfficerAt } from './officer-at-portal.ts';
import { aResident, type Resident, type ResidentOptions } from './resident.ts';
import type { SlipSeen } from './slip-on-screen.ts';

/** A real kiosk in a lobby and the portal it reports to, each a program of its own that can be stopped and started. */
export interface Lobby {
  readonly kiosk: () => RunningKiosk;
  readonly page: () => Page;
  readonly portal: PortalAtWork;
  /** A folder the kiosk takes for a plugged-in stick. */
  readonly stick: string;
  readonly profileFolder: string;
  /** Files the story from the review screen on, by hand; what comes before is laid in (fast-forward.ts). */
  fileQuickly(story: Story): Promise<SlipSeen>;
  /** Presses the last button of a visit (or the one of this name) and waits for the fresh page of the next one. */
  endVisit(button?: string): Promise<void>;
  resident(options?: Omit<ResidentOptions, 'page'>): Resident;
  /** The wall plug: every process of the kiosk is gone at once. */
  pullPlug(): Promise<void>;
  /** Starts the kiosk on the same profile. */
  startKiosk(args?: readonly string[]): Promise<void>;
  /** A proper end and a new start, with more switches for Chromium. */
  restart(args?: readonly string[]): Promise<void>;
  /**
   * What the browser does when somebody pastes: the event goes to the document, not to the field. Made in the page, because
   * kiosks of one display share its clipboard, and each clears it at the end of a visit.
   */
  paste(text: string): Promise<void>;
  /** Codes the shell has written into its log, newest last. */
  logCodes(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface PortalAtWork {
  readonly address: string;
  readonly enrolmentFile: string;
  readonly staff: PortalProcess['staff'];
  stop(): Promise<void>;
  /** Comes back at the same address with what it had. */
  start(): Promise<void>;
  filings(): Promise<readonly FilingSeen[]>;
  opened(filing: string): Promise<Opened>;
  /** Waits until as many filings are there; the number it ended with. */
  hasFilings(count: number): Promise<readonly FilingSeen[]>;
  /** Misbehaviour on request; see portal/faults.ts. */
  misbehave(fault: Readonly<Record<string, unknown>>): Promise<void>;
  behave(): Promise<void>;
  test(path: string, body?: unknown, method?: 'POST' | 'GET' | 'DELETE'): Promise<unknown>;
  officer(unit?: string): Promise<OfficerAt>;
}

export interface FilingSeen {
  readonly filing: string;
  readonly kiosk: string;
  readonly slip: string;
  readonly code: string;
  readonly service: string;
  readonly unit: string;
  readonly status: number;
}

export interface Opened {
  readonly dossier: Dossier;
  readonly parts: readonly {
    readonly sha256: string;
    readonly bytes?: number;
    readonly type?: string;
    readonly plainSha256?: string;
  }[];
}

export interface LobbyOptions {
  /** Left blank, to be provisioned on screen. */
  readonly isBlank?: boolean;
  /** What the portal tells its kiosks besides the usual, such as `{ kiosk: { idleSeconds: 3 } }`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly portalEnv?: NodeJS.ProcessEnv;
  readonly args?: readonly string[];
  readonly size?: { readonly width: number; readonly height: number };
  readonly mode?: 'demo' | 'test';
  /** Where the kiosk keeps everything, and what its process shall know, where that is not the usual folder. */
  readonly profileFolder?: string;
  readonly kioskEnv?: Readonly<Record<string, string>>;
}

const arriveMs = 30_000;

export async function openLobby(options: LobbyOptions = {}): Promise<Lobby> {
  const folder = mkdtempSync(join(tmpdir(), 'diem-cham-lobby-'));
  const profileFolder = options.profileFolder ?? makeProfileFolder();
  const stick = makeProfileFolder();
  const portal = await openPortal(join(folder, 'portal'), options);
  let kiosk: RunningKiosk | undefined;
  const running = () => {
    if (!kiosk) throw new Error('the kiosk is not running');
    return kiosk;
  };
  // The file lies where the window's user may read it.
  const enrolment = join(stick, '.enrolment-of-the-demo.json');
  const startKiosk = async (args: readonly string[] = []) => {
    copyFileSync(portal.enrolmentFile, enrolment);
    giveToWindowUser(enrolment);
    kiosk = await launchKiosk({
      profileFolder,
      ...(options.size ? { size: options.size } : {}),
      ...(options.mode ? { mode: options.mode } : {}),
      ...(options.kioskEnv ? { env: options.kioskEnv } : {}),
      // A copy made beforehand, where somebody else builds in the same checkout while journeys run.
      ...(process.env.DIEM_CHAM_APP ? { appFolder: process.env.DIEM_CHAM_APP } : {}),
      args: [
        ...(options.isBlank ? [] : [`--enrolment=${enrolment}`]),
        `--stick=${stick}`,
        ...(options.args ?? []),
        ...args,
      ],
    });
  };
  const lobby: Lobby = {
    kiosk: running,
    page: () => running().page,
    portal,
    stick,
    profileFolder,
    endVisit: async (button) => {
      const fresh = running().nextPage();
      const resident = lobby.resident();
      await (button === undefined ? resident.endVisit() : resident.press(button));
      await fresh;
      await lobby.resident().seesScreen('attract');
    },
    fileQuickly: async (story) => {
      await resumeAt(lobby.page(), story, { at: 'review' });
      return lobby.resident().file(story);
    },
    resident: (given = {}) => aResident({ ...given, page: () => running().page }),
    pullPlug: async () => {
      await running().killTree();
      kiosk = undefined;
    },
    startKiosk,
    restart: async (args = []) => {
      await running().close();
      await startKiosk(args);
    },
    paste: (text) =>
      running().page.evaluate((pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      }, text),
    logCodes: async () => {
      const folder = join(profileFolder, 'log');
      const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
      return lines.flatMap((line) => /^\S+ ([a-z0-9-]+)/.exec(line)?.[1] ?? []);
    },
    close: async () => {
      await kiosk?.close();
      await portal.stop();
      for (const path of [folder, profileFolder, stick]) rmSync(path, { recursive: true, force: true });
    },
  };
  try {
    await startKiosk();
  } catch (error) {
    await lobby.close();
    throw error;
  }
  return lobby;
}

/** The portal as a process, with what its test routes let a test see. */
export async function openPortal(dataFolder: string, options: LobbyOptions = {}): Promise<PortalAtWork> {
  mkdirSync(dataFolder, { recursive: true });
  const env: NodeJS.ProcessEnv = { ...options.portalEnv };
  if (options.settings) {
    const file = join(dataFolder, 'settings.json');
    writeFileSync(file, JSON.stringify(options.settings));
    env.PORTAL_SETTINGS = file;
  }
  let running = await startPortal({ dataFolder, port: 0, env });
  const { address, enrolmentFile, staff, officers } = running;
  const port = Number(new URL(address).port);

  async function test(
    path: string,
    body?: unknown,
    method: 'POST' | 'GET' | 'DELETE' = body === undefined ? 'GET' : 'POST',
  ) {
    const response = await fetch(`${address}/test/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`the portal's test route ${path} answers ${response.status}`);
    return (await response.json()) as unknown;
  }
  const filings = async () => ((await test('filings')) as { filings: readonly FilingSeen[] }).filings;

  return {
    address,
    enrolmentFile,
    staff,
    stop: () => running.stop(),
    start: async () => {
      running = await startPortal({ dataFolder, port, env });
    },
    filings,
    opened: async (filing) => (await test(`filings/${filing}`)) as Opened,
    hasFilings: async (count) => {
      const giveUpAt = performance.now() + arriveMs;
      for (;;) {
        const there = await filings();
        if (there.length >= count) return there;
        if (performance.now() > giveUpAt) throw new Error(`${there.length} of ${count} filings arrived`);
        await new Promise((again) => setTimeout(again, 100));
      }
    },
    misbehave: async (fault) => void (await test('faults', fault)),
    behave: async () => void (await test('faults', undefined, 'DELETE')),
    test,
    officer: async (unit = '00190') => {
      const account = officers.find((each) => each.unit === unit);
      if (!account) throw new Error(`no officer of unit ${unit}`);
      return anOfficerAt(address, account);
    },
  };
}
