import { Problem } from '../problem.ts';

/**
 * A form with one file, as browsers send it (RFC 7578), read while it comes: the fields before the file as text, then the file's bytes as they
 * arrive. Only the shape of our own form is understood: short fields first, the file last.
 */
export interface FormWithFile {
  readonly fields: Readonly<Record<string, string>>;
  /** Rejects when the browser goes away before the file's end. Empty where no file was chosen. */
  readonly file: AsyncGenerator<Uint8Array>;
}

/** Fields and part headers before the file; a form of ours has some hundred bytes of them. */
const mostBeforeFile = 16 * 1024;

export function boundaryOf(contentType: string | undefined): string | undefined {
  const match = /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType ?? '');
  return match?.[1] ?? match?.[2];
}

export async function readFormWithFile(body: AsyncIterable<Uint8Array>, boundary: string): Promise<FormWithFile> {
  const source = body[Symbol.asyncIterator]();
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first boundary stands at the very beginning; with this it looks like the others.
  let held: Buffer = Buffer.from('\r\n');
  let taken = 0;

  async function more(): Promise<boolean> {
    const { done, value } = await source.next();
    if (done) return false;
    held = Buffer.concat([held, value]);
    return true;
  }

  /** What stands before `mark`, which is passed; only for what is short. */
  async function until(mark: Buffer): Promise<Buffer> {
    for (;;) {
      const place = held.indexOf(mark);
      if (place >= 0) {
        const before = held.subarray(0, place);
        held = held.subarray(place + mark.length);
        taken += place + mark.length;
        if (taken > mostBeforeFile) throw new Problem('bad-request');
        return before;
      }
      if (held.length + taken > mostBeforeFile + mark.length || !(await more())) throw new Problem('bad-request');
    }
  }

  const fields: Record<string, string> = {};
  await until(delimiter);
  for (;;) {
    const afterDelimiter = await until(Buffer.from('\r\n'));
    if (afterDelimiter.toString('latin1').startsWith('--')) return { fields, file: nothing() };
    const headers = (await until(Buffer.from('\r\n\r\n'))).toString('utf8');
    const name = /\bname="([^"]{1,64})"/i.exec(headers)?.[1];
    if (name === undefined) throw new Problem('bad-request');
    if (/\bfilename\*?=/i.test(headers)) return { fields, file: fileBytes() };
    fields[name] = (await until(delimiter)).toString('utf8');
  }

  async function* fileBytes(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const end = held.indexOf(delimiter);
      if (end >= 0) {
        if (end > 0) yield held.subarray(0, end);
        return;
      }
      // The boundary may have begun at the very end of what is held.
      const sure = held.length - delimiter.length + 1;
      if (sure > 0) {
        yield held.subarray(0, sure);
        held = held.subarray(sure);
      }
      if (!(await more())) throw new Error('the form ended before its file');
    }
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
