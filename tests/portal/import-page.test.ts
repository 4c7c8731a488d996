import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { boundaryOf, readFormWithFile } from '../../portal/console/multipart.ts';
import { reportJournal } from '../../portal/intake/journal-report.ts';
import { JournalReport } from '../../shared/portal-contract/journal-report.ts';
import { aFilingWithPaper, fileOf, inPieces, sourceOf, type ToCarry } from '../carrying/a-carried-file.ts';
import { enrolKiosk, type PortalKiosk } from '../contracts/portal-kiosk.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from './an-embedded-portal.ts';
import { addOfficer, anOfficer, type Officer } from './an-officer.ts';
import { projectFolder } from './folders.ts';

let portal: EmbeddedPortal;
let kiosk: PortalKiosk;
let officer: Officer;
let laterMs = 0;

beforeAll(async () => {
  portal = await anEmbeddedPortal({ clock: { nowMs: () => Date.now() + laterMs } });
  kiosk = await enrolKiosk(await portal.enrolment());
  await addOfficer(portal, 'ochodua', '00190');
  await addOfficer(portal, 'lang', '00199');
  officer = await anOfficer(portal, 'ochodua');
});
afterAll(() => portal.close());

async function carried(...carrying: ToCarry[]): Promise<Uint8Array> {
  return (await fileOf(sourceOf(kiosk, carrying))).bytes;
}

/** As a browser sends the page's form. */
async function upload(bytes: Uint8Array, who = officer, csrf?: string, headers: Record<string, string> = {}) {
  const page = await who.open('/officer/import');
  const form = new FormData();
  form.set('csrf', csrf ?? /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '');
  form.set('file', new Blob([Uint8Array.from(bytes)]), 'diem-cham-A6-000009-1.carried');
  const response = await fetch(`${portal.url}/officer/import`, {
    method: 'POST',
    redirect: 'manual',
    body: form,
    headers: { cookie: who.cookie(), ...headers },
  });
  return { status: response.status, text: await response.text() };
}

describe('the officer’s page for carried files', () => {
  test('takes a file in and says how many are new, known and refused; every import is written down', async () => {
    const stranger = await enrolKiosk(await portal.enrolment('00199'));
    const [paper, plain, forged] = [
      await aFilingWithPaper(kiosk, 300_000),
      { sealed: await kiosk.seal() },
      { sealed: await stranger.seal() },
    ];
    const bytes = await carried(paper, plain, forged);
    const first = await upload(bytes);
    expect(first.status).toBe(200);
    expect(first.text).toContain('Đã nhận xong, tệp nguyên vẹn.</strong> 2 hồ sơ mới, 0 đã có từ trước, 1 bị từ chối.');
    expect(first.text).toContain(`${forged.sealed.envelope.slip}: chữ ký không phải của máy này`);
    const again = await upload(bytes);
    expect(again.text).toContain('0 hồ sơ mới, 2 đã có từ trước, 1 bị từ chối.');
    const trail = await portal.ports.register.auditTrail();
    expect(trail.filter(({ act }) => act === 'file-imported').map(({ officer: who, detail }) => [who, detail])).toEqual(
      [
        ['ochodua', `${kiosk.config.kiosk.label} whole 2 0 1`],
        ['ochodua', `${kiosk.config.kiosk.label} whole 0 2 1`],
      ],
    );
  });

  test('says in words what is wrong with a file that is cut, another one, empty, or of a kiosk that was shut out', async () => {
    const carrying = [{ sealed: await kiosk.seal() }, { sealed: await kiosk.seal() }];
    const bytes = await carried(...carrying);
    const cut = await upload(bytes.subarray(0, bytes.length - 3000));
    expect(cut.text).toContain('Tệp không còn nguyên vẹn.');
    expect(cut.text).toMatch(/<h2>Không đọc được trong tệp<\/h2>[\s\S]*A\d*-\d{4}/);
    expect((await upload(randomBytes(5000))).text).toContain('Đây không phải tệp hồ sơ của Điểm Chạm.');
    expect((await upload(new Uint8Array(0))).text).toContain('Đây không phải tệp hồ sơ của Điểm Chạm.');
    const thief = kiosk;
    kiosk = await enrolKiosk(await portal.enrolment());
    const stolen = await carried({ sealed: await kiosk.seal() });
    await portal.ports.register.setRevoked(kiosk.id, '2026-11-20T00:00:00.000Z');
    expect((await upload(stolen)).text).toContain('đã bị khóa: có thể đã bị lấy cắp');
    kiosk = thief;
  });

  test('takes nothing from who is not signed in, from another site, or without the page’s own token', async () => {
    const bytes = await carried({ sealed: await kiosk.seal() });
    const before = (await portal.ports.register.cases({})).length;
    const nobody = await anOfficer(portal);
    expect((await upload(bytes, nobody)).status).toBe(303);
    expect((await upload(bytes, officer, 'guessed')).status).toBe(403);
    expect((await upload(bytes, officer, undefined, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await officer.send('/officer/import', { file: 'x' })).status).toBe(403);
    expect((await portal.ports.register.cases({})).length).toBe(before);
  });

  test('keeps what had come of an upload that breaks off', async () => {
    const carrying = [{ sealed: await kiosk.seal() }, await aFilingWithPaper(kiosk, 200_000)];
    const bytes = await carried(...carrying);
    const page = await officer.open('/officer/import');
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    await new Promise<void>((done) => {
      const sending = request(`${portal.url}/officer/import`, {
        method: 'POST',
        headers: {
          cookie: officer.cookie(),
          'content-type': 'multipart/form-data; boundary=b',
          'content-length': bytes.length + 999,
        },
      });
      sending.on('error', () => done());
      sending.write(`--b\r\ncontent-disposition: form-data; name="csrf"\r\n\r\n${csrf}\r\n--b\r\n`);
      sending.write('content-disposition: form-data; name="file"; filename="x.carried"\r\n\r\n');
      sending.write(bytes.subarray(0, bytes.length - 100_000), () => setTimeout(() => sending.destroy(), 300));
    });
    const giveUpAt = performance.now() + 10_000;
    const [one] = carrying;
    while (!(await portal.ports.register.findCase(one?.sealed.filing.id ?? ''))) {
      if (performance.now() > giveUpAt) throw new Error('what had come was not taken');
      await new Promise((again) => setTimeout(again, 50));
    }
    expect((await upload(bytes)).text).toContain('1 hồ sơ mới, 1 đã có từ trước');
  });

  test('the command takes the same files, and tells a program when something did not come in', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'import-'));
    const bytes = await carried({ sealed: await kiosk.seal() });
    const [whole, cut] = [join(folder, 'a.carried'), join(folder, 'b.carried')];
    await writeFile(whole, bytes);
    await writeFile(cut, bytes.subarray(0, bytes.length - 9));
    expect(await command('--json', whole)).toMatchObject({ code: 0, out: expect.stringContaining('"fresh":[{') });
    const told = await command(cut, join(folder, 'none'));
    expect(told).toMatchObject({ code: 1, out: expect.stringContaining('KHÔNG NGUYÊN VẸN') });
    expect(told.out).toContain('không có tệp này');
    expect((await command()).code).toBe(2);
    await rm(folder, { recursive: true });
  }, 60_000);
});

