import type { Clock } from '../../shared/runtime.ts';
import type { AppendFile, Disk } from './safe/disk.ts';

/** One line of the log: when, what (a code), about which thing (an id). There is no place for anything a person said. */
export interface LogLine {
  readonly at: string;
  readonly code: string;
  readonly about?: string;
}

export interface JournalLog {
  /** Never throws and never waits: a full disk must not stop a kiosk from saying what it does. */
  write(code: string, about?: string): void;
  newest(count: number): readonly LogLine[];
  /** Everything written so far has reached the file, or was given up. */
  flushed(): Promise<void>;
  close(): Promise<void>;
}

const kept = 200;
const codeShape = /^[a-z][a-z0-9-]{0,63}$/;
/** Ids, hashes, slip numbers, file names of our own making, counts. A sentence or a name with spaces or letters of Vietnamese does not pass. */
const aboutShape = /^[A-Za-z0-9._:/-]{1,80}$/;

/** Lines go to `kiosk.log`; full files are renamed `kiosk.1.log` … and the oldest is removed. */
export async function openJournalLog(options: {
  disk: Disk;
  folder: string;
  clock: Clock;
  fileBytes: number;
  files: number;
}): Promise<JournalLog> {
  const { disk, folder, clock } = options;
  const lines: LogLine[] = [];
  let waiting: string[] = [];
  let writing: Promise<void> = Promise.resolve();
  let isWriting = false;
  let isClosed = false;
  let file: AppendFile | undefined;
  let length = 0;
  await disk.makeFolder(folder).catch(() => undefined);

  async function writeWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const bytes = new TextEncoder().encode(waiting.join(''));
      waiting = [];
      try {
        if (file && length + bytes.length > options.fileBytes) await rotate();
        if (!file) {
          length = (await disk.size(path(0))) ?? 0;
          file = await disk.openForAppend(path(0));
        }
        await file.append(bytes);
        length += bytes.length;
      } catch {
        await closeFile();
      }
    }
    if (isClosed) await closeFile();
    isWriting = false;
  }

  async function closeFile(): Promise<void> {
    await file?.close().catch(() => undefined);
    file = undefined;
  }

  async function rotate(): Promise<void> {
    await file?.close();
    file = undefined;
    for (let number = options.files - 1; number >= 1; number -= 1) {
      if ((await disk.size(path(number - 1))) !== undefined) await disk.rename(path(number - 1), path(number));
    }
  }

  function path(number: number): string {
    return number === 0 ? `${folder}/kiosk.log` : `${folder}/kiosk.${number}.log`;
  }

  return {
    write(code, about) {
      const line: LogLine = {
        at: new Date(clock.nowMs()).toISOString(),
        code: codeShape.test(code) ? code : 'log-code-refused',
        ...(about !== undefined && aboutShape.test(about) ? { about } : {}),
      };
      lines.push(line);
      if (lines.length > kept) lines.shift();
      waiting.push(`${line.at} ${line.code}${line.about ? ` ${line.about}` : ''}\n`);
      // A disk that does not answer must not make memory grow.
      if (waiting.length > 1000) waiting.shift();
      if (isWriting) return;
      isWriting = true;
      writing = writeWaiting();
    },
    newest: (count) => lines.slice(-count),
    async flushed() {
      await writing;
    },
    /** What is written later, while the rest of the shell ends, still gets its line. */
    async close() {
      isClosed = true;
      await writing;
      await closeFile();
    },
  };
}
