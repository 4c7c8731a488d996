import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { packContent } from '../../build/content-bundle.ts';
import { builtInFiles } from '../catalogue/content-files.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { type ContractWorld, portalClaims } from './portal-contract.ts';
import { enrolKiosk } from './portal-kiosk.ts';

describe('the embedded portal keeps the wire contract', () => {
  let portal: EmbeddedPortal;
  let world: ContractWorld;

  beforeAll(async () => {
    portal = await anEmbeddedPortal({ testRoutes: false });
    await layBundle(portal);
    const enrolment = await portal.enrolment();
    world = { url: portal.url, kiosk: await enrolKiosk(enrolment), usedSecret: enrolment.secret };
  });
  afterAll(() => portal.close());

  for (const { claim, check } of portalClaims) test(claim, () => check(world));
});

/** So that the claim about bundles has something to look at. */
async function layBundle(portal: EmbeddedPortal): Promise<void> {
  const folder = join(portal.dataFolder, 'bundles');
  await mkdir(folder);
  const bytes = await packContent(builtInFiles, { version: 4_000_000_000, signing: portal.ports.keys.configSigning });
  await writeFile(join(folder, 'a.dcc'), bytes);
}