test('two filings of one number are both in the report, wherever a page of it ends', async () => {
  const copied = await enrolKiosk(await portal.enrolment());
  const sealed = [
    await copied.seal({}, { sequence: 1 }),
    await copied.seal({}, { sequence: 2 }),
    await copied.seal({}, { sequence: 2 }),
    await copied.seal({}, { sequence: 3 }),
  ];
  await copied.sync({ filings: sealed.map(({ filing }) => filing) });
  const record = await portal.ports.register.findKiosk(copied.id);
  if (!record) throw new Error('not enrolled');
  for (const perPage of [2, 3, 4, 5]) {
    const { received } = await reportJournal(record, portal.ports, perPage);
    expect(received.length, `${perPage} a page`).toBe(sealed.length);
  }
});

test('the command and the kiosks bring filings in side by side, and neither hinders the other', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'import-'));
  const other = await enrolKiosk(await portal.enrolment());
  const carrying: ToCarry[] = [];
  for (let filings = 0; filings < 80; filings += 1) carrying.push({ sealed: await kiosk.seal() });
  const file = join(folder, 'many.carried');
  await writeFile(file, await carried(...carrying));
  let isDone = false;
  const importing = command(file, file).finally(() => {
    isDone = true;
  });
  const answers = new Set<number>();
  for (let syncs = 1; !isDone; syncs += 1) {
    const head = { records: syncs, hash: syncs.toString(16).padStart(64, '0') };
    const response = await other.trySync({ filings: [(await other.seal()).filing], head });
    answers.add(response.status);
    await response.text();
  }
  expect(await importing).toMatchObject({ code: 0, out: expect.stringContaining('80 mới, 0 đã có') });
  expect([...answers]).toEqual([200]);
  await rm(folder, { recursive: true });
}, 60_000);

