import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { readSlipNumber, slipNumber } from '../../shared/identity/slip-code.ts';
import type { PrintAnswer, PrintGuideRequest, PrintRequest } from '../../shared/shell-contract/messages.ts';
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

/** What to bring and where to go, on the paper of the slips. In demos and tests without a printer it may become a file. */
export async function printGuide(
  { code, lines }: z.infer<typeof PrintGuideRequest>,
  { host, slipFolder, log }: { host: Host; slipFolder: string | undefined; log: JournalLog },
): Promise<z.infer<typeof PrintAnswer>> {
  const document = slipPdf({ lines, qr: '' });
  const printed = await host
    .print(document, 'guide')
    .catch(() => ({ printed: false, reason: 'printer-failed' }) as const);
  if (printed.printed) return { printed: true };
  if (slipFolder) {
    await mkdir(slipFolder, { recursive: true });
    await writeFile(join(slipFolder, `guide-${code.replace(/[^\w.-]/g, '')}.pdf`), document, { mode: 0o600 });
    return { printed: true };
  }
  log.write(printed.reason);
  return { printed: false, reason: printed.reason };
}
