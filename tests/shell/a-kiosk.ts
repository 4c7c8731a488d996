import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { createShell, type Shell, type ShellOptions } from '../../electron/shell/create-shell.ts';
import type { Host } from '../../electron/shell/host.ts';
import { toBase64Url } from '../../shared/dossier/bytes.ts';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import { webPartCipher } from '../../shared/dossier/web-cryptography.ts';
import type { FileAnswer } from '../../shared/shell-contract/messages.ts';
import type { EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { projectFolder } from '../portal/folders.ts';

export const door = 'kiosk://app';

export interface TestKiosk {
  readonly shell: Shell;
  readonly host: TestHost;
  readonly folder: string;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** The parsed answer; throws with the code when it is none of the 200s. */
  get<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** The problem code of an answer that must be one. */
  code(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<string>;
  putPart(text: string): Promise<{ page: Dossier['papers'][number]; ciphertext: Uint8Array }>;
  file(like?: Partial<Dossier>): Promise<z.infer<typeof FileAnswer>>;
  restart(options?: Partial<ShellOptions>): Promise<TestKiosk>;
  close(): Promise<void>;
}

export interface TestHost extends Host {
  freshPages: number;
  cameraAllowed: boolean;
  printed: Uint8Array[];
}

export function aHost(): TestHost {
  const host: TestHost = {
    freshPages: 0,
    cameraAllowed: false,
    printed: [],
    async freshRenderer() {
      host.freshPages += 1;
    },
    async print() {
      return { printed: false, reason: 'no-printer' };
    },
    setCameraAllowed(allowed) {
      host.cameraAllowed = allowed;
    },
    secrets: {
      available: false,
      wrap: () => Promise.reject(new Error('no vault')),
      unwrap: () => Promise.reject(new Error('no vault')),
    },
    relaunch() {},
    quit() {},
    display: () => ({ width: 1080, height: 1920 }),
  };
  return host;
}

/** Quick where the real numbers are slow on purpose; otherwise the real limits. */
export const testLimits = {
  draftScryptN: 2 ** 10,
  probeMs: 0,
  portalTimeoutMs: 5000,
  reserveForDossierBytes: 64 * 1024,
  reserveForSettlingBytes: 64 * 1024,
} as const;

/** A shell over a real folder, provisioned at the portal when one is given. */
export async function aKiosk(options: Partial<ShellOptions> & { portal?: EmbeddedPortal } = {}): Promise<TestKiosk> {
  const { portal, ...rest } = options;
  const root = await mkdtemp(join(tmpdir(), 'kiosk-'));
  const pageFolder = join(root, 'page');
  await mkdir(pageFolder);
  await writeFile(join(pageFolder, 'index.html'), '<!doctype html>');
  if (portal) await writeFile(join(root, 'enrolment.json'), JSON.stringify(await portal.enrolment()));
  const host = aHost();
  const shellOptions: ShellOptions = {
    profileFolder: join(root, 'profile'),
    pageFolder,
    catalogueFolder: join(projectFolder, 'assets', 'catalogue'),
    host,
    mode: 'test',
    build: 'test-build',
    ...(portal ? { demoEnrolmentFile: join(root, 'enrolment.json') } : {}),
    ...rest,
    limits: { ...testLimits, ...rest.limits },
  };
  return open(shellOptions, host, root);
}

async function open(options: ShellOptions, host: TestHost, root: string): Promise<TestKiosk> {
  const shell = await createShell(options);
  const kiosk: TestKiosk = {
    shell,
    host,
    folder: options.profileFolder,
    ask(method, path, body, headers = {}) {
      const isBytes = body instanceof Uint8Array;
      const type = isBytes ? 'application/octet-stream' : 'application/json';
      return shell.fetch(
        new Request(`${door}${path}`, {
          method,
          headers: { ...(body === undefined ? {} : { 'content-type': type }), ...headers },
          ...(body === undefined ? {} : { body: isBytes ? Uint8Array.from(body) : JSON.stringify(body) }),
        }),
      );
    },
    async get(method, path, body) {
      const response = await kiosk.ask(method, path, body);
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return text === '' ? undefined : JSON.parse(text);
    },
    async code(method, path, body, headers) {
      const response = await kiosk.ask(method, path, body, headers);
      if (response.ok) throw new Error(`${method} ${path} was answered ${response.status}`);
      return ((await response.json()) as { code: string }).code;
    },
    async putPart(text) {
      const { key, ciphertext } = await webPartCipher.encryptPart(new TextEncoder().encode(text));
      const sha256 = createHash('sha256').update(ciphertext).digest('hex');
      await kiosk.get('PUT', `/shell/parts/${sha256}`, ciphertext);
      const page = {
        paper: 'birth-notice',
        page: 1,
        sha256,
        bytes: ciphertext.length,
        key: toBase64Url(key),
        type: 'image/jpeg',
      } as const;
      return { page, ciphertext };
    },
    file: (like) => kiosk.get('POST', '/shell/filings', { dossier: aDossier(like) }),
    async restart(changed = {}) {
      await shell.close();
      return open({ ...options, ...changed }, host, root);
    },
    async close() {
      await shell.close();
      await rm(root, { recursive: true, force: true });
    },
  };
  return kiosk;
}

let made = 0;

export function aDossier(like: Partial<Dossier> = {}): Dossier {
  made += 1;
  return {
    format: 1,
    nonce: made.toString(16).padStart(32, '0'),
    service: { id: 'civil-extract', version: '2026.1', code: '2.000635' },
    language: 'vi',
    answers: { requesterName: 'Nguyễn Thị Dấu-Vết', copies: 2 },
    fromCard: [],
    identity: { how: 'typed', helped: false },
    eligibility: {},
    consents: [{ id: 'process', text: 'Tôi đồng ý', at: '2026-11-21T09:00:00Z' }],
    pledge: { text: 'Tôi cam đoan', at: '2026-11-21T09:05:00Z' },
    receiver: { kind: 'ward', unit: '00190' },
    papers: [],
    papersLater: [],
    warned: [],
    checkCode: 'K7M2QX',
    clockDoubtful: true,
    ...like,
  };
}
