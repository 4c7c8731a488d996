import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { readSlipNumber, slipNumber } from '../../shared/identity/slip-code.ts';
import type { PrintAnswer, PrintRequest } from '../../shared/shell-contract/messages.ts';
import type { Host } from './host.ts';
import type { JournalLog } from './journal-log.ts';
import { slipPdf } from './slip/slip-pdf.ts';

/**
 * A slip goes to the printer. In demos and tests, where there is none, the slip of a filing may become a file; the slip of a saved
 * draft never does: it is a key.
 */
export async function printSlip(
  request: z.infer<typeof PrintRequest>,
  { host, slipFolder, log }: { host: Host; slipFolder: string | undefined; log: JournalLog },
): Promise<z.infer<typeof PrintAnswer>> {
  const document = slipPdf(request);
  const printed = await host
    .print(document, request.kind)
    .catch(() => ({ printed: false, reason: 'printer-failed' }) as const);
  if (printed.printed) return { printed: true };
  const number = readSlipNumber(request.number);
  if (slipFolder && number && !number.label.includes('.')) {
    await mkdir(slipFolder, { recursive: true });
    await writeFile(join(slipFolder, `${slipNumber(number)}.pdf`), document, { mode: 0o600 });
    return { printed: true };
  }
  log.write(printed.reason);
  return { printed: false, reason: printed.reason };
}
