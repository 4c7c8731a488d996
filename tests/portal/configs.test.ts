import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renewConfigs } from '../../portal/enrolment/enrol.ts';
import { webVerifying } from '../../shared/dossier/web-cryptography.ts';
import { readSigned } from '../../shared/portal-contract/receipt.ts';
import { KioskConfig } from '../../shared/portal-contract/trust.ts';
import { enrolKiosk, openKiosk, type PortalKiosk } from '../contracts/portal-kiosk.ts';
import { anEmbeddedPortal } from './an-embedded-portal.ts';

/** What a portal tells its kiosks about themselves follows its settings, without anybody enrolling anew. */
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'configs-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function told(kiosk: PortalKiosk): Promise<KioskConfig | undefined> {
  const { config } = await kiosk.sync();
  return config === undefined ? undefined : readSigned('config', config, KioskConfig, kiosk.trust.config, webVerifying);
}

test('changed settings reach every kiosk under a higher version, once; the same settings sign nothing', async () => {
  const settingsFile = join(folder, 'settings.json');
  const dataFolder = join(folder, 'portal');
  const open = async (kiosk: Record<string, unknown>) => {
    await writeFile(settingsFile, JSON.stringify({ kiosk }));
    return anEmbeddedPortal({ dataFolder, settingsFile });
  };
  let portal = await open({ helpPhone: '024 0000 0001' });
  let kiosk = await enrolKiosk(await portal.enrolment());
  expect(await renewConfigs(portal.ports)).toBe(0);
  expect(await told(kiosk)).toBeUndefined();
  await portal.close();

  portal = await open({ helpPhone: '024 0000 0002', feeSupportConfirmed: true });
  expect(await renewConfigs(portal.ports)).toBe(1);
  expect(await renewConfigs(portal.ports)).toBe(0);
  kiosk = await openKiosk({ ...kiosk.identity, portal: portal.url });
  expect(await told(kiosk)).toMatchObject({
    version: kiosk.config.version + 1,
    helpPhone: '024 0000 0002',
    feeSupportConfirmed: true,
    kiosk: { id: kiosk.id },
  });
  await portal.close();
});
