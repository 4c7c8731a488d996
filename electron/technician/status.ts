import { nodeDisk } from '../shell/safe/node-disk.ts';
import { openReadOnly } from '../shell/safe/read-only.ts';
import { findingsOf } from './compare-journal.ts';
import type { Say } from './place.ts';

const waitingShown = 50;

export async function status(safeFolder: string, say: Say): Promise<number> {
  const found = await openReadOnly(nodeDisk, safeFolder);
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
  say(`kiosk                   ${found.kiosk ?? 'not provisioned'}`);
  say(`head                    ${found.head.records} ${found.head.hash}`);
  for (const row of rows.filter((one) => !one.receipt).slice(0, waitingShown)) {
    say(`waiting  ${row.facts.slip}  ${row.facts.service.id} ${row.facts.service.version}  ${row.facts.filedAt}`);
  }
  return 0;
}

export async function verify(safeFolder: string, say: Say): Promise<number> {
  const found = await openReadOnly(nodeDisk, safeFolder);
  const findings = findingsOf(found);
  for (const { weight, code, text } of findings) say(`${weight === 'wrong' ? 'WRONG ' : 'note  '} ${code}: ${text}`);
  const isWhole = findings.every(({ weight }) => weight === 'note');
  say(`${isWhole ? 'whole' : 'NOT WHOLE'}: ${found.head.records} records, head ${found.head.hash}`);
  return isWhole ? 0 : 1;
}
