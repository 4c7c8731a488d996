import { z } from 'zod';
import { addDays } from '../identity/calendar-date.ts';
import { IsoDate } from './text.ts';

/**
 * What a law changes in a service on a day, written beside the service it changes: from that day on a new version stands in its place.
 * `set` names places of the file as written (`results/extract/name`, `fees/copy/amount`) and what stands there from then on; `null`
 * takes away. In a list the next word is the `id` of an element (an option's `value`, the `text` of a law); one that is not there yet
 * is added at the end. A slash inside a name is written «⁄» (U+2044).
 */
export const DatedChange = z
  .object({
    version: z.string(),
    validFrom: IsoDate,
    /** The law or decision that says so. */
    source: z.string(),
    set: z.record(z.string(), z.unknown()),
  })
  .strict();
export type DatedChange = z.infer<typeof DatedChange>;

/** One version of a service as it stands in the file, not yet read. */
export type RawVersion = Readonly<Record<string, unknown>>;

/**
 * Every version a file holds, in the order of their days: the service as written, then after each change. Each ends on the day before
 * the next begins, and keeps the worked examples that are filed on its own days.
 */
export function versionsOfFile(file: RawVersion): { versions: RawVersion[]; problems: string[] } {
  const { changes: written, ...service } = file;
  if (written === undefined) return { versions: [service], problems: [] };
  const parsed = z.array(DatedChange).min(1).safeParse(written);
  if (!parsed.success)
    return {
      versions: [],
      problems: parsed.error.issues.map((issue) => `changes.${issue.path.join('.')}: ${issue.message}`),
    };
  const changes = parsed.data;
  const problems = orderProblems(service, changes);
  if (problems.length > 0) return { versions: [], problems };
  const versions: RawVersion[] = [];
  let standing: RawVersion = service;
  for (const [index, change] of changes.entries()) {
    versions.push({ ...standing, validUntil: addDays(change.validFrom, -1) });
    const { validUntil: _until, ...before } = copyOf(standing);
    for (const [path, value] of Object.entries(change.set)) {
      const isSet = setAt(
        before,
        path.split('/').map((word) => word.replaceAll(FRACTION_SLASH, '/')),
        value,
      );
      if (!isSet) problems.push(`change ${change.version}: there is no ${path}`);
    }
    const isLast = index === changes.length - 1;
    const until = isLast ? service.validUntil : undefined;
    standing = {
      ...before,
      version: change.version,
      validFrom: change.validFrom,
      ...(until === undefined ? {} : { validUntil: until }),
    };
  }
  versions.push(standing);
  return { versions: versions.map(withOwnExamples), problems };
}

/** Stands for the slash inside a name of a law, where a plain one would part the words of the path: «Luật số 60⁄2014⁄QH13». */
const FRACTION_SLASH = '\u2044';

function orderProblems(service: RawVersion, changes: readonly DatedChange[]): string[] {
  const days = [String(service.validFrom), ...changes.map(({ validFrom }) => validFrom)];
  return days
    .slice(1)
    .flatMap((day, index) =>
      day > (days[index] ?? '') ? [] : [`change ${changes[index]?.version}: ${day} is not after ${days[index]}`],
    );
}

/** False when the path leads nowhere. */
function setAt(target: Record<string, unknown> | unknown[], path: readonly string[], value: unknown): boolean {
  const [word, ...rest] = path;
  if (word === undefined) return false;
  if (Array.isArray(target)) {
    const at = target.findIndex((element) => nameOf(element) === word);
    if (rest.length > 0) return at >= 0 && isOpen(target[at]) && setAt(target[at], rest, value);
    if (value === null) return at >= 0 && target.splice(at, 1).length === 1;
    if (nameOf(value) !== word) return false;
    target.splice(at < 0 ? target.length : at, at < 0 ? 0 : 1, value);
    return true;
  }
  if (rest.length > 0) {
    const next = Object.hasOwn(target, word) ? target[word] : undefined;
    return isOpen(next) && setAt(next, rest, value);
  }
  if (value === null) return Object.hasOwn(target, word) && delete target[word];
  target[word] = value;
  return true;
}

function isOpen(value: unknown): value is Record<string, unknown> | unknown[] {
  return typeof value === 'object' && value !== null;
}

/** What an element of a list is called. */
function nameOf(element: unknown): unknown {
  if (!isOpen(element) || Array.isArray(element)) return undefined;
  return element.id ?? element.value ?? element.text;
}

function withOwnExamples(version: RawVersion): RawVersion {
  const examples = Array.isArray(version.examples) ? version.examples : [];
  const from = String(version.validFrom);
  const until = typeof version.validUntil === 'string' ? version.validUntil : undefined;
  const isOwn = (today: unknown) =>
    typeof today === 'string' && from <= today && (until === undefined || today <= until);
  return {
    ...version,
    examples: examples.filter((example) => isOpen(example) && 'today' in example && isOwn(example.today)),
  };
}

/** It is JSON: nothing is lost. */
function copyOf(version: RawVersion): Record<string, unknown> {
  return JSON.parse(JSON.stringify(version)) as Record<string, unknown>;
}
