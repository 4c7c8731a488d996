import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueCheckpoints } from '../../portal/intake/checkpoints.ts';
import { webVerifying } from '../../shared/dossier/web-cryptography.ts';
import { covers, readCheckpoint } from '../../shared/portal-contract/receipt.ts';
import { enrolKiosk, type PortalKiosk } from '../contracts/portal-kiosk.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from './an-embedded-portal.ts';

describe('intake', () => {
  let portal: EmbeddedPortal;
  let kiosk: PortalKiosk;
  let other: PortalKiosk;
  let nowMs = Date.now();

  beforeAll(async () => {
    portal = await anEmbeddedPortal({ clock: { nowMs: () => nowMs } });
    kiosk = await enrolKiosk(await portal.enrolment('00190'));
    other = await enrolKiosk(await portal.enrolment('00199'));
  });
  afterAll(() => portal.close());

  test('each kiosk gets a label of its own and is told its ward, site and staff', () => {
    expect(kiosk.config.kiosk.label).not.toBe(other.config.kiosk.label);
    expect(kiosk.config.ward).toEqual({ unit: '00190', name: 'Phường Ô Chợ Dừa' });
    expect(other.config.ward).toEqual({ unit: '00199', name: 'Phường Láng' });
  });

  test('the code has the national shape, with the receiver’s prefix and the day it came', async () => {
    const sealed = await kiosk.seal();
    const { filings } = await kiosk.sync({ filings: [sealed.filing] });
    const token = filings[0]?.state === 'received' ? filings[0].receipt : '';
    const receipt = await kiosk.readReceipt(token, sealed);
    expect(receipt?.code).toMatch(/^H26\.\d{1,3}-\d{8}-\d{7}$/);
    expect(receipt?.receiver).toEqual({ unit: '00190', name: 'Phường Ô Chợ Dừa' });
  });

  test('a kiosk hears nothing of another kiosk’s filings, and cannot withdraw them', async () => {
    const { filing } = await kiosk.seal();
    await kiosk.sync({ filings: [filing] });
    expect((await other.sync({ following: [filing.id] })).statuses).toEqual([]);
    expect((await other.sync({ filings: [filing] })).filings).toEqual([
      { id: filing.id, state: 'refused', problem: 'filing-signature' },
    ]);
  });

  test('a slip of one kiosk is known at another', async () => {
    const sealed = await kiosk.seal();
    const slip = await kiosk.slip(sealed);
    expect((await other.lookup({ slip })).found).toBe('genuine-not-arrived');
    await kiosk.sync({ filings: [sealed.filing] });
    expect((await other.lookup({ slip })).found).toBe('case');
  });

  test('a checkpoint covers exactly what is held, travels with the next sync, and is signed for this kiosk', async () => {
    const waiting = await kiosk.seal();
    const sealed = await kiosk.seal();
    await kiosk.sync({ filings: [sealed.filing] });
    await issueCheckpoints(portal.ports);
    expect(await issueCheckpoints(portal.ports)).toBe(0);
    const { checkpoint: token = '' } = await kiosk.sync();
    const ports = { receiptKeys: kiosk.trust.receipt, verifying: webVerifying };
    const checkpoint = await readCheckpoint(token, { kiosk: kiosk.id }, ports);
    expect(checkpoint && covers(checkpoint, sealed.envelope.sequence)).toBe(true);
    expect(checkpoint && covers(checkpoint, waiting.envelope.sequence)).toBe(false);
    expect(await readCheckpoint(token, { kiosk: other.id }, ports)).toBeUndefined();
  });

  test('a number locked after five tries opens again after an hour', async () => {
    const sealed = await kiosk.seal();
    await kiosk.sync({ filings: [sealed.filing] });
    const right = { number: sealed.envelope.slip, checkCode: sealed.dossier.checkCode };
    for (let tries = 0; tries < 5; tries += 1) expect((await kiosk.lookup(right)).found).toBe('case');
    const path = '/v1/case-lookups';
    const sixth = await kiosk.send('POST', path, right);
    expect(sixth.status).toBe(429);
    expect(Number(sixth.headers.get('retry-after'))).toBe(3600);
    nowMs += 3_600_000;
    await enrolAgain();
    expect((await kiosk.lookup(right)).found).toBe('case');
  });

  test('a lookup tells the whole history with the ward’s words, a sync only status and due date', async () => {
    const sealed = await kiosk.seal();
    await kiosk.sync({ filings: [sealed.filing] });
    const filing = sealed.filing.id;
    const at = new Date(nowMs).toISOString();
    await portal.ports.register.setStatus({ filing, from: 1, to: 2, at, by: 'duc', due: '2026-11-13', note: 'Hẹn' });
    const { statuses } = await kiosk.sync({ following: [filing] });
    expect(statuses).toEqual([expect.objectContaining({ status: 2, due: '2026-11-13' })]);
    expect(JSON.stringify(statuses)).not.toContain('Hẹn');
    const answer = await kiosk.lookup({ slip: await kiosk.slip(sealed) });
    expect(answer.found === 'case' && answer.case.history.at(-1)).toEqual({ status: 2, at, note: 'Hẹn' });
  });

  test('nothing a resident said is in the log, in the register’s plain columns or in an error', async () => {
    const secret = 'Ngô Thị Bí Mật';
    const sealed = await kiosk.seal({ answers: { requesterName: secret, requesterNumber: '001190000042' } });
    await kiosk.sync({ filings: [sealed.filing] });
    await kiosk.send('POST', '/v1/case-lookups', { number: secret, checkCode: 7 });
    await kiosk.send('POST', '/v1/sync', `{"${secret}`);
    const kept = await portal.ports.register.findCase(sealed.filing.id);
    const body = await portal.ports.register.findBody(sealed.filing.id);
    const seen = JSON.stringify([portal.log, kept]) + Buffer.from(body?.locked ?? []).toString('utf8');
    expect(seen).not.toContain(secret);
    expect(seen).not.toContain('001190000042');
    expect(seen).not.toContain(sealed.dossier.checkCode);
  });

  /** The clock went on, so the token has expired; assertions are made by the machine's own clock. */
  async function enrolAgain(): Promise<void> {
    nowMs = Date.now() + 3_600_000;
    const response = await kiosk.askToken(await kiosk.assertion({ atSeconds: Math.floor(nowMs / 1000) }));
    expect(response.status).toBe(200);
    kiosk.carryToken((await response.json()).access_token);
  }
});
