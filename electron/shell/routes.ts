import type { z } from 'zod';
import { parseJson } from '../../shared/dossier/seal.ts';
import { CarryRequest } from '../../shared/shell-contract/carry.ts';
import {
  CameraRequest,
  type CatalogueAnswer,
  DraftBox,
  FileRequest,
  FromSafeRequest,
  guidesVersionHeader,
  type InformationKnown,
  OpenSavedDraft,
  PageLog,
  PortalNews,
  PrintFormRequest,
  PrintGuideRequest,
  PrintRequest,
  ProvisionRequest,
  RateRequest,
  ReceiptsRequest,
  SignInRequest,
  SlipRequest,
  WithdrawRequest,
} from '../../shared/shell-contract/messages.ts';
import { SpeechRequest, type VoiceAnswer } from '../../shared/shell-contract/speech.ts';
import { fileDossier } from './filing.ts';
import { describeHealth } from './health.ts';
import { createPartSending } from './part-sending.ts';
import { printForm, printGuide, printSlip } from './printing.ts';
import { Refusal } from './problem.ts';
import { owed, rate } from './ratings.ts';
import { keepReceipts } from './receipts.ts';
import type { Handlers } from './router.ts';
import type { Services } from './services.ts';
import { describeSlip, findBySlip } from './slips.ts';
import { describeState } from './state.ts';
import { syncFromSafe } from './sync-from-safe.ts';
import type { Kiosk } from './trust.ts';
import { withdraw } from './withdrawals.ts';

