import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPayee } from '../../portal/demo/demo-payee.ts';
import { createPayments } from '../../portal/payments.ts';
import { webVerifying } from '../../shared/dossier/web-cryptography.ts';
import { type PaymentOrder, readPaymentOrder } from '../../shared/portal-contract/payment.ts';
import { aService } from '../catalogue/world.ts';
import { enrolKiosk, openKiosk, type PortalKiosk, type Sealed } from '../contracts/portal-kiosk.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from './an-embedded-portal.ts';
import { addOfficer, anOfficer, type Officer } from './an-officer.ts';

const minuteMs = 60_000;

describe('what a dossier is to pay', () => {
  let portal: EmbeddedPortal;
  let kiosk: PortalKiosk;
  let officer: Officer;
  let nowMs = Date.now();

  beforeAll(async () => {
    portal = await anEmbeddedPortal({ clock: { nowMs: () => nowMs } });
    kiosk = await enrolKiosk(await portal.enrolment('00190'));
    await addOfficer(portal, 'ochodua', '00190');
    await addOfficer(portal, 'lang', '00199');
    officer = await anOfficer(portal, 'ochodua');
  });
  afterAll(() => portal.close());

  test('follows from its own answers: two copies, to the payee of the portal, under its code', async () => {
    const sealed = await file('civil-extract', 'own-birth-copy');
    const { code, lines, standing } = await orderOf(sealed);
    expect(standing).toEqual({ state: 'due', amount: 16_000, transfer: { payee: demoPayee, message: code } });
    expect(lines).toEqual([{ label: { vi: 'Bản sao', en: 'Copies' }, amount: 16_000, support: 'unconfirmed' }]);
  });

  test('is not known where the city sets the fee: nothing is invented, the officer names it with a reason the resident reads', async () => {
    const sealed = await file('marital-status');
    expect((await orderOf(sealed)).standing).toEqual({ state: 'to-be-told' });
    const withoutReason = await send(sealed, { act: 'amount', from: '', amount: '12000', note: ' ' });
    expect([withoutReason.status, withoutReason.text]).toEqual([422, expect.stringContaining('ghi vì sao')]);
    await send(sealed, { act: 'amount', from: '', amount: '12000', note: 'Theo biểu lệ phí của phường.' });
    const { standing, note } = await orderOf(sealed);
    expect([standing, note]).toMatchObject([{ state: 'due', amount: 12_000 }, 'Theo biểu lệ phí của phường.']);
    // Somebody else still has the page on which nothing was set.
    expect((await send(sealed, { act: 'amount', from: '', amount: '9000', note: 'cũ' })).status).toBe(409);
    await send(sealed, { act: 'amount', from: '12000', amount: '0', note: 'Hộ nghèo, được miễn.' });
    expect((await orderOf(sealed)).standing).toEqual({ state: 'nothing-due' });
  });

  test('is worked out anew when a correction changes what it hangs on, unless an officer named it or it is paid', async () => {
    const five = async (bent: (sealed: Sealed) => Promise<unknown>) => {
      const sealed = await file('civil-extract', 'own-birth-copy');
      expect((await orderOf(sealed)).standing).toMatchObject({ state: 'due', amount: 16_000 });
      await bent(sealed);
      nowMs += minuteMs;
      await correct(sealed);
      return (await orderOf(sealed)).standing;
    };
    expect(await five(async () => {})).toMatchObject({ state: 'due', amount: 40_000 });
    const named = { act: 'amount', from: '16000', amount: '9000', note: 'Được giảm.' };
    expect(await five((sealed) => send(sealed, named))).toMatchObject({ state: 'due', amount: 9000 });
    const paid = { act: 'received', amount: '16000', seen: 'yes' };
    expect(await five((sealed) => send(sealed, paid))).toMatchObject({ state: 'paid', amount: 16_000 });
  });

  test('is worked out anew by which correction it is made of, whatever the clock says', async () => {
    const sealed = await file('civil-extract', 'own-birth-copy');
    expect((await orderOf(sealed)).standing).toMatchObject({ state: 'due', amount: 16_000 });
    nowMs -= 5 * minuteMs;
    try {
      await correct(sealed);
      expect((await orderOf(sealed)).standing).toMatchObject({ state: 'due', amount: 40_000 });
    } finally {
      nowMs += 5 * minuteMs;
    }
  });

  test('counts a correction that comes while it is worked out for the first time', async () => {
    const { ports } = portal;
    const sealed = await file('civil-extract', 'own-birth-copy');
    const found = await ports.register.findCase(sealed.filing.id);
    if (!found) throw new Error('not received');
    const openPayment: typeof ports.register.openPayment = async (payment) => {
      nowMs -= minuteMs;
      await correct(sealed);
      nowMs += minuteMs;
      return ports.register.openPayment(payment);
    };
    const meanwhile = createPayments({ ...ports, register: { ...ports.register, openPayment } });
    expect((await meanwhile.of(found)).amount).toBe(16_000);
    expect((await orderOf(sealed)).standing).toMatchObject({ state: 'due', amount: 40_000 });
  });

  test('is worked out once the portal has the version it lacked', async () => {
    const { ports } = portal;
    const sealed = await file('civil-extract', 'own-birth-copy');
    const found = await ports.register.findCase(sealed.filing.id);
    if (!found) throw new Error('not received');
    const lacking = createPayments({ ...ports, catalogue: { ...ports.catalogue, find: () => undefined } });
    expect((await lacking.of(found)).amount).toBeNull();
    expect((await orderOf(sealed)).standing).toMatchObject({ state: 'due', amount: 16_000 });
  });

  test('is paid when an officer has seen the money, not before, and once', async () => {
    const sealed = await file('civil-extract', 'own-birth-copy');
    const page = await officer.open(`/officer/cases/${sealed.filing.id}`);
    expect(page.text).toContain('Phải nộp 16.000 đồng');
    expect(page.text).toContain('chưa nối với ngân hàng');
    expect((await send(sealed, { act: 'received', amount: '16000' })).text).toContain('Chỉ ghi khi đã thấy tiền');
    expect((await send(sealed, { act: 'received', amount: '8000', seen: 'yes' })).status).toBe(409);
    expect((await orderOf(sealed)).standing.state).toBe('due');

    expect((await send(sealed, { act: 'received', amount: '16000', seen: 'yes' })).text).toContain(
      'Đã nhận 16.000 đồng',
    );
    expect((await orderOf(sealed)).standing).toEqual({
      state: 'paid',
      amount: 16_000,
      at: new Date(nowMs).toISOString(),
    });
    expect((await send(sealed, { act: 'received', amount: '16000', seen: 'yes' })).text).toContain('đã nộp đủ tiền');
    const acts = (await portal.ports.register.auditTrail(sealed.filing.id)).map(({ act }) => act);
    expect(acts.filter((act) => act.startsWith('payment'))).toEqual([
      'payment-refused',
      'payment-refused',
      'payment-received',
      'payment-refused',
    ]);
  });

  test('an officer of another ward, and a form that is not of our page, change nothing', async () => {
    const sealed = await file('civil-extract', 'own-birth-copy');
    const fields = { act: 'received', amount: '16000', seen: 'yes' };
    const stranger = await anOfficer(portal, 'lang');
    expect((await stranger.send(`/officer/cases/${sealed.filing.id}/payment`, fields)).status).toBe(404);
    expect((await send(sealed, { ...fields, csrf: 'x' })).status).toBe(403);
    expect((await orderOf(sealed)).standing.state).toBe('due');
  });

  test('nobody is asked for the money of a dossier that was withdrawn or refused', async () => {
    const sealed = await file('civil-extract', 'own-birth-copy');
    expect((await orderOf(sealed)).standing.state).toBe('due');
    const change = { filing: sealed.filing.id, from: 1 as const, to: 3 as const, at: '2026-11-22T00:00:00.000Z' };
    await portal.ports.register.setStatus({ ...change, by: 'ochodua', note: 'không thuộc thẩm quyền' });
    expect((await orderOf(sealed)).standing).toEqual({ state: 'nothing-due' });
  });

  test('an order stands for its slip within the hour, and not behind it', async () => {
    const sealed = await file('civil-extract', 'own-birth-copy');
    const { token } = await ask({ slip: await kiosk.slip(sealed) });
    expect((await kiosk.lookup({ payment: token })).found).toBe('case');
    nowMs -= 61 * minuteMs;
    const old = await ask({ slip: await kiosk.slip(sealed) }).finally(() => {
      nowMs += 61 * minuteMs;
    });
    expect(await kiosk.lookup({ payment: old.token })).toEqual({ found: 'unknown' });
    const [head, , signature] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ filing: sealed.filing.id })).toString('base64url');
    expect(await kiosk.lookup({ payment: `${head}.${forged}.${signature}` })).toEqual({ found: 'unknown' });
  });

  async function file(service: string, example?: string): Promise<Sealed> {
    const sealed = await fileBy(kiosk, service, example);
    return sealed;
  }
  /** Five copies are wanted instead, which the officer has asked about. */
  async function correct(sealed: Sealed): Promise<void> {
    const page = `/officer/cases/${sealed.filing.id}`;
    await officer.open(page);
    await officer.send(`${page}/correction`, { from: '1', days: '5', 'mark.question.copies': 'Ghi lại số bản' });
    const revision = await kiosk.seal({
      service: sealed.dossier.service,
      answers: { copies: 5 },
      fromCard: [],
      revises: { filing: sealed.filing.id, round: 1 },
    });
    await kiosk.sync({ filings: [revision.filing] });
  }
  const ask = async (lookup: object) => {
    const answer = await kiosk.lookup(lookup);
    if (answer.found !== 'case' || !answer.case.payment) throw new Error('no order');
    return { token: answer.case.payment };
  };
  const orderOf = (sealed: Sealed) => readOrder(kiosk, sealed);
  const send = (sealed: Sealed, fields: Record<string, string>) =>
    officer
      .open(`/officer/cases/${sealed.filing.id}`)
      .then(() => officer.send(`/officer/cases/${sealed.filing.id}/payment`, fields));
});

