import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { recorderProgram } from '../support/voice-recorder.ts';
import { aKiosk, type TestKiosk } from './a-kiosk.ts';

let kiosk: TestKiosk | undefined;
let folder = '';
afterEach(async () => {
  await kiosk?.close();
  kiosk = undefined;
  if (folder !== '') await rm(folder, { recursive: true, force: true });
});

const secret = 'Số định danh không không một không chín không';
const request = { text: secret, language: 'vi', wordsPerMinute: 150 };

async function withRecorder(program?: string) {
  folder = await mkdtemp(join(tmpdir(), 'voice-'));
  const voiceProgram = program ?? (await recorderProgram(folder));
  kiosk = await aKiosk({ voiceProgram, limits: { speechMs: 700, speechBytes: 200_000 } });
  return kiosk;
}

async function aProgram(lines: string): Promise<string> {
  folder = await mkdtemp(join(tmpdir(), 'voice-'));
  const program = join(folder, 'voice');
  await writeFile(
    program,
    `#!/bin/sh\nif [ "$1" = "--voices" ]; then printf 'Pty Language\\n 5  vi  --/M\\n'; exit 0; fi\n${lines}\n`,
  );
  await chmod(program, 0o755);
  return program;
}

describe('the machine’s voice, behind the door', () => {
  test('is asked for its languages and speaks one of them, in memory', async () => {
    const { ask, get } = await withRecorder();
    expect(await get('GET', '/shell/voice')).toMatchObject({ languages: expect.arrayContaining(['vi', 'en']) });
    const answer = await ask('POST', '/shell/speech', request);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      'audio/wav',
      'no-store',
    ]);
    const wav = new DataView(await answer.arrayBuffer());
    // The lengths in the header are those of the sound, not the two gigabytes of a pipe.
    expect([wav.getUint32(4, true), wav.getUint32(40, true)]).toEqual([wav.byteLength - 8, wav.byteLength - 44]);
    expect(await readFile(join(folder, 'spoken.txt'), 'utf8')).toContain(secret);
  });

  test('hears the text on its standard input only: not in its arguments, its surroundings, the log or any file of the kiosk', async () => {
    const { ask } = await withRecorder();
    await ask('POST', '/shell/speech', request);
    const told = await readFile(join(folder, 'arguments.txt'), 'utf8');
    expect(told).toContain('--stdin');
    expect(told).not.toContain('định danh');
    const kept = readdirSync(kiosk?.folder ?? '', { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
    expect(kept.length).toBeGreaterThan(0);
    expect(kept).not.toContain('định danh');
  });

  test('reads no phoneme codes and no control characters out of a text', async () => {
    const { ask } = await withRecorder();
    await ask('POST', '/shell/speech', { ...request, text: 'một [[hai]]\u0007\nba' });
    expect((await readFile(join(folder, 'spoken.txt'), 'utf8')).trim()).toBe('một hai ba');
  });

  test('that is not installed is said once in the log, by its code, and refused', async () => {
    const { code, get } = await withRecorder('/nowhere/voice');
    expect(await get('GET', '/shell/voice')).toEqual({ languages: [] });
    expect(await code('POST', '/shell/speech', request)).toBe('no-voice');
    await kiosk?.shell.close();
    const log = readdirSync(join(kiosk?.folder ?? '', 'log')).map((name) =>
      readFileSync(join(kiosk?.folder ?? '', 'log', name), 'utf8'),
    );
    expect(log.join('').match(/voice-missing/g)).toHaveLength(1);
    kiosk = undefined;
  });

  test.each([
    ['fails', 'exit 3'],
    ['makes no sound', 'exit 0'],
    ['says something that is no sound', 'printf "%060d" 0'],
    ['hangs', 'exec sleep 30'],
    ['never ends speaking', 'exec cat /dev/zero'],
  ])('that %s is refused within its limits', async (_what, lines) => {
    const { code } = await withRecorder(await aProgram(lines));
    const started = performance.now();
    expect(await code('POST', '/shell/speech', request)).toBe('voice-failed');
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  test('is refused what no page of ours asks', async () => {
    const { code } = await withRecorder();
    for (const wrong of [
      { ...request, text: '' },
      { ...request, text: 'x'.repeat(601) },
      { ...request, language: '--help' },
      { ...request, wordsPerMinute: 9_999 },
      { ...request, file: '/etc/passwd' },
    ]) {
      expect(await code('POST', '/shell/speech', wrong)).toBe('bad-request');
    }
    expect(await code('POST', '/shell/speech', { ...request, language: 'xx' })).toBe('no-voice');
  });

  test('falls silent when the visit ends: what is being made is thrown away', async () => {
    const { ask, host } = await withRecorder(await aProgram('exec sleep 30'));
    await ask('GET', '/shell/voice');
    const speaking = ask('POST', '/shell/speech', request);
    await new Promise((done) => setTimeout(done, 100));
    const started = performance.now();
    await ask('POST', '/shell/session/end');
    expect((await speaking).status).toBe(502);
    expect(performance.now() - started).toBeLessThan(500);
    expect(host).toBeDefined();
  });
});

const realVoice = ['/usr/bin/espeak-ng', '/usr/local/bin/espeak-ng'].find(existsSync);
test.runIf(realVoice !== undefined)('espeak-ng says a sentence aloud in Vietnamese and in English', async () => {
  kiosk = await aKiosk();
  for (const [language, text] of [
    ['vi', 'Chào bạn. Mời bạn chọn việc cần làm.'],
    ['en', 'Welcome. Please choose what you need.'],
  ] as const) {
    const answer = await kiosk.ask('POST', '/shell/speech', { text, language, wordsPerMinute: 150 });
    const samples = new Int16Array((await answer.arrayBuffer()).slice(44));
    const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    const loud = samples.filter((sample) => Math.abs(sample) > 1_000).length;
    expect(samples.length / 22_050, `${language}: seconds of sound`).toBeGreaterThan(1.5);
    expect(loudest, `${language}: loudest sample`).toBeGreaterThan(8_000);
    expect(loud / samples.length, `${language}: share of sound that is heard`).toBeGreaterThan(0.1);
  }
});
