import { z } from 'zod';
import { Answer, Service } from '../catalogue/service.ts';
import { Text } from '../catalogue/text.ts';
import { Dossier, IsoInstant, Sha256Hex } from '../dossier/dossier.ts';
import { SealedFiling } from '../dossier/sealed-filing.ts';
import { Information } from '../portal-contract/information.ts';
import { StoreFacts, UpdateFacts } from '../portal-contract/kiosk-report.ts';
import { bounds, Rating, SyncAnswer } from '../portal-contract/messages.ts';
import { PublicKey } from '../portal-contract/trust.ts';

/** The clock is confirmed when the portal signed the time within 30 days and it never went back behind that. */
export const ClockState = z.object({ confirmed: z.boolean(), offsetMs: z.number().int().nullable() }).strict();

/** `shut`: whatever room there is, nothing new is taken before the right build is back. */
export const Room = z
  .object({
    freeBytes: z.number(),
    parts: z.boolean(),
    filings: z.boolean(),
    shut: z.literal('safe-newer').optional(),
  })
  .strict();

/** `GET /shell/state`: what every screen may know. Nothing about a person. */
export const ShellState = z
  .object({
    build: z.string(),
    mode: z.enum(['production', 'demo', 'test']),
    /** Milliseconds since the epoch by the shell's clock. */
    now: z.number(),
    clock: ClockState,
    panel: z.object({ width: z.number(), height: z.number(), diagonalInches: z.number() }).strict(),
    network: z.object({ online: z.boolean(), since: IsoInstant.nullable() }).strict(),
    room: Room,
    /** Of catalogue and lists, as a page would be given them now. */
    content: z.number(),
    hasPrinter: z.boolean(),
    /** Somebody has been called. `unheard`: the line is down, or nobody has the page of calls open: the duty number counts. */
    help: z
      .object({ state: z.enum(['calling', 'ringing', 'unheard', 'coming']), since: IsoInstant })
      .strict()
      .nullable()
      .optional(),
    /** A touch screen was there and is gone; absent while all is well. */
    touch: z.literal('lost').optional(),
    /** Filings found in the safe at start that no screen ever showed as kept (power cut between): slip numbers only, until midnight. */
    livedThroughPowerCut: z.array(z.object({ slip: z.string(), at: IsoInstant }).strict()),
    kiosk: z
      .object({
        id: z.string(),
        label: z.string(),
        site: z.object({ name: z.string(), address: z.string() }).strict(),
        ward: z.object({ unit: z.string(), name: z.string() }).strict(),
        nearestCounter: z.object({ name: z.string(), address: z.string(), hours: Text, phone: z.string() }).strict(),
        helpPhone: z.string(),
        offlineNoticeHours: z.number(),
        idleSeconds: z.number(),
        feeSupportConfirmed: z.boolean(),
        sendsMessages: z.boolean(),
        receiptKeys: z.array(PublicKey),
        trustVersion: z.number(),
        configVersion: z.number(),
      })
      .strict()
      .nullable(),
    /** The visit that is open only practises; a page that finds this at its start ends it. */
    practising: z.literal(true).optional(),
    /** Somebody of the staff is signed in at this screen. */
    staff: z
      .object({ id: z.string(), name: z.string(), role: z.enum(['attendant', 'technician']) })
      .strict()
      .nullable(),
  })
  .strict();
export type ShellState = z.infer<typeof ShellState>;

/** `GET /shell/events` (SSE): announcements; the page asks for what it needs. */
export const ShellEvent = z.object({ event: z.literal('state-changed') });
export type ShellEvent = z.infer<typeof ShellEvent>;

/**
 * `GET /shell/catalogue`: services whose file passed its schema, and the files that did not (by file name and code). `units` are the
 * lists that came anew with them; of the others those of the build hold.
 */
