import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newerList } from '../../shared/catalogue/content-units.ts';
import type { OfficialForm } from '../../shared/catalogue/official-form.ts';
import type { Content } from '../../shared/catalogue/read-content.ts';
import { readForms } from '../../shared/catalogue/read-forms.ts';
import type { Letters } from '../../shared/paper/letters.ts';
import { type UnitsAtHand, unitsAtHand } from '../../shared/places/units-at-hand.ts';
import type { JournalLog } from './journal-log.ts';

/** What a form is printed with: the layouts, the letters, and names of places and countries. */
export interface FormSet extends UnitsAtHand {
  readonly layouts: ReadonlyMap<string, OfficialForm>;
  readonly letters: Letters;
}

export interface OfficialForms {
  /** With what came anew since the build. Read when somebody first prints, then kept: most visits print none, and the start waits for nothing. Rejects when a file is missing. */
  read(newer: Pick<Content, 'forms' | 'units'>): Promise<FormSet>;
  /** Layouts of the build alone. Kept as well; rejects when a file is missing. */
  builtIn(): Promise<Content['forms']>;
}

/** Of the build, with the lists as they lie there. */
interface BuiltIn extends FormSet {
  readonly files: Readonly<Record<string, unknown>>;
}

const unitFiles = ['hanoi.json', 'country.json', 'holidays.json', 'nationalities.json'] as const;

/** From the folder that holds `forms/`, `letters/` and `units/`. */
export function openOfficialForms(folder: string, log: JournalLog): OfficialForms {
  let reading: Promise<BuiltIn> | undefined;
  let readingLayouts: Promise<Content['forms']> | undefined;

  async function readLayouts(): Promise<Content['forms']> {
    const names = (await readdir(join(folder, 'forms'))).filter((name) => name.endsWith('.json'));
    const { forms, problems } = readForms(await readJson(names.map((name) => ['forms', name])));
    for (const problem of problems) log.write('form-faulty', problem.split(':', 1)[0]);
    return forms;
  }

  async function readAll(): Promise<BuiltIn> {
    const layouts = await builtIn();
    const units = await readJson(unitFiles.map((name) => ['units', name]));
    const [regular, bold, italic] = await Promise.all(
      ['regular', 'bold', 'italic'].map((face) => readFile(join(folder, 'letters', `${face}.ttf`))),
    );
    if (!regular || !bold || !italic) throw new Error('a face is missing');
    const atHand = unitsAtHand((name) => units[name]);
    return { layouts, letters: { regular, bold, italic }, ...atHand, files: units };
  }

  async function readJson(paths: readonly (readonly [string, string])[]): Promise<Record<string, unknown>> {
    const read = paths.map(async ([part, name]): Promise<[string, unknown]> => {
      // What is not JSON is told as faulty by whoever parses it.
      const text = await readFile(join(folder, part, name), 'utf8');
      return [name, parsed(text)];
    });
    return Object.fromEntries(await Promise.all(read));
  }

  function builtIn(): Promise<Content['forms']> {
    readingLayouts ??= readLayouts().catch((error: unknown) => {
      // A disk that answers again is asked again.
      readingLayouts = undefined;
      throw error;
    });
    return readingLayouts;
  }

  return {
    builtIn,
    async read(newer) {
      reading ??= readAll().catch((error: unknown) => {
        reading = undefined;
        throw error;
      });
      const { files, ...builtIn } = await reading;
      const layouts = new Map([...builtIn.layouts, ...newer.forms]);
      if (Object.keys(newer.units).length === 0) return { ...builtIn, layouts };
      return { ...builtIn, layouts, ...unitsAtHand((name) => newerList(newer.units, name) ?? files[name]) };
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
