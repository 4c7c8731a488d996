import {
  GuideEntry,
  type GuideFee,
  type GuidePaper,
  type GuideTime,
  type GuideWay,
  guideBounds,
  guideSchemaVersion,
} from './guide-entry.ts';
import { publishedText } from './published-text.ts';

/** What could not be taken over, by a code that stays. */
export type ImportReason =
  /** The file is no JSON. */
  | 'not-json'
  /** The file is larger than any record. */
  | 'too-large'
  /** JSON, but no record. */
  | 'not-a-record'
  | 'no-code'
  | 'no-name'
  /** Another record of the same code is newer, or the same. */
  | 'same-code'
  /** Of another kind than the database publishes: left out. */
  | 'wrong-type'
  /** Longer than a screen can say: cut. */
  | 'cut'
  /** The database does not say it. */
  | 'not-stated'
  /** The record says something else in two places; the first was taken. */
  | 'disagrees';

export interface ImportNote {
  /** Where in the record: `detail.executionMethods`. */
  readonly at: string;
  readonly reason: ImportReason;
}

export type GuideReading =
  /** Empty notes: everything was there. */
  | { readonly ok: true; readonly entry: GuideEntry; readonly notes: readonly ImportNote[]; readonly updatedMs: number }
  | { readonly ok: false; readonly note: ImportNote };

/**
 * A record of the national procedure database (parsed JSON) as a guide entry. Nothing is invented: what is not stated, or stated in a
 * form nobody can read, is left out and noted. Never throws.
 *
 * @param group slug of the life event the file stands under
 */
export function readGuideRecord(json: unknown, group: string | undefined): GuideReading {
  const record = objectOf(json);
  if (!record) return { ok: false, note: { at: '', reason: 'not-a-record' } };
  const notes: ImportNote[] = [];
  const top = new Reader(record, '', notes);
  const detail = new Reader(objectOf(record.detail) ?? {}, 'detail.', notes);
  if (!objectOf(record.detail)) notes.push({ at: 'detail', reason: 'wrong-type' });

  const code = codeOf(record.code) ?? codeOf(detail.raw('code')) ?? codeOf(detail.raw('codeNotation'));
  if (code === undefined) return { ok: false, note: { at: 'code', reason: 'no-code' } };
  if (codeOf(record.code) && codeOf(detail.raw('code')) && record.code !== detail.raw('code')) {
    notes.push({ at: 'detail.code', reason: 'disagrees' });
  }
  const name = top.text('name', guideBounds.line) ?? detail.text('name', guideBounds.line);
  if (name === undefined) return { ok: false, note: { at: 'name', reason: 'no-name' } };

  const updatedMs = instantOf(detail.raw('updatedAt')) ?? instantOf(detail.raw('createdAt')) ?? 0;
  const fields = detail.list('categoriesDetails').flatMap((each) => each.text('name', guideBounds.line) ?? []);
  const proposal = detail.inside('procedureProposal');
  const decision = proposal?.text('proposalNumber', guideBounds.line);
  const decidedBy = detail.text('departmentPromulgateName', guideBounds.line);
  const conditions = detail.text('requirementsAndConditions', guideBounds.text);
  const places = detail.text('dossierReceivingAddresses', guideBounds.text);
  const field = fields[0];
  const entry = {
    schema: guideSchemaVersion,
    code,
    name: inOneLine(name),
    ...(field === undefined ? {} : { field: inOneLine(field) }),
    ...(group === undefined ? {} : { group }),
    isInternal: detail.raw('isInternal') === true,
    who: detail.namesIn('subjectTypesDetails'),
    ...(conditions === undefined ? {} : { conditions }),
    results: detail.namesIn('resultsDetails'),
    papers: papersOf(detail),
    ways: waysOf(detail),
    cases: casesOf(detail),
    ...(places === undefined ? {} : { places }),
    authorities: authoritiesOf(detail),
    levels: levelsOf(detail),
    legalBasis: lawsOf(detail),
    ...(decision === undefined ? {} : { decision: inOneLine(decision) }),
    ...(decidedBy === undefined ? {} : { decidedBy: inOneLine(decidedBy) }),
    ...(updatedMs === 0 ? {} : { updated: new Date(updatedMs + vietnamAheadMs).toISOString().slice(0, 10) }),
  };
  for (const [at, stated] of [
    ['detail.executionCases', entry.papers],
    ['detail.executionMethods', entry.ways],
    ['detail.legalBasisesDetails', entry.legalBasis],
    ['detail.resultsDetails', entry.results],
    ['detail.subjectTypesDetails', entry.who],
    ['detail.executingAgencies', [...entry.authorities, ...(places ? [places] : [])]],
  ] as const) {
    if (stated.length === 0) notes.push({ at, reason: 'not-stated' });
  }
  const parsed = GuideEntry.safeParse(entry);
  if (parsed.success) return { ok: true, entry: parsed.data, notes: once(notes), updatedMs };
  return { ok: false, note: { at: parsed.error.issues[0]?.path.join('.') ?? '', reason: 'wrong-type' } };
}