describe('the city’s support of online fees', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'payment-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('makes copies free once it is confirmed; what a resident was shown before stays', async () => {
    const dataFolder = join(folder, 'data');
    const settingsFile = join(folder, 'settings.json');
    await writeFile(settingsFile, JSON.stringify({ kiosk: { feeSupportConfirmed: true } }));

    const before = await anEmbeddedPortal({ dataFolder });
    const kiosk = await enrolKiosk(await before.enrolment());
    const asked = await fileBy(kiosk, 'civil-extract', 'own-birth-copy');
    expect((await readOrder(kiosk, asked)).standing).toMatchObject({ state: 'due', amount: 16_000 });
    await before.close();

    const after = await anEmbeddedPortal({ dataFolder, settingsFile });
    try {
      const same = await openKiosk({ ...kiosk.identity, portal: after.url });
      expect((await readOrder(same, asked)).standing).toMatchObject({ state: 'due', amount: 16_000 });
      const fresh = await fileBy(same, 'civil-extract', 'own-birth-copy');
      const { standing, lines } = await readOrder(same, fresh);
      expect(standing).toEqual({ state: 'nothing-due' });
      expect(lines).toEqual([{ label: { vi: 'Bản sao', en: 'Copies' }, amount: 0, support: 'given' }]);
    } finally {
      await after.close();
    }
  });
});

async function fileBy(kiosk: PortalKiosk, id: string, example?: string): Promise<Sealed> {
  const service = aService(id);
  const answers = (service.examples.find((each) => each.id === example) ?? service.examples[0])?.answers ?? {};
  const { version, code } = service;
  const sealed = await kiosk.seal({ service: { id, version, code: code ?? null }, answers });
  const { filings } = await kiosk.sync({ filings: [sealed.filing] });
  expect(filings[0]?.state).toBe('received');
  return sealed;
}

async function readOrder(kiosk: PortalKiosk, sealed: Sealed): Promise<PaymentOrder> {
  const answer = await kiosk.lookup({ slip: await kiosk.slip(sealed) });
  const token = answer.found === 'case' ? answer.case.payment : undefined;
  const order = await readPaymentOrder(token ?? '', {
    filing: sealed.filing.id,
    receiptKeys: kiosk.trust.receipt,
    verifying: webVerifying,
  });
  if (!order) throw new Error('the portal gave no order signed by its receipt key');
  return order;
}
