import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { giveToWindowUser } from '../../build/unprivileged.ts';

/**
 * Stands where espeak-ng would: takes the same parameters, writes what it is given to say into `spoken.txt` (a line a sentence) and
 * its parameters into `arguments.txt`, and answers so many milliseconds of silence.
 */
export async function recorderProgram(folder: string, { soundMs = 40 } = {}): Promise<string> {
  const program = join(folder, 'voice-recorder');
  const sound = join(folder, silenceFile);
  await writeFile(sound, silence(soundMs));
  await writeFile(
    program,
    [
      '#!/bin/sh',
      'if [ "$1" = "--voices" ]; then',
      `  printf 'Pty Language\\n 5  vi  --/M  Vietnamese\\n 2  en-gb  --/M  English\\n 5  ko  --/M  Korean\\n'`,
      '  exit 0',
      'fi',
      // One write of one line: several sentences are made at the same time.
      'IFS= read -r text',
      `echo "$*" >> '${join(folder, 'arguments.txt')}'`,
      `printf '%s\\n' "$text" >> '${join(folder, 'spoken.txt')}'`,
      `exec cat '${sound}'`,
      '',
    ].join('\n'),
  );
  await writeFile(join(folder, 'spoken.txt'), '');
  await writeFile(join(folder, 'arguments.txt'), '');
  for (const name of ['voice-recorder', 'spoken.txt', 'arguments.txt', silenceFile])
    giveToWindowUser(join(folder, name));
  await chmod(program, 0o755);
  return program;
}

/** What the recorder answers; another file here is another sound from the next sentence on. */
export const silenceFile = 'silence.wav';

const samplesPerSecond = 22_050;

/** Written as espeak-ng writes into a pipe: lengths unknown. */
export function silence(ms: number): Uint8Array {
  const samples = Math.round((samplesPerSecond * ms) / 1000);
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(0x7ffff024, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(samplesPerSecond, 24);
  wav.writeUInt32LE(samplesPerSecond * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(0x7ffff000, 40);
  return wav;
}
