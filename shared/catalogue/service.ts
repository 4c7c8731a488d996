import { z } from 'zod';
import { Condition } from './condition.ts';
import { Section } from './question.ts';
import { IsoDate, Text } from './text.ts';

/** Changing a schema below changes this number on purpose (a test hashes the schema). */
export const catalogueSchemaVersion = 1;

export const lifeEvents = [
  'birth',
  'residence',
  'health-insurance',
  'school',
  'marriage',
  'copies',
  'licences',
  'death',
] as const;
export type LifeEvent = (typeof lifeEvents)[number];

export const Paper = z
  .object({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    name: Text,
    what: Text.optional(),
    /** The paper belongs to the dossier when this holds (default: always). */
    when: Condition.optional(),
    /** In words, for the service page: «nếu …». */
    ifText: Text.optional(),
    /** `required`: refused without it; `later`: may follow («để sau», said so); `shown`: only shown to the officer when asked. */
    need: z.enum(['required', 'later', 'shown']),
    pages: z.number().int().min(1).max(20).default(4),
    /** Another way when the resident has no such paper, said on the papers screen. */
    without: Text.optional(),
    source: z.string(),
  })
  .strict();
export type Paper = z.infer<typeof Paper>;

export const Fee = z
  .object({
    id: z.string(),
    label: Text,
    when: Condition.optional(),
    /** Dong; null = set locally and not known here: shown as «theo quy định của thành phố», never invented. */
    amount: z.number().int().nonnegative().nullable(),
    /** Multiplied by the answer to this whole-number question. */
    perAnswer: z.string().optional(),
    /** Rule that makes it 0 when the filing counts as online, once the portal's configuration confirms it. */
    supportRule: z.literal('HN-0D').optional(),
    waivers: z.array(Text).default([]),
    source: z.string(),
  })
  .strict();
export type Fee = z.infer<typeof Fee>;

export const Check = z
  .object({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    /** The problem exists when this condition holds. */
    when: Condition,
    /** `refuse`: what would be refused, shown before filing and blocking it. `warn`: said, never blocks. */
    level: z.enum(['refuse', 'warn']),
    text: Text,
    /** The question to change. */
    at: z.string().optional(),
    source: z.string(),
  })
  .strict();
export type Check = z.infer<typeof Check>;

export const EligibilityQuestion = z
  .object({
    id: z.string(),
    text: Text,
    /** The answer that lets the resident go on. */
    goesOnWith: z.enum(['yes', 'no']),
    /** Said when the other answer is given, with what to do instead. */
    otherwise: Text,
    /** Whether the other answer ends the visit or is only advice. */
    blocks: z.boolean(),
  })
  .strict();
export type EligibilityQuestion = z.infer<typeof EligibilityQuestion>;

export const Deadline = z
  .object({
    id: z.string(),
    /** Date question the days are counted from. */
    from: z.string(),
    days: z.number().int().positive(),
    counted: z.enum(['calendar-days', 'working-days']),
    inTime: Text,
    late: Text,
    source: z.string(),
  })
  .strict();
export type Deadline = z.infer<typeof Deadline>;

export const Answer = z.union([
  z.string(),
  z.number(),
  z.object({ unknown: z.enum(['none', 'forgotten']) }).strict(),
  z
    .object({
      country: z.literal('VN'),
      province: z.string(),
      unit: z.string(),
      detail: z.string(),
      /** The old name the resident chose it by, when that was so. */
      former: z.string().optional(),
    })
    .strict(),
  z.object({ country: z.string().length(2), detail: z.string() }).strict(),
  /** Instead of an address, e.g. «Đã chết» for a parent who has died. */
  z.object({ said: z.string() }).strict(),
]);
/** What a resident answered. Dates are ISO (`2026-11-11`), a year alone is `1990`; a choice is its option's value. */
export type Answer = z.infer<typeof Answer>;
export type Answers = Readonly<Record<string, Answer>>;

/**
 * A field of the official form that is not asked because it follows from answers («nothing is asked twice»): the mother's name when
 * the mother files, the date in words. Never stored in a draft or dossier; `form/derived.ts` computes it for review, pre-check and officer.
 * It may carry the id of a question that is not asked in that case.
 */
