import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalBytes } from '../../shared/dossier/bytes.ts';
import { signReceipt } from '../../shared/portal-contract/receipt.ts';
import type { FileAnswer, PortalNewsAnswer, SafeFilings, ShellState } from '../../shared/shell-contract/messages.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { createSimulatedDisk } from '../support/simulated-disk.ts';
import { aKiosk, type TestKiosk } from './a-kiosk.ts';

/** A disk that fills up: photos stop first, then dossiers; what is owed is settled, and room that returns is noticed. */

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;
const limits = {
  reserveForPartsBytes: 6 * megabyte,
  reserveForFilingsBytes: 3 * megabyte,
  reserveForDossierBytes: 256 * kilobyte,
  reserveForSettlingBytes: 256 * kilobyte,
  lookForRoomMs: 20,
  tidyFromBytes: 1,
  probeMs: 0,
};

let portal: EmbeddedPortal;
beforeAll(async () => {
  portal = await anEmbeddedPortal();
});
afterAll(() => portal.close());

async function aSmallKiosk() {
  const disk = createSimulatedDisk({ freeBytes: 100 * megabyte });
  const kiosk = await aKiosk({ portal, disk, limits });
  const room = async () => (await kiosk.get<ShellState>('GET', '/shell/state')).room;
  const reserves = () => [...disk.contents().keys()].filter((path) => path.endsWith('.reserve')).length;
  const id = (await kiosk.get<ShellState>('GET', '/shell/state')).kiosk?.id ?? '';
  const begin = () => kiosk.get('PUT', '/shell/draft', { draft: { begun: true } });
  const end = () => kiosk.get('POST', '/shell/session/end');
  return { disk, kiosk, room, reserves, id, begin, end };
}

async function receiptOf({ filing }: FileAnswer): Promise<{ id: string; receipt: string }> {
  const receipt = {
    filing: filing.id,
    body: filing.bodySha256,
    code: `00190-20261121-${filing.sequence}`,
    receivedAt: new Date().toISOString(),
    receiver: { unit: '00190', name: 'UBND phường' },
  };
  return { id: filing.id, receipt: await signReceipt(receipt, portal.ports.keys.receiptSigning) };
}

async function checkpointTo(kiosk: TestKiosk, id: string): Promise<PortalNewsAnswer> {
  const checkpoint = { kiosk: id, issuedAt: new Date().toISOString(), held: [[1, 1000]] };
  const token = await portal.ports.keys.receiptSigning.sign('checkpoint', canonicalBytes(checkpoint));
  return kiosk.get('POST', '/shell/portal-news', { ratings: [], withdrawalsReached: [], checkpoint: token });
}

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (let look = 0; look < 200; look += 1) {
    if (await isSo()) return;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error('it did not come to be so');
}

describe('a disk that fills up', () => {
  test('photos are refused first, then new dossiers; each by its own code', async () => {
    const { disk, kiosk, room } = await aSmallKiosk();
    expect(await room()).toMatchObject({ parts: true, filings: true });
    disk.setFreeBytes(5 * megabyte);
    expect(await room()).toMatchObject({ parts: false, filings: true });
    await expect(kiosk.putPart('ảnh')).rejects.toThrow('no-room-for-parts');
    await kiosk.file();
    disk.setFreeBytes(2 * megabyte);
    expect(await room()).toMatchObject({ parts: false, filings: false });
    await expect(kiosk.file()).rejects.toThrow('no-room-for-filings');
    await kiosk.close();
  });

  test('a dossier begun while there was room is filed in the room taken for it; the next one is refused', async () => {
    const { disk, kiosk, room, begin, end } = await aSmallKiosk();
    await begin();
    disk.setFreeBytes(0);
    const { filing } = await kiosk.file();
    expect((await kiosk.get<SafeFilings>('GET', '/shell/filings')).filings.map(({ id }) => id)).toEqual([filing.id]);
    expect((await room()).filings).toBe(false);
    await end();
    await begin();
    await expect(kiosk.file()).rejects.toThrow('no-room-for-filings');
    await kiosk.close();
  });

  test('without a byte left receipts are kept, what a checkpoint covers is freed and tidied away, and room comes back by itself', async () => {
    const { disk, kiosk, room, reserves, id, end } = await aSmallKiosk();
    expect(reserves()).toBe(2);
    const filed = [await kiosk.file(), await kiosk.file(), await kiosk.file()];
    await end();
    disk.setFreeBytes(0);
    const receipts = await Promise.all(filed.map(receiptOf));
    expect(await kiosk.get('POST', '/shell/receipts', { receipts })).toEqual({
      kept: filed.map(({ filing }) => filing.id),
      refused: [],
    });
    expect(reserves()).toBe(1);
    const { freed } = await checkpointTo(kiosk, id);
    expect(freed).toHaveLength(3);
    const bodies = () => [...disk.contents()].filter(([path]) => path.endsWith('.segment'));
    await until(() =>
      bodies().every(([, bytes]) => !Buffer.from(bytes).includes(filed[0]?.filing.body?.ciphertext ?? 'x')),
    );
    // All of it, and not the room that was used for it, is free again in the end.
    disk.setFreeBytes(50 * megabyte);
    await until(async () => (await room()).filings && reserves() === 2);
    await kiosk.file();
    await kiosk.close();
  });

  test('a kiosk that starts on a full disk takes no dossier, and takes its reserves once there is room', async () => {
    const disk = createSimulatedDisk({ freeBytes: 100 * kilobyte });
    const kiosk = await aKiosk({ portal, disk, limits });
    const room = async () => (await kiosk.get<ShellState>('GET', '/shell/state')).room;
    expect((await room()).filings).toBe(false);
    disk.setFreeBytes(50 * megabyte);
    await until(async () => (await room()).filings);
    await kiosk.close();
  });
});
