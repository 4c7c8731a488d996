import { parseJson } from '../../shared/dossier/seal.ts';
import { JournalReport } from '../../shared/portal-contract/journal-report.ts';
import { nodeDisk } from '../shell/safe/node-disk.ts';
import { openReadOnly } from '../shell/safe/read-only.ts';
import { compareJournal } from './compare-journal.ts';
import type { Say } from './place.ts';

const reportBytes = 256 * 1024 * 1024;

/** The journal beside the portal's report of it, where one is given. */
export async function reconcile(
  safeFolder: string,
  reportFile: string | undefined,
  say: Say,
  { asJson }: { asJson: boolean },
): Promise<number> {
  const report = reportFile === undefined ? undefined : await readReport(reportFile);
  if (report === 'unreadable') {
    say(`${reportFile} is no report of this portal's program`);
    return 2;
  }
  const contents = await openReadOnly(nodeDisk, safeFolder, report?.heads ?? []);
  if (contents.segments.length === 0) {
    say('no safe here');
    return 1;
  }
  const comparison = compareJournal(contents, report, Date.now());
  if (asJson) {
    say(JSON.stringify({ kiosk: contents.kiosk, head: contents.head, ...comparison }));
    return comparison.isRight ? 0 : 1;
  }
  for (const { weight, code, text } of comparison.findings)
    say(`${weight === 'wrong' ? 'WRONG ' : 'note  '} ${code}: ${text}`);
  const { filed, receipts, received } = comparison;
  say(
    `filed ${filed}, with a receipt here ${receipts}${received === undefined ? '' : `, received at the portal ${received}`}`,
  );
  say(
    `${comparison.isRight ? 'agrees' : 'DOES NOT AGREE'}: ${contents.head.records} records, head ${contents.head.hash}`,
  );
  return comparison.isRight ? 0 : 1;
}

async function readReport(file: string): Promise<JournalReport | 'unreadable'> {
  const size = await nodeDisk.size(file);
  if (size === undefined || size > reportBytes) return 'unreadable';
  const parsed = JournalReport.safeParse(parseJson((await nodeDisk.read(file)) ?? new Uint8Array(0)));
  return parsed.success ? parsed.data : 'unreadable';
}
