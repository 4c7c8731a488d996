import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerUntilMs } from '../../portal/intake/drafts.ts';
import { openWhole } from '../../portal/intake/opened.ts';
import { type DraftShown, openDraft } from '../../shared/dossier/draft-words.ts';
import { makeVisitKeys } from '../../shared/dossier/web-cryptography.ts';
import { hanoiMoment } from '../../shared/identity/calendar-date.ts';
import { DraftAnswer } from '../../shared/portal-contract/draft-certificate.ts';
import { bounds } from '../../shared/portal-contract/messages.ts';
import type { Sealed } from '../contracts/portal-kiosk.ts';
import { type CasesAtPortal, casesAtPortal } from './a-case-at-portal.ts';

const hourMs = 3600_000;
/** A Friday: the day after next two days without work is its Monday. */
const friday = hanoiMoment('2026-11-27', { hour: 10, minute: 0 });
const endOfMonday = new Date(hanoiMoment('2026-12-01', { hour: 0, minute: 0 }) - 1).toISOString();
const words =
  '# Người được khai sinh\nHọ, chữ đệm, tên: Nguyễn Thị Mơ\nNơi sinh: Hà Nội: bệnh viện\n\n# Mẹ\nHọ tên: Trần Thị Hường';

describe('a draft certificate', () => {
  let cases: CasesAtPortal;
  beforeAll(async () => {
    cases = await casesAtPortal(friday);
  });
  afterAll(() => cases.close());

  async function begun(): Promise<Sealed> {
    const sealed = await cases.file('birth-registration', 'father-in-time');
    await cases.begin(sealed);
    return sealed;
  }
  const send = (sealed: Sealed, more: Record<string, string> = {}) =>
    cases.act(sealed, 'drafts', { from: '4', result: 'birth-certificate', words, ...more });
  async function sent(): Promise<Sealed> {
    const sealed = await begun();
    const seen = await send(sealed);
    if (seen.status !== 200) throw new Error(`not sent: ${seen.text.replace(/<[^>]+>/g, ' ').slice(0, 400)}`);
    return sealed;
  }
  async function fetchDraft(sealed: Sealed, lookup?: unknown): Promise<DraftShown | DraftAnswer['found'] | number> {
    const { to, open } = await makeVisitKeys();
    const by = lookup ?? { slip: await cases.kiosk.slip(sealed) };
    const response = await cases.elsewhere.send('POST', '/v1/drafts', { lookup: by, to });
    if (!response.ok) return response.status;
    const answer = DraftAnswer.parse(await response.json());
    if (answer.found !== 'draft') return answer.found;
    return (await openDraft(answer, { filing: sealed.filing.id, number: 1 }, open)) ?? answer.found;
  }
  const history = async (sealed: Sealed) =>
    (await cases.lookUp(sealed)).history.map(({ status, event }) => (event ? `${status} ${event}` : String(status)));

  test('is filled from the dossier, mended by the officer line by line, and told with the day silence counts from', async () => {
    const sealed = await begun();
    const page = await cases.officer.open(`/officer/cases/${sealed.filing.id}`);
    expect(page.text).toContain('Không trả lời đến hết ngày làm việc kế tiếp là đồng ý');
    expect(page.text).toMatch(/<textarea id="draft-words"[^>]*># [^<]+\n[^<:\n]+: [^<]+/);
    await send(sealed);
    expect((await cases.lookUp(sealed)).draft).toEqual({
      number: 1,
      result: 'birth-certificate',
      at: new Date(friday).toISOString(),
      until: endOfMonday,
      standing: 'asked',
    });
    expect(await history(sealed)).toEqual(['1', '2', '4', '4 draft-sent']);
    expect((await send(sealed)).status).toBe(422);
  });

  test('is not asked to be answered on a day that may still be declared off', async () => {
    const eve = hanoiMoment('2026-11-23', { hour: 9, minute: 0 });
    const { catalogue } = cases.portal.ports;
    expect(catalogue.calendar.pending.has('2026-11-24')).toBe(true);
    expect(answerUntilMs(eve, { catalogue })).toBe(hanoiMoment('2026-11-26', { hour: 0, minute: 0 }) - 1);
  });

  test('as long as the page lets it be written, it is judged; what is wrong with it is said with it still there', async () => {
    const sealed = await begun();
    const longest = 'ệ'.repeat(29_000);
    const seen = await send(sealed, { words: `# Mẹ\nHọ tên: ${longest}` });
    expect(seen.status).toBe(422);
    expect(seen.text).toContain(longest);
  });

  test('comes to whoever has shown the slip or the card, sealed to that visit; its words lie nowhere readable', async () => {
    const sealed = await sent();
    expect(await fetchDraft(sealed)).toMatchObject({
      number: 1,
      words: {
        parts: [
          {
            title: 'Người được khai sinh',
            lines: [
              { label: 'Họ, chữ đệm, tên', value: 'Nguyễn Thị Mơ' },
              { label: 'Nơi sinh', value: 'Hà Nội: bệnh viện' },
            ],
          },
          { title: 'Mẹ', lines: [{ label: 'Họ tên', value: 'Trần Thị Hường' }] },
        ],
      },
    });
    const { code } = await cases.lookUp(sealed);
    const { reqId, reqBirth } = sealed.dossier.answers;
    expect(await fetchDraft(sealed, { number: code, card: { number: reqId, birthDate: reqBirth } })).toMatchObject({
      number: 1,
    });
    expect(await fetchDraft(sealed, { number: code, checkCode: 'ZZZZZZ' })).toBe('unknown');
    // Whoever has somebody's card finds no dossier by going through the numbers.
    const card = { number: '001190000017', birthDate: '1990-01-01' };
    const asked = await Promise.all(
      Array.from({ length: bounds.cardTriesPerHour + 1 }, (_, at) =>
        fetchDraft(sealed, { number: `A6-${1000 + at}`, card }),
      ),
    );
    expect(asked.filter((each) => each === 'unknown')).toHaveLength(bounds.cardTriesPerHour);
    expect(asked.filter((each) => each === 429)).toHaveLength(1);
    const [record] = await cases.portal.ports.register.drafts(sealed.filing.id);
    expect(new TextDecoder().decode(record?.locked)).not.toContain('Mơ');
    expect(JSON.stringify(cases.portal.log)).not.toContain('Mơ');
  });

  test('a payment order proves a payment and nothing more: neither draft nor marked answers come for it', async () => {
    const sealed = await sent();
    const answer = await cases.kiosk.lookup({ slip: await cases.kiosk.slip(sealed) });
    const payment = answer.found === 'case' ? answer.case.payment : undefined;
    expect((await cases.kiosk.lookup({ payment })).found).toBe('case');
    expect(await fetchDraft(sealed, { payment })).toBe(400);
    const { to } = await makeVisitKeys();
    const asked = await cases.kiosk.send('POST', '/v1/corrections', { lookup: { payment }, to });
    expect(asked.status).toBe(400);
  });

  test('confirmed at another kiosk, once: then the certificate is made', async () => {
    const sealed = await sent();
    expect((await cases.act(sealed, 'status', { from: '4', to: '9', way: 'post' })).status).toBe(422);
    const reply = await cases.revise(sealed, { round: 1, reply: { says: 'right' } });
    await cases.elsewhere.sync({ filings: [reply.filing] });
    await cases.elsewhere.sync({ filings: [reply.filing] });
    const view = await cases.lookUp(sealed);
    expect(view).toMatchObject({ status: 4, draft: { standing: 'confirmed' } });
    expect(view.revisions).toMatchObject([{ slip: reply.envelope.slip, outcome: 'taken', reply: 'right' }]);
    expect(await history(sealed)).toEqual(['1', '2', '4', '4 draft-sent', '4 draft-confirmed']);
    expect(await fetchDraft(sealed)).toBe('nothing-asked');
    expect((await cases.act(sealed, 'status', { from: '4', to: '9', way: 'post' })).status).toBe(200);
  });

  test('to change, with where: the officer reads it and sends another, which is asked anew', async () => {
    const sealed = await sent();
    const where = 'Tên đệm là Thị <b>';
    const reply = await cases.revise(sealed, { round: 1, reply: { says: 'to-change', where } });
    await cases.elsewhere.sync({ filings: [reply.filing] });
    expect((await cases.lookUp(sealed)).draft?.standing).toBe('to-change');
    const { text } = await cases.officer.open(`/officer/cases/${sealed.filing.id}`);
    expect(text).toContain('Tên đệm là Thị &lt;b&gt;');
    // It corrects no answer: the dossier is as it was.
    expect(text).not.toContain('Bản bổ sung');
    expect((await send(sealed)).status).toBe(200);
    expect((await cases.lookUp(sealed)).draft).toMatchObject({ number: 2, standing: 'asked' });
    // An answer to the first is none to the second.
    const stale = await cases.revise(sealed, { round: 1, reply: { says: 'right' } });
    await cases.elsewhere.sync({ filings: [stale.filing] });
    expect((await cases.lookUp(sealed)).draft?.standing).toBe('asked');
  });

  test('a reply corrects nothing, whatever it carries', async () => {
    const sealed = await sent();
    const reply = await cases.elsewhere.seal({
      service: sealed.dossier.service,
      answers: { reqName: 'Người Khác' },
      fromCard: [],
      revises: { filing: sealed.filing.id, round: 1, reply: { says: 'right' } },
    });
    await cases.elsewhere.sync({ filings: [reply.filing] });
    expect((await cases.lookUp(sealed)).draft?.standing).toBe('confirmed');
    expect((await openWhole(sealed.filing.id, cases.portal.ports))?.answers).toEqual(sealed.dossier.answers);
    expect((await cases.officer.open(`/officer/cases/${sealed.filing.id}`)).text).not.toContain('Người Khác');
  });

  test('no answer by the end of the next working day is agreement: the portal writes it down itself, and a late answer is told as late', async () => {
    const world = await casesAtPortal(friday);
    try {
      const sealed = await world.file('birth-registration', 'father-in-time');
      await world.begin(sealed);
      await world.act(sealed, 'drafts', { from: '4', result: 'birth-certificate', words });
      // Saturday and Sunday are no days to answer on; on Monday it still counts.
      await world.pass(3 * 24 * hourMs + 13 * hourMs + 59 * 60_000);
      expect((await world.lookUp(sealed)).draft?.standing).toBe('asked');
      await world.pass(60_000);
      const view = await world.lookUp(sealed);
      expect(view.draft?.standing).toBe('silence');
      expect(view.history.at(-1)).toEqual({ status: 4, at: endOfMonday, event: 'draft-silence' });
      const late = await world.revise(sealed, { round: 1, reply: { says: 'to-change', where: 'Sai tên' } });
      await world.elsewhere.sync({ filings: [late.filing] });
      expect(await world.lookUp(sealed)).toMatchObject({
        draft: { standing: 'silence' },
        revisions: [{ slip: late.envelope.slip, outcome: 'set-aside', reply: 'to-change' }],
      });
      // It does not count, and the officer reads it all the same.
      expect((await world.officer.open(`/officer/cases/${sealed.filing.id}`)).text).toContain('Sai tên');
      expect((await world.act(sealed, 'status', { from: '4', to: '9', way: 'post' })).status).toBe(200);
    } finally {
      await world.close();
    }
  });

  test('a case that goes elsewhere takes its draft along: nobody is asked about it any more', async () => {
    const sealed = await sent();
    await cases.act(sealed, 'correction', { from: '4', days: '5', 'mark.question.reqPhone': 'Không gọi được' });
    expect((await cases.lookUp(sealed)).draft).toBeUndefined();
    expect(await fetchDraft(sealed)).toBe('nothing-asked');
  });

  test('is offered only where the service has one, and what is not «name: content» is said with its line and kept in the form', async () => {
    const residence = await cases.file('temporary-residence', 'student-rents');
    await cases.begin(residence);
    expect((await cases.officer.open(`/officer/cases/${residence.filing.id}`)).text).not.toContain('draft-words');
    const sealed = await begun();
    const wrong = await send(sealed, { words: 'Họ tên: An\nthiếu dấu hai chấm' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('thiếu dấu hai chấm');
    expect((await cases.lookUp(sealed)).draft).toBeUndefined();
    expect((await send(sealed, { words: '# chỉ có tên phần' })).status).toBe(422);
    expect((await send(sealed, { result: 'another' })).status).toBe(422);
  });

  test('of a bundle only its own result waits for it', async () => {
    const sealed = await cases.file('death-bundle', 'two-parts');
    await cases.begin(sealed);
    const move = (result: string, from: string, state: string) =>
      cases.act(sealed, 'results', { result, from, state, ...(state === 'done' ? { way: 'post' } : {}) });
    await move('extract', 'waiting', 'in-process');
    await move('residence-removal', 'waiting', 'in-process');
    await cases.act(sealed, 'drafts', { from: '4', result: 'extract', words });
    expect((await move('extract', 'in-process', 'done')).status).toBe(422);
    expect((await move('residence-removal', 'in-process', 'done')).status).toBe(200);
    const reply = await cases.revise(sealed, { round: 1, reply: { says: 'right' } });
    await cases.elsewhere.sync({ filings: [reply.filing] });
    expect((await move('extract', 'in-process', 'done')).status).toBe(200);
    expect((await cases.lookUp(sealed)).status).toBe(9);
  });
});
