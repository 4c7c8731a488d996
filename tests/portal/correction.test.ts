import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Service } from '../../shared/catalogue/service.ts';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import { openMarked } from '../../shared/dossier/marked-answers.ts';
import { makeVisitKeys } from '../../shared/dossier/web-cryptography.ts';
import { hanoiDay } from '../../shared/identity/calendar-date.ts';
import { addWorkingDays, workingDaysUntil } from '../../shared/places/working-days.ts';
import type { CaseView } from '../../shared/portal-contract/case-status.ts';
import { CorrectionAnswer } from '../../shared/portal-contract/correction.ts';
import { CaseWithdrawalAnswer } from '../../shared/portal-contract/messages.ts';
import { enrolKiosk, type PortalKiosk, type Sealed } from '../contracts/portal-kiosk.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from './an-embedded-portal.ts';
import { addOfficer, anOfficer, type Officer } from './an-officer.ts';
import { projectFolder } from './folders.ts';

const service = Service.parse(
  JSON.parse(readFileSync(join(projectFolder, 'assets', 'catalogue', 'birth-registration.json'), 'utf8')),
);
const example = service.examples[0] as Service['examples'][number];
const wrongName = 'Tên chưa đúng giấy chứng sinh <b>';

describe('correction, from the mark to the revision', () => {
  let portal: EmbeddedPortal;
  let kiosk: PortalKiosk;
  let elsewhere: PortalKiosk;
  let officer: Officer;
  let nowMs = Date.now();

  beforeAll(async () => {
    portal = await anEmbeddedPortal({ clock: { nowMs: () => nowMs } });
    kiosk = await enrolKiosk(await portal.enrolment('00190'));
    elsewhere = await enrolKiosk(await portal.enrolment('00199'));
    await addOfficer(portal, 'duc', '00190');
    officer = await anOfficer(portal, 'duc');
  });
  afterAll(() => portal.close());

  test('an officer marks a field and a paper with a note each; the slip shows what, why and until when, at any kiosk', async () => {
    const sealed = await file();
    expect((await mark(sealed)).status).toBe(200);
    const view = await lookUp(sealed, elsewhere);
    expect(view.status).toBe(5);
    expect(view.correction).toEqual({
      round: 1,
      at: new Date(nowMs).toISOString(),
      until: addWorkingDays(hanoiDay(nowMs), 5, portal.ports.catalogue.calendar),
      marks: [
        { kind: 'question', id: 'childName', note: wrongName },
        { kind: 'paper', id: 'birth-notice', note: 'Ảnh mờ, chụp lại' },
      ],
    });
  });

  test('nothing marked, too many days, a question of another service: refused, and the case stays where it was', async () => {
    const sealed = await file();
    const name = 'mark.question.childName';
    const nothing: Record<string, string>[] = [
      {},
      { [name]: '   ' },
      { [name]: 'x', days: '0' },
      { [name]: 'x', days: '61' },
      { [name]: 'x'.repeat(501) },
      { 'mark.question.noSuchQuestion': 'x' },
    ];
    for (const fields of nothing) {
      expect(
        (await mark(sealed, { 'mark.question.childName': '', 'mark.paper.birth-notice': '', ...fields })).status,
      ).toBe(422);
    }
    expect(await lookUp(sealed)).toMatchObject({ status: 1 });
  });

  test('only what is marked comes back, sealed to the key of this visit and to nobody else’s', async () => {
    const sealed = await file();
    await mark(sealed);
    const { marked, answer } = await fetchMarked(sealed);
    expect(marked?.questions).toEqual(['childName']);
    expect(marked?.papers).toEqual(['birth-notice']);
    expect(marked?.answers.childName).toBe(example.answers.childName);
    expect(Object.keys(marked?.answers ?? {})).not.toContain('reqId');
    expect(marked?.asked).toContain('reqId');
    const stranger = await makeVisitKeys();
    const asked = { filing: sealed.filing.id, round: 1 };
    if (answer.found !== 'marked') throw new Error('not sealed');
    expect(await openMarked(answer, asked, stranger.open)).toBeUndefined();
    expect(JSON.stringify(portal.log)).not.toContain(String(example.answers.childName));
  });

  test('who cannot look the case up gets nothing; where nothing is asked there is nothing to get', async () => {
    const sealed = await file();
    expect((await fetchMarked(sealed)).answer).toEqual({ found: 'nothing-asked' });
    await mark(sealed);
    const { to } = await makeVisitKeys();
    const wrong = { lookup: { number: sealed.envelope.slip, checkCode: 'AAAAAA' }, to };
    const response = await kiosk.send('POST', '/v1/corrections', wrong);
    expect(await response.json()).toEqual({ found: 'unknown' });
  });

  test('the card of whoever filed opens the case beside its code; another card, or another day of birth, does not', async () => {
    const sealed = await file();
    const { code } = await lookUp(sealed);
    const card = { number: String(example.answers.reqId), birthDate: String(example.answers.reqBirth) };
    expect((await elsewhere.lookup({ number: code, card })).found).toBe('case');
    expect((await elsewhere.lookup({ number: code, card: { ...card, birthDate: '1901-01-01' } })).found).toBe(
      'unknown',
    );
    expect((await elsewhere.lookup({ number: code, card: { ...card, number: '001190000099' } })).found).toBe('unknown');
  });

  test('a revision from another kiosk is taken once: the case goes on, keeps its code, and shows the new answer beside the old', async () => {
    const sealed = await file();
    const { code } = await lookUp(sealed);
    await mark(sealed);
    const part = await elsewhere.sealPart(new TextEncoder().encode('a sharper picture'), 'birth-notice');
    await elsewhere.putPart(part.page.sha256, part.ciphertext);
    const revision = await revise(sealed, { answers: { childName: 'Nguyễn Thị Mới' }, papers: [part.page] });
    const first = await elsewhere.sync({ filings: [revision.filing] });
    const again = await elsewhere.sync({ filings: [revision.filing] });
    expect(again.filings).toEqual(first.filings);
    const token = first.filings[0]?.state === 'received' ? first.filings[0].receipt : '';
    expect((await elsewhere.readReceipt(token, revision))?.code).toBe(code);

    const view = await lookUp(sealed);
    expect(view).toMatchObject({ status: 4, code, revisions: [{ slip: revision.envelope.slip, outcome: 'taken' }] });
    expect(view.correction).toBeUndefined();
    expect(view.history.map(({ status }) => status)).toEqual([1, 5, 4]);
    // The revision's own slip leads to the same case, at the kiosk that kept it and by status.
    const bySlip = await elsewhere.lookup({ slip: await elsewhere.slip(revision) });
    expect(bySlip.found === 'case' && bySlip.case.code).toBe(code);
    const { statuses } = await elsewhere.sync({ following: [revision.filing.id] });
    expect(statuses).toEqual([expect.objectContaining({ filing: revision.filing.id, code, status: 4 })]);

    const { text } = await officer.open(`/officer/cases/${sealed.filing.id}`);
    expect(text).toContain('Nguyễn Thị Mới');
    expect(text).toContain(`<td>${example.answers.childName}</td><td>Nguyễn Thị Mới</td>`);
    expect(text).toContain('đã ghi vào hồ sơ');
    const shown = await officer.open(`/officer/cases/${sealed.filing.id}/parts/${part.page.sha256}`);
    expect(new TextDecoder().decode(shown.bytes)).toBe('a sharper picture');
    // It is part of its case, not one more.
    expect((await officer.open(`/officer?number=${revision.envelope.slip}`)).text).toContain('1 hồ sơ');
    expect((await portal.ports.register.cases({})).map(({ filing }) => filing)).not.toContain(revision.filing.id);
    expect(
      (await portal.ports.register.casesOfKiosk(elsewhere.id, { after: 0, limit: 100 })).map(({ filing }) => filing),
    ).toContain(revision.filing.id);
  });

  test('two revisions at once: one is taken, the other received and set aside, and nothing of either is lost', async () => {
    const sealed = await file();
    await mark(sealed);
    const [one, two] = [
      await revise(sealed, { answers: { childName: 'Nguyễn Thị Một' } }),
      await revise(sealed, { answers: { childName: 'Nguyễn Thị Hai' } }, kiosk),
    ];
    const [atOne, atTwo] = await Promise.all([
      elsewhere.sync({ filings: [one.filing] }),
      kiosk.sync({ filings: [two.filing] }),
    ]);
    expect([atOne.filings[0]?.state, atTwo.filings[0]?.state]).toEqual(['received', 'received']);
    const { revisions, history } = await lookUp(sealed);
    expect(revisions?.map(({ outcome }) => outcome).sort()).toEqual(['set-aside', 'taken']);
    expect(history.map(({ status }) => status)).toEqual([1, 5, 4]);
    const { text } = await officer.open(`/officer/cases/${sealed.filing.id}`);
    expect(text).toContain('Nguyễn Thị Một');
    expect(text).toContain('Nguyễn Thị Hai');
    expect(text).toContain('để riêng');
  });

  test('a revision of what an officer has asked anew, or no longer asks, is set aside', async () => {
    const sealed = await file();
    await mark(sealed);
    const late = await revise(sealed, { answers: { childName: 'Nguyễn Thị Muộn' } });
    await officer.send(`/officer/cases/${sealed.filing.id}/status`, { from: '5', to: '4' });
    await elsewhere.sync({ filings: [late.filing] });
    expect(await lookUp(sealed)).toMatchObject({ status: 4, revisions: [{ outcome: 'set-aside' }] });
    await mark(sealed, { from: '4' });
    expect((await lookUp(sealed)).correction?.round).toBe(2);
    const ofTheFirst = await revise(sealed, { answers: { childName: 'Nguyễn Thị Lạc' } });
    await elsewhere.sync({ filings: [ofTheFirst.filing] });
    expect(await lookUp(sealed)).toMatchObject({ status: 5, revisions: [{}, { outcome: 'set-aside' }] });
  });

  test('a revision is no case of its own: nothing is set, asked or paid on it', async () => {
    const sealed = await file();
    await mark(sealed);
    const revision = await revise(sealed, { answers: { childName: 'Nguyễn Thị Riêng' } });
    await elsewhere.sync({ filings: [revision.filing] });
    const path = `/officer/cases/${revision.filing.id}`;
    await officer.open(`/officer/cases/${sealed.filing.id}`);
    const acts: readonly (readonly [string, Record<string, string>])[] = [
      ['status', { from: '1', to: '3', note: 'x' }],
      ['correction', { from: '1', days: '5', 'mark.question.childName': 'x' }],
      ['payment', { act: 'amount', from: '', amount: '1000', note: 'x' }],
    ];
    for (const [act, fields] of acts) expect((await officer.send(`${path}/${act}`, fields)).status).toBe(404);
    expect(await portal.ports.register.findCase(revision.filing.id)).toMatchObject({ status: 1 });
    expect(await portal.ports.register.findPayment(revision.filing.id)).toBeUndefined();
  });

  test('a revision whose case is not here waits, and is taken in once the case has come', async () => {
    const sealed = await aSealed();
    const early = await revise(sealed, { answers: { childName: 'Nguyễn Thị Sớm' } });
    expect((await elsewhere.sync({ filings: [early.filing] })).filings).toEqual([
      { id: early.filing.id, state: 'refused', problem: 'case-not-here' },
    ]);
    await kiosk.sync({ filings: [sealed.filing] });
    expect((await elsewhere.sync({ filings: [early.filing] })).filings[0]?.state).toBe('received');
  });

  test('a result that is ready says how it comes, and an officer cannot leave that open', async () => {
    const sealed = await file();
    const path = `/officer/cases/${sealed.filing.id}/status`;
    await officer.open(`/officer/cases/${sealed.filing.id}`);
    await officer.send(path, { from: '1', to: '2', due: '2099-01-05' });
    await officer.send(path, { from: '2', to: '6', note: 'Nộp 8.000 đồng' });
    expect((await lookUp(sealed)).history.at(-1)).toMatchObject({ status: 6, note: 'Nộp 8.000 đồng' });
    await officer.send(path, { from: '6', to: '4' });
    expect((await officer.send(path, { from: '4', to: '9' })).status).toBe(422);
    await officer.send(path, { from: '4', to: '9', way: 'post', delivery: 'EB123456789VN' });
    expect((await lookUp(sealed)).history.at(-1)).toMatchObject({
      status: 9,
      delivery: { way: 'post', detail: 'EB123456789VN' },
    });
    await officer.send(path, { from: '9', to: '10', way: 'post' });
    expect((await lookUp(sealed)).status).toBe(10);
  });

  test('the resident takes the dossier back at any kiosk: nothing of it is asked any more, and a revision on its way is set aside', async () => {
    const sealed = await file();
    await mark(sealed);
    expect(await takeBack(sealed)).toMatchObject({ found: 'case', isWithdrawn: true, case: { status: 7 } });
    const view = await lookUp(sealed);
    expect(view.history.map(({ status }) => status)).toEqual([1, 5, 7]);
    expect(view.correction).toBeUndefined();
    const late = await revise(sealed, { answers: { childName: 'Nguyễn Thị Sau' } });
    await elsewhere.sync({ filings: [late.filing] });
    expect(await lookUp(sealed)).toMatchObject({ status: 7, revisions: [{ outcome: 'set-aside' }] });
    expect(await takeBack(sealed)).toMatchObject({ isWithdrawn: true });
    expect((await lookUp(sealed)).history.map(({ status }) => status)).toEqual([1, 5, 7]);
  });

  test('what is finished is not taken back: the answer says how it stands', async () => {
    const sealed = await file();
    await officer.open(`/officer/cases/${sealed.filing.id}`);
    const path = `/officer/cases/${sealed.filing.id}/status`;
    await officer.send(path, { from: '1', to: '3', note: 'Không thuộc phường này' });
    expect(await takeBack(sealed)).toMatchObject({ found: 'case', isWithdrawn: false, case: { status: 3 } });
    expect((await lookUp(sealed)).history.map(({ status }) => status)).toEqual([1, 3]);
  });

  test('the promised time stands still while a correction is asked', async () => {
    const sealed = await file();
    const today = hanoiDay(nowMs);
    const { calendar } = portal.ports.catalogue;
    const due = addWorkingDays(today, 6, calendar);
    await officer.open(`/officer/cases/${sealed.filing.id}`);
    await officer.send(`/officer/cases/${sealed.filing.id}/status`, { from: '1', to: '2', due });
    await mark(sealed, { from: '2' });
    nowMs += 9 * 24 * 3600_000;
    for (const each of [kiosk, elsewhere]) await renewToken(each);
    const revision = await revise(sealed, { answers: { childName: 'Nguyễn Thị Chờ' } });
    await elsewhere.sync({ filings: [revision.filing] });
    const view = await lookUp(sealed);
    expect(view.due).toBe(addWorkingDays(hanoiDay(nowMs), 6, calendar));
    expect(workingDaysUntil({ from: hanoiDay(nowMs), to: view.due ?? '' }, calendar)).toBe(6);
  });

  async function takeBack(sealed: Sealed): Promise<CaseWithdrawalAnswer> {
    const lookup = { number: sealed.envelope.slip, checkCode: sealed.dossier.checkCode };
    const response = await elsewhere.send('POST', '/v1/case-withdrawals', { lookup });
    return CaseWithdrawalAnswer.parse(await response.json());
  }

  /** Of the portal's own time. */
  async function renewToken(of: PortalKiosk): Promise<void> {
    const response = await of.askToken(await of.assertion({ atSeconds: Math.floor(nowMs / 1000) }));
    of.carryToken(((await response.json()) as { access_token: string }).access_token);
  }

  function aSealed(): Promise<Sealed> {
    return kiosk.seal({
      service: { id: service.id, version: service.version, code: service.code },
      answers: example.answers,
      fromCard: ['reqId'],
    });
  }

  async function file(): Promise<Sealed> {
    const sealed = await aSealed();
    await kiosk.sync({ filings: [sealed.filing] });
    return sealed;
  }

  async function mark(sealed: Sealed, fields: Record<string, string> = {}) {
    await officer.open(`/officer/cases/${sealed.filing.id}`);
    return officer.send(`/officer/cases/${sealed.filing.id}/correction`, {
      from: '1',
      days: '5',
      'mark.question.childName': wrongName,
      'mark.paper.birth-notice': 'Ảnh mờ, chụp lại',
      ...fields,
    });
  }

  async function lookUp(sealed: Sealed, at: PortalKiosk = kiosk): Promise<CaseView> {
    const answer = await at.lookup({ slip: await kiosk.slip(sealed) });
    if (answer.found !== 'case') throw new Error(`not found: ${answer.found}`);
    return answer.case;
  }

  async function fetchMarked(sealed: Sealed) {
    const { to, open } = await makeVisitKeys();
    const request = { lookup: { slip: await kiosk.slip(sealed) }, to };
    const response = await elsewhere.send('POST', '/v1/corrections', request);
    const answer = CorrectionAnswer.parse(await response.json());
    const asked = { filing: sealed.filing.id, round: 1 };
    return { answer, marked: answer.found === 'marked' ? await openMarked(answer, asked, open) : undefined };
  }

  function revise(sealed: Sealed, bent: Partial<Dossier>, at: PortalKiosk = elsewhere): Promise<Sealed> {
    return at.seal({
      service: { id: service.id, version: service.version, code: service.code },
      answers: {},
      fromCard: [],
      identity: { how: 'slip-shown', helped: false },
      consents: [],
      revises: { filing: sealed.filing.id, round: 1 },
      ...bent,
    });
  }
});
