import { expect, test } from 'vitest';
import type { FileAnswer, SafeFilings, ShellState } from '../../shared/shell-contract/messages.ts';
import { anEmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { createSimulatedDisk } from '../support/simulated-disk.ts';
import { aDossier, aKiosk, type TestKiosk } from './a-kiosk.ts';

const survivals: ((most: number) => number)[] = [() => 0, (most) => most, (most) => Math.floor(most / 2)];

async function filingsOf(kiosk: TestKiosk): Promise<SafeFilings['filings']> {
  return (await kiosk.get<SafeFilings>('GET', '/shell/filings?limit=200')).filings;
}

test('power cut at every write and sync of a visit that files: filed with the same bytes, or never acknowledged', async () => {
  const portal = await anEmbeddedPortal();
  const disk = createSimulatedDisk();
  let kiosk = await aKiosk({ portal, disk });
  const acknowledged = new Map<string, FileAnswer>();
  const visit = async (): Promise<void> => {
    await kiosk.get('PUT', '/shell/draft', { draft: { marker: 'DẤU-VẾT-RIÊNG' } });
    const { page } = await kiosk.putPart('photo with a DẤU-VẾT-RIÊNG in it');
    const filed = await kiosk.file({ papers: [page], answers: { name: 'DẤU-VẾT-RIÊNG' } });
    acknowledged.set(filed.filing.id, filed);
    await kiosk.get('POST', `/shell/filings/${filed.filing.id}/shown`);
    await kiosk.get('POST', '/shell/session/end');
  };
  const before = disk.operations;
  await visit();
  const operations = disk.operations - before;
  expect(operations).toBeGreaterThan(10);

  for (const [round, survive] of survivals.entries()) {
    for (let place = 1; place <= operations; place += 1) {
      const at = disk.operations + place;
      disk.setFault(({ index }) => (index === at ? 'power-cut' : 'fine'));
      await visit().catch(() => undefined);
      const everything = [...disk.contents().values()].map((bytes) => Buffer.from(bytes).toString('utf8')).join('\n');
      expect(everything).not.toContain('RIÊNG');
      disk.setFault(undefined);
      disk.powerCut(survive);
      kiosk = await kiosk.restart();

      const found = new Map((await filingsOf(kiosk)).map((filing) => [filing.id, filing]));
      for (const [id, { filing }] of acknowledged) expect(found.get(id)?.body).toEqual(filing.body);
      expect(await kiosk.get('GET', '/shell/draft')).toEqual({ draft: null });
      // What lies here unacknowledged is whole too, with its photo, and is announced.
      const { livedThroughPowerCut } = await kiosk.get<ShellState>('GET', '/shell/state');
      for (const filing of found.values()) {
        for (const part of filing.parts)
          expect((await kiosk.ask('GET', `/shell/parts/${part.sha256}`)).status).toBe(200);
        if (!acknowledged.has(filing.id)) expect(livedThroughPowerCut.map(({ slip }) => slip)).toContain(filing.slip);
      }
      expect(new Set([...found.values()].map(({ sequence }) => sequence)).size, `round ${round}, place ${place}`).toBe(
        found.size,
      );
    }
  }
  await kiosk.file();
  await kiosk.close();
  await portal.close();
}, 60_000);

test('a filing the disk refuses is refused, leaves nothing behind, and can be tried again', async () => {
  const portal = await anEmbeddedPortal();
  const disk = createSimulatedDisk();
  let kiosk = await aKiosk({ portal, disk });
  const dossier = aDossier();
  for (const fault of ['fails', 'full'] as const) {
    for (const kind of ['append', 'sync'] as const) {
      let hit = false;
      disk.setFault((operation) => {
        const isIt = !hit && operation.kind === kind && operation.path.endsWith('.segment');
        hit ||= isIt;
        return isIt ? fault : 'fine';
      });
      expect(await kiosk.code('POST', '/shell/filings', { dossier })).toBe('cannot-keep');
      disk.setFault(undefined);
      disk.powerCut((most) => most);
      kiosk = await kiosk.restart();
      expect(await filingsOf(kiosk)).toEqual([]);
    }
  }
  const filed = await kiosk.get<FileAnswer>('POST', '/shell/filings', { dossier });
  expect((await filingsOf(kiosk)).map(({ id }) => id)).toEqual([filed.filing.id]);
  await kiosk.close();
  await portal.close();
});