export const CatalogueAnswer = z
  .object({
    version: z.number(),
    services: z.array(Service),
    faulty: z.array(z.object({ file: z.string() })),
    /** `ContentUnits`, read where they are used. */
    units: z.record(z.string(), z.unknown()),
  })
  .strict();
export type CatalogueAnswer = z.infer<typeof CatalogueAnswer>;

/**
 * `GET /shell/guides`: the index of guide entries as it lies in the bundle (`guide-index.ts`), its version in this header; 404 where
 * there are none. `GET /shell/guides/:row?version=…`: one entry of the bundle whose index was given last.
 */
export const guidesVersionHeader = 'guides-version';

/** `GET`/`PUT`/`DELETE /shell/draft`: the open visit, opaque to the shell, encrypted at rest under a key only memory holds. */
export const DraftBox = z.object({ draft: z.unknown() }).strict();
export type DraftBox = z.infer<typeof DraftBox>;

/** `PUT /shell/parts/:sha256` takes raw ciphertext. `GET` gives it back while its session or filing is open. `DELETE` forgets it. */

/** `POST /shell/filings`. When this answers 201 the dossier is filed: it lies in the safe, synced. */
export const FileRequest = z.object({ dossier: Dossier }).strict();
export type FileRequest = z.infer<typeof FileRequest>;

export const FiledSlip = z
  .object({ number: z.string(), token: z.string(), checkCode: z.string(), filedAt: IsoInstant, service: z.string() })
  .strict();
export type FiledSlip = z.infer<typeof FiledSlip>;

/** A filing as the safe knows it: enough to rebuild the outbox. */
export const SafeFiling = z
  .object({
    id: Sha256Hex,
    sequence: z.number().int().positive(),
    slip: z.string(),
    service: z.object({ id: z.string(), version: z.string() }).strict(),
    filedAt: IsoInstant,
    bodySha256: Sha256Hex,
    parts: z.array(z.object({ sha256: Sha256Hex, bytes: z.number().int() }).strict()),
    body: SealedFiling.nullable(),
    receipt: z.string().nullable(),
    withdrawal: z.object({ token: z.string(), reached: z.boolean() }).strict().nullable(),
  })
  .strict();
export type SafeFiling = z.infer<typeof SafeFiling>;

export const FileAnswer = z.object({ filing: SafeFiling, slip: FiledSlip }).strict();
export type FileAnswer = z.infer<typeof FileAnswer>;

/** `GET /shell/filed`: kept in memory until the visit ends. `receiver` is the unit the dossier went to. */
export const FiledNow = z
  .object({
    filed: FileAnswer.extend({
      receiver: z.string(),
      isRevision: z.boolean(),
      /** It says whether a draft certificate is right. */
      isDraftReply: z.literal(true).optional(),
    }).nullable(),
  })
  .strict();
export type FiledNow = z.infer<typeof FiledNow>;

/** `POST /shell/filings/:id/shown`: the screen said "kept"; no announcement is needed after a power cut. */

/** `GET /shell/filings?after=<sequence>&limit=<n>`: ascending; everything the portal has not given a receipt for carries its body. */
export const SafeFilings = z.object({ filings: z.array(SafeFiling), more: z.boolean() }).strict();
export type SafeFilings = z.infer<typeof SafeFilings>;

/** `POST /shell/receipts`: verified again by the shell and appended to the safe before it answers. */
export const ReceiptsRequest = z
  .object({ receipts: z.array(z.object({ id: Sha256Hex, receipt: z.string() }).strict()).max(200) })
  .strict();
export type ReceiptsRequest = z.infer<typeof ReceiptsRequest>;
export const ReceiptsAnswer = z.object({ kept: z.array(Sha256Hex), refused: z.array(Sha256Hex) }).strict();
export type ReceiptsAnswer = z.infer<typeof ReceiptsAnswer>;

/**
 * `POST /shell/sync`: one attempt at these filings, their bodies put in from the safe. Every other status is the portal's own, or
 * the gateway's word for it.
 */
