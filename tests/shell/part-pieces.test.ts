import { afterAll, beforeAll, expect, test } from 'vitest';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { aKiosk } from './a-kiosk.ts';

let portal: EmbeddedPortal;
beforeAll(async () => {
  portal = await anEmbeddedPortal();
});
afterAll(() => portal.close());

interface Sent {
  readonly method: string;
  readonly offset: string | null;
  readonly bytes: number;
}

/** A line that notes what is sent for parts, and breaks at the messages named: `before` they arrive, or `after`. */
function aLine(breaks: Readonly<Record<number, 'before' | 'after'>> = {}) {
  const sent: Sent[] = [];
  let requests = 0;
  const portalFetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    if (!request.url.includes('/v1/parts/')) return fetch(request);
    const body = await request.clone().arrayBuffer();
    sent.push({ method: request.method, offset: request.headers.get('upload-offset'), bytes: body.byteLength });
    const broken = breaks[requests];
    requests += 1;
    if (broken === 'before') throw new TypeError('the line is cut');
    const answer = await fetch(request);
    if (broken === 'after') throw new TypeError('the line is cut');
    return answer;
  };
  return { portalFetch, sent };
}

const limits = { partHeadFromBytes: 1000, partPieceBytes: 400, probeMs: 0, draftScryptN: 2 ** 10 };

async function aFiledPart(line: ReturnType<typeof aLine>, text: string) {
  const kiosk = await aKiosk({ portal, portalFetch: line.portalFetch, limits });
  const { page, ciphertext } = await kiosk.putPart(text);
  await kiosk.file({ papers: [page] });
  const send = () => kiosk.ask('POST', `/shell/parts/${page.sha256}/send`);
  return { kiosk, page, ciphertext, send };
}

test('a large part goes in pieces, and after a broken line on from where the portal has come to', async () => {
  // 0: HEAD, 1–3: pieces; the third arrives and its answer is lost.
  const line = aLine({ 2: 'before', 5: 'after' });
  const { kiosk, page, ciphertext, send } = await aFiledPart(line, 'photo '.repeat(250));
  expect((await send()).status).toBe(502);
  expect((await send()).status).toBe(502);
  expect(await (await send()).json()).toEqual({ sent: true });
  const offsets = line.sent.filter(({ method }) => method === 'PATCH').map(({ offset }) => Number(offset));
  expect(offsets).toEqual([0, 400, 400, 800, 1200]);
  expect(line.sent.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(ciphertext.length + 400);
  expect(await portal.ports.parts.size(page.sha256)).toBe(ciphertext.length);
  await kiosk.close();
});

test('a small part that broke off is asked for the next time and goes on from where it had come to', async () => {
  const line = aLine({ 0: 'before', 2: 'after' });
  const { kiosk, page, ciphertext, send } = await aFiledPart(line, 'a photo on a very thin line');
  expect((await send()).status).toBe(502);
  expect((await send()).status).toBe(502);
  expect((await send()).status).toBe(200);
  expect(line.sent.map(({ method }) => method)).toEqual(['PUT', 'HEAD', 'PATCH', 'HEAD']);
  expect(await portal.ports.parts.size(page.sha256)).toBe(ciphertext.length);
  await kiosk.close();
});

test('two who ask for the same part at once send it once; a small one goes in one request without asking', async () => {
  const line = aLine();
  const { kiosk, send, ciphertext } = await aFiledPart(line, 'photo '.repeat(250));
  const answers = await Promise.all([send(), send()]);
  expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([{ sent: true }, { sent: true }]);
  expect(line.sent.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(ciphertext.length);
  await kiosk.close();

  const other = aLine();
  const small = await aFiledPart(other, 'photo');
  expect((await small.send()).status).toBe(200);
  expect(other.sent.map(({ method }) => method)).toEqual(['PUT']);
  await small.kiosk.close();
});

test('a portal that knows no pieces gets the part in one; one that lies about the offset is not followed for ever', async () => {
  const plain: Sent[] = [];
  const withoutPieces: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    if (!request.url.includes('/v1/parts/')) return fetch(request);
    plain.push({ method: request.method, offset: null, bytes: 0 });
    if (request.method === 'HEAD') return new Response(null, { status: 404 });
    return new Response(null, { status: 201 });
  };
  const first = await aFiledPart({ portalFetch: withoutPieces, sent: [] }, 'photo '.repeat(250));
  expect((await first.send()).status).toBe(200);
  expect(plain.map(({ method }) => method)).toEqual(['HEAD', 'PUT']);
  await first.kiosk.close();

  let patches = 0;
  const lying: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    if (!request.url.includes('/v1/parts/')) return fetch(request);
    if (request.method === 'HEAD') return new Response(null, { status: 404, headers: { 'upload-offset': '0' } });
    patches += 1;
    const problem = { type: 'urn:diem-cham:offset-wrong', title: 'no', status: 409, code: 'offset-wrong' };
    return new Response(JSON.stringify(problem), {
      status: 409,
      headers: { 'content-type': 'application/problem+json', 'upload-offset': String(patches % 2) },
    });
  };
  const second = await aFiledPart({ portalFetch: lying, sent: [] }, 'photo '.repeat(250));
  expect((await second.send()).status).toBe(409);
  expect(patches).toBe(4);
  await second.kiosk.close();
});
