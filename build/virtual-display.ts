import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { SetUpProblem } from './say.ts';
import { giveToWindowUser } from './unprivileged.ts';

export interface VirtualDisplay {
  /** DISPLAY and XAUTHORITY, for the programs that shall draw there. */
  readonly environment: { readonly DISPLAY: string; readonly XAUTHORITY: string };
  /** The screen's pixels, kept current by the server; see screen-picture.ts. */
  readonly frameBuffer: string;
  readonly close: () => Promise<void>;
}

const startLimitMs = 20_000;

export function hasDisplay(): boolean {
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Opens a screen nobody sees, for the window and its user alone: no network port, and a cookie to come in. */
export async function openVirtualDisplay(size: { width: number; height: number }): Promise<VirtualDisplay> {
  const folder = mkdtempSync(join(tmpdir(), 'diem-cham-display-'));
  const authority = join(folder, 'authority');
  writeFileSync(authority, authorityFor(randomBytes(16)), { mode: 0o600 });
  giveToWindowUser(folder);
  const screen = `${size.width}x${size.height}x24`;
  const drawing = ['-displayfd', '3', '-screen', '0', screen, '-fbdir', folder];
  const parameters = [...drawing, '-nolisten', 'tcp', '-auth', authority, '-noreset'];
  const server = spawn('Xvfb', parameters, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true });
  const stop = () => {
    server.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  const ended = new Promise<void>((done) => server.once('exit', () => done()));
  process.once('exit', stop);
  const number = await new Promise<string>((done, fail) => {
    const limit = setTimeout(() => fail(new SetUpProblem('The virtual display did not start.')), startLimitMs);
    server.once('error', () => fail(new SetUpProblem('Xvfb is missing. Please run: sudo apt-get install -y xvfb')));
    server.once('exit', () => fail(new SetUpProblem('The virtual display ended at once.')));
    (server.stdio[3] as Readable).once('data', (chunk) => {
      clearTimeout(limit);
      done(String(chunk).trim());
    });
  }).catch((error: unknown) => {
    stop();
    throw error;
  });
  return {
    environment: { DISPLAY: `:${number}`, XAUTHORITY: authority },
    frameBuffer: join(folder, 'Xvfb_screen0'),
    close: async () => {
      process.off('exit', stop);
      stop();
      await ended;
    },
  };
}

/** An X authority file with one entry for every display: family "wild", no address, no number, name, cookie. */
function authorityFor(cookie: Uint8Array): Uint8Array {
  const name = 'MIT-MAGIC-COOKIE-1';
  const wild = 0xffff;
  return Buffer.concat([
    sixteenBits(wild),
    sixteenBits(0),
    sixteenBits(0),
    sixteenBits(name.length),
    Buffer.from(name),
    sixteenBits(cookie.length),
    cookie,
  ]);
}

function sixteenBits(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