export const FromSafeRequest = z.object({ filings: z.array(Sha256Hex).min(1).max(bounds.filingsPerSync) }).strict();
export type FromSafeRequest = z.infer<typeof FromSafeRequest>;
export const FromSafeAnswer = z.union([
  /** Whose receipts were verified and appended to the safe, synced, before this answers; absent when the disk refused. */
  z.object({ answer: SyncAnswer, kept: z.array(Sha256Hex).optional() }).strict(),
  /** Nothing was sent. */
  z.object({ notInSafe: z.array(Sha256Hex).min(1) }).strict(),
]);
export type FromSafeAnswer = z.infer<typeof FromSafeAnswer>;

/**
 * `POST /shell/portal-news`: what a sync answer carried besides filings. The shell verifies each; unreadable news is
 * ignored and logged. Answers which filings the checkpoint let it free and which the portal lost (to be sent again).
 */
export const PortalNews = z
  .object({
    checkpoint: z.string().optional(),
    time: z.string().optional(),
    trust: z.string().optional(),
    config: z.string().optional(),
    ratings: z.array(z.string()),
    withdrawalsReached: z.array(Sha256Hex),
    /** Filings with a receipt of which the portal says that they have not come yet. */
    missing: z.array(Sha256Hex).optional(),
  })
  .strict();
export type PortalNews = z.infer<typeof PortalNews>;
export const PortalNewsAnswer = z.object({ freed: z.array(Sha256Hex), lacking: z.array(SafeFiling) }).strict();
export type PortalNewsAnswer = z.infer<typeof PortalNewsAnswer>;

/** `POST /shell/parts/:sha256/send`: one attempt, straight from the safe to the portal. */
export const PartSent = z.object({ sent: z.literal(true) }).strict();

/** `GET /shell/owed`: what travels with a sync besides filings. */
export const Owed = z
  .object({
    head: z.object({ records: z.number().int().nonnegative(), hash: Sha256Hex }).strict(),
    ratings: z.array(Rating),
  })
  .strict();
export type Owed = z.infer<typeof Owed>;

/** `POST /shell/withdrawals`: allowed with the slip's check code (or its QR) while the portal has given no receipt. */
export const WithdrawRequest = z.union([
  z.object({ slip: z.string() }).strict(),
  z.object({ number: z.string(), checkCode: z.string() }).strict(),
]);
export type WithdrawRequest = z.infer<typeof WithdrawRequest>;
export const WithdrawAnswer = z.object({ id: Sha256Hex, number: z.string(), token: z.string() }).strict();
export type WithdrawAnswer = z.infer<typeof WithdrawAnswer>;

/** `POST /shell/slips`: what this kiosk itself knows of a slip, without any network. Five wrong codes an hour per number. */
export const SlipRequest = WithdrawRequest;
export const SlipAnswer = z.discriminatedUnion('known', [
  z
    .object({
      known: z.literal('here'),
      id: Sha256Hex,
      number: z.string(),
      service: z.string(),
      filedAt: IsoInstant,
      /** Corrected things of a dossier that was received before. */
      isRevision: z.literal(true).optional(),
      withdrawn: z.boolean(),
      received: z.object({ code: z.string(), receivedAt: IsoInstant, receiver: z.string() }).strict().nullable(),
    })
    .strict(),
  /** Another kiosk's slip, or a number this kiosk does not hold: the portal must be asked. */
  z.object({ known: z.literal('not-here') }).strict(),
]);
export type SlipAnswer = z.infer<typeof SlipAnswer>;

/** `POST /shell/saved-drafts`: «Continue later». The open draft and its parts are kept 7 days under the slip's secret alone. */
export const SavedDraftSlip = z
  .object({ number: z.string(), code: z.string(), token: z.string(), keptUntil: IsoInstant })
  .strict();