describe('the page of a kiosk', () => {
  test('shows what was received, what is missing and what was refused, and gives the report for the machine', async () => {
    kiosk = await enrolKiosk(await portal.enrolment());
    const first = await kiosk.seal();
    await kiosk.seal();
    const third = await kiosk.seal();
    const { filing } = await kiosk.seal();
    await kiosk.sync({
      head: { records: 40, hash: 'a'.repeat(64) },
      filings: [first.filing, third.filing, { ...filing, ciphertext: 'AAAA' }],
    });
    const list = await officer.open('/officer/kiosks');
    expect(list.text).toContain(`/officer/kiosks/${kiosk.id}`);
    const page = await officer.open(`/officer/kiosks/${kiosk.id}`);
    expect(page.text).toContain('Sổ của máy chỉ dài thêm');
    expect(page.text).toMatch(
      /Đã nhận từ máy này<\/dt><dd>2 hồ sơ[\s\S]*Số còn trống ở dưới<\/dt><dd>1<[\s\S]*<li>2<\/li>/,
    );
    expect(page.text).toContain('nội dung không còn nguyên vẹn');
    const report = JournalReport.parse(
      JSON.parse((await officer.open(`/officer/kiosks/${kiosk.id}/journal.json`)).text),
    );
    expect(report.received.map(({ sequence }) => sequence)).toEqual([1, 3]);
    expect(report.refused).toMatchObject([{ filing: filing.id, problem: 'filing-changed' }]);
    const other = await anOfficer(portal, 'lang');
    expect((await other.open(`/officer/kiosks/${kiosk.id}`)).status).toBe(404);
    expect((await other.open(`/officer/kiosks/${kiosk.id}/journal.json`)).status).toBe(404);
  });

  test('a journal that became shorter is shown at once, and is an alarm when it goes on from there', async () => {
    kiosk = await enrolKiosk(await portal.enrolment());
    const head = (records: number, letter: string) => ({ records, hash: letter.repeat(64) });
    await kiosk.sync({ head: head(10, 'a') });
    await kiosk.sync({ head: head(50, 'b') });
    await kiosk.sync({ head: head(10, 'a') });
    expect((await officer.open(`/officer/kiosks/${kiosk.id}`)).text).toContain('Sổ đang ngắn hơn trước');
    expect((await officer.open('/officer/kiosks')).text).toContain('sổ ngắn hơn trước');
    laterMs += 5 * 60_000;
    await kiosk.sync({ head: head(12, 'c') });
    expect((await officer.open(`/officer/kiosks/${kiosk.id}`)).text).toContain('Sổ của máy không khớp');
    expect((await officer.open('/officer/kiosks')).text).toContain('sổ không khớp');
    expect(portal.log).toContainEqual({ event: 'journal-shorter', kiosk: kiosk.id, before: 50, told: 12 });
    await kiosk.sync({ head: head(50, 'd') });
    expect(portal.log).toContainEqual({ event: 'journal-forked', kiosk: kiosk.id, before: 50, told: 50 });
    await kiosk.sync({ head: head(60, 'e') });
    const path = `/officer/kiosks/${kiosk.id}`;
    expect((await officer.open(path)).text).toContain('Sổ của máy không khớp');
    const other = await anOfficer(portal, 'lang');
    expect((await other.send(`${path}/compared`, {})).status).toBe(404);
    await officer.send(`${path}/compared`, {});
    const settled = (await officer.open(path)).text;
    expect(settled).toContain('đã đối chiếu tại máy lúc');
    expect(settled).not.toContain('Sổ của máy không khớp');
    expect(settled).not.toContain('Đã đối chiếu tại máy</button>');
  });
});

test('a form is read right, whatever pieces it comes in and whatever its file holds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...nasty)),
      fc.integer({ min: 1, max: 90 }),
      async (file, length) => {
        const response = new Response(
          (() => {
            const form = new FormData();
            form.set('csrf', 'mã');
            form.set('file', new Blob([Uint8Array.from(file)]), 'a"b.carried');
            return form;
          })(),
        );
        const boundary = boundaryOf(response.headers.get('content-type') ?? '') ?? '';
        const sent = new Uint8Array(await response.arrayBuffer());
        const form = await readFormWithFile(inPieces(sent, length), boundary);
        const pieces: Uint8Array[] = [];
        for await (const piece of form.file) pieces.push(Uint8Array.from(piece));
        expect(form.fields).toEqual({ csrf: 'mã' });
        expect(Buffer.concat(pieces).equals(Buffer.from(file))).toBe(true);
      },
    ),
    { numRuns: 120 },
  );
  await expect(readFormWithFile(inPieces(Buffer.alloc(100_000, 45)), 'b')).rejects.toThrow();
  await expect(readFormWithFile(inPieces(new Uint8Array(0)), 'b')).rejects.toThrow();
});

const nasty = ['\r\n', '\r\n--', '\r\n------formdata-undici-', '--', '\r\n\r\n--\r\n'].map(
  (text) => new Uint8Array(Buffer.from(text)),
);

async function command(...parameters: string[]): Promise<{ code: number; out: string }> {
  const env = { ...process.env, PORTAL_DATA: portal.dataFolder };
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(projectFolder, 'portal', 'import.ts'), ...parameters],
      { env },
    );
    return { code: 0, out: stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, out: stdout };
  }
}
