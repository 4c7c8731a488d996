import { nodeDisk } from './shell/safe/node-disk.ts';
import { openReadOnly } from './shell/safe/read-only.ts';

/*
 * The technician's command line; needs no Electron and changes nothing:
 *   kioskctl status <profile>   what the safe of a profile folder holds
 *   kioskctl verify <profile>   checks every record, the chain and every part; ends with 1 when something is wrong
 */
const [command, profile] = process.argv.slice(2);
const commands: Readonly<Record<string, (profile: string) => Promise<number>>> = { status, verify };
const run = command === undefined ? undefined : commands[command];

if (!run || !profile) {
  say('usage: kioskctl status|verify <profile folder>');
  process.exitCode = 2;
} else {
  process.exitCode = await run(profile);
}

async function status(folder: string): Promise<number> {
  const found = await openReadOnly(nodeDisk, `${folder}/safe`);
  if (found.segments.length === 0) {
    say('no safe here');
    return 1;
  }
  const rows = found.rows;
  const count = (label: string, number: number) => say(`${label.padEnd(24)}${number}`);
  count('filings', rows.length);
  count('  without receipt', rows.filter((row) => !row.receipt).length);
  count('  never shown as kept', rows.filter((row) => !row.shown).length);
  count('  withdrawn', rows.filter((row) => row.withdrawal).length);
  count('  body freed', rows.filter((row) => row.freed).length);
  count('parts', found.parts.length);
  count('segments', found.segments.length);
  count(
    'bytes',
    found.segments.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  say(`head                    ${found.head.records} ${found.head.hash}`);
  for (const row of rows.filter((one) => !one.receipt).slice(0, 50)) {
    say(`waiting  ${row.facts.slip}  ${row.facts.service.id} ${row.facts.service.version}  ${row.facts.filedAt}`);
  }
  return 0;
}

async function verify(folder: string): Promise<number> {
  const found = await openReadOnly(nodeDisk, `${folder}/safe`);
  // A torn tail is what a power cut leaves: it was never answered as kept, and the next start cuts it.
  for (const fault of found.faults) {
    say(
      `${fault.fault === 'torn-tail' ? 'note  ' : 'WRONG '} ${fault.fault} in segment ${fault.segment} at ${fault.offset}`,
    );
  }
  for (const id of found.bodiesMissing) say(`WRONG  body missing or changed: filing ${id}`);
  for (const sha256 of found.partsMissing) say(`WRONG  part missing or changed: ${sha256}`);
  if (found.unreadable > 0) say(`WRONG  ${found.unreadable} records cannot be read`);
  const isWhole =
    found.faults.every(({ fault }) => fault === 'torn-tail') &&
    found.bodiesMissing.length === 0 &&
    found.partsMissing.length === 0 &&
    found.unreadable === 0;
  say(`${isWhole ? 'whole' : 'NOT WHOLE'}: ${found.head.records} records, head ${found.head.hash}`);
  return isWhole ? 0 : 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
