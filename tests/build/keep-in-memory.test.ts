import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { projectFolder } from '../../build/folders.ts';
import { sharesInMemory } from '../../electron/keep-in-memory.ts';

/** Real processes with real limits: what a start by somebody else than the service's unit comes to. */

const module = join(projectFolder, 'electron', 'keep-in-memory.ts');

test('no process may leave a core dump, neither the first nor those that were there before it could ask', async () => {
  const script = `
    import { spawn } from 'node:child_process';
    import { forbidCoreDumps, memoryRisks } from ${JSON.stringify(module)};
    const child = spawn('sleep', ['30']);
    child.once('spawn', () => {
      forbidCoreDumps();
      console.log(JSON.stringify({ child: child.pid, risks: memoryRisks() }));
    });
    setTimeout(() => {}, 30_000);`;
  const words = ['-c', 'ulimit -S -c 1024; exec "$@"', 'sh', process.execPath, '--input-type=module', '-e', script];
  const started = spawn('sh', words, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(createInterface({ input: started.stdout }), 'line')) as [string];
    const { child, risks } = JSON.parse(line) as { child: number; risks: string[] };
    for (const pid of [started.pid, child]) {
      expect(readFileSync(`/proc/${pid}/limits`, 'utf8')).toMatch(/^Max core file size +0 +0 /m);
      expect(Number.parseInt(readFileSync(`/proc/${pid}/coredump_filter`, 'utf8'), 16)).toBe(0);
    }
    expect(risks).not.toContain('core-dumps-possible');
    process.kill(child, 'SIGKILL');
  } finally {
    started.kill('SIGKILL');
  }
});

test('a folder on a disk is no place for shared memory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'diem-cham-shared-'));
  const kind = spawnSync('stat', ['-f', '-c', '%T', folder], { encoding: 'utf8' }).stdout.trim();
  expect(sharesInMemory(folder)).toBe(kind === 'tmpfs');
  rmSync(folder, { recursive: true });
  expect(sharesInMemory('/no/such/folder')).toBe(false);
});

test("the service's unit allows no core dump, no swap and no temporary file on the disk", () => {
  const unit = readFileSync(join(projectFolder, 'build', 'linux', 'diem-cham.service'), 'utf8').split('\n');
  for (const line of ['LimitCORE=0', 'CoredumpFilter=0', 'MemorySwapMax=0']) expect(unit).toContain(line);
  expect(unit).toContain('RuntimeDirectory=diem-cham');
  expect(unit).toContain('Environment=TMPDIR=/run/diem-cham');
});
