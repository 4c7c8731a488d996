import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeQR } from 'qr/decode.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Service } from '../../shared/catalogue/service.ts';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import { Enrolment } from '../../shared/portal-contract/trust.ts';
import { enrolKiosk, type PortalKiosk, type Sealed } from '../contracts/portal-kiosk.ts';
import { textOfPages } from '../support/form-world.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from './an-embedded-portal.ts';
import { addOfficer, anOfficer, type Officer, password } from './an-officer.ts';
import { projectFolder } from './folders.ts';

const service = Service.parse(
  JSON.parse(readFileSync(join(projectFolder, 'assets', 'catalogue', 'birth-registration.json'), 'utf8')),
);
const example = service.examples[0] as Service['examples'][number];
const picture = new TextEncoder().encode('a picture of a paper');
const day = (offset: number) => new Date(Date.now() + (offset * 24 + 7) * 3_600_000).toISOString().slice(0, 10);

describe('the officers’ pages', () => {
  let portal: EmbeddedPortal;
  let kiosk: PortalKiosk;
  let officer: Officer;
  let stranger: Officer;

  beforeAll(async () => {
    portal = await anEmbeddedPortal();
    kiosk = await enrolKiosk(await portal.enrolment('00190'));
    await addOfficer(portal, 'ochodua', '00190');
    await addOfficer(portal, 'lang', '00199');
    officer = await anOfficer(portal, 'ochodua');
    stranger = await anOfficer(portal, 'lang');
  });
  afterAll(() => portal.close());

  test('who has not signed in is led to the sign-in page and sees nothing else', async () => {
    const sealed = await file();
    const nobody = await anOfficer(portal);
    for (const path of ['/officer', `/officer/cases/${sealed.filing.id}`, '/officer/slip', '/officer/kiosks']) {
      const seen = await nobody.open(path);
      expect(seen.text).toContain('Mật khẩu');
      expect(seen.text).not.toContain(sealed.envelope.slip);
    }
  });

  test('a wrong password and an unknown name read alike, and after ten tries one must wait', async () => {
    const guesser = await anOfficer(portal);
    const wrong = await guesser.send('/officer/sign-in', { user: 'guessed', password: 'x' });
    await addOfficer(portal, 'guessed', '00190');
    const alsoWrong = await guesser.send('/officer/sign-in', { user: 'guessed', password: 'x' });
    expect([wrong.status, wrong.text]).toEqual([alsoWrong.status, alsoWrong.text]);
    for (let tries = 2; tries < 10; tries += 1)
      await guesser.send('/officer/sign-in', { user: 'guessed', password: 'x' });
    expect((await guesser.send('/officer/sign-in', { user: 'guessed', password })).status).toBe(429);
  });

  test('the session cookie is HttpOnly and SameSite=Strict, and worth nothing after signing out', async () => {
    const response = await fetch(`${portal.url}/officer/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ user: 'lang', password }),
    });
    expect(response.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict/);
    const leaving = await anOfficer(portal, 'lang');
    const secret = leaving.cookie();
    await leaving.open('/officer');
    await leaving.send('/officer/sign-out', {});
    const later = await fetch(`${portal.url}/officer`, { headers: { cookie: secret }, redirect: 'manual' });
    expect(later.headers.get('location')).toBe('/officer/sign-in');
  });

  test('every page forbids scripts, frames and being kept', async () => {
    for (const path of ['/officer/sign-in', '/officer', '/officer/slip', '/officer/kiosks', '/officer/cases/none']) {
      const { headers, text } = await officer.open(path);
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(text).not.toMatch(/<script|style="|\son\w+=/);
    }
  });

  test('the list shows the unit’s own dossiers without names, filtered as asked', async () => {
    const sealed = await file();
    const { code } = await caseOf(sealed);
    const all = await officer.open('/officer');
    expect(all.text).toContain(code);
    expect(all.text).not.toContain('Trần Thị Hường');
    expect((await officer.open(`/officer?number=${sealed.envelope.slip.toLowerCase()}`)).text).toContain('1 hồ sơ');
    expect((await officer.open('/officer?status=9')).text).toContain('0 hồ sơ');
    expect((await stranger.open('/officer')).text).not.toContain(code);
  });

  test('an opened dossier shows every answer under the catalogue’s own label, and what the card gave', async () => {
    const sealed = await file({
      service: { id: service.id, version: service.version, code: service.code },
      answers: { ...example.answers, noSuchQuestion: '<b>lạ</b>' },
      fromCard: ['reqName'],
    });
    const { text } = await open(officer, sealed);
    const labels = service.sections
      .flatMap(({ steps }) => steps.flatMap(({ questions }) => questions))
      .filter(({ id }) => example.answers[id] !== undefined)
      .map(({ label }) => label.vi);
    for (const label of labels) expect(text).toContain(label);
    for (const answer of Object.values(example.answers)) {
      if (typeof answer === 'string' && /^\p{Lu}\p{Ll}/u.test(answer)) expect(text).toContain(answer);
    }
    expect(text).toContain('từ thẻ');
    expect(text).toContain('noSuchQuestion');
    expect(text).toContain('&lt;b&gt;lạ&lt;/b&gt;');
  });

  test('what a received dossier lacks by its own version is listed for the officer, and nothing else is', async () => {
    const filed = (changes: Partial<Dossier>) =>
      file({
        service: { id: service.id, version: service.version, code: service.code },
        answers: example.answers,
        consents: service.consents.map(({ id, text }) => ({ id, text: text.vi, at: '2026-11-11T03:00:00Z' })),
        eligibility: Object.fromEntries(service.eligibility.map(({ id, goesOnWith }) => [id, goesOnWith])),
        ...changes,
      });
    const told = async (changes: Partial<Dossier>) => (await open(officer, await filed(changes))).text;
    const heading = 'còn phải bổ sung';
    expect(await told({})).not.toContain(heading);
    const { childName: _gone, ...rest } = example.answers;
    const lacking = await told({ answers: rest });
    expect(lacking).toContain(heading);
    expect(lacking).toMatch(/<li>Chưa có «[^»]*tên[^»]*»/);
    expect(await told({ consents: [] })).toContain('không có sự đồng ý');
    const unknown = { id: service.id, version: '2031.9', code: service.code };
    expect(await told({ service: unknown })).toContain('Cổng chưa có bản thủ tục này');
  });

  test('a dossier of a service the catalogue does not know is shown by its question ids', async () => {
    const service = { id: 'no-such-service', version: '1999.1', code: null };
    const { text } = await open(officer, await file({ service }));
    expect(text).toContain('requesterName');
    expect(text).toContain('Trần Thị Hường');
  });

  test('papers are shown opened, and every opening of dossier and paper is written down and shown', async () => {
    const part = await kiosk.sealPart(picture, 'birth-notice');
    await kiosk.putPart(part.page.sha256, part.ciphertext);
    const sealed = await file({ papers: [part.page] });
    const { id } = sealed.filing;
    expect((await open(officer, sealed)).text).toContain(`/officer/cases/${id}/parts/${part.page.sha256}`);
    const shown = await officer.open(`/officer/cases/${id}/parts/${part.page.sha256}`);
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
    expect([...shown.bytes]).toEqual([...picture]);
    expect((await officer.open(`/officer/cases/${id}/parts/${'0'.repeat(64)}`)).status).toBe(404);
    expect(await acts(id)).toEqual(['ochodua dossier-opened', 'ochodua part-opened']);
    expect((await open(officer, sealed)).text).toContain('xem giấy tờ');
  });

  test('the official form of a case opens as PDF, written down; another unit’s does not', async () => {
    const { id: name, version, code } = service;
    const sealed = await file({ service: { id: name, version, code }, answers: example.answers });
    const { id } = sealed.filing;
    expect((await open(officer, sealed)).text).toContain(`/officer/cases/${id}/form.pdf`);
    const shown = await officer.open(`/officer/cases/${id}/form.pdf`);
    expect(shown.headers.get('content-type')).toBe('application/pdf');
    expect(shown.headers.get('cache-control')).toContain('no-store');
    const text = (await textOfPages(shown.bytes)).join('\n');
    expect(text).toContain('TỜ KHAI ĐĂNG KÝ KHAI SINH');
    expect(text).toContain(String(example.answers.childName).toLocaleUpperCase('vi'));
    expect(text).toContain(`phiếu ${sealed.envelope.slip}`);
    expect(text).not.toContain('CHƯA NỘP');
    expect(await acts(id)).toEqual(['ochodua dossier-opened', 'ochodua form-opened']);
    expect((await stranger.open(`/officer/cases/${id}/form.pdf`)).status).toBe(404);
    const book = await file({
      service: { id: name, version, code },
      answers: { ...example.answers, childName: 'dài '.repeat(15_000) },
    });
    const refused = await officer.open(`/officer/cases/${book.filing.id}/form.pdf`);
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('không in thành tờ khai được')]);
    const unknown = await file({ service: { id: 'no-such-service', version: '1999.1', code: null } });
    expect((await open(officer, unknown)).text).not.toContain('form.pdf');
    expect((await officer.open(`/officer/cases/${unknown.filing.id}/form.pdf`)).status).toBe(404);
  });

  test('another unit’s dossier does not exist, neither its papers nor its status, and each attempt is written down', async () => {
    const part = await kiosk.sealPart(picture, 'birth-notice');
    await kiosk.putPart(part.page.sha256, part.ciphertext);
    const sealed = await file({ papers: [part.page] });
    const { id } = sealed.filing;
    await stranger.open('/officer');
    const seen = [
      await stranger.open(`/officer/cases/${id}`),
      await stranger.open(`/officer/cases/${id}/parts/${part.page.sha256}`),
      await stranger.send(`/officer/cases/${id}/status`, { from: '1', to: '3', note: 'x' }),
    ];
    for (const { status, text } of seen) {
      expect(status).toBe(404);
      expect(text).not.toContain(sealed.envelope.slip);
    }
    expect((await caseOf(sealed)).status).toBe(1);
    expect(await acts(id)).toEqual(Array(3).fill('lang other-unit-refused'));
    const unknown = await stranger.open(`/officer/cases/${'f'.repeat(64)}`);
    expect(unknown.text).toBe(seen[0]?.text);
  });

  test('accepting needs a date from today on; then kiosk and resident see it', async () => {
    const sealed = await file();
    await open(officer, sealed);
    for (const due of ['', '2026-02-30', day(-1), 'mai']) {
      expect((await set(sealed, { from: '1', to: '2', due })).status).toBe(422);
    }
    expect((await set(sealed, { from: '1', to: '2', due: day(2), note: 'Mời đến quầy 3' })).status).toBe(200);
    const { statuses } = await kiosk.sync({ following: [sealed.filing.id] });
    expect(statuses[0]).toMatchObject({ status: 2, due: day(2) });
    const answer = await kiosk.lookup({ slip: await kiosk.slip(sealed) });
    expect(answer.found === 'case' && answer.case.history.at(-1)?.note).toBe('Mời đến quầy 3');
  });

  test('a step that is not among the transitions is refused and changes nothing; refusals need a reason', async () => {
    const sealed = await file();
    await open(officer, sealed);
    for (const to of ['1', '4', '7', '10', '99', '']) {
      const seen = await set(sealed, { from: '1', to, note: 'x', due: day(1) });
      expect(seen.status).toBe(422);
    }
    expect((await set(sealed, { from: '1', to: '3', note: '  ' })).status).toBe(422);
    expect((await set(sealed, { from: '2', to: '4' })).status).toBe(422);
    expect((await set(sealed, { from: '1', to: '5', note: 'x'.repeat(1001) })).status).toBe(422);
    expect((await caseOf(sealed)).status).toBe(1);
    expect((await set(sealed, { from: '1', to: '3', note: 'Sai nơi nhận' })).status).toBe(200);
    expect((await open(officer, sealed)).text).toContain('không còn bước nào');
  });

  test('what ends with an answer cannot end without one, and whoever has the slip reads it', async () => {
    const feedback = Service.parse(
      JSON.parse(readFileSync(join(projectFolder, 'assets', 'catalogue', 'feedback.json'), 'utf8')),
    );
    const of = ({ id, version, code }: Service) => ({ service: { id, version, code } });
    const question = await file(of(feedback));
    const birth = await file(of(service));
    for (const sealed of [question, birth]) {
      await open(officer, sealed);
      await set(sealed, { from: '1', to: '2', due: day(1) });
      await set(sealed, { from: '2', to: '4' });
    }
    expect((await open(officer, question)).text).toContain('lời này là câu trả lời');
    expect((await set(question, { from: '4', to: '9', note: ' ' })).text).toContain('cần câu trả lời');
    expect((await caseOf(question)).status).toBe(4);
    expect((await set(question, { from: '4', to: '9', note: 'Có, từ 8 giờ.' })).status).toBe(200);
    const answer = await kiosk.lookup({ slip: await kiosk.slip(question) });
    expect(answer.found === 'case' && answer.case.history.at(-1)).toMatchObject({ status: 9, note: 'Có, từ 8 giờ.' });
    expect((await open(officer, birth)).text).not.toContain('câu trả lời');
    expect((await set(birth, { from: '4', to: '9', way: 'counter' })).status).toBe(200);
  });

  test('a form without the session’s token, or from another site, does nothing', async () => {
    const sealed = await file();
    await open(officer, sealed);
    const accept = { from: '1', to: '2', due: day(1) };
    expect((await set(sealed, { ...accept, csrf: 'x' })).status).toBe(403);
    const path = `/officer/cases/${sealed.filing.id}/status`;
    const elsewhere = await officer.send(path, accept, { 'sec-fetch-site': 'cross-site' });
    expect(elsewhere.status).toBe(403);
    expect((await caseOf(sealed)).status).toBe(1);
  });

  test('the same applicant and service within a day is flagged on the list and in both dossiers', async () => {
    const answers = { reqId: '001190000099' };
    const one = await file({ answers, fromCard: ['reqId'] });
    const other = await file({ answers, fromCard: [] });
    expect((await officer.open(`/officer?number=${one.envelope.slip}`)).text).toContain('có thể trùng');
    expect((await open(officer, one)).text).toContain(`/officer/cases/${other.filing.id}`);
    expect((await open(officer, other)).text).toContain(`/officer/cases/${one.filing.id}`);
  });

  test('a slip is told genuine and arrived, genuine and not arrived, or not genuine', async () => {
    const waiting = await kiosk.seal();
    const arrived = await file();
    await officer.open('/officer/slip');
    const check = async (who: Officer, slip: string) => (await who.send('/officer/slip', { slip })).text;
    expect(await check(officer, await kiosk.slip(waiting))).toMatch(/Phiếu thật.*chưa tới cổng/s);
    expect(await check(officer, ` ${await kiosk.slip(arrived)}\n`)).toContain(`/officer/cases/${arrived.filing.id}`);
    expect(await check(officer, waiting.filing.envelope)).toContain('Không phải phiếu');
    expect(await check(officer, 'https://example.vn')).toContain('Không phải phiếu');
    await stranger.open('/officer/slip');
    const elsewhere = await check(stranger, await kiosk.slip(arrived));
    expect(elsewhere).toContain('Phường Ô Chợ Dừa');
    expect(elsewhere).not.toContain(`/officer/cases/${arrived.filing.id}`);
  });

  test('an enrolment made on the page enrols one kiosk of the officer’s own ward under the label asked for', async () => {
    await officer.open('/officer/kiosks');
    const wish = { site: 'Sảnh B', address: 'Hà Nội', label: 'B7' };
    expect((await officer.send('/officer/kiosks', { ...wish, label: 'b7!' })).status).toBe(422);
    const { text } = await officer.send('/officer/kiosks', wish);
    const json = /<textarea readonly[^>]*>([^<]+)</.exec(text)?.[1]?.replaceAll('&quot;', '"') ?? '';
    expect(readQr(text)).toBe(json);
    const enrolled = await enrolKiosk(Enrolment.parse(JSON.parse(json)));
    expect(enrolled.config).toMatchObject({
      kiosk: { label: 'B7' },
      ward: { unit: '00190' },
      site: { name: 'Sảnh B' },
    });
    await expect(enrolKiosk(Enrolment.parse(JSON.parse(json)))).rejects.toThrow('enrolment-refused');
    expect((await officer.open('/officer/kiosks')).text).toContain('Sảnh B');
    expect((await stranger.open('/officer/kiosks')).text).not.toContain('Sảnh B');
  });

  async function file(bent: Parameters<PortalKiosk['seal']>[0] = {}): Promise<Sealed> {
    const sealed = await kiosk.seal(bent);
    const { filings } = await kiosk.sync({ filings: [sealed.filing] });
    expect(filings[0]?.state).toBe('received');
    return sealed;
  }

  const open = (who: Officer, { filing }: Sealed) => who.open(`/officer/cases/${filing.id}`);
  const set = ({ filing }: Sealed, fields: Record<string, string>) =>
    officer.send(`/officer/cases/${filing.id}/status`, fields);

  async function caseOf({ filing }: Sealed) {
    const found = await portal.ports.register.findCase(filing.id);
    if (!found) throw new Error('the filing is not in the register');
    return found;
  }

  async function acts(filing: string): Promise<string[]> {
    return (await portal.ports.register.auditTrail(filing)).map(({ officer: who, act }) => `${who} ${act}`);
  }
});

/** Draws the page's SVG (unit squares) into pixels and reads the code. */
function readQr(text: string): string {
  const size = Number(/viewBox="0 0 (\d+)/.exec(text)?.[1]);
  const scale = 4;
  const data = new Uint8Array((size * scale) ** 2 * 4).fill(255);
  const path = /<path d="([^"]+)"/.exec(text)?.[1] ?? '';
  let [x, y] = [0, 0];
  for (const [, command, first = '', second = ''] of path.matchAll(/([Mm])(-?\d+)[ ,]?(-?\d+)?h1v1[hH]-?\d+Z/g)) {
    [x, y] = command === 'M' ? [Number(first), Number(second)] : [x + Number(first), y + Number(second)];
    for (let row = 0; row < scale; row += 1) {
      for (let column = 0; column < scale; column += 1) {
        data.fill(
          0,
          ((y * scale + row) * size * scale + x * scale + column) * 4,
          ((y * scale + row) * size * scale + x * scale + column) * 4 + 3,
        );
      }
    }
  }
  return decodeQR({ width: size * scale, height: size * scale, data });
}
