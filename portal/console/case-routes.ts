import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import { hanoiDay, isRealDate } from '../../shared/identity/calendar-date.ts';
import { readSlipNumber, slipNumber } from '../../shared/identity/slip-code.ts';
import { resultRow, resultsMoveIn } from '../../shared/portal-contract/case-results.ts';
import { CaseStatusCode } from '../../shared/portal-contract/case-status.ts';
import { Mark, mostMarks } from '../../shared/portal-contract/correction.ts';
import type { Delivery } from '../../shared/portal-contract/delivery.ts';
import { workingDaysLeft } from '../intake/asked.ts';
import { agreeBySilence, answerUntilMs, lockDraft, openDraftWords } from '../intake/drafts.ts';
import { type OpenedRevision, openCase, openPart, openRevisions, withRevisions } from '../intake/opened.ts';
import { askedIn, bundleIn, hasEndedWhole, resultTold, serviceOf } from '../intake/results.ts';
import type { Payments } from '../payments.ts';
import { nowIso, type PortalPorts } from '../ports.ts';
import { printedForm } from '../printed-form.ts';
import type { CaseRecord, DraftRecord } from '../register/register.ts';
import { casePage, isDelivered, isNoted, officerStatuses } from './case-page.ts';
import { correctionForm, correctionsPart, markName, mostCorrectionDays } from './correction-page.ts';
import { type Door, Refusal } from './door.ts';
import { type DraftSight, draftForm, draftsPart, readDraftWords, suggestedWords } from './draft-part.ts';
import { cleaned, longestNote } from './form-text.ts';
import type { Labels } from './labels.ts';
import { listPage } from './list-page.ts';
import { paths } from './page.ts';
import { readPaymentForm } from './payment-part.ts';
import { type ResultSight, readDelivery, readResultForm } from './results-part.ts';
import type { Session } from './sessions.ts';

const listLength = 200;

