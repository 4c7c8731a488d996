import type { z } from 'zod';
import { crossCheck } from './cross-check.ts';
import { Service } from './service.ts';

export type ServiceReading = { ok: true; service: Service } | { ok: false; problems: string[] };

/**
 * Reads one catalogue file. Besides its shape, everything it points at must exist: see `cross-check.ts`. One short line per problem.
 * That the worked examples come out as they say is checked by `form/example-answers.ts`, which knows the forms.
 */
export function readService(json: unknown): ServiceReading {
  const parsed = Service.safeParse(json);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map(issueLine) };
  const problems = crossCheck(parsed.data);
  return problems.length === 0 ? { ok: true, service: parsed.data } : { ok: false, problems };
}

/**
 * Reads all files of a catalogue (name → parsed JSON). A file with a problem is left out and its problems told; the others serve on.
 * Of two versions of a service that hold on the same day, both are left out: nobody may guess which one is law.
 */
export function readCatalogue(files: Readonly<Record<string, unknown>>): { services: Service[]; problems: string[] } {
  const readings = Object.entries(files).map(([name, json]) => ({ name, reading: readService(json) }));
  const problems = readings.flatMap(({ name, reading }) =>
    reading.ok ? [] : reading.problems.map((problem) => `${name}: ${problem}`),
  );
  const services = readings.flatMap(({ reading }) => (reading.ok ? [reading.service] : []));
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
