import { z } from 'zod';
import type { Service } from '../../shared/catalogue/service.ts';
import { fromBase64Url, toBase64Url, toHex } from '../../shared/dossier/bytes.ts';
import { CorrectionAnswer } from '../../shared/portal-contract/correction.ts';
import { DraftAnswer } from '../../shared/portal-contract/draft-certificate.ts';
import {
  CaseLookupAnswer,
  type CaseWithdrawal,
  CaseWithdrawalAnswer,
  contractVersion,
  type VisitRequest,
} from '../../shared/portal-contract/messages.ts';
import { readPaymentOrder } from '../../shared/portal-contract/payment.ts';
import { CarryState } from '../../shared/shell-contract/carry.ts';
import {
  EnrolmentFile,
  FileAnswer,
  FiledNow,
  Health,
  InformationKnown,
  type PageLog,
  PrintAnswer,
  ProvisionCheck,
  SavedDraftSlip,
  ShellState,
  SignInAnswer,
  SlipAnswer,
  StickList,
  WithdrawAnswer,
} from '../../shared/shell-contract/messages.ts';
import { fromSafe } from '../../shared/sync/from-safe.ts';
import type { Answered, Desk, KnownGuides } from '../session/desk.ts';
import { Draft } from '../session/draft.ts';
import { draftUnderCatalogue } from '../session/draft-under-catalogue.ts';
import type { Delivery } from './delivery.ts';
import { keepLatest } from './keep-latest.ts';
import { askShell, bytesFromShell, tellShell } from './shell-client.ts';
import type { StateWatch } from './shell-state.ts';

interface DeskParts {
  readonly readServices: () => Promise<readonly Service[]>;
  readonly watch: StateWatch;
  readonly delivery: Delivery;
}

/** Read when the first paper is: the attract screen needs none of it. */
const cryptography = () => import('../../shared/dossier/web-cryptography.ts');

/** Read when somebody corrects. */
const markedAnswers = () => import('../../shared/dossier/marked-answers.ts');

/** Read when somebody looks at a draft certificate. */
const draftWords = () => import('../../shared/dossier/draft-words.ts');

/** Read when somebody searches. */
const shellGuides = () => import('./shell-guides.ts');