export function installCaseRoutes(
  app: FastifyInstance,
  door: Door,
  { ports, payments, labels }: { ports: PortalPorts; payments: Payments; labels: Labels },
): void {
  app.get(paths.home, async (request, reply) => {
    const session = door.officer(request, reply);
    if (!session) return reply;
    const { status = '', service = '', number = '' } = request.query as Record<string, string | undefined>;
    const chosenStatus = CaseStatusCode.safeParse(Number(status)).data;
    const cases = await ports.register.cases({
      unit: session.unit,
      limit: listLength,
      ...(chosenStatus ? { status: chosenStatus } : {}),
      ...(service ? { service } : {}),
      ...(number.trim() ? { number: canonicalNumber(number) } : {}),
    });
    const all = await ports.register.cases({ unit: session.unit });
    const content = listPage({
      cases,
      doubles: new Set((await ports.register.probableDoubles(session.unit)).flat()),
      services: [...new Set(all.map((one) => one.service))].sort(),
      chosen: { status, service, number },
      isCut: cases.length === listLength,
      labels,
    });
    return door.show(reply, 'Hồ sơ của đơn vị', content, session);
  });

  app.get('/officer/cases/:filing', async (request, reply) => {
    const session = door.officer(request, reply);
    if (!session) return reply;
    const found = await ownCase(request, session);
    // A revision is read beside the dossier it is of.
    if (found.revision) return reply.redirect(paths.case(found.revision.of), 303);
    return showCase(found, session, reply);
  });

  app.get('/officer/cases/:filing/parts/:sha256', async (request, reply) => {
    const session = door.officer(request, reply);
    if (!session) return reply;
    const { filing } = await ownCase(request, session);
    const { sha256 = '' } = request.params as { sha256?: string };
    const part = await partOf(filing, sha256);
    if (!part) throw notHere;
    // Written down before it is shown.
    await door.audit(session, 'part-opened', { filing, detail: sha256 });
    reply.header('content-security-policy', "default-src 'none'; object-src 'self'; frame-ancestors 'none'");
    return reply.type(part.type).header('content-disposition', 'inline').send(Buffer.from(part.bytes));
  });

  app.get('/officer/cases/:filing/form.pdf', async (request, reply) => {
    const session = door.officer(request, reply);
    if (!session) return reply;
    const found = await caseToActOn(request, session);
    const dossier = await wholeOf(found);
    const document = dossier && (await printedForm(found, dossier, ports));
    if (!document) throw notHere;
    if (document === 'too-long')
      return showCase(
        found,
        session,
        reply.status(422),
        'Hồ sơ dài quá, không in thành tờ khai được. Mời đọc tại đây.',
      );
    // Written down before it is shown.
    await door.audit(session, 'form-opened', { filing: found.filing });
    reply.header('content-security-policy', "default-src 'none'; object-src 'self'; frame-ancestors 'none'");
    return reply.type('application/pdf').header('content-disposition', 'inline').send(Buffer.from(document));
  });

  app.post('/officer/cases/:filing/status', async (request, reply) => {
    const form = door.form(request, reply);
    if (!form) return reply;
    const { session, fields } = form;
    const found = await caseToActOn(request, session);
    const ahead = await aheadOf(found);
    const change = readChange(fields, found, {
      today: hanoiDay(ports.clock.nowMs()),
      allowed: officerStatuses(found.status, ahead),
      results: ahead.results,
      endsWithAnswer: labels.endsWithAnswer(found.service, found.serviceVersion),
    });
    if ('problem' in change) {
      await door.audit(session, 'status-refused', { filing: found.filing, detail: change.detail });
      return showCase(found, session, reply.status(422), change.problem);
    }
    const { filing, status: from } = found;
    const isSet = await ports.register.setStatus({
      filing,
      from,
      at: nowIso(ports.clock),
      by: session.user,
      asked: ahead.results.map(({ result }) => result.id),
      ...change,
    });
    const detail = `${from}>${change.to}`;
    await door.audit(session, isSet ? 'status-set' : 'status-refused', { filing, detail });
    if (!isSet) throw movedOn;
    return reply.redirect(paths.case(filing), 303);
  });

  app.post('/officer/cases/:filing/results', async (request, reply) => {
    const form = door.form(request, reply);
    if (!form) return reply;
    const { session, fields } = form;
    const found = await caseToActOn(request, session);
    const { filing } = found;
    const { results } = await aheadOf(found);
    const wish = resultsMoveIn.includes(found.status)
      ? readResultForm(fields, results)
      : { problem: 'Kết quả chỉ đổi bước khi hồ sơ đã được tiếp nhận và chưa kết thúc.' };
    if ('problem' in wish) {
      await door.audit(session, 'status-refused', { filing });
      return showCase(found, session, reply.status(422), wish.problem);
    }
    const isMoved = await ports.register.moveResult({
      ...wish,
      filing,
      asked: results.map(({ result }) => result.id),
      at: nowIso(ports.clock),
      by: session.user,
    });
    const detail = `${wish.result} ${wish.from}>${wish.state}`;
    await door.audit(session, isMoved ? 'result-set' : 'status-refused', { filing, detail });
    if (isMoved) return reply.redirect(paths.case(filing), 303);
    if (found.status !== 5 && found.status !== 6) throw movedOn;
    return showCase(found, session, reply.status(422), 'Hồ sơ đang chờ người nộp. Kết quả cuối cùng kết thúc sau đó.');
  });

  app.post('/officer/cases/:filing/drafts', async (request, reply) => {
    const form = door.form(request, reply);
    if (!form) return reply;
    const { session, fields } = form;
    const found = await caseToActOn(request, session);
    const { filing, status: from } = found;
    const dossier = await wholeOf(found);
    const result = dossier && (await draftable(found, dossier)).find(({ id }) => id === fields.result);
    const read = readDraftWords(fields.words);
    const problem =
      !result || fields.from !== String(from) ? 'Lúc này không gửi được bản nháp.' : 'problem' in read && read.problem;
    if (problem || !result || 'problem' in read) {
      await door.audit(session, 'status-refused', { filing });
      return showCase(found, session, reply.status(422), problem || undefined, fields.words);
    }
    const nowMs = ports.clock.nowMs();
    const isSent = await ports.register.sendDraft({
      filing,
      from,
      result: result.id,
      at: nowIso(ports.clock),
      by: session.user,
      untilMs: answerUntilMs(nowMs, ports),
      locked: await lockDraft(read.words, filing, ports),
    });
    await door.audit(session, isSent ? 'draft-sent' : 'status-refused', { filing, detail: result.id });
    if (!isSent) throw movedOn;
    return reply.redirect(paths.case(filing), 303);
  });

  app.post('/officer/cases/:filing/payment', async (request, reply) => {
    const form = door.form(request, reply);
    if (!form) return reply;
    const { session, fields } = form;
    const found = await caseToActOn(request, session);
    const wish = readPaymentForm(fields, await payments.of(found));
    const { filing } = found;
    if ('problem' in wish) {
      await door.audit(session, 'payment-refused', { filing });
      return showCase(found, session, reply.status(422), wish.problem);
    }
    const entry = { filing, at: nowIso(ports.clock), by: session.user };
    const isDone =
      wish.act === 'payment-received'
        ? await ports.register.settlePayment({ ...entry, amount: wish.amount })
        : await ports.register.setPaymentAmount({ ...entry, from: wish.from, to: wish.amount, note: wish.note });
    await door.audit(session, isDone ? wish.act : 'payment-refused', { filing, detail: String(wish.amount) });
    if (!isDone) throw movedOn;
    return reply.redirect(paths.case(filing), 303);
  });

  app.post('/officer/cases/:filing/correction', async (request, reply) => {
    const form = door.form(request, reply);
    if (!form) return reply;
    const { session, fields } = form;
    const found = await caseToActOn(request, session);
    const { filing, status: from } = found;
    const nowMs = ports.clock.nowMs();
    const asked = readCorrection(fields, found, await wholeOf(found));
    if ('problem' in asked) {
      await door.audit(session, 'status-refused', { filing, detail: asked.detail });
      return showCase(found, session, reply.status(422), asked.problem);
    }
    const { days, marks, note } = asked;
    const isAsked = await ports.register.askCorrection({
      filing,
      from,
      at: nowIso(ports.clock),
      by: session.user,
      until: labels.daysAfter(hanoiDay(nowMs), days),
      marks,
      workingDaysLeft: workingDaysLeft(found.due, nowMs, ports),
      ...(note ? { note } : {}),
    });
    await door.audit(session, isAsked ? 'correction-asked' : 'status-refused', { filing, detail: `${from}>5` });
    if (!isAsked) throw movedOn;
    return reply.redirect(paths.case(filing), 303);
  });

  /** A page of the dossier as it was filed, or of one of its revisions. */
  async function partOf(filing: string, sha256: string) {
    const filed = await openCase(filing, ports);
    const revisions = await openRevisions(filing, ports);
    const holder = [filed, ...revisions.map(({ dossier }) => dossier)].find((dossier) =>
      dossier?.papers.some((paper) => paper.sha256 === sha256),
    );
    return holder && openPart(holder, sha256, ports);
  }

  async function wholeOf({ filing, filedMs }: CaseRecord): Promise<Dossier | undefined> {
    const filed = await openCase(filing, ports);
    return filed && labels.asAsked(withRevisions(filed, await openRevisions(filing, ports)), filedMs);
  }

  /** Where a bundle's results stand, and whether a draft certificate is waited for: both say what may be set. */
  async function aheadOf(
    found: CaseRecord,
    opened?: Dossier,
  ): Promise<{ results: readonly ResultSight[]; waitsForDraft: boolean }> {
    const waiting = (await ports.register.drafts(found.filing)).find(({ standing }) => standing === 'asked');
    const isBundle = (serviceOf(found, ports)?.results.length ?? 0) > 1 && !(await hasEndedWhole(found, ports));
    const dossier = isBundle ? (opened ?? (await wholeOf(found))) : undefined;
    const results = dossier ? bundleIn(found, dossier, ports) : [];
    const moves = results.length > 0 ? await ports.register.resultMoves(found.filing) : [];
    return {
      results: results.map((result) => ({
        result,
        told: resultTold(result.id, moves),
        waitsForDraft: waiting?.result === result.id,
      })),
      waitsForDraft: waiting !== undefined,
    };
  }

  /** Results a draft certificate may be sent of now: where the service has one, nothing is waited for, and it is not decided yet. */
  async function draftable(found: CaseRecord, dossier: Dossier) {
    if (!serviceOf(found, ports)?.confirmDraft || (found.status !== 2 && found.status !== 4)) return [];
    const { results, waitsForDraft } = await aheadOf(found, dossier);
    if (waitsForDraft) return [];
    const isEnded = (id: string) =>
      results.some(({ result, told }) => result.id === id && resultRow(told.state).isEnded);
    return askedIn(found, dossier, ports).filter(({ id }) => !isEnded(id));
  }

  function draftSights(drafts: readonly DraftRecord[], revisions: readonly OpenedRevision[]): Promise<DraftSight[]> {
    return Promise.all(
      drafts.map(async (record) => {
        const replies = revisions.filter(
          ({ record: { revision } }) => revision?.reply && revision.round === record.number,
        );
        const taken = replies.find(({ record: { filing } }) => filing === record.answeredBy);
        const late = replies.filter(({ record: { revision } }) => revision?.outcome === 'set-aside');
        return {
          record,
          words: await openDraftWords(record, ports),
          where: taken?.dossier?.revises?.reply?.where,
          late: late.map(({ record: { slip, receivedAt: at, revision }, dossier }) => ({
            slip,
            at,
            says: dossier?.revises?.reply?.where ?? (revision?.reply === 'right' ? 'Đúng' : 'Cần sửa'),
          })),
        };
      }),
    );
  }

  /** The markable ids are those the page offers: nothing else becomes a mark. */
  function readCorrection(
    fields: Record<string, string>,
    found: CaseRecord,
    dossier: Dossier | undefined,
  ): { days: number; marks: Mark[]; note: string } | { problem: string; detail: string } {
    const detail = `${found.status}>5`;
    if (!dossier || fields.from !== String(found.status) || !officerStatuses(found.status).includes(5))
      return { detail, problem: 'Không đi được bước này từ trạng thái hiện tại của hồ sơ.' };
    const { groups, papers } = labels.markable(dossier, found.filedMs);
    const noteOf = (kind: Mark['kind'], id: string) => ({ kind, id, note: cleaned(fields[markName(kind, id)]) });
    const marks = [
      ...groups.flatMap(({ rows }) => rows.map(({ id }) => noteOf('question', id))),
      ...papers.map(({ id }) => noteOf('paper', id)),
    ].filter(({ note }) => note !== '');
    if (marks.length === 0) return { detail, problem: 'Chưa ghi mục nào phải sửa. Hãy ghi vào ít nhất một mục.' };
    if (marks.length > mostMarks || !marks.every((mark) => Mark.safeParse(mark).success))
      return { detail, problem: 'Lời ghi dài quá 500 ký tự, hoặc quá nhiều mục.' };
    const days = Number(fields.days);
    if (!Number.isInteger(days) || days < 1 || days > mostCorrectionDays)
      return { detail, problem: `Số ngày làm việc phải từ 1 đến ${mostCorrectionDays}.` };
    const note = cleaned(fields.note);
    if (note.length > longestNote) return { detail, problem: `Lời nhắn dài quá ${longestNote} ký tự.` };
    return { days, marks, note };
  }

  /** A dossier of another unit does not exist for this officer; that somebody asked for it is written down. */
  async function ownCase(request: FastifyRequest, session: Session): Promise<CaseRecord> {
    const { filing = '' } = request.params as { filing?: string };
    await agreeBySilence(ports);
    const found = await ports.register.findCase(filing);
    if (!found) throw notHere;
    if (found.unit !== session.unit) {
      await door.audit(session, 'other-unit-refused', { filing });
      throw notHere;
    }
    return found;
  }

  /** A revision is no case of its own: nothing is set on it. */
  async function caseToActOn(request: FastifyRequest, session: Session): Promise<CaseRecord> {
    const found = await ownCase(request, session);
    if (found.revision) throw notHere;
    return found;
  }

  async function showCase(
    found: CaseRecord,
    session: Session,
    reply: FastifyReply,
    problem?: string,
    /** As the officer wrote them, when they were not taken. */
    draftWords?: string,
  ): Promise<FastifyReply> {
    const { filing, unit } = found;
    const filed = await openCase(filing, ports);
    const revisions = await openRevisions(filing, ports);
    // A reply to a draft certificate corrects nothing.
    const corrections = revisions.filter(({ record }) => !record.revision?.reply);
    const dossier = filed && labels.asAsked(withRevisions(filed, corrections), found.filedMs);
    await door.audit(session, 'dossier-opened', { filing });
    const pairs = await ports.register.probableDoubles(unit);
    const others = pairs.filter((pair) => pair.includes(filing)).map(([one, other]) => (one === filing ? other : one));
    const payment = await payments.of(found);
    const asked = dossier ? askedIn(found, dossier, ports) : [];
    const ahead = await aheadOf(found, dossier);
    const mayBeDraft = dossier ? await draftable(found, dossier) : [];
    const content = casePage(
      {
        found,
        ...ahead,
        drafts: draftsPart(await draftSights(await ports.register.drafts(filing), revisions), asked),
        draftForm:
          dossier && mayBeDraft.length > 0
            ? draftForm(found, {
                results: mayBeDraft,
                words: draftWords ?? suggestedWords(labels.answers(dossier, found.filedMs)),
                session,
              })
            : undefined,
        payment: { record: payment, standing: payments.standing(found, payment) },
        // Untouched, it is shown as it came, with what no rule of ours asks for.
        dossier: corrections.length > 0 ? dossier : filed,
        corrections: correctionsPart({
          found,
          corrections: await ports.register.corrections(filing),
          revisions: corrections,
          before: filed ? corrections.map((_, index) => withRevisions(filed, corrections.slice(0, index))) : [],
          filed,
          labels,
        }),
        correctionForm:
          dossier && officerStatuses(found.status).includes(5)
            ? correctionForm(found, labels.markable(dossier, found.filedMs), session)
            : undefined,
        history: await ports.register.history(filing),
        audit: await ports.register.auditTrail(filing),
        doubles: await ports.register.findCases(others),
        receiver: ports.units.find(unit)?.name ?? unit,
        kioskLabel: (await ports.register.findKiosk(found.kiosk))?.label ?? found.kiosk,
        endsWithAnswer: labels.endsWithAnswer(found.service, found.serviceVersion),
        dueDay: labels.dueDay(found.service, found.serviceVersion, hanoiDay(ports.clock.nowMs()), dossier?.answers),
        labels,
      },
      session,
      problem,
    );
    return door.show(reply, `Hồ sơ ${found.code}`, content, session);
  }
}