export type SavedDraftSlip = z.infer<typeof SavedDraftSlip>;
/** `POST /shell/saved-drafts/open`: by QR token, or number and code typed. Becomes the open draft again. */
export const OpenSavedDraft = z.union([
  z.object({ token: z.string() }).strict(),
  z.object({ number: z.string(), code: z.string() }).strict(),
]);
export type OpenSavedDraft = z.infer<typeof OpenSavedDraft>;

/** `GET /shell/information`: `heardAt` is when the portal last said that this holds. */
export const InformationKnown = z
  .object({ known: z.object({ information: Information, heardAt: IsoInstant }).strict().nullable() })
  .strict();
export type InformationKnown = z.infer<typeof InformationKnown>;

/** `POST /shell/ratings`: one answer, as a whole or to one factor. */
export const RateRequest = Rating.pick({ service: true, factor: true, score: true });
export type RateRequest = z.infer<typeof RateRequest>;

/** `POST /shell/camera` opens or closes the permission for video while the capture screen is open. */
export const CameraRequest = z.object({ open: z.boolean() }).strict();

/** `POST /shell/print`: the slip as the page drew it (SVG turned PDF by the host). */
/** A line of the paper, from the top; `large` is read from an arm's length. */
export const PrintLine = z.union([z.string(), z.object({ large: z.string() }).strict()]);
export type PrintLine = z.infer<typeof PrintLine>;
/** `number` is the kiosk's own, whatever the lines say. */
export const PrintRequest = z
  .object({ kind: z.literal('slip'), number: z.string(), lines: z.array(PrintLine).max(40), qr: z.string() })
  .strict();
export type PrintRequest = z.infer<typeof PrintRequest>;
/** `POST /shell/guides/print`: a guide entry as the page wrote it. Nothing about a person. */
export const PrintGuideRequest = z
  .object({ code: z.string().max(60), lines: z.array(z.string().max(7_000)).max(400) })
  .strict();
export type PrintGuideRequest = z.infer<typeof PrintGuideRequest>;
/**
 * `POST /shell/forms/print`: the official forms of what this visit has filed, or of answers that are not filed. `toBring`: they are
 * signed and brought to the counter (a service that ends with its form).
 */
export const PrintFormRequest = z.union([
  z.object({ of: z.literal('filed') }).strict(),
  z
    .object({
      of: z.literal('answers'),
      service: z.object({ id: z.string().max(80), version: z.string().max(20) }).strict(),
      answers: z.record(z.string().max(80), Answer),
      papers: z.array(z.string().max(80)).max(60),
      toBring: z.boolean(),
    })
    .strict(),
]);
export type PrintFormRequest = z.infer<typeof PrintFormRequest>;
/** `no-form`: there is nothing to print it with (the layout is not at hand), nothing was filed in this visit, or it would be a book. */
export const PrintAnswer = z
  .object({ printed: z.boolean(), reason: z.enum(['no-printer', 'printer-failed', 'no-form']).optional() })
  .strict();
export type PrintAnswer = z.infer<typeof PrintAnswer>;

/** `POST /shell/staff/sign-in` and `/sign-out`. The count of wrong PINs is on disk before a PIN is checked. */
export const SignInRequest = z
  .object({ role: z.enum(['attendant', 'technician']), pin: z.string().regex(/^\d{6,12}$/) })
  .strict();
export type SignInRequest = z.infer<typeof SignInRequest>;
export const SignInAnswer = z
  .object({ id: z.string(), name: z.string(), role: z.enum(['attendant', 'technician']) })
  .strict();
export type SignInAnswer = z.infer<typeof SignInAnswer>;

