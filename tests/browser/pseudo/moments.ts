import { everyService } from '../../../build/every-service.ts';
import { finishedDraft, freshNonce } from '../../../build/screens/draft-scenes.ts';
import { demoInformation } from '../../../portal/demo/demo-information.ts';
import { knownCalendar } from '../../../renderer/desk/known-calendar.ts';
import { knownPlaces } from '../../../renderer/desk/known-places.ts';
import { newDraft, type Place } from '../../../renderer/session/draft.ts';
import { factsAt } from '../../../renderer/session/facts-now.ts';
import type { KnownCase, KnownPayment, Screen, VisitEvent } from '../../../renderer/session/visit.ts';
import { importGuides } from '../../../shared/catalogue/import-guides.ts';
import type { Answer, Answers, Service } from '../../../shared/catalogue/service.ts';
import { neededPapers } from '../../../shared/form/papers.ts';
import { routeOf } from '../../../shared/form/route.ts';
import { resultStates } from '../../../shared/portal-contract/case-results.ts';
import type { CaseView } from '../../../shared/portal-contract/case-status.ts';
import type { PaymentStanding } from '../../../shared/portal-contract/payment.ts';
import type { ShellState } from '../../../shared/shell-contract/messages.ts';
import { recordFiles } from '../../catalogue/national-records.ts';

/** A screen of the kiosk: what happened before it, and which buttons were pressed then (keys of the words). */
export interface Moment {
  readonly name: string;
  readonly event: VisitEvent;
  readonly state?: Partial<ShellState>;
  readonly press?: readonly string[];
}

const at = '2026-11-22T03:00:00.000Z';
const hash = 'ab'.repeat(32);

export function kioskState(panel: { width: number; height: number; diagonalInches: number }): ShellState {
  return {
    build: 'test-build',
    mode: 'test',
    now: Date.parse(at),
    clock: { confirmed: true, offsetMs: 0 },
    panel,
    network: { online: false, since: at },
    room: { freeBytes: 61e9, parts: true, filings: true },
    content: 1,
    hasPrinter: false,
    livedThroughPowerCut: [],
    kiosk: {
      id: 'A6',
      label: 'A6',
      site: { name: 'Sảnh tòa A6, khu đô thị Nam Trung Yên', address: 'Phố Nguyễn Chánh, phường Yên Hòa' },
      ward: { unit: '00175', name: 'Phường Ô Chợ Dừa' },
      nearestCounter: {
        name: 'Điểm phục vụ hành chính công phường Ô Chợ Dừa',
        address: '61 phố Hoàng Cầu',
        hours: { vi: 'Thứ Hai đến sáng thứ Bảy, 8:00 đến 17:00', en: 'Monday to Saturday morning, 8:00 to 17:00' },
        phone: '024 3851 2345',
      },
      helpPhone: '0912 345 678',
      offlineNoticeHours: 1,
      idleSeconds: 600,
      feeSupportConfirmed: false,
      sendsMessages: true,
      receiptKeys: [],
      trustVersion: 1,
      configVersion: 1,
    },
    staff: null,
  };
}

const aGuide = { name: 'guide', version: 1, row: 0, query: '' } as const;