/** What each route does: one line of wiring each, the work is in the services. */
export function createHandlers(services: Services): Handlers {
  const { safe, session, savedDrafts, trust, events, host, log, limits, clock, room, staff } = services;
  const changed = () => events.announce('state-changed');

  function kiosk(): Kiosk {
    const found = trust.kiosk();
    if (!found) throw new Refusal('not-provisioned');
    return found;
  }
  /** Keys are forgotten first. A disk that cannot remove what is left must not keep the old page alive. */
  async function leaveVisit(): Promise<void> {
    const last = session.lastFiled();
    if (last && !safe.find(last.filing.id)?.shown) {
      services.unseenFilings.add({ slip: last.slip.number, at: last.slip.filedAt });
    }
    const ended = session.end().catch(() => log.write('session-end-failed'));
    room.end();
    host.setCameraAllowed(false);
    // Or the next resident could say that this attendant has seen their card.
    staff.signOut();
    await ended;
  }
  const sendPart = createPartSending(services);
  const slipPorts = () => ({ ...services, kiosk: kiosk(), wrongCodesPerHour: limits.wrongSlipCodesPerHour });

  return {
    state: () => describeState(services),
    events: () => events.open(),
    catalogue(): z.infer<typeof CatalogueAnswer> {
      const { version, services: offered, faulty, units } = services.content.openForPage();
      return { version, services: [...offered], faulty: [...faulty], units };
    },

    async guides() {
      const opened = await services.guides.open();
      if (!opened) throw new Refusal('not-found');
      return new Response(opened.index, {
        headers: { 'content-type': 'application/octet-stream', [guidesVersionHeader]: String(opened.version) },
      });
    },
    guide: ({ id, query }) =>
      services.guides.entry({ version: wholeNumber(query.get('version') ?? ''), row: wholeNumber(id) }),
    async information(): Promise<z.infer<typeof InformationKnown>> {
      return { known: (await services.information.read()) ?? null };
    },
    printGuide: async (asked) => printGuide(await asked.json(PrintGuideRequest), services),

    async readDraft() {
      const bytes = await session.draft.read();
      return { draft: bytes ? parseJson(bytes) : null };
    },
    async keepDraft(asked) {
      const era = session.era();
      const { draft } = await asked.json(DraftBox, { bytes: limits.draftBytes });
      // An autosave that was overtaken by the end of its visit must not be found by the next person.
      if (session.era() !== era) return undefined;
      session.setLastFiled(null);
      room.begin();
      await session.draft.keep(new TextEncoder().encode(JSON.stringify(draft ?? null)));
      return undefined;
    },
    async dropDraft() {
      await session.closeDraft();
      return undefined;
    },
    filedNow: () => ({ filed: session.lastFiled() }),
    async practise() {
      const left = leaveVisit();
      // In the same breath: nothing of the page that asks comes in between.
      session.practise();
      await left;
      changed();
      return undefined;
    },
    async endSession() {
      services.speech.hush();
      services.helpCalls.end();
      await leaveVisit();
      // After the answer: the page that asks is the one that goes.
      setImmediate(() => void host.freshRenderer().catch(() => log.write('fresh-renderer-failed')));
      return undefined;
    },

    async putPart(asked) {
      const declared = Number(asked.request.headers.get('content-length') ?? '0');
      if (declared > limits.partBytes) throw new Refusal('part-too-large');
      const bytes = await asked.bytes({ most: limits.partBytes, otherwise: 'part-too-large' });
      if (bytes.length === 0) throw new Refusal('bad-request');
      await room.requireForPart(bytes.length);
      const kept = await safe.parts.keep(asked.id, bytes).catch(() => {
        log.write('part-not-kept', asked.id);
        throw new Refusal('no-room-for-parts');
      });
      if (kept === 'wrong-hash') throw new Refusal('part-hash-wrong');
      session.addPart(asked.id);
      return undefined;
    },
    async getPart(asked) {
      const isOpen = session.hasPart(asked.id) || safe.neededParts().has(asked.id);
      const bytes = isOpen ? await safe.parts.read(asked.id) : undefined;
      if (!bytes) throw new Refusal('not-found');
      return new Response(Uint8Array.from(bytes), { headers: { 'content-type': 'application/octet-stream' } });
    },
    async dropPart(asked) {
      if (session.hasPart(asked.id)) await services.dropPart(asked.id);
      return undefined;
    },
    sendPart: (asked) => sendPart(asked.id),

    async file(asked) {
      const { dossier } = await asked.json(FileRequest);
      const from = kiosk();
      const [era, saved] = [session.era(), session.savedNumber()];
      const answer = await session.filedOnce(dossier.nonce, async () => {
        const filed = await fileDossier(dossier, { ...services, kiosk: from, savedDraft: saved });
        await services.forgetSaved(saved);
        // The visit may have ended meanwhile: then the slip is nobody's to see, and the attract screen says what is kept.
        if (session.era() !== era) {
          services.unseenFilings.add({ slip: filed.slip.number, at: filed.slip.filedAt });
          services.events.announce('state-changed');
          return filed;
        }
        const isRevision = dossier.revises !== undefined;
        // Corrected things alone fill no form.
        session.setLastFiled(
          {
            ...filed,
            receiver: dossier.receiver.unit,
            isRevision,
            ...(dossier.revises?.reply ? { isDraftReply: true as const } : {}),
          },
          isRevision ? undefined : dossier,
        );
        // Its key is forgotten here and now; nobody waits for the file, which nobody can read.
        void session.closeDraft();
        return filed;
      });
      return Response.json(answer, { status: 201 });
    },
    async shown(asked) {
      const row = safe.find(asked.id);
      if (!row) throw new Refusal('not-found');
      if (!row.shown && !(await safe.markShown(asked.id)).kept) throw new Refusal('cannot-keep');
      return undefined;
    },
    async filings({ query }) {
      const after = wholeNumber(query.get('after') ?? '0');
      const limit = wholeNumber(query.get('limit') ?? String(limits.filingsPage));
      if (limit < 1) throw new Refusal('bad-request');
      // A page that begins at the start rebuilds its outbox from the safe, where a receipt stands for received.
      if (after === 0) services.news.startAnew();
      return safe.list({ after, limit: Math.min(limit, limits.filingsPage), bodyBytes: limits.filingsPageBodyBytes });
    },
    receipts: async (asked) => keepReceipts(await asked.json(ReceiptsRequest), { ...services, kiosk: kiosk() }),
    syncFromSafe: async (asked) => syncFromSafe(await asked.json(FromSafeRequest), { ...services, kiosk: kiosk() }),
    async portalNews(asked) {
      const answer = await services.news.read(await asked.json(PortalNews));
      if (answer.freed.length > 0) services.tidySoon();
      return answer;
    },
    owed: () => owed(safe),

    withdraw: async (asked) => withdraw(await asked.json(WithdrawRequest), slipPorts()),
    async slip(asked) {
      const row = await findBySlip(await asked.json(SlipRequest), slipPorts());
      return row ? describeSlip(row, safe) : { known: 'not-here' };
    },

    async saveDraft() {
      kiosk();
      const draft = await session.draft.read();
      if (!draft) throw new Refusal('no-session');
      const [era, before, parts] = [session.era(), session.savedNumber(), session.parts()];
      const slip = await session.finish(async () => {
        await room.requireForFiling();
        return room.inReserve(
          () => savedDrafts.save(draft, parts),
          () => false,
        );
      });
      await services.forgetSaved(before);
      if (session.era() === era) session.setSavedNumber(slip.number);
      log.write('draft-saved', slip.number);
      return Response.json(slip, { status: 201 });
    },
    async openSavedDraft(asked) {
      kiosk();
      const era = session.era();
      const opened = await savedDrafts.open(await asked.json(OpenSavedDraft));
      // Whoever asked has left meanwhile, or was timed out: the draft must not open in the visit of the next person.
      if (session.era() !== era) throw new Refusal('no-session');
      const ended = session.end();
      const mine = session.era();
      await ended;
      if (session.era() !== mine) throw new Refusal('no-session');
      await session.draft.keep(opened.draft);
      for (const part of opened.parts) session.addPart(part);
      session.setSavedNumber(opened.number);
      return { draft: parseJson(opened.draft) };
    },

    async rate(asked) {
      await rate(await asked.json(RateRequest), { safe, dice: services.dice, nowMs: clock.nowMs() });
      return undefined;
    },
    async camera(asked) {
      host.setCameraAllowed((await asked.json(CameraRequest)).open);
      return undefined;
    },
    print: async (asked) => printSlip(await asked.json(PrintRequest), services),
    printForm: async (asked) => printForm(await asked.json(PrintFormRequest), { ...services, kiosk: kiosk() }),

    signIn: async (asked) => staff.signIn(await asked.json(SignInRequest)),
    signOut() {
      staff.signOut();
      return undefined;
    },
    staffTouch() {
      staff.touch();
      return undefined;
    },
    ringHelp() {
      services.helpCalls.ring();
      return undefined;
    },
    endHelp() {
      services.helpCalls.end();
      return undefined;
    },
    health() {
      // A blank machine has no staff yet: whoever sets it up may see how it is.
      if (trust.kiosk() && !staff.current()) throw new Refusal('not-signed-in');
      return describeHealth({ ...services, vault: services.vault?.kind, outboxRebuiltAt: services.outboxRebuiltAt() });
    },

    async checkEnrolment(asked) {
      return services.provisioning.check((await asked.json(ProvisionRequest)).enrolment);
    },
    async provision(asked) {
      const { enrolment, panelDiagonalInches } = await asked.json(ProvisionRequest);
      await services.provisioning.confirm(enrolment, panelDiagonalInches);
      changed();
      // What it has become: the screen says so at once.
      return describeState(services);
    },

    async enrolmentFile() {
      if (trust.kiosk()) throw new Refusal('already-provisioned');
      const text = await services.sticks.enrolment();
      if (text === undefined) throw new Refusal('not-found');
      return { text };
    },

    voice: async (): Promise<z.infer<typeof VoiceAnswer>> => ({ languages: [...(await services.speech.languages())] }),
    async speak(asked) {
      const wav = await services.speech.speak(await asked.json(SpeechRequest), asked.request.signal);
      return new Response(wav, { headers: { 'content-type': 'audio/wav' } });
    },
    sticks: async () => ({ files: await services.sticks.list() }),
    async stickFile(asked) {
      const { bytes, type } = await services.sticks.read(asked.id);
      return new Response(bytes, { headers: { 'content-type': type } });
    },
    carry() {
      if (!staff.current()) throw new Refusal('not-signed-in');
      return services.carryOut.state();
    },
    async startCarry(asked) {
      if (!staff.current()) throw new Refusal('not-signed-in');
      const { stick } = await asked.json(CarryRequest);
      await services.carryOut.start(stick, kiosk());
      return services.carryOut.state();
    },
    stickUpdates() {
      if (staff.current()?.role !== 'technician') throw new Refusal('not-signed-in');
      return services.stickBundles.take();
    },
    async log(asked) {
      services.notePageEvent(await asked.json(PageLog));
      return undefined;
    },
  };
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Refusal('bad-request');
  return Number(text);
}
