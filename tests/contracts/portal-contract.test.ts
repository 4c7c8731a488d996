import { afterAll, beforeAll, describe, test } from 'vitest';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { type ContractWorld, portalClaims } from './portal-contract.ts';
import { enrolKiosk } from './portal-kiosk.ts';

describe('the embedded portal keeps the wire contract', () => {
  let portal: EmbeddedPortal;
  let world: ContractWorld;

  beforeAll(async () => {
    portal = await anEmbeddedPortal({ testRoutes: false });
    const enrolment = await portal.enrolment();
    world = { url: portal.url, kiosk: await enrolKiosk(enrolment), usedSecret: enrolment.secret };
  });
  afterAll(() => portal.close());

  for (const { claim, check } of portalClaims) test(claim, () => check(world));
});
