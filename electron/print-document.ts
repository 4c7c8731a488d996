import { spawn } from 'node:child_process';

export type Printed = { printed: true } | { printed: false; reason: 'no-printer' | 'printer-failed' };

const printLimitMs = 30_000;

/**
 * Hands a PDF to the system's default printer through `lp`, by pipe: the bytes touch no file of ours. `printed` means that the queue
 * took it: while it waits for paper it lies in CUPS's spool. That the queue keeps no copy after printing, gives up soon and spools in
 * memory is set where CUPS is installed (build/linux/diem-cham.service).
 */
export async function printDocument(document: Uint8Array, title: string): Promise<Printed> {
  if (!(await hasPrinter())) return { printed: false, reason: 'no-printer' };
  const sent = await run('lp', ['-s', '-t', title], document);
  return sent?.code === 0 ? { printed: true } : { printed: false, reason: 'printer-failed' };
}

/** Whether the system has a default printer. */
export async function hasPrinter(): Promise<boolean> {
  const destination = await run('lpstat', ['-d'], undefined);
  // "no system default destination" also ends with code 0; a default is named after a colon.
  return destination?.code === 0 && /:\s*\S+\s*$/.test(destination.output);
}

/** Undefined when the program is not there. */
function run(
  program: string,
  parameters: readonly string[],
  input: Uint8Array | undefined,
): Promise<{ code: number; output: string } | undefined> {
  return new Promise((done) => {
    const child = spawn(program, parameters, {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C' },
      timeout: printLimitMs,
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    child.on('error', () => done(undefined));
    child.on('close', (code) => done({ code: code ?? 1, output }));
    // A printer program that ends early closes the pipe; its exit code says why.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