/** An instant of the database is a day in Vietnam. */
const vietnamAheadMs = 7 * 60 * 60 * 1000;
/** The database is younger than the one, and nobody knows what it will say after the other. */
const [firstMs, lastMs] = [Date.UTC(2000, 0, 1), Date.UTC(2100, 0, 1)];

type Plain = Readonly<{ [key: string]: unknown }>;

function objectOf(value: unknown): Plain | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : undefined;
}

/** Reads one object of a record as far as it can be read, and notes the rest. */
class Reader {
  readonly #record: Plain;
  readonly #at: string;
  readonly #notes: ImportNote[];

  constructor(record: Plain, at: string, notes: ImportNote[]) {
    this.#record = record;
    this.#at = at;
    this.#notes = notes;
  }

  raw(key: string): unknown {
    return Object.hasOwn(this.#record, key) ? this.#record[key] : undefined;
  }

  note(key: string, reason: ImportReason): undefined {
    this.#notes.push({ at: `${this.#at}${key}`, reason });
  }

  /** Undefined when there is none, or nothing in it. */
  text(key: string, most: number): string | undefined {
    const value = this.raw(key);
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') return this.note(key, 'wrong-type');
    const { text, isCut } = publishedText(value, most);
    if (isCut) this.note(key, 'cut');
    return /[\p{L}\p{N}]/u.test(text) ? text : undefined;
  }

  /** A whole number not below zero; as digits too, which some records have. */
  count(key: string): number | undefined {
    const value = this.raw(key);
    if (value === undefined || value === null || value === '') return undefined;
    const number = typeof value === 'string' && /^\d{1,9}$/.test(value.trim()) ? Number(value) : value;
    if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= mostCount) return number;
    return this.note(key, 'wrong-type');
  }