type Change =
  | { to: CaseStatusCode; note?: string; due?: string; delivery?: Delivery }
  | { problem: string; detail: string };

function readChange(
  fields: Record<string, string>,
  found: CaseRecord,
  {
    today,
    endsWithAnswer,
    results,
    allowed,
  }: {
    readonly today: string;
    readonly endsWithAnswer: boolean;
    readonly results: readonly ResultSight[];
    readonly allowed: readonly CaseStatusCode[];
  },
): Change {
  const to = CaseStatusCode.safeParse(Number(fields.to)).data;
  const note = cleaned(fields.note);
  const due = fields.due ?? '';
  const detail = `${found.status}>${to ?? '?'}`;
  if (to === undefined || fields.from !== String(found.status) || !allowed.includes(to)) {
    return { detail, problem: 'Không đi được bước này từ trạng thái hiện tại của hồ sơ.' };
  }
  if (note.length > longestNote) return { detail, problem: `Lời nhắn dài quá ${longestNote} ký tự.` };
  if (isNoted(to, endsWithAnswer) && note === '') {
    if (to === 9) return { detail, problem: 'Bước này cần câu trả lời: người gửi đọc nó ở máy bằng phiếu.' };
    return { detail, problem: 'Bước này cần lời nhắn: người nộp phải biết vì sao và phải làm gì.' };
  }
  if (isDelivered(to, { endsWithAnswer, results })) {
    const delivery = readDelivery(fields);
    if (typeof delivery === 'string') return { detail, problem: delivery };
    return { to, delivery, ...(note ? { note } : {}) };
  }
  if (to !== 2) return { to, ...(note ? { note } : {}) };
  if (!isRealDate(due) || due < today) {
    return { detail, problem: 'Tiếp nhận thì cần ngày hẹn trả, từ hôm nay trở đi.' };
  }
  return { to, due, ...(note ? { note } : {}) };
}

function canonicalNumber(typed: string): string {
  const slip = readSlipNumber(typed);
  return slip ? slipNumber(slip) : typed.trim().toUpperCase();
}

const notHere = new Refusal(404, 'Không có hồ sơ này', 'Không có hồ sơ này trong đơn vị của bạn.');
const movedOn = new Refusal(409, 'Hồ sơ vừa đổi trạng thái', 'Người khác vừa đổi trạng thái. Hãy mở lại hồ sơ để xem.');
