import { readdirSync, readFileSync } from 'node:fs';
import { extractText, getDocumentProxy } from 'unpdf';
import { readForms } from '../../shared/catalogue/read-forms.ts';
import type { Answers, Service } from '../../shared/catalogue/service.ts';
import { exampleFacts } from '../../shared/form/example-answers.ts';
import type { Facts } from '../../shared/form/facts.ts';
import { type FilledForms, filledForms } from '../../shared/form/filled-form.ts';
import { type FormStanding, formPdf } from '../../shared/paper/form-pdf.ts';
import type { Letters } from '../../shared/paper/letters.ts';
import { type UnitsAtHand, unitsAtHand } from '../../shared/places/units-at-hand.ts';

const assets = new URL('../../assets/', import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, assets), 'utf8'));

export const formFiles: Readonly<Record<string, unknown>> = Object.fromEntries(
  readdirSync(new URL('forms/', assets)).map((name) => [name, read(`forms/${name}`)]),
);
export const layouts = readForms(formFiles);
export const units: UnitsAtHand = unitsAtHand((name) => read(`units/${name}`));
export const letters: Letters = {
  regular: readFileSync(new URL('letters/regular.ttf', assets)),
  bold: readFileSync(new URL('letters/bold.ttf', assets)),
  italic: readFileSync(new URL('letters/italic.ttf', assets)),
};

export const kioskWard = '00175';

export function factsOf(example: Service['examples'][number]): Facts {
  return exampleFacts(example, { calendar: units.calendar, places: units.places, kioskWard });
}

export function filledWith(
  service: Service,
  answers: Answers,
  facts: Facts,
  papers: readonly string[] = [],
): FilledForms {
  return filledForms(service, answers, {
    layouts: layouts.forms,
    facts,
    kioskWard,
    papers,
    countries: units.countries,
  });
}

export const printedAtMs = Date.parse('2026-11-22T08:00:00Z');

export function pdfOf(filled: FilledForms, standing: FormStanding = { state: 'not-filed' }): Promise<Uint8Array> {
  return formPdf(filled, { standing, letters, nowMs: printedAtMs });
}

/** The text of each page, as a reader program selects it. */
export async function textOfPages(pdf: Uint8Array): Promise<string[]> {
  const document = await getDocumentProxy(Uint8Array.from(pdf));
  const { text } = await extractText(document, { mergePages: false });
  return text;
}

/** Without blanks and case: where a line breaks, and where the form wants capitals, is not what is compared. */
export function squeezed(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, '').toLocaleLowerCase('vi');
}
