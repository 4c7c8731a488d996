import { z } from 'zod';
import { Condition, Operand } from './condition.ts';
import { FormUse } from './form-use.ts';
import { Section } from './question.ts';
import { IsoDate, Text } from './text.ts';

/** Changing a schema below changes this number on purpose (a test hashes the schema). */
export const catalogueSchemaVersion = 2;

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
    /** What lies under the camera, so that the right picture shows how a good photo looks. Default: a sheet. Asks for nothing else. */
    looks: z.enum(['sheet', 'card', 'booklet', 'portrait', 'scene']).optional(),
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
    /** Said instead of an amount that is not known: a premium by the base salary, say. Default: set by the city. */
    unknownAmount: Text.optional(),
    /** Multiplied by the answer to this whole-number question. */
    perAnswer: z.string().optional(),
    /** What one of them is: «mỗi người». Default: «mỗi bản». */
    perUnit: Text.optional(),
    /** How many of those cost nothing: copies are charged from the third on. */
    free: z.number().int().positive().optional(),
    /** One more line: what the counter takes, what is not certain. */
    note: Text.optional(),
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
    /** What stands for `{name}` in the text: a day, an answer («từ {day}»). Where it is not known the check does not speak. */
    say: z.record(z.string().regex(/^[a-z]+$/), Operand).optional(),
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
    /** Counted back: the dossier must be there so many days before that date (a promotion is told three working days ahead). */
    ahead: z.boolean().optional(),
    /** What a late filing is: by default only said; `refuse` where a source says that it is not taken. */
    lateIs: z.enum(['warn', 'refuse']).optional(),
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
      /** An amount «ghi bằng chữ», always Vietnamese. */
      z.object({ numberInWords: z.string() }).strict(),
      /** A sentence of the form made of answers, `{id}` each, always Vietnamese; nothing while one of them is missing. */
      z.object({ composed: z.string() }).strict(),
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
        /** Ids of the results asked for, in order. */
        results: z.array(z.string()).optional(),
        /** Ids of the papers asked for, in order. */
        papers: z.array(z.string()).optional(),
      })
      .strict(),
  })
  .strict();
export type WorkedExample = z.infer<typeof WorkedExample>;

/** One thing the resident gets. A bundle has several, each by its own office in its own time; progress is kept for each. */
export const Result = z
  .object({
    id: z.string(),
    name: Text,
    /** How long it takes, or what it hangs on, in words. */
    when: Text,
    icon: z.string(),
    /** National code of the result; empty where no source names one. */
    code: z.string(),
    /** Asked for only when this holds (parts of a bundle the resident chooses). */
    asked: Condition.optional(),
    /** Who decides it, where it is not the receiver of the dossier. */
    office: Text.optional(),
  })
  .strict();
export type Result = z.infer<typeof Result>;

/** Days on which the service takes dossiers, both included. */
export const Window = z
  .object({
    from: IsoDate,
    until: IsoDate,
    source: z.string(),
    /** What is still possible once it is closed (the school's own days), and until when: said in place of `outsideWindows`. */
    afterwards: z.object({ until: IsoDate, text: Text }).strict().optional(),
  })
  .strict();
export type Window = z.infer<typeof Window>;

/** Who decides. The dossier always goes in at a ward's counter (Decree 118/2025); what is not the ward's own it passes on. */
export const receiverKinds = ['ward', 'ward-police', 'city'] as const;

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
    /** What ends it: a result, or an answer in words that the resident reads with the slip (feedback, questions). */
    ends: z.enum(['result', 'answer']).default('result'),
    /** It may be filed by somebody who does not say who they are: which choice says so, with which answers, and what follows. */
    unnamed: z
      .object({ question: z.string(), answer: z.string(), otherwise: z.string(), note: Text })
      .strict()
      .optional(),
    /** None only where it ends with an answer: that has a door of its own on the home screen. */
    lifeEvents: z.array(z.enum(lifeEvents)),
    icon: z.string(),
    name: Text,
    officialName: Text,
    /** Words people type for it: old names, parts, English. Search folds tone marks itself. */
    synonyms: z.array(z.string()),
    results: z.array(Result).min(1),
    who: Text,
    authority: Text,
    /** What the resident must do, for the badge: all here, come once to sign (both, for a marriage), bring paper to the counter. */
    presence: z.enum(['all-here', 'sign-once', 'both-sign', 'paper-at-counter']),
    /** Our mapping onto Decree 43/2011 (repealed): metadata. Null where it is no administrative procedure. */
    stage: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).nullable(),
    /** Decree 42/2022; null where no source says which. */
    mode: z.enum(['toàn trình', 'một phần']).nullable(),
    /** Days on which it is open. None: the whole year. */
    windows: z.array(Window).default([]),
    /** What to do outside of them. */
    outsideWindows: Text.optional(),
    minutesToFill: z.number().int().positive(),
    processing: z
      .object({
        /** Null where no source gives a time: then no day is told. */
        workingDays: z.number().int().nonnegative().nullable(),
        /** Other times for some answers; the first that holds counts. */
        cases: z.array(z.object({ when: Condition, workingDays: z.number().int().nonnegative() }).strict()).default([]),
        /** Where the time is counted in days of the calendar. */
        calendarDays: z.number().int().positive().optional(),
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
    /**
     * Address questions whose commune decides the receiver, the first that is answered in Hanoi; the kiosk's own ward otherwise, and
     * where there are none: an office of the whole city asks nobody where they live. `name` is said for an office of the city.
     */
    receiver: z.object({ kind: z.enum(receiverKinds), by: z.array(z.string()), name: Text.optional() }).strict(),
    sections: z.array(Section).min(1),
    derived: z.array(Derived).default([]),
    /** The official paper forms this service fills, in the order they are printed. */
    forms: z.array(FormUse).default([]),
    papers: z.array(Paper),
    checks: z.array(Check),
    deadlines: z.array(Deadline),
    pledge: Text,
    /** Numbered steps on the filed screen, after «cầm phiếu». */
    afterFiling: z.array(z.object({ title: Text, text: Text }).strict()),
    /** A version changed by law (`dated-changes.ts`) needs one; a file has three or more. */
    examples: z.array(WorkedExample).min(1),
    source: z.string(),
  })
  .strict();
export type Service = z.infer<typeof Service>;
