import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoInformation, ensureDemoInformation } from '../../portal/demo/demo-information.ts';
import { webVerifying } from '../../shared/dossier/web-cryptography.ts';
import { Information, type InformationContent } from '../../shared/portal-contract/information.ts';
import { readSigned } from '../../shared/portal-contract/receipt.ts';
import { TrustBundle } from '../../shared/portal-contract/trust.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from './an-embedded-portal.ts';

/** What staff write into `information/`, as the portal signs it. */
let portal: EmbeddedPortal;
let folder: string;
let writtenSeconds = 1_800_000_000;

beforeAll(async () => {
  portal = await anEmbeddedPortal();
  folder = join(portal.dataFolder, 'information');
  await mkdir(folder);
});
afterAll(() => portal.close());

const none: InformationContent = { isExample: false, notices: [], offices: [], readings: [] };
const office = (name: string) => ({
  name: { vi: name, en: name },
  address: 'Số 1, phố Mẫu',
  hours: { vi: 'Thứ Hai', en: 'Monday' },
  phone: '024 0000 0000',
});

/** Later than what was written before, as a clock would say. */
async function write(name: string, content: unknown): Promise<void> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  writtenSeconds += 60;
  await utimes(path, writtenSeconds, writtenSeconds);
}

async function told(unit = '00190'): Promise<Information | undefined> {
  const token = await portal.ports.information?.find(unit);
  const [, payload = ''] = portal.ports.keys.trust.token.split('.');
  const { config } = TrustBundle.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  return token === undefined ? undefined : readSigned('information', token, Information, config, webVerifying);
}

test('nothing written is nothing told; a ward has its own, and the city’s where it has none', async () => {
  expect(await told()).toBeUndefined();
  await write('city.json', { ...none, offices: [office('Thành phố')] });
  await write('00199.json', { ...none, offices: [office('Phường Láng')] });
  expect((await told())?.offices[0]?.name.vi).toBe('Thành phố');
  expect(await told()).toMatchObject({ unit: '00190' });
  expect((await told('00199'))?.offices[0]?.name.vi).toBe('Phường Láng');
  expect(await told('../keys/root')).toBeUndefined();
});

test('what is changed is told under a higher version, without a restart', async () => {
  const before = await told('00199');
  await write('00199.json', { ...none, offices: [office('Mới')] });
  const after = await told('00199');
  expect(after?.offices[0]?.name.vi).toBe('Mới');
  expect(after?.version).toBeGreaterThan(before?.version ?? Number.POSITIVE_INFINITY);
});

test('a mistake in the file changes nothing that is told, and the log says where it is, not what stands there', async () => {
  const before = await told('00199');
  await write('00199.json', { ...none, offices: [{ ...office('Bí mật'), hours: 'mọi lúc' }] });
  expect(await told('00199')).toEqual(before);
  await write('00199.json', '{ "isExample":');
  expect(await told('00199')).toEqual(before);
  const lines = portal.log.filter(({ event }) => event === 'information-unreadable');
  expect(lines).toEqual([
    { event: 'information-unreadable', unit: '00199', at: 'offices.0.hours' },
    { event: 'information-unreadable', unit: '00199', at: '' },
  ]);
});

test('a demo’s example says that it is one, is made anew at each start, and never takes the place of what staff wrote', async () => {
  const clock = { nowMs: () => Date.parse('2026-11-22T03:00:00Z') };
  const fresh = join(folder, 'demo');
  await ensureDemoInformation(fresh, clock);
  await ensureDemoInformation(fresh, clock);
  const example = demoInformation(clock.nowMs());
  expect(example.isExample).toBe(true);
  expect(example.readings.every(({ source }) => /ví dụ/.test(source.vi) && /[Ee]xample/.test(source.en))).toBe(true);
  await write('00190.json', { ...none, offices: [office('Của phường')] });
  await ensureDemoInformation(folder, clock);
  expect((await told())?.offices[0]?.name.vi).toBe('Của phường');
});