/** Answers of the desk that a screen shows more than one word of. */
export const deskAnswers: Readonly<Record<string, unknown>> = {
  openVisit: { draft: undefined, filed: null },
  information: {
    information: { ...demoInformation(Date.parse(at)), version: 1, unit: '00175' },
    heardAt: at,
  },
  sticks: [],
  filings: [
    {
      ...filing(),
      body: null,
      delivery: { state: 'needs-attention', problem: 'filing-cannot-be-opened', attempts: 5, since: at },
    },
  ],
  counts: { waiting: 14, leased: 0, received: 9, 'needs-attention': 1 },
  filing: { ...filing(), body: null, delivery: { state: 'waiting', attempts: 0 } },
  fetchDraft: {
    format: 1,
    filing: hash,
    number: 1,
    service: { id: 'civil-extract', version: '2026.1', code: null },
    receiver: { kind: 'ward', unit: '00190' },
    words: {
      parts: [
        { title: 'Người được khai sinh', lines: [{ label: 'Họ, chữ đệm, tên', value: 'Nguyễn Thị Mơ' }] },
        { title: '', lines: [{ label: 'Nơi cư trú', value: 'Số 5, ngách 12/34, phường Ô Chợ Dừa' }] },
      ],
    },
  },
  carryState: {
    ok: true,
    value: {
      filings: 14,
      bytes: 61e6,
      sticks: [{ id: 'x', name: 'KINGSTON', freeBytes: 1e9 }],
      work: { state: 'none' },
    },
  },
  enrolmentFile: undefined,
  guide: {
    ok: true,
    value: importGuides(recordFiles).entries.find(({ conditions, isInternal }) => conditions && !isInternal),
  },
  print: { printed: false },
  printForm: { printed: false },
  saveForLater: { ok: false, code: 'internal' },
  health: {
    ok: true,
    value: {
      build: 'test-build',
      runtime: { electron: '33.2.1', chromium: '130.0.6723.137', node: '20.18.1' },
      startedAt: at,
      portal: { address: 'https://cong.example', lastContact: at, lastProblem: 'unavailable' },
      clock: { confirmed: true, offsetMs: 2000, confirmedAt: at },
      safe: {
        filings: 14,
        withoutReceipt: 14,
        parts: 20,
        bytes: 61e6,
        segments: 2,
        headHash: hash,
        tornBytes: 12,
        cutAt: at,
      },
      room: { freeBytes: 61e9, parts: true, filings: true },
      store: { state: 'upgrade-failed', lost: 'store-gone', times: 2, persistent: false },
      vault: 'development-only',
      catalogue: [{ id: 'birth-registration', version: '2026.1' }],
      guideEntries: 6000,
      updates: [
        { kind: 'content', version: 1783910024, refused: { code: 'content-signature', at } },
        { kind: 'guides', version: 1783910024, refused: { code: 'guides-downgrade', at } },
      ],
      faultyCatalogueFiles: ['faulty.json'],
      keys: { trustVersion: 1, configVersion: 1, device: 'A6' },
      lastLog: [{ at, code: 'sync-problem', about: 'unavailable' }],
      outboxRebuiltAt: at,
    },
  },
};

