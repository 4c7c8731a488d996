import { z } from 'zod';
import type { RawVersion } from './dated-changes.ts';

/**
 * Steps asked once for each of several people or things (the members of a household on CT01): as many as the answer to a whole-number
 * question says. In the file they are written once; reading writes them out, `{n}` in a text becoming 1, 2, …, ids `mName1`,
 * `mName2`, …. So everything behind the catalogue sees plain questions, and a dossier holds plain answers.
 */
export const Repeat = z
  .object({
    repeat: z.string().regex(/^[a-z][a-z-]*$/),
    /** The whole-number question that says how many; its `maximum` is `most`. */
    count: z.string(),
    most: z.number().int().min(1).max(12),
    /** The number of the first of them: 2 where a person before them was asked apart (who files, say). */
    startsAt: z.number().int().min(1).max(2).default(1),
    steps: z.array(z.looseObject({ id: z.string() })).min(1),
  })
  .strict();
type Repeat = z.infer<typeof Repeat>;

/** The version with every repeat written out. Besides steps, a check, paper or derived field with `each: "<repeat>"` becomes one for each. */
export function withoutRepeats(version: RawVersion): { version: RawVersion; problems: string[] } {
  const problems: string[] = [];
  const repeats = new Map<string, Repeat>();
  const sections = listOf(version.sections).map((section) => {
    const steps = listOf(section.steps).flatMap((step) => {
      if (!('repeat' in step)) return [step];
      const parsed = Repeat.safeParse(step);
      if (!parsed.success) {
        problems.push(...parsed.error.issues.map((issue) => `repeat ${issue.path.join('.')}: ${issue.message}`));
        return [];
      }
      repeats.set(parsed.data.repeat, parsed.data);
      return eachOf(parsed.data, (n) => parsed.data.steps.map((each) => stepAt(each, n, parsed.data))).flat();
    });
    return section.steps === undefined ? section : { ...section, steps };
  });
  if (repeats.size === 0) return { version, problems };
  for (const repeat of repeats.values()) problems.push(...countProblems(repeat, sections));
  const written: Record<string, unknown> = { ...version, sections };
  for (const list of ['checks', 'papers', 'derived', 'deadlines', 'fees'] as const)
    if (version[list] !== undefined) written[list] = listOf(version[list]).flatMap((item) => itemsOf(item));
  return { version: withAnyOf(written, repeats, problems) as RawVersion, problems };

  function itemsOf(item: Record<string, unknown>): unknown[] {
    const { each, ...rest } = item;
    if (each === undefined) return [item];
    const repeat = repeats.get(String(each));
    if (!repeat) {
      problems.push(`${String(item.id)}: there is no repeat ${String(each)}`);
      return [];
    }
    return eachOf(repeat, (n) => {
      const one = numbered(rest, n, repeat) as Record<string, unknown>;
      const id = /[A-Z]/.test(String(rest.id)) ? `${String(rest.id)}${n}` : `${String(rest.id)}-${n}`;
      return { ...one, id, when: onlyFrom(n, repeat, one.when) };
    });
  }
}

type Loose = Record<string, unknown>;

function listOf(value: unknown): Loose[] {
  return Array.isArray(value) ? value.filter((each): each is Loose => typeof each === 'object' && each !== null) : [];
}

function eachOf<T>(repeat: Repeat, make: (n: number) => T): T[] {
  return Array.from({ length: repeat.most }, (_, index) => make(repeat.startsAt + index));
}

function stepAt(step: Loose, n: number, repeat: Repeat): Loose {
  const one = numbered(step, n, repeat) as Loose;
  return { ...one, id: `${String(step.id)}-${n}`, when: onlyFrom(n, repeat, one.when) };
}

function onlyFrom(n: number, repeat: Repeat, when: unknown): unknown {
  const isThere = { more: [{ answer: repeat.count }, n - repeat.startsAt] };
  return when === undefined ? isThere : { all: [isThere, when] };
}

function countProblems(repeat: Repeat, sections: readonly Loose[]): string[] {
  const questions = sections.flatMap((section) => listOf(section.steps).flatMap((step) => listOf(step.questions)));
  const count = questions.find(({ id }) => id === repeat.count);
  const fits = count?.kind === 'whole-number' && count.maximum === repeat.most;
  return fits ? [] : [`repeat ${repeat.repeat}: ${repeat.count} must be a whole number of at most ${repeat.most}`];
}

/** `{ "anyOf": ["members", condition] }`: it holds for at least one of them. */
function withAnyOf(value: unknown, repeats: ReadonlyMap<string, Repeat>, problems: string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => withAnyOf(item, repeats, problems));
  if (typeof value !== 'object' || value === null) return value;
  if ('anyOf' in value && Array.isArray(value.anyOf)) {
    const [name, condition] = value.anyOf;
    const repeat = repeats.get(String(name));
    if (!repeat) {
      problems.push(`anyOf: there is no repeat ${String(name)}`);
      return { always: false };
    }
    return { any: eachOf(repeat, (n) => onlyFrom(n, repeat, numbered(condition, n, repeat))) };
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withAnyOf(item, repeats, problems)]));
}

/** Keys whose text is the id of a question, and so takes the number of its repeat. */
const pointers: ReadonlySet<string> = new Set([
  'answer',
  'missing',
  'unknown',
  'at',
  'from',
  'birthDate',
  'dateInWords',
  'numberInWords',
  'perAnswer',
]);

function numbered(value: unknown, n: number, repeat: Repeat): unknown {
  const own = new Set(repeat.steps.flatMap((step) => listOf(step.questions).map(({ id }) => String(id))));
  const pointed = (id: string) => {
    const [base = '', ...member] = id.split('.');
    return own.has(base) ? [`${base}${n}`, ...member].join('.') : id;
  };
  const visit = (item: unknown, key: string, inQuestion: boolean): unknown => {
    if (typeof item === 'string') {
      if (pointers.has(key) || (key === 'id' && inQuestion)) return pointed(item);
      // The initial answer of a whole number: the place in the list.
      if (key === 'initial' && item === '{n}') return n;
      return item.replaceAll('{n}', String(n)).replace(/\{([a-z][A-Za-z0-9]*)\}/g, (_, id) => `{${pointed(id)}}`);
    }
    if (Array.isArray(item)) return item.map((each) => visit(each, key, key === 'questions'));
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(
      Object.entries(item).map(([name, each]) => [name, visit(each, name, inQuestion && name === 'id')]),
    );
  };
  return visit(value, '', false);
}
