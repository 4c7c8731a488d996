import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractVersion, type SyncAnswer } from '../../shared/portal-contract/messages.ts';
import type { Owed, SafeFilings } from '../../shared/shell-contract/messages.ts';
import type { TestKiosk } from '../shell/a-kiosk.ts';

/** What the sync engine does in the page, once and by hand: everything without a receipt is sent, what came back is kept. */
export async function syncOnce(kiosk: TestKiosk): Promise<SyncAnswer> {
  const state = await kiosk.get<{ kiosk: { id: string } }>('GET', '/shell/state');
  const owed = await kiosk.get<Owed>('GET', '/shell/owed');
  const { filings } = await kiosk.get<SafeFilings>('GET', '/shell/filings?after=0&limit=200');
  const sending = filings.filter(({ receipt, body }) => receipt === null && body !== null);
  const request = {
    contract: contractVersion,
    kiosk: state.kiosk.id,
    head: owed.head,
    filings: sending.map(({ body }) => body),
    withdrawals: filings.flatMap(({ withdrawal }) => (withdrawal && !withdrawal.reached ? [withdrawal.token] : [])),
    ratings: owed.ratings,
    following: [],
    known: { trustVersion: 1, configVersion: 1 },
  };
  const answer = await kiosk.get<SyncAnswer>('POST', '/portal/v1/sync', request);
  const receipts = answer.filings.flatMap((one) =>
    one.state === 'received' ? [{ id: one.id, receipt: one.receipt }] : [],
  );
  await kiosk.get('POST', '/shell/receipts', { receipts });
  const { time, checkpoint, trust, config } = answer;
  const reached = answer.withdrawals.filter(({ state: told }) => told === 'recorded').map(({ filing }) => filing);
  await kiosk.get('POST', '/shell/portal-news', {
    time,
    checkpoint,
    trust,
    config,
    ratings: answer.ratings,
    withdrawalsReached: reached,
  });
  return answer;
}

/** The disk of a kiosk that died: a copy of its safe, as it lies there now. */
export async function aDeadDisk(
  kiosk: TestKiosk,
): Promise<{ folder: string; segment: (number: number) => string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'dead-disk-'));
  await cp(join(kiosk.folder, 'safe'), join(folder, 'safe'), { recursive: true });
  return {
    folder,
    segment: (number) => join(folder, 'safe', 'log', `${String(number).padStart(8, '0')}.segment`),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