/** Every screen of the product, and of what looks alike one: found from the catalogue where the catalogue makes it. */
export function everyMoment(): Moment[] {
  const services = everyService();
  const [service] = services as [Service];
  const bundle = services.find(({ results }) => results.length > 2) ?? service;
  const screen = (name: string, opened: Exclude<Screen, { name: 'attract' }>, more: Partial<Moment> = {}): Moment => ({
    name,
    event: { type: 'screen-opened', screen: opened },
    ...more,
  });
  const home = (name: string, more: Partial<Moment>): Moment => screen(name, { name: 'home', lifeEvent: null }, more);
  const caseOf = (name: string, known: Partial<KnownCase>, more: Partial<Moment> = {}): Moment =>
    screen(
      `case ${name}`,
      {
        name: 'case',
        known: { slip: { token: 'x' }, here: { known: 'not-here' }, portal: 'needs-network', ...known },
      },
      more,
    );
  const paying = (name: string, payment: KnownPayment): Moment =>
    screen(`payment, ${name}`, {
      name: 'case',
      known: { slip: { token: 'x' }, here: { known: 'not-here' }, portal: caseAt(1), payment },
      isPaying: true,
    });
  const staff = (role: 'attendant' | 'technician') => ({
    staff: { id: 'x', name: 'Nguyễn Thị Hường', role },
  });
  return [
    home('home', {}),
    home('look', { press: ['frame.tools.look'] }),
    home('help', { press: ['frame.tools.help'] }),
    home('leave', { press: ['frame.tools.leave'] }),
    home('cover', { press: ['frame.tools.cover'] }),
    screen('an event with services', { name: 'home', lifeEvent: service.lifeEvents[0] ?? 'birth' }),
    screen('an event without services', { name: 'home', lifeEvent: 'school' }),
    screen('search', { name: 'search' }),
    screen('service', { name: 'service', service: service.id }),
    screen('conditions', { name: 'service', service: service.id }, { press: ['visit.service.conditions'] }),
    screen('law', { name: 'service', service: service.id }, { press: ['visit.service.law'] }),
    screen('practice', { name: 'service', service: service.id }, { press: ['guidance.practice.open'] }),
    screen('practised', { name: 'practised', isWhole: true }),
    screen('guide', aGuide, { state: { hasPrinter: true } }),
    screen('guide, details', aGuide, { press: ['visit.guide.details'] }),
    screen('guide, law', aGuide, { press: ['visit.service.law'] }),
    screen('information', { name: 'information' }),
    screen('follow', { name: 'follow' }),
    screen('follow, typed', { name: 'follow' }, { press: ['follow.find.type'] }),
    screen('continue', { name: 'continue' }),
    screen('continue, typed', { name: 'continue' }, { press: ['follow.continue.type'] }),
    screen('saved', { name: 'saved', slip: { number: 'A6-N012', code: 'ABCD2345', token: 'x', keptUntil: at } }),
    screen('refused by a condition', { name: 'refused', reason: 'eligibility', id: service.eligibility[0]?.id ?? '' }),
    screen('refused consent', { name: 'refused', reason: 'consent', id: service.consents[0]?.id ?? '' }),
    screen('filed', { name: 'filed', filed: filed(service) }),
    caseOf('unknown', { portal: { found: 'unknown' } }),
    caseOf('genuine', {
      portal: { found: 'genuine-not-arrived', number: 'A6-0147', keptAt: at, kiosk: 'B2', service: service.id },
    }),
    caseOf('kept here', {
      here: {
        known: 'here',
        id: hash,
        number: 'A6-0147',
        service: service.id,
        filedAt: at,
        withdrawn: false,
        received: null,
      },
    }),
    caseOf('to pay', { portal: caseAt(1), payment: payment('due') }),
    caseOf('nothing to pay', { portal: caseAt(2), payment: payment('nothing-due') }),
    caseOf('amount not known', { portal: caseAt(1), payment: payment('to-be-told') }),
    paying('the code', payment('due')),
    paying('paid', payment('paid')),
    paying('another amount', payment('nothing-due')),
    caseOf('to correct', {
      portal: {
        found: 'case',
        case: {
          filing: hash,
          code: 'H26.5-20261111-0000001',
          status: 5,
          since: at,
          service: service.id,
          serviceVersion: service.version,
          receiver: 'Phường Ô Chợ Dừa',
          history: [
            { status: 1, at },
            { status: 5, at, note: 'Mời bạn xem từng mục.' },
          ],
          correction: {
            round: 1,
            at,
            until: '2026-11-30',
            marks: [
              { kind: 'question', id: questionIds(service)[0] ?? '', note: 'Tên chưa đúng giấy chứng sinh.' },
              { kind: 'paper', id: service.papers[0]?.id ?? '', note: 'Ảnh bị mờ, mời bạn chụp lại.' },
            ],
          },
          revisions: [{ slip: 'A6-0148', at, outcome: 'set-aside' }],
        },
      },
    }),
    ...(['asked', 'confirmed', 'to-change', 'silence'] as const).map((standing) =>
      caseOf(`with a draft certificate, ${standing}`, {
        portal: caseAt(4, {
          history: [
            { status: 1, at },
            { status: 4, at, event: 'draft-sent' },
          ],
          draft: { number: 1, at, until: at, standing },
          revisions: [{ slip: 'A6-0148', at, outcome: 'set-aside', reply: 'to-change' }],
        }),
      }),
    ),
    ...[[], ['follow.draft.right'], ['follow.draft.toChange'], ['follow.draft.toChange', 'follow.draft.send']].map(
      (more) =>
        caseOf(
          `draft certificate, ${['read', ...more].join(' ')}`,
          { portal: caseAt(4, { draft: { number: 1, at, until: at, standing: 'asked' } }) },
          { press: ['follow.draft.open', ...more] },
        ),
    ),
    caseOf('of a bundle', {
      portal: caseAt(4, {
        service: bundle.id,
        serviceVersion: bundle.version,
        results: resultStates.map((state, place) => ({
          id: bundle.results[place]?.id ?? 'another',
          state,
          since: at,
          note: 'Lời của cán bộ.',
          delivery: { way: 'post', detail: 'EB123456789VN' },
        })),
      }),
    }),
    screen('filed reply', { name: 'filed', filed: { ...filed(service), isRevision: true, isDraftReply: true } }),
    screen('filed corrections', { name: 'filed', filed: { ...filed(service), isRevision: true } }),
    ...draftMoments(services),
    screen('sign-in', { name: 'staff', role: 'attendant' }),
    screen('attendant', { name: 'staff', role: 'attendant' }, { state: staff('attendant') }),
    screen('carry', { name: 'staff', role: 'attendant' }, { state: staff('attendant'), press: ['staff.carry.open'] }),
    screen('technician', { name: 'staff', role: 'technician' }, { state: staff('technician') }),
    screen('provisioning', { name: 'staff', role: 'technician' }, { state: { kiosk: null } }),
  ];
}

