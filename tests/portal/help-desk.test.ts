import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashPassword } from '../../portal/access/passwords.ts';
import type { ShellState } from '../../shared/shell-contract/messages.ts';
import { aKiosk, type TestKiosk } from '../shell/a-kiosk.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from './an-embedded-portal.ts';
import { anOfficer, type Officer } from './an-officer.ts';

/** A real shell and a real portal: from the resident's tap to the attendant's page and back. */

const pin = '482915';
let portal: EmbeddedPortal;
let kiosk: TestKiosk;

beforeAll(async () => {
  portal = await anEmbeddedPortal();
  const { register, dice } = portal.ports;
  await register.addStaff({
    id: 'staff-7',
    name: 'Phạm Thu Hà',
    role: 'attendant',
    pin: await hashPassword(pin, dice),
  });
  await register.addStaff({ id: 'staff-8', name: 'Vũ Huy', role: 'technician', pin: await hashPassword(pin, dice) });
  kiosk = await aKiosk({ portal, limits: { helpCallEveryMs: 50 } });
});
afterAll(async () => {
  await kiosk?.close();
  await portal?.close();
});

const state = () => kiosk.get<ShellState>('GET', '/shell/state');
const helpIs = (wanted: string | undefined) =>
  expect.poll(async () => (await state()).help?.state, { timeout: 5_000 }).toBe(wanted);

async function signedIn(name = 'phạm  thu hà', code = pin): Promise<Officer> {
  const attendant = await anOfficer(portal);
  await attendant.send('/attendant/sign-in', { name, pin: code });
  return attendant;
}

/** The attendant's page open in a browser: its stream of changes. */
async function open(attendant: Officer): Promise<() => Promise<void>> {
  const closing = new AbortController();
  const response = await fetch(`${portal.url}/attendant/events`, {
    headers: { cookie: attendant.cookie() },
    signal: closing.signal,
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  return async () => closing.abort();
}

describe('a call for a person', () => {
  test('nobody has the page open: the kiosk says that nobody hears it; somebody opens it: it rings; «Tôi đang tới» is seen', async () => {
    await expect.poll(async () => (await state()).kiosk).not.toBeNull();
    await kiosk.get('POST', '/shell/help');
    await helpIs('unheard');
    const attendant = await signedIn();
    const close = await open(attendant);
    await helpIs('ringing');
    const page = await attendant.open('/attendant');
    const { kiosk: known } = await state();
    expect(page.text).toContain(`Máy ${known?.label}`);
    expect(page.text).toContain(known?.site.name);
    const [, call = ''] = /data-call="([0-9a-f]{32})" data-state="ringing"/.exec(page.text) ?? [];
    await attendant.send('/attendant/come', { call });
    await helpIs('coming');
    expect((await attendant.open('/attendant/calls')).text).toContain('data-state="coming"');
    await kiosk.get('DELETE', '/shell/help');
    await helpIs(undefined);
    await expect.poll(async () => (await attendant.open('/attendant/calls')).text).toContain('Chưa có ai gọi');
    await close();
  });

  test('ends with the visit, and a kiosk that fell silent rings no more', async () => {
    const attendant = await signedIn();
    const close = await open(attendant);
    await kiosk.get('POST', '/shell/help');
    await helpIs('ringing');
    await kiosk.get('POST', '/shell/session/end');
    await helpIs(undefined);
    await expect.poll(async () => (await attendant.open('/attendant/calls')).text).toContain('Chưa có ai gọi');
    await close();
  });

  test('nothing of the resident travels: the call is a number made by dice', async () => {
    const sent: string[] = [];
    const listening: typeof fetch = async (input, init) => {
      if (String(input).endsWith('/v1/help-calls')) sent.push(new TextDecoder().decode(init?.body as Uint8Array));
      return fetch(input, init);
    };
    const again = await kiosk.restart({ portalFetch: listening, limits: { helpCallEveryMs: 50 } });
    kiosk = again;
    await kiosk.get('PUT', '/shell/draft', { draft: { name: 'Nguyễn Thị Dấu' } });
    await kiosk.get('POST', '/shell/help');
    await expect.poll(() => sent.length).toBeGreaterThan(1);
    for (const text of sent) expect(text).toMatch(/^\{"call":"[0-9a-f]{32}","state":"ringing"\}$/);
    expect(new Set(sent).size).toBe(1);
    await kiosk.get('DELETE', '/shell/help');
  });

  test('a portal that is away or knows no such route: nobody hears it, and the page is told so', async () => {
    const away = await kiosk.restart({
      portalFetch: async (input, init) =>
        String(input).endsWith('/v1/help-calls') ? new Response(null, { status: 404 }) : fetch(input, init),
      limits: { helpCallEveryMs: 50 },
    });
    kiosk = away;
    await kiosk.get('POST', '/shell/help');
    await helpIs('unheard');
  });
});

describe('the attendants’ door', () => {
  test('technicians and wrong PINs do not come in, and after ten tries one must wait', async () => {
    expect((await (await signedIn('Vũ Huy')).open('/attendant')).text).not.toContain('Đang trực');
    const guesser = await anOfficer(portal);
    for (let tries = 0; tries < 10; tries += 1) {
      const seen = await guesser.send('/attendant/sign-in', { name: 'Trần Đoán', pin: '000000' });
      expect(seen.status).toBe(403);
    }
    expect((await guesser.send('/attendant/sign-in', { name: 'Trần Đoán', pin: '000000' })).status).toBe(429);
  });

  test('the session opens the page of calls and nothing of the officers', async () => {
    const attendant = await signedIn();
    expect((await attendant.open('/attendant')).text).toContain('Đang trực');
    expect((await attendant.open('/officer')).text).toContain('Mật khẩu');
  });

  test('who is not signed in sees no call, hears no change and acknowledges none', async () => {
    const nobody = await anOfficer(portal);
    expect((await nobody.open('/attendant/calls')).status).toBe(403);
    expect((await fetch(`${portal.url}/attendant/events`)).status).toBe(403);
    expect((await nobody.send('/attendant/come', { call: '0'.repeat(32) })).text).toContain('Mã PIN');
    const attendant = await signedIn();
    await attendant.open('/attendant');
    const forged = await attendant.send('/attendant/come', { csrf: 'x', call: '0'.repeat(32) });
    expect(forged.status).toBe(403);
  });
});
