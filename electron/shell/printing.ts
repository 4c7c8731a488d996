import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Answers, Service } from '../../shared/catalogue/service.ts';
import { filledForms } from '../../shared/form/filled-form.ts';
import { hanoiDay } from '../../shared/identity/calendar-date.ts';
import { readSlipNumber, slipNumber } from '../../shared/identity/slip-code.ts';
import { type FormStanding, formPdf } from '../../shared/paper/form-pdf.ts';
import { isBook } from '../../shared/paper/longest-form.ts';
import type {
  PrintAnswer,
  PrintFormRequest,
  PrintGuideRequest,
  PrintRequest,
} from '../../shared/shell-contract/messages.ts';
import { timeOfDay } from '../../shared/vietnamese/dates.ts';
import type { Host } from './host.ts';
import type { JournalLog } from './journal-log.ts';
import type { Services } from './services.ts';
import { slipPdf } from './slip/slip-pdf.ts';
import type { Kiosk } from './trust.ts';

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

/**
 * The official forms of what this visit has filed, or of answers that are not filed, made in memory and given to the printer. In demos
 * and tests without a printer they may become a file only this user can read, as slips do; never in production, where `slipFolder` is
 * not there: a form is all somebody said (decision 0041).
 */
export async function printForm(
  request: z.infer<typeof PrintFormRequest>,
  ports: FormPorts,
): Promise<z.infer<typeof PrintAnswer>> {
  const { host, slipFolder, log } = ports;
  const asked = await whatToPrint(request, ports);
  const document = asked && !isBook(asked.answers) ? await drawn(asked, ports) : undefined;
  if (!asked || !document) {
    log.write('no-form');
    return { printed: false, reason: 'no-form' };
  }
  const printed = await host
    .print(document, 'form')
    .catch(() => ({ printed: false, reason: 'printer-failed' }) as const);
  if (printed.printed) return { printed: true };
  if (slipFolder) {
    await mkdir(slipFolder, { recursive: true });
    const name = asked.standing.state === 'filed' ? asked.standing.slip : asked.standing.state;
    await writeFile(join(slipFolder, `form-${name.replace(/[^\w.-]/g, '')}.pdf`), document, { mode: 0o600 });
    return { printed: true };
  }
  log.write(printed.reason);
  return { printed: false, reason: printed.reason };
}

type FormPorts = Pick<
  Services,
  'host' | 'slipFolder' | 'log' | 'session' | 'safe' | 'content' | 'officialForms' | 'clock' | 'clockState'
> & { readonly kiosk: Kiosk };

interface FormToPrint {
  readonly service: Service;
  readonly answers: Answers;
  readonly papers: readonly string[];
  readonly standing: FormStanding;
}

/** Nothing for a service or a version this kiosk has not got, nor when nothing was filed. */
async function whatToPrint(
  request: z.infer<typeof PrintFormRequest>,
  { session, safe, content }: FormPorts,
): Promise<FormToPrint | undefined> {
  const find = ({ id, version }: { id: string; version: string }) =>
    content.inUse().services.find((each) => each.id === id && each.version === version);
  if (request.of === 'answers') {
    const service = find(request.service);
    const state = request.toBring ? 'to-bring' : 'not-filed';
    return service && { service, answers: request.answers, papers: request.papers, standing: { state } };
  }
  const [filed, dossier] = [session.lastFiled(), session.filedDossier()];
  const service = dossier && find(dossier.service);
  if (!filed || !dossier || !service) return undefined;
  const receipt = await safe.receipt(filed.filing.id);
  return {
    service,
    answers: dossier.answers,
    papers: dossier.papers.map(({ paper }) => paper),
    standing: {
      state: 'filed',
      slip: filed.slip.number,
      code: receipt?.code,
      filedMs: Date.parse(filed.slip.filedAt),
    },
  };
}

async function drawn(
  { service, answers, papers, standing }: FormToPrint,
  { officialForms, content, clock, clockState, kiosk }: FormPorts,
): Promise<Uint8Array | undefined> {
  const set = await officialForms.read(content.inUse()).catch(() => undefined);
  if (!set) return undefined;
  const { layouts, letters, calendar, places, countries } = set;
  // The page asks its questions by the portal's time; by this machine's own, a form could be worked out for another day.
  const offsetMs = clockState.state().offsetMs ?? 0;
  const nowMs = clock.nowMs() + offsetMs;
  // A filed dossier is printed as it was on its own day, by the rules of that day. Slips tell this machine's own time.
  const atMs = standing.state === 'filed' ? standing.filedMs + offsetMs : nowMs;
  const facts = { today: hanoiDay(atMs), time: timeOfDay(atMs), calendar, places, feeSupportConfirmed: false };
  const filled = filledForms(service, answers, {
    layouts,
    facts,
    kioskWard: kiosk.config.ward.unit,
    papers,
    countries,
  });
  return filled.forms.length === 0 ? undefined : formPdf(filled, { standing, letters, nowMs });
}
