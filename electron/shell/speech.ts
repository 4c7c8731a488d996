import { type ChildProcess, spawn } from 'node:child_process';
import type { SpeechRequest } from '../../shared/shell-contract/speech.ts';
import type { JournalLog } from './journal-log.ts';
import { Refusal } from './problem.ts';

/** The machine's offline voice. What is spoken goes in by a pipe and comes back as sound by a pipe: it stands in no argument, log or file. */
export interface Speech {
  /** Languages there is a voice for; asked of the program once, and again while it is missing. */
  languages(): Promise<readonly string[]>;
  /** A WAV file in memory. Refused as `no-voice` or `voice-failed`. */
  speak(request: SpeechRequest, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  /** Whatever is being made is thrown away: the visit has ended. */
  hush(): void;
}

interface SpeechLimits {
  /** For one sentence; it takes some 20 ms. */
  readonly speechMs: number;
  readonly speechBytes: number;
  /** Sentences made at the same time: the one to be heard, the next, and one that was just interrupted. */
  readonly speechAtOnce: number;
}

const usualProgram = 'espeak-ng';

export function createSpeech(given: {
  /** Instead of espeak-ng, with the same parameters (tests). */
  readonly program: string | undefined;
  readonly limits: SpeechLimits;
  readonly log: JournalLog;
}): Speech {
  const { program = usualProgram, limits, log } = given;
  const running = new Set<ChildProcess>();
  let known: readonly string[] = [];
  let isMissingTold = false;

  async function run(
    parameters: readonly string[],
    input: string,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (signal?.aborted || running.size >= limits.speechAtOnce) return undefined;
    // The voice needs to know nothing of us: no secrets, no session, no folder of ours.
    const child = spawn(program, parameters, {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8' },
      cwd: '/',
    });
    running.add(child);
    const end = () => child.kill('SIGKILL');
    const limit = setTimeout(end, limits.speechMs);
    signal?.addEventListener('abort', end, { once: true });
    const pieces: Buffer[] = [];
    let bytes = 0;
    child.stdout.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > limits.speechBytes) end();
      else pieces.push(piece);
    });
    // A program that ends before it has read everything breaks the pipe; its exit tells the rest.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    const isWell = await new Promise<boolean>((done) => {
      child.on('error', () => done(false));
      child.on('close', (code) => done(code === 0));
    });
    clearTimeout(limit);
    signal?.removeEventListener('abort', end);
    running.delete(child);
    return isWell ? Uint8Array.from(Buffer.concat(pieces)) : undefined;
  }

  async function languages(): Promise<readonly string[]> {
    if (known.length > 0) return known;
    const listed = await run(['--voices'], '');
    if (listed) {
      // « 5  vi-vn-x-south  --/M  Vietnamese_(Southern) …»: the language is the second word, up to its first hyphen.
      const named = new TextDecoder()
        .decode(listed)
        .split('\n')
        .map((line) => /^\s*\d+\s+([a-z]{2,3})\b/.exec(line)?.[1] ?? '');
      known = [...new Set(named)].filter((language) => language !== '');
    }
    if (known.length === 0 && !isMissingTold) {
      isMissingTold = true;
      log.write('voice-missing');
    }
    return known;
  }

  return {
    languages,
    async speak({ text, language, wordsPerMinute }, signal) {
      if (!(await languages()).includes(language)) throw new Refusal('no-voice');
      const wav = await run(
        ['-v', language, '-s', String(wordsPerMinute), '-b', '1', '--stdin', '--stdout'],
        plainForVoice(text),
        signal,
      );
      const sound = wav && withTrueLength(wav);
      if (!sound) {
        if (!signal?.aborted) log.write('voice-failed');
        throw new Refusal('voice-failed');
      }
      return sound;
    },
    hush() {
      for (const child of running) child.kill('SIGKILL');
    },
  };
}

/** espeak-ng takes `[[…]]` for phonemes; a text has no control characters. One line: a sentence ends where the text ends. */
function plainForVoice(text: string): string {
  return `${text
    .replace(/[\p{C}[\]]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()}\n`;
}

const headerBytes = 44;

/** Written into a pipe, the header promises two gigabytes: the true lengths are put in. Undefined when it is no sound. */
function withTrueLength(wav: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  const sign = (at: number) => String.fromCharCode(...wav.subarray(at, at + 4));
  if (wav.length <= headerBytes || sign(0) !== 'RIFF' || sign(8) !== 'WAVE' || sign(36) !== 'data') return undefined;
  const view = new DataView(wav.buffer, wav.byteOffset);
  view.setUint32(4, wav.length - 8, true);
  view.setUint32(40, wav.length - headerBytes, true);
  return wav;
}
