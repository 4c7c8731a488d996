import { parseArgs } from 'node:util';
import { safeFolderOf } from './technician/place.ts';
import { reconcile } from './technician/reconcile.ts';
import { rescue } from './technician/rescue.ts';
import { status, verify } from './technician/status.ts';

/*
 * The technician's command line; needs no Electron, no network and no key, and changes nothing in the profile:
 *   kioskctl status <profile>                              what the safe of a profile folder holds
 *   kioskctl verify <profile>                              checks every record, the chain and every part
 *   kioskctl rescue <profile> <file or folder>             what is whole of a dead kiosk's filings, as a file for the portal
 *   kioskctl reconcile <profile> [--portal report.json]    filed = received, or which differ and why
 * <profile> may be a folder that holds nothing but the safe. Ends with 1 when something is wrong, with 2 when it was not understood.
 */
const usage = `usage: kioskctl status <profile folder>
       kioskctl verify <profile folder>
       kioskctl rescue <profile folder> <file or folder to write>
       kioskctl reconcile <profile folder> [--portal <report.json from the portal>] [--json]`;

process.exitCode = await run();

async function run(): Promise<number> {
  const asked = readParameters();
  const [command, profile, target, ...more] = asked?.positionals ?? [];
  if (!asked || profile === undefined || more.length > 0) return misunderstood();
  const safeFolder = await safeFolderOf(profile);
  switch (command) {
    case 'status':
      return target === undefined ? status(safeFolder, say) : misunderstood();
    case 'verify':
      return target === undefined ? verify(safeFolder, say) : misunderstood();
    case 'rescue':
      return target === undefined ? misunderstood() : rescue(safeFolder, target, say);
    case 'reconcile':
      if (target !== undefined) return misunderstood();
      return reconcile(safeFolder, asked.values.portal, say, { asJson: asked.values.json ?? false });
    default:
      return misunderstood();
  }
}

function readParameters() {
  try {
    return parseArgs({ allowPositionals: true, options: { portal: { type: 'string' }, json: { type: 'boolean' } } });
  } catch {
    return undefined;
  }
}

function misunderstood(): number {
  say(usage);
  return 2;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
