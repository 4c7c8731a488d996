import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sealed } from '../contracts/portal-kiosk.ts';
import { type CasesAtPortal, casesAtPortal } from './a-case-at-portal.ts';

describe('the results of a bundle', () => {
  let cases: CasesAtPortal;
  beforeAll(async () => {
    cases = await casesAtPortal();
  });
  afterAll(() => cases.close());

  const move = (sealed: Sealed, result: string, from: string, state: string, more: Record<string, string> = {}) =>
    cases.act(sealed, 'results', { result, from, state, ...more });
  const states = async (sealed: Sealed) =>
    (await cases.lookUp(sealed)).results?.map(({ id, state }) => `${id} ${state}`);

  test('are those this dossier asks for, and nothing of a service that has one', async () => {
    const three = await cases.file('death-bundle', 'three-parts-for-father');
    expect(await states(three)).toEqual(['extract waiting', 'residence-removal waiting', 'funeral waiting']);
    const two = await cases.file('death-bundle', 'two-parts');
    expect(await states(two)).toEqual(['extract waiting', 'residence-removal waiting']);
    const one = await cases.file('birth-registration', 'father-in-time');
    expect(await states(one)).toBeUndefined();
    // One of two that exclude each other is one thing to get.
    const record = await cases.file('criminal-record', 'own-for-a-job');
    expect(await states(record)).toBeUndefined();
  });

  test('move apart, each with its own note and way to the resident; the case follows them', async () => {
    const sealed = await cases.file('death-bundle', 'three-parts-for-father');
    expect((await move(sealed, 'extract', 'waiting', 'in-process')).status).toBe(422);
    await cases.begin(sealed);
    await move(sealed, 'extract', 'waiting', 'in-process');
    expect((await cases.lookUp(sealed)).status).toBe(4);
    await move(sealed, 'extract', 'in-process', 'done', { way: 'post', delivery: 'EB123456789VN' });
    await move(sealed, 'residence-removal', 'waiting', 'in-process');
    const half = await cases.lookUp(sealed);
    expect(half.status).toBe(4);
    expect(half.results?.[0]).toMatchObject({
      state: 'done',
      since: new Date(cases.now()).toISOString(),
      delivery: { way: 'post', detail: 'EB123456789VN' },
    });

    // Refused without a reason it is not; with one the others go on.
    expect((await move(sealed, 'funeral', 'waiting', 'refused')).status).toBe(422);
    await move(sealed, 'funeral', 'waiting', 'refused', { note: 'Không thuộc diện được hỗ trợ.' });
    expect(await cases.lookUp(sealed)).toMatchObject({
      status: 4,
      results: [{}, {}, { state: 'refused', note: 'Không thuộc diện được hỗ trợ.' }],
    });

    await move(sealed, 'residence-removal', 'in-process', 'done', { way: 'electronic' });
    expect((await cases.lookUp(sealed)).status).toBe(9);
    await move(sealed, 'residence-removal', 'done', 'handed-over', { way: 'electronic' });
    await move(sealed, 'extract', 'done', 'handed-over', { way: 'post' });
    const end = await cases.lookUp(sealed);
    expect(end.status).toBe(10);
    expect(end.history.map(({ status }) => status)).toEqual([1, 2, 4, 9, 10]);
  });

  test('a case that was ended whole, before results were followed, has none of its own: nothing it gave is «not begun»', async () => {
    const sealed = await cases.file('death-bundle', 'two-parts');
    const at = new Date(cases.now()).toISOString();
    for (const [from, to] of [
      [1, 2],
      [2, 4],
      [4, 9],
    ] as const)
      await cases.portal.ports.register.setStatus({ filing: sealed.filing.id, from, to, at, by: 'duc' });
    expect(await states(sealed)).toBeUndefined();
    expect((await move(sealed, 'extract', 'waiting', 'in-process')).status).toBe(422);
    expect((await cases.act(sealed, 'status', { from: '9', to: '10', way: 'post' })).status).toBe(200);
    expect(await cases.lookUp(sealed)).toMatchObject({ status: 10 });
    expect(await states(sealed)).toBeUndefined();
  });

  test('an officer sets none of their statuses by hand, and stops the whole only while nothing was given', async () => {
    const sealed = await cases.file('death-bundle', 'two-parts');
    await cases.begin(sealed);
    expect((await cases.act(sealed, 'status', { from: '2', to: '4' })).status).toBe(422);
    await move(sealed, 'extract', 'waiting', 'in-process');
    expect((await cases.act(sealed, 'status', { from: '4', to: '9', way: 'post' })).status).toBe(422);
    const page = await cases.officer.open(`/officer/cases/${sealed.filing.id}`);
    expect(page.text).toContain('Công an phường, xã');
    expect(page.text).toContain('<option value="8">');
    await move(sealed, 'extract', 'in-process', 'done', { way: 'counter', delivery: 'quầy 2' });
    expect((await cases.officer.open(`/officer/cases/${sealed.filing.id}`)).text).not.toContain('<option value="8">');
    expect((await cases.act(sealed, 'status', { from: '4', to: '8', note: 'x' })).status).toBe(422);
  });

  test('while the case waits for its resident results move, and the last of them ends afterwards', async () => {
    const sealed = await cases.file('death-bundle', 'two-parts');
    await cases.begin(sealed);
    await move(sealed, 'extract', 'waiting', 'in-process');
    await cases.act(sealed, 'correction', { from: '4', days: '5', 'mark.question.reqPhone': 'Không gọi được' });
    await move(sealed, 'extract', 'in-process', 'done', { way: 'post' });
    await move(sealed, 'residence-removal', 'waiting', 'in-process');
    expect(await cases.lookUp(sealed)).toMatchObject({
      status: 5,
      results: [{ state: 'done' }, { state: 'in-process' }],
    });
    const early = await move(sealed, 'residence-removal', 'in-process', 'done', { way: 'post' });
    expect([early.status, early.text]).toEqual([422, expect.stringContaining('đang chờ người nộp')]);
    const revision = await cases.revise(sealed, { round: 1 });
    await cases.elsewhere.sync({ filings: [revision.filing] });
    await move(sealed, 'residence-removal', 'in-process', 'done', { way: 'post' });
    expect((await cases.lookUp(sealed)).status).toBe(9);
  });

  test('whose last open result a correction took away is ended by hand: nothing else would', async () => {
    const sealed = await cases.file('death-bundle', 'three-parts-for-father');
    await cases.begin(sealed);
    for (const result of ['extract', 'residence-removal']) {
      await move(sealed, result, 'waiting', 'in-process');
      await move(sealed, result, 'in-process', 'done', { way: 'post' });
      await move(sealed, result, 'done', 'handed-over', { way: 'post' });
    }
    expect((await cases.act(sealed, 'status', { from: '4', to: '9' })).status).toBe(422);
    await cases.act(sealed, 'correction', { from: '4', days: '5', 'mark.question.parts': 'Chọn lại' });
    const revision = await cases.elsewhere.seal({
      service: sealed.dossier.service,
      answers: { parts: '2' },
      fromCard: [],
      revises: { filing: sealed.filing.id, round: 1 },
    });
    await cases.elsewhere.sync({ filings: [revision.filing] });
    expect(await states(sealed)).toEqual(['extract handed-over', 'residence-removal handed-over']);
    const { text } = await cases.officer.open(`/officer/cases/${sealed.filing.id}`);
    expect(text).toContain('<option value="9">');
    expect(text).not.toContain('<option value="8">');
    // How each of them came is told with it, not once more for the whole.
    await cases.act(sealed, 'status', { from: '4', to: '9' });
    expect((await cases.lookUp(sealed)).status).toBe(9);
    await cases.act(sealed, 'status', { from: '9', to: '10' });
    expect((await cases.lookUp(sealed)).status).toBe(10);
  });

  test('all refused is a stopped case; a move from where a result is not any more changes nothing', async () => {
    const sealed = await cases.file('death-bundle', 'two-parts');
    await cases.begin(sealed);
    await move(sealed, 'extract', 'waiting', 'refused', { note: 'Sai nơi' });
    expect((await move(sealed, 'extract', 'waiting', 'in-process')).status).toBe(422);
    expect((await move(sealed, 'no-such-result', 'waiting', 'in-process')).status).toBe(422);
    await move(sealed, 'residence-removal', 'waiting', 'refused', { note: 'Sai nơi' });
    expect(await cases.lookUp(sealed)).toMatchObject({ status: 8 });
    expect((await cases.lookUp(sealed)).history.at(-1)?.note).toContain('từng kết quả');
  });
});