  inside(key: string): Reader | undefined {
    const value = this.raw(key);
    if (value === undefined || value === null) return undefined;
    const record = objectOf(value);
    return record ? new Reader(record, `${this.#at}${key}.`, this.#notes) : this.note(key, 'wrong-type');
  }

  list(key: string): Reader[] {
    const value = this.raw(key);
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) {
      this.note(key, 'wrong-type');
      return [];
    }
    if (value.length > guideBounds.list) this.note(key, 'cut');
    return value.slice(0, guideBounds.list).flatMap((each: unknown) => {
      const record = objectOf(each);
      if (!record) this.note(`${key}[]`, 'wrong-type');
      return record ? [new Reader(record, `${this.#at}${key}[].`, this.#notes)] : [];
    });
  }

  namesIn(key: string): string[] {
    const names = this.list(key).flatMap((each) => each.text('name', guideBounds.line) ?? []);
    return [...new Set(names.map(inOneLine))];
  }
}

const mostCount = 1_000_000_000;

function papersOf(detail: Reader): { title?: string; papers: GuidePaper[] }[] {
  return detail.list('executionCases').flatMap((each) => {
    const title = each.text('name', guideBounds.text);
    const papers = each.list('profileComponents').flatMap((paper): GuidePaper[] => {
      const name = paper.text('name', guideBounds.paper);
      if (name === undefined) return [];
      return [{ name, originals: paper.count('originalQty') ?? 0, copies: paper.count('copyQty') ?? 0 }];
    });
    if (papers.length === 0 && title === undefined) return [];
    return [{ ...(title === undefined ? {} : { title }), papers }];
  });
}

const ways = { DIRECT: 'direct', ONLINE: 'online', POSTAL: 'post' } as const;

function waysOf(detail: Reader): GuideWay[] {
  return detail.list('executionMethods').flatMap((each): GuideWay[] => {
    const said = each.raw('submissionMethod');
    const how = typeof said === 'string' && Object.hasOwn(ways, said) ? ways[said as keyof typeof ways] : undefined;
    if (how === undefined) {
      each.note('submissionMethod', 'wrong-type');
      return [];
    }
    const time = timeOf(each, 'processingTime', 'processingTimeUnit');
    const text = each.text('description', guideBounds.text);
    return [{ how, ...(time ? { time } : {}), ...(text === undefined ? {} : { text }), fees: feesOf(each) }];
  });
}

/** Money as stated: an amount, what is said beside it, both or nothing. Zero is a number the database states, not a promise of ours. */
function feesOf(way: Reader): GuideFee[] {
  return way.list('fees').flatMap((each): GuideFee[] => {
    const said = each.raw('type');
    const kind = said === 'SERVICE_FEE' ? 'service-fee' : 'fee';
    if (said !== 'FEE' && said !== 'SERVICE_FEE') each.note('type', 'wrong-type');
    const amount = each.count('value') ?? null;
    const text = each.text('description', guideBounds.text);
    const currency = each.text('currencyName', guideBounds.line);
    if (amount === null && text === undefined) return [];
    const isDong = currency === undefined || /^(Việt Nam )?Đồng$/i.test(currency);
    return [
      { kind, amount, ...(isDong ? {} : { currency: inOneLine(currency) }), ...(text === undefined ? {} : { text }) },
    ];
  });
}

function casesOf(detail: Reader): { name: string; time?: GuideTime }[] {
  return detail.list('cases').flatMap((each) => {
    const name = each.text('name', guideBounds.line);
    const day = each.inside('processingDay');
    const time = day && timeOf(day, 'qty', 'type');
    return name === undefined ? [] : [{ name: inOneLine(name), ...(time ? { time } : {}) }];
  });
}

const units: Readonly<{ [stated: string]: GuideTime['unit'] | null }> = {
  HOUR: 'hours',
  DAY: 'days',
  WORKING_DAY: 'working-days',
  WEEK: 'weeks',
  MONTH: 'months',
  YEAR: 'years',
  // The words beside it say how long.
  OTHER: null,
};

function timeOf(reader: Reader, amountKey: string, unitKey: string): GuideTime | undefined {
  const said = reader.raw(unitKey);
  if (said === undefined || said === null || said === '') return undefined;
  const unit = typeof said === 'string' && Object.hasOwn(units, said) ? units[said] : undefined;
  if (unit === undefined) return reader.note(unitKey, 'wrong-type');
  const amount = reader.count(amountKey);
  // Zero days stand where nobody has filled in any.
  return unit === null || amount === undefined || amount === 0 ? undefined : { amount, unit };
}

function authoritiesOf(detail: Reader): string[] {
  const named = [...detail.namesIn('departmentsExecuting'), ...detail.namesIn('unitGroupsExecuting')];
  if (named.length > 0) return [...new Set(named)].slice(0, guideBounds.list);
  const text = detail.text('executingAgencies', guideBounds.line);
  return text === undefined ? [] : [inOneLine(text)];
}

function levelsOf(detail: Reader): GuideEntry['levels'] {
  const levels = [
    ['ward', 'isWard'],
    ['province', 'isProvince'],
    ['ministry', 'isMinistry'],
  ] as const;
  return levels.flatMap(([level, key]) => (detail.raw(key) === true ? [level] : []));
}

function lawsOf(detail: Reader): GuideEntry['legalBasis'] {
  return detail.list('legalBasisesDetails').flatMap((each) => {
    const code = each.text('code', guideBounds.line);
    const name = each.text('name', guideBounds.text);
    if (name === undefined) return code === undefined ? [] : [{ name: inOneLine(code) }];
    return [{ ...(code === undefined || name.includes(code) ? {} : { code: inOneLine(code) }), name }];
  });
}

function codeOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const code = value.normalize('NFC').trim();
  return GuideEntry.shape.code.safeParse(code).success ? code : undefined;
}

function instantOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= firstMs && value < lastMs ? Math.floor(value) : undefined;
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function once(notes: readonly ImportNote[]): ImportNote[] {
  const seen = new Set<string>();
  return notes.filter(({ at, reason }) => {
    const key = `${reason} ${at}`;
    return !seen.has(key) && seen.add(key);
  });
}