function draftMoments(services: readonly Service[]): Moment[] {
  const seen = new Set<string>();
  const once = (look: string, moment: () => Moment): Moment[] => {
    if (seen.has(look)) return [];
    seen.add(look);
    return [moment()];
  };
  return services.flatMap((service) => {
    const full = finishedDraft(service);
    const empty = newDraft(service, { language: 'qps', nonce: freshNonce() });
    const place = (
      name: string,
      where: Place,
      more: Partial<Moment> = {},
      draft = { ...full, language: 'qps' },
    ): Moment => ({
      name: `${service.id} ${name}`,
      event: { type: 'draft-resumed', draft: { ...draft, place: where } },
      ...more,
    });
    const facts = factsAt(Date.parse(at), {
      calendar: knownCalendar(),
      places: knownPlaces(),
      feeSupportConfirmed: false,
    });
    const steps = routeOf(service, full.answers, facts).steps;
    const papers = neededPapers(service, full.answers, facts).filter(({ need }) => need !== 'shown');
    return [
      ...once('eligibility', () =>
        place(
          'eligibility, nothing chosen',
          { at: 'eligibility', question: 0 },
          { press: ['frame.actions.next'] },
          empty,
        ),
      ),
      ...once('consent', () =>
        place('consent, nothing ticked', { at: 'consent' }, { press: ['visit.consent.agree'] }, empty),
      ),
      ...once('identity', () => place('identity', { at: 'identity' }, {}, empty)),
      ...once('identity typed', () =>
        place('identity, typed', { at: 'identity' }, { press: ['visit.identity.type'] }, empty),
      ),
      ...once('no card', () =>
        place('identity, no card', { at: 'identity' }, { press: ['visit.identity.noCard'] }, empty),
      ),
      ...steps.flatMap(({ step, questions }) => {
        const where: Place = { at: 'question', step: step.id, backToReview: false };
        const look = questions.map(({ kind }) => kind).join('+');
        return [
          ...once(`empty ${look}`, () =>
            place(
              `${step.id}, missing`,
              where,
              { press: ['frame.actions.next'] },
              { ...full, language: 'qps', answers: without(full.answers, questions) },
            ),
          ),
          // A group looks answered as its questions do one by one.
          ...(questions.length > 1 ? [] : once(`full ${look}`, () => place(`${step.id}, answered`, where))),
        ];
      }),
      ...once('papers', () => place('papers', { at: 'papers', paper: null, backToReview: false })),
      ...papers
        .slice(0, 1)
        .flatMap(({ paper }) =>
          once('one paper', () => place('a paper', { at: 'papers', paper: paper.id, backToReview: false })),
        ),
      ...once('review', () => place('review', { at: 'review' })),
      ...once('too early', () => place('review, too early', { at: 'review' }, { press: ['visit.review.file'] })),
    ];
  });
}

function without(answers: Answers, questions: readonly { readonly id: string }[]): Record<string, Answer> {
  return Object.fromEntries(Object.entries(answers).filter(([id]) => !questions.some((each) => each.id === id)));
}

function caseAt(status: 1 | 2 | 4, more: Partial<CaseView> = {}): KnownCase['portal'] {
  const state = { filing: hash, code: 'H26.9-20261111-7118000', status, since: at };
  const history = [{ status, at, note: 'Mời ông/bà xem số tiền bên dưới.' }];
  return { found: 'case', case: { ...state, service: 'civil-extract', receiver: '00190', history, ...more } };
}

function payment(state: PaymentStanding['state']): KnownPayment {
  const payee = { name: 'TAI KHOAN THU NGHIEM', bank: 'Ngân hàng minh họa', bin: '999999', account: '0000000000' };
  const standings: { [state in PaymentStanding['state']]: Extract<PaymentStanding, { state: state }> } = {
    'to-be-told': { state: 'to-be-told' },
    'nothing-due': { state: 'nothing-due' },
    due: { state: 'due', amount: 34_000, transfer: { payee, message: 'H26.9-20261111-7118000' } },
    paid: { state: 'paid', amount: 34_000, at },
  };
  return {
    order: {
      filing: hash,
      code: 'H26.9-20261111-7118000',
      issuedAt: at,
      lines: [
        { label: { vi: 'Đăng ký thường trú', en: 'Permanent residence' }, amount: 10_000 },
        { label: { vi: 'Bản sao', en: 'Copies' }, amount: 24_000, support: 'unconfirmed' },
        { label: { vi: 'Lệ phí cấp giấy', en: 'Fee for the certificate' }, amount: 0, support: 'given' },
        { label: { vi: 'Khoản khác', en: 'Another fee' }, amount: null },
      ],
      note: 'Theo biểu lệ phí của phường.',
      standing: standings[state],
    },
    token: 'x',
  };
}

function filing() {
  return {
    id: hash,
    sequence: 1,
    slip: 'A6-0147',
    service: { id: 'birth-registration', version: '2026.1' },
    filedAt: at,
    bodySha256: hash,
    parts: [],
    withdrawal: null,
  };
}

function filed(service: Service) {
  return {
    filing: { ...filing(), body: null, receipt: null },
    slip: { number: 'A6-0147', token: 'x'.repeat(120), checkCode: 'K7M2Q9', filedAt: at, service: service.id },
    receiver: '00175',
    phoneEnd: '0012',
    isRevision: false,
  };
}

function questionIds(service: Service): string[] {
  return service.sections.flatMap(({ steps }) => steps.flatMap(({ questions }) => questions.map(({ id }) => id)));
}