/** `GET /shell/health`: the technician's page. Plain facts, no personal data. */
export const Health = z
  .object({
    build: z.string(),
    runtime: z.object({ electron: z.string().nullable(), chromium: z.string().nullable(), node: z.string() }).strict(),
    startedAt: IsoInstant,
    portal: z
      .object({ address: z.string(), lastContact: IsoInstant.nullable(), lastProblem: z.string().nullable() })
      .strict()
      .nullable(),
    clock: z
      .object({ confirmed: z.boolean(), offsetMs: z.number().nullable(), confirmedAt: IsoInstant.nullable() })
      .strict(),
    safe: z
      .object({
        filings: z.number(),
        withoutReceipt: z.number(),
        parts: z.number(),
        bytes: z.number(),
        segments: z.number(),
        headHash: Sha256Hex,
        /** A torn tail cut at this start, if any (bytes). */
        tornBytes: z.number(),
        /** The journal was found cut or exchanged at a start: the portal was told of records that are not there. */
        cutAt: IsoInstant.nullable(),
      })
      .strict(),
    room: Room,
    /** The browser's store, as pages have told of it. */
    store: StoreFacts,
    vault: z.enum(['systemd-credentials', 'safe-storage', 'development-only']).nullable(),
    catalogue: z.array(z.object({ id: z.string(), version: z.string() }).strict()),
    /** Of the national database; null when there is none. */
    guideEntries: z.number().nullable(),
    updates: z.array(UpdateFacts),
    faultyCatalogueFiles: z.array(z.string()),
    keys: z.object({ trustVersion: z.number(), configVersion: z.number(), device: z.string() }).strict().nullable(),
    lastLog: z.array(z.object({ at: IsoInstant, code: z.string(), about: z.string().optional() }).strict()),
    /** Set when the page reports that its store vanished or was rebuilt. */
    outboxRebuiltAt: IsoInstant.nullable(),
  })
  .strict();
export type Health = z.infer<typeof Health>;

/** `POST /shell/provisioning/check` then `/confirm`: the text of an enrolment QR or file. The eight digits are shown to compare. */
export const ProvisionRequest = z
  .object({ enrolment: z.string().max(4000), panelDiagonalInches: z.number().min(5).max(100) })
  .strict();
export type ProvisionRequest = z.infer<typeof ProvisionRequest>;
export const ProvisionCheck = z.object({ portal: z.string(), rootDigits: z.string().regex(/^\d{8}$/) }).strict();
export type ProvisionCheck = z.infer<typeof ProvisionCheck>;

/** `GET /shell/provisioning/file`: what a technician's stick holds; parsed by `/check` like a scanned code. */
export const EnrolmentFile = z.object({ text: z.string().max(4000) }).strict();
export type EnrolmentFile = z.infer<typeof EnrolmentFile>;

/** `GET /shell/sticks`: pictures and PDF on plugged-in sticks (demo and tests: a folder). `GET /shell/sticks/:id` gives the bytes. */
export const StickList = z
  .object({
    files: z.array(
      z
        .object({
          id: z.string(),
          name: z.string(),
          bytes: z.number(),
          type: z.enum(['image/jpeg', 'image/png', 'application/pdf']),
        })
        .strict(),
    ),
  })
  .strict();
export type StickList = z.infer<typeof StickList>;

/** `POST /shell/log`: the page's own events by code. Free text is refused. */
export const PageLog = z
  .object({
    code: z.enum([
      'outbox-vanished',
      'outbox-rebuilt',
      'outbox-unavailable',
      'outbox-newer',
      'outbox-blocked',
      'outbox-upgrade-failed',
      'outbox-write-failed',
      'outbox-open',
      'storage-not-persistent',
      'storage-persistent',
      'page-crashed',
      'camera-missing',
      'camera-failed',
      'paper-refused',
      'card-unreadable',
      'build-mismatch',
      'sync-problem',
      'session-timed-out',
      'help-called',
      'words-unreadable',
      'rehearsal-failed',
    ]),
    about: z
      .string()
      .regex(/^[a-z0-9-]{1,64}$/)
      .optional(),
  })
  .strict();
export type PageLog = z.infer<typeof PageLog>;
