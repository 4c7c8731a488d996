import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createMemoryRegister } from '../../portal/register/memory-register.ts';
import { openSqlRegister } from '../../portal/register/sql-register.ts';
import { sqliteDialect } from '../../portal/register/sqlite.ts';
import { anArrival, describeRegister, filingId } from './register-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'register-'));
let files = 0;
const nextFile = () => {
  files += 1;
  return join(folder, `${files}.db`);
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeRegister('the register in memory', async () => createMemoryRegister());
describeRegister('the register in SQLite', () => openSqlRegister(sqliteDialect(nextFile())));

describe('the register in memory, for the simulated world', () => {
  test('a crash before the commit leaves nothing of the transaction', async () => {
    let isCrashing = false;
    const register = createMemoryRegister({
      beforeCommit: () => {
        if (isCrashing) throw new Error('power cut');
      },
    });
    await register.receive([anArrival(1)]);
    await register.withdraw({ kiosk: 'kiosk-a6', filing: filingId(3), at: '', now: '' });
    isCrashing = true;
    await expect(register.receive([anArrival(2), anArrival(3)])).rejects.toThrow('power cut');
    await expect(register.keepReceipts([{ filing: filingId(1), receipt: 'one' }])).rejects.toThrow('power cut');
    isCrashing = false;
    expect((await register.cases({})).map(({ sequence, receipt }) => [sequence, receipt])).toEqual([[1, null]]);
    const [second, third] = await register.receive([anArrival(2), anArrival(3)]);
    expect(second?.code).toMatch(/-7092001$/);
    expect(third?.status).toBe(7);
  });

  test('restoring last night’s backup loses what came after, and nothing before', async () => {
    const register = createMemoryRegister();
    await register.receive([anArrival(1)]);
    const backup = register.snapshot();
    await register.receive([anArrival(2)]);
    register.restore(backup);
    expect(await register.heldRanges('kiosk-a6')).toEqual([[1, 1]]);
    await register.receive([anArrival(3)]);
    register.restore(backup);
    expect(await register.heldRanges('kiosk-a6')).toEqual([[1, 1]]);
  });
});

describe('the register in SQLite, on its disk', () => {
  test('what was committed is there when the file is opened again', async () => {
    const file = nextFile();
    const first = await openSqlRegister(sqliteDialect(file));
    const received = await first.receive([anArrival(1)]);
    await first.keepReceipts([{ filing: filingId(1), receipt: 'one' }]);
    await first.close();
    const second = await openSqlRegister(sqliteDialect(file));
    expect(await second.cases({})).toEqual([{ ...received[0], receipt: 'one' }]);
    await second.close();
  });
});