export const Derived = z
  .object({
    id: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
    label: Text,
    when: Condition.optional(),
    value: z.union([
      z.object({ answer: z.string() }).strict(),
      z.object({ said: z.string() }).strict(),
      /** The date «ghi bằng chữ», always Vietnamese. */
      z.object({ dateInWords: z.string() }).strict(),
      z.object({ number: z.number().int() }).strict(),
    ]),
    portalName: z.string().optional(),
  })
  .strict();
export type Derived = z.infer<typeof Derived>;

export const WorkedExample = z
  .object({
    id: z.string(),
    title: Text,
    kind: z.enum(['plain', 'unusual', 'refused']),
    /** The day the example is filed on. */
    today: IsoDate,
    answers: z.record(z.string(), Answer),
    /** Papers attached (pages each). */
    papers: z.record(z.string(), z.number().int().min(1)).default({}),
    expect: z
      .object({
        /** Ids of the steps on the route, in order. */
        steps: z.array(z.string()).optional(),
        refused: z.array(z.string()).default([]),
        warned: z.array(z.string()).default([]),
        fee: z.number().nullable().optional(),
        receiver: z.string().optional(),
      })
      .strict(),
  })
  .strict();
export type WorkedExample = z.infer<typeof WorkedExample>;

export const Service = z
  .object({
    schema: z.literal(catalogueSchemaVersion),
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    /** National code of the procedure; null while unverified. */
    code: z.string().nullable(),
    serviceCodes: z.array(z.string()),
    /** A filing keeps the version it was made with. */
    version: z.string().regex(/^\d{4}\.\d+$/),
    validFrom: IsoDate,
    validUntil: IsoDate.optional(),
    lifeEvents: z.array(z.enum(lifeEvents)).min(1),
    icon: z.string(),
    name: Text,
    officialName: Text,
    /** Words people type for it: old names, parts, English. Search folds tone marks itself. */
    synonyms: z.array(z.string()),
    results: z
      .array(z.object({ id: z.string(), name: Text, when: Text, icon: z.string(), code: z.string() }).strict())
      .min(1),
    who: Text,
    authority: Text,
    /** What the resident must do, for the badge: all here, come once to sign, bring paper to the counter. */
    presence: z.enum(['all-here', 'sign-once', 'paper-at-counter']),
    /** Our mapping onto Decree 43/2011 (repealed): metadata. */
    stage: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
    /** Decree 42/2022. */
    mode: z.enum(['toàn trình', 'một phần']),
    minutesToFill: z.number().int().positive(),
    processing: z
      .object({
        workingDays: z.number().int().nonnegative(),
        /** Kiosk-local clock time `HH:MM` after which the next working day counts. */
        cutOff: z
          .string()
          .regex(/^\d{2}:\d{2}$/)
          .optional(),
        text: Text,
        notes: z.array(Text),
        source: z.string(),
      })
      .strict(),
    deliveryNote: Text,
    /** What the ward sends back to confirm, and what silence means. */
    confirmDraft: Text.optional(),
    fees: z.array(Fee),
    legalBasis: z
      .array(
        z
          .object({ text: z.string(), note: Text.optional(), from: IsoDate.optional(), until: IsoDate.optional() })
          .strict(),
      )
      .min(1),
    eligibility: z.array(EligibilityQuestion).max(4),
    notice: z.object({ taken: Text, forWhom: Text, howLong: Text, rights: Text }).strict(),
    consents: z.array(z.object({ id: z.string(), text: Text, without: Text }).strict()).min(1),
    /** Address questions whose commune decides the receiver, the first that is answered in Hanoi; the kiosk's own ward otherwise. */
    receiver: z.object({ kind: z.enum(['ward']), by: z.array(z.string()).min(1) }).strict(),
    sections: z.array(Section).min(1),
    derived: z.array(Derived).default([]),
    papers: z.array(Paper),
    checks: z.array(Check),
    deadlines: z.array(Deadline),
    pledge: Text,
    /** Numbered steps on the filed screen, after «cầm phiếu». */
    afterFiling: z.array(z.object({ title: Text, text: Text }).strict()),
    examples: z.array(WorkedExample).min(3),
    source: z.string(),
  })
  .strict();
export type Service = z.infer<typeof Service>;
