import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { dataFolder } from './folders.ts';
import { issueCheckpoints } from './intake/checkpoints.ts';
import { openForProgram } from './open-for-program.ts';
import { openSqlRegister } from './register/sql-register.ts';
import { sqliteDialect } from './register/sqlite.ts';

/*
 * `node portal/backup.ts <folder>` while the portal runs: copies the register and the parts there, syncs them, and only
 * then signs checkpoints for exactly what the copy holds, so that kiosks may free those bodies. The keys are not copied:
 * they are made once and are kept apart from the data they open.
 */
const [target] = process.argv.slice(2);
if (target === undefined) {
  process.stdout.write('Where to? node portal/backup.ts <folder>\n');
  process.exitCode = 2;
} else {
  await copyRegister(target);
  const parts = await copyParts(join(dataFolder, 'parts'), join(target, 'parts'));
  const ports = await openForProgram();
  const copy = await openSqlRegister(sqliteDialect(join(target, 'register.db')));
  const issued = await issueCheckpoints(ports, copy);
  await copy.close();
  await ports.register.close();
  process.stdout.write(`Backed up to ${target}: ${parts} new parts, ${issued} new checkpoints.\n`);
}

/** One consistent moment of the register, whatever is being written beside it. Never overwrites the last good copy half way. */
async function copyRegister(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const partial = join(folder, `register.${process.pid}.partial`);
  const source = new DatabaseSync(join(dataFolder, 'register.db'));
  source.prepare('VACUUM INTO ?').run(partial);
  source.close();
  await sync(partial);
  await rename(partial, join(folder, 'register.db'));
  await sync(folder);
}

/** After the register: parts are only ever added, so every part of a copied case is there. */
async function copyParts(from: string, to: string): Promise<number> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const names = (await readdir(from)).filter((name) => /^[0-9a-f]{64}$/.test(name) && !existsSync(join(to, name)));
  for (const name of names) {
    const partial = join(to, `${name}.partial`);
    await copyFile(join(from, name), partial);
    await sync(partial);
    await rename(partial, join(to, name));
  }
  await sync(to);
  return names.length;
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