/** Answers the screens over the shell, the outbox and the sync engine. */
export function openDesk({ readServices, watch, delivery }: DeskParts): Desk {
  const { outbox, sendNow } = delivery;
  const autosave = keepLatest((draft: Draft) => tellShell('keepDraft', { json: { draft } }));
  const log = (entry: PageLog) => void tellShell('log', { json: entry });
  let guides: Promise<Answered<KnownGuides>> | undefined;
  let services: readonly Service[] = [];
  let reading: Promise<void> | undefined;
  const servicesRead = () => {
    reading ??= readServices().then((read) => {
      services = read;
    });
    return reading;
  };
  return {
    get services() {
      return services;
    },
    servicesRead,
    guides() {
      // Once a page: what comes meanwhile is for the next one. What failed may be asked again.
      guides ??= shellGuides()
        .then(({ readGuides }) => readGuides())
        .then((answer) => {
          if (!answer.ok) guides = undefined;
          return answer;
        });
      return guides;
    },
    guide: async (asked) => (await shellGuides()).readGuide(asked),
    async information() {
      const answer = await askShell('information', InformationKnown);
      return answer.ok ? (answer.value.known ?? undefined) : undefined;
    },
    async printGuide(request) {
      const answer = await askShell('printGuide', PrintAnswer, { json: request });
      return { printed: answer.ok && answer.value.printed };
    },
    state: watch.current,
    observe: (listener) => both(watch.observe(listener), delivery.observe(listener)),

    async practise() {
      await autosave.settled();
      const begun = await tellShell('practise');
      if (begun.ok) return begun;
      // The answer can be lost where the request was not: then the shell practises, and a page that did not would keep nothing.
      await watch.refresh();
      return watch.current().practising ? { ok: true, value: undefined } : begun;
    },
    keepDraft: autosave.offer,
    async openVisit() {
      // The page of a practice visit died: its example is in nobody's way, and the next visit shall be a real one.
      if (watch.current().practising) {
        await tellShell('endSession');
        await watch.refresh();
      }
      const answer = await askShell('readDraft', z.object({ draft: z.unknown() }));
      const draft = answer.ok ? Draft.safeParse(answer.value.draft) : undefined;
      const filed = await askShell('filedNow', FiledNow);
      if (draft?.success) await servicesRead();
      return {
        draft: draft?.success ? draftUnderCatalogue(draft.data, services) : undefined,
        filed: filed.ok ? filed.value.filed : null,
      };
    },
    async endVisit(why) {
      if (why === 'timed-out') log({ code: 'session-timed-out' });
      autosave.stop();
      // Whoever speaks on this page falls silent now, not when the fresh page stands.
      window.dispatchEvent(new Event('visit-ends'));
      await tellShell('endSession');
      // In the kiosk the shell has put a fresh page on the screen by now; in a plain tab the page begins anew itself.
      location.replace('/');
    },
    async saveForLater(draft) {
      autosave.offer(draft);
      await autosave.settled();
      return askShell('saveDraft', SavedDraftSlip, { json: {} });
    },
    async openSaved(request) {
      const answer = await askShell('openSavedDraft', z.object({ draft: z.unknown() }), { json: request });
      if (!answer.ok) return answer;
      await servicesRead();
      const saved = Draft.safeParse(answer.value.draft);
      const draft = saved.success ? draftUnderCatalogue(saved.data, services) : undefined;
      return draft ? { ok: true, value: draft } : { ok: false, code: 'draft-gone' };
    },

    async keepPart(plain) {
      const { webHashing, webPartCipher } = await cryptography();
      const { key, ciphertext } = await webPartCipher.encryptPart(plain);
      const sha256 = toHex(await webHashing.sha256(ciphertext));
      const kept = await tellShell('putPart', { params: { sha256 }, bytes: ciphertext });
      return kept.ok ? { ok: true, value: { sha256, bytes: ciphertext.length, key: toBase64Url(key) } } : kept;
    },
    async dropPart(sha256) {
      await tellShell('dropPart', { params: { sha256 } });
    },
    async readPart({ sha256, key }) {
      const ciphertext = await bytesFromShell('getPart', { params: { sha256 } });
      if (!ciphertext) return undefined;
      const { webPartCipher } = await cryptography();
      return webPartCipher.decryptPart({ key: fromBase64Url(key), ciphertext });
    },
    async openCamera(open) {
      await tellShell('camera', { json: { open } });
    },
    async sticks() {
      const answer = await askShell('sticks', StickList);
      return answer.ok ? answer.value.files : [];
    },
    stickFile: (id) => bytesFromShell('stickFile', { params: { id } }),

    async file(dossier) {
      await autosave.settled();
      const filed = await askShell('file', FileAnswer, { json: { dossier } });
      if (!filed.ok) return filed;
      // The safe holds it: it is filed whatever happens from here on, and the outbox can be brought to agree with it.
      await outbox.put(fromSafe(filed.value.filing)).catch(() => delivery.agreeWithSafe());
      await tellShell('dropDraft');
      sendNow();
      return filed;
    },
    async shown(id) {
      await tellShell('shown', { params: { id } });
    },
    async print(request) {
      const answer = await askShell('print', PrintAnswer, { json: request });
      return { printed: answer.ok && answer.value.printed };
    },
    async printForm(request) {
      const answer = await askShell('printForm', PrintAnswer, { json: request });
      return { printed: answer.ok && answer.value.printed };
    },
    async rate(rating) {
      await tellShell('rate', { json: rating });
      sendNow();
    },

    knowSlip: (request) => askShell('slip', SlipAnswer, { json: request }),
    lookUp: (request) =>
      askPortal('/portal/v1/case-lookups', CaseLookupAnswer, { ...request, contract: contractVersion }),
    async fetchMarked(lookup, asked) {
      const [{ makeVisitKeys }, { openMarked }] = await Promise.all([cryptography(), markedAnswers()]);
      const { to, open } = await makeVisitKeys();
      const request: VisitRequest = { lookup, to };
      const answer = await askPortal('/portal/v1/corrections', CorrectionAnswer, request);
      if (typeof answer === 'string') return answer;
      if (answer.found !== 'marked') return 'nothing-asked';
      // What does not open is about another asking than the one on the screen.
      return (await openMarked(answer, asked, open)) ?? 'nothing-asked';
    },
    async fetchDraft(lookup, asked) {
      const [{ makeVisitKeys }, { openDraft }] = await Promise.all([cryptography(), draftWords()]);
      const { to, open } = await makeVisitKeys();
      const request: VisitRequest = { lookup, to };
      const answer = await askPortal('/portal/v1/drafts', DraftAnswer, request);
      if (typeof answer === 'string') return answer;
      if (answer.found !== 'draft') return 'nothing-asked';
      // What does not open is another draft than the one on the screen.
      return (await openDraft(answer, asked, open)) ?? 'nothing-asked';
    },
    async readPayment(answer) {
      const found = typeof answer === 'object' && answer.found === 'case' ? answer.case : undefined;
      if (found?.payment === undefined) return undefined;
      const { webVerifying } = await cryptography();
      const order = await readPaymentOrder(found.payment, {
        filing: found.filing,
        receiptKeys: watch.current().kiosk?.receiptKeys ?? [],
        verifying: webVerifying,
      });
      return order && { order, token: found.payment };
    },
    async withdraw(request) {
      const answer = await askShell('withdraw', WithdrawAnswer, { json: request });
      if (!answer.ok) return answer;
      await outbox
        .setWithdrawal(answer.value.id, { token: answer.value.token, reached: false })
        .catch(() => delivery.agreeWithSafe());
      sendNow();
      return answer;
    },

    withdrawCase: (lookup) =>
      askPortal('/portal/v1/case-withdrawals', CaseWithdrawalAnswer, { lookup } satisfies CaseWithdrawal),

    filing: (id) => outbox.get(id),
    filings: (query) => outbox.list(query),
    counts: () => outbox.count(),
    async tryAgain(id) {
      await outbox.tryAgain(id);
      sendNow();
    },
    sendNow,
    portalRefusal: delivery.portalRefusal,

    async signIn(role, pin) {
      const answer = await askShell('signIn', SignInAnswer, { json: { role, pin } });
      await watch.refresh();
      return answer;
    },
    async signOut() {
      await tellShell('signOut');
      await watch.refresh();
    },
    staffTouched: () => void tellShell('staffTouch'),
    async callHelper() {
      await tellShell('ringHelp');
      await watch.refresh();
    },
    async endHelp() {
      await tellShell('endHelp');
      await watch.refresh();
    },
    health: () => askShell('health', Health),
    stickUpdates: async () => (await import('./shell-updates.ts')).takeStickUpdates(),
    carryState: () => askShell('carry', CarryState),
    carry: (stick) => askShell('startCarry', CarryState, { json: { stick } }),
    checkEnrolment: (request) => askShell('checkEnrolment', ProvisionCheck, { json: request }),
    async enrolmentFile() {
      const answer = await askShell('enrolmentFile', EnrolmentFile);
      return answer.ok ? answer.value.text : undefined;
    },
    async provision(request): Promise<Answered<ShellState>> {
      const answer = await askShell('provision', ShellState, { json: request });
      await watch.refresh();
      return answer;
    },

    log,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  };
}

/** One attempt. A captive portal answers 200 with a page of its own: that is no answer. */
async function askPortal<T>(
  path: string,
  schema: z.ZodType<T>,
  request: unknown,
): Promise<T | 'needs-network' | 'too-many-tries'> {
  const response = await fetch(path, {
    method: 'POST',
    cache: 'no-store',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  }).catch(() => undefined);
  if (response?.status === 429) return 'too-many-tries';
  const answer = response?.ok ? schema.safeParse(await response.json().catch(() => undefined)) : undefined;
  return answer?.success ? answer.data : 'needs-network';
}

function both(one: () => void, other: () => void): () => void {
  return () => {
    one();
    other();
  };
}
