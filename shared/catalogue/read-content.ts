import { z } from 'zod';
import { ContentUnits } from './content-units.ts';
import type { OfficialForm } from './official-form.ts';
import { catalogueOf, readServiceFile } from './read-catalogue.ts';
import { formProblems, readForms } from './read-forms.ts';
import type { Service } from './service.ts';

/**
 * What a kiosk works with, and a portal judges by. `units` are the lists somebody has sent anew; of what is not there, those the
 * program was built with hold.
 */
export interface Content {
  readonly services: readonly Service[];
  /** Layouts of official forms, by their ids; of those that are not there the ones of the build hold. */
  readonly forms: ReadonlyMap<string, OfficialForm>;
  readonly units: ContentUnits;
}

/** Beside the catalogue a build brings along: of two contents the higher version counts. Written by `npm run catalogue -- stamp`. */
export const BuiltInContent = z.object({ version: z.number().int().positive(), sha256: z.string() });
export const builtInContentName = 'content.json';

export type ContentReading = { ok: true; content: Content } | { ok: false; problems: string[] };

/**
 * Reads all files of a bundle (`catalogue/<service>.json`, `forms/<form>.json`, `units/<list>.json` → parsed JSON). One problem in one file and none of
 * them counts: what is there already is whole. A kind or a list this build does not know is for newer ones, and passed over.
 * @param builtInForms layouts of the build; asked for when a service fills a form that has not come with it
 */
export async function readContent(
  files: Readonly<Record<string, unknown>>,
  {
    builtInForms,
    pause = async () => {},
  }: {
    builtInForms: () => Promise<Content['forms']>;
    /** Between two files: somebody else may be waiting. */
    pause?: () => Promise<void>;
  },
): Promise<ContentReading> {
  const ofKind = (kind: string) =>
    Object.entries(files).flatMap(([name, json]): [string, unknown][] =>
      name.startsWith(`${kind}/`) ? [[name.slice(kind.length + 1), json]] : [],
    );
  const readings: { name: string; reading: ReturnType<typeof readServiceFile> }[] = [];
  for (const [name, json] of ofKind('catalogue')) {
    readings.push({ name, reading: readServiceFile(json) });
    await pause();
  }
  const { services, problems } = catalogueOf(readings);
  if (services.length === 0) problems.push('catalogue: no service');
  const { forms, problems: ofForms } = readForms(Object.fromEntries(ofKind('forms')));
  problems.push(...ofForms);
  const isAnyMissing = services.some((service) => service.forms.some(({ form }) => !forms.has(form)));
  const formsAtHand = isAnyMissing ? new Map([...(await builtInForms()), ...forms]) : forms;
  // Offered to be printed and then not there: a service that ends with its form could not end.
  for (const service of services) problems.push(...formProblems(service, formsAtHand));
  const units: Record<string, unknown> = {};
  for (const [name, json] of ofKind('units')) {
    const list = name.replace(/\.json$/, '');
    if (!isKnownList(list)) continue;
    const parsed = ContentUnits.shape[list].unwrap().safeParse(json);
    if (parsed.success) units[list] = parsed.data;
    else problems.push(`units/${name}: ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`);
  }
  return problems.length === 0 ? { ok: true, content: { services, forms, units } } : { ok: false, problems };
}

function isKnownList(name: string): name is keyof ContentUnits {
  return Object.hasOwn(ContentUnits.shape, name);
}
