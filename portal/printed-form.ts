import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OfficialForm } from '../shared/catalogue/official-form.ts';
import { readForms } from '../shared/catalogue/read-forms.ts';
import type { Dossier } from '../shared/dossier/dossier.ts';
import { filledForms } from '../shared/form/filled-form.ts';
import { formPdf } from '../shared/paper/form-pdf.ts';
import type { Letters } from '../shared/paper/letters.ts';
import { isBook } from '../shared/paper/longest-form.ts';
import type { PortalPorts } from './ports.ts';
import type { CaseRecord } from './register/register.ts';

/** What official forms are printed with. */
export interface FormSet {
  readonly layouts: ReadonlyMap<string, OfficialForm>;
  readonly letters: Letters;
}

/** From the project's `assets`. */
export function readFormSet(assetsFolder: string): FormSet {
  const face = (name: keyof Letters) => readFileSync(join(assetsFolder, 'letters', `${name}.ttf`));
  return {
    layouts: readLayouts(assetsFolder),
    letters: { regular: face('regular'), bold: face('bold'), italic: face('italic') },
  };
}

export function readLayouts(assetsFolder: string): FormSet['layouts'] {
  const folder = join(assetsFolder, 'forms');
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const files = names.map((name): [string, unknown] => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]);
  return readForms(Object.fromEntries(files)).forms;
}

/**
 * The official forms of a case as it stands, the same paper the kiosk prints, by the version it was filed under. `undefined` where the
 * portal has not got that version, or it fills no form; `too-long` for answers the kiosk would not print either.
 */
export async function printedForm(
  found: CaseRecord,
  dossier: Dossier,
  { catalogue, clock }: Pick<PortalPorts, 'catalogue' | 'clock'>,
): Promise<Uint8Array | 'too-long' | undefined> {
  const service = catalogue.find(dossier.service);
  const set = catalogue.forms?.();
  if (!service || !set) return undefined;
  if (isBook(dossier.answers)) return 'too-long';
  const filled = filledForms(service, dossier.answers, {
    layouts: set.layouts,
    facts: catalogue.factsOf(found.filedMs),
    kioskWard: dossier.receiver.unit,
    papers: dossier.papers.map(({ paper }) => paper),
    countries: catalogue.countries,
  });
  if (filled.forms.length === 0) return undefined;
  const standing = { state: 'filed', slip: found.slip, code: found.code, filedMs: found.filedMs } as const;
  return formPdf(filled, { standing, letters: set.letters, nowMs: clock.nowMs() });
}
