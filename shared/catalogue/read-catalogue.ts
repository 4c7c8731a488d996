import type { z } from 'zod';
import { crossCheck } from './cross-check.ts';
import { type RawVersion, versionsOfFile } from './dated-changes.ts';
import { withoutRepeats } from './repeats.ts';
import { Service } from './service.ts';

export type ServiceReading = { ok: true; service: Service } | { ok: false; problems: string[] };
export type ServiceFileReading = { ok: true; versions: readonly Service[] } | { ok: false; problems: string[] };

/** A file has a plain example, an unusual one and one that is refused. */
const LEAST_EXAMPLES = 3;

/**
 * Reads one catalogue file: every version of the service it holds, oldest first (`dated-changes.ts`), with its repeats written out
 * (`repeats.ts`). Besides its shape, everything it points at must exist: see `cross-check.ts`. One short line per problem. That the
 * worked examples come out as they say is checked by `form/example-answers.ts`, which knows the forms.
 */
export function readServiceFile(json: unknown): ServiceFileReading {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return { ok: false, problems: ['file: not a service'] };
  const dated = versionsOfFile(json as RawVersion);
  const readings = dated.versions.map(readVersion);
  const problems = [...dated.problems, ...readings.flatMap((reading) => (reading.ok ? [] : reading.problems))];
  const versions = readings.flatMap((reading) => (reading.ok ? [reading.service] : []));
  const examples = versions.flatMap((version) => version.examples).length;
  const written = 'examples' in json && Array.isArray(json.examples) ? json.examples.length : 0;
  if (problems.length === 0 && examples < written) problems.push('examples: some are filed on a day no version holds');
  if (problems.length === 0 && examples < LEAST_EXAMPLES)
    problems.push(`examples: ${LEAST_EXAMPLES} are needed that are filed on days of a version`);
  return problems.length === 0 ? { ok: true, versions } : { ok: false, problems: [...new Set(problems)] };
}

/** The file's first version: all there is in a file no law has changed yet. */
export function readService(json: unknown): ServiceReading {
  const reading = readServiceFile(json);
  const [service] = reading.ok ? reading.versions : [];
  if (service) return { ok: true, service };
  return { ok: false, problems: reading.ok ? ['file: no version'] : reading.problems };
}

function readVersion(raw: RawVersion): ServiceReading {
  const { version, problems } = withoutRepeats(raw);
  if (problems.length > 0) return { ok: false, problems };
  const parsed = Service.safeParse(version);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map(issueLine) };
  const found = crossCheck(parsed.data);
  return found.length === 0 ? { ok: true, service: parsed.data } : { ok: false, problems: found };
}

interface NamedReading {
  readonly name: string;
  readonly reading: ServiceFileReading;
}

/** Reads all files of a catalogue (name → parsed JSON). */
export function readCatalogue(files: Readonly<Record<string, unknown>>): { services: Service[]; problems: string[] } {
  return catalogueOf(Object.entries(files).map(([name, json]) => ({ name, reading: readServiceFile(json) })));
}

/**
 * A catalogue of files that were read. A file with a problem is left out and its problems told; the others serve on.
 * Of two versions of a service that hold on the same day, both are left out: nobody may guess which one is law.
 */
export function catalogueOf(readings: readonly NamedReading[]): { services: Service[]; problems: string[] } {
  const problems = readings.flatMap(({ name, reading }) =>
    reading.ok ? [] : reading.problems.map((problem) => `${name}: ${problem}`),
  );
  const services = readings.flatMap(({ reading }) => (reading.ok ? reading.versions : []));
  const quarrels = services.flatMap((one, index) =>
    services.slice(index + 1).flatMap((other) => (overlap(one, other) ? [{ one, other }] : [])),
  );
  const inQuarrel = new Set(quarrels.flatMap(({ one, other }) => [one, other]));
  return {
    services: services.filter((service) => !inQuarrel.has(service)),
    problems: [
      ...problems,
      ...quarrels.map(
        ({ one, other }) => `${one.id}: versions ${one.version} and ${other.version} hold on the same day`,
      ),
    ],
  };
}

/** The version of a service that holds on a day (ISO). */
export function serviceOn(services: readonly Service[], id: string, today: string): Service | undefined {
  return services.find((service) => service.id === id && isValidOn(service, today));
}

/** The services that hold on a day, for the home screen and search. */
export function servicesOn(services: readonly Service[], today: string): Service[] {
  return services.filter((service) => isValidOn(service, today));
}

function isValidOn(service: Service, today: string): boolean {
  return service.validFrom <= today && (service.validUntil === undefined || today <= service.validUntil);
}

function overlap(one: Service, other: Service): boolean {
  if (one.id !== other.id) return false;
  if (one.version === other.version) return true;
  return one.validFrom <= (other.validUntil ?? '9999-12-31') && other.validFrom <= (one.validUntil ?? '9999-12-31');
}

function issueLine(issue: z.core.$ZodIssue): string {
  const where = issue.path.length === 0 ? 'file' : issue.path.join('.');
  return `${where}: ${issue.message}`;
}
