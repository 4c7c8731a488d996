import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PortalPorts } from '../../portal/ports.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { aKiosk, type TestKiosk } from '../shell/a-kiosk.ts';
import { type Generation, layOut } from './generation.ts';

export interface Awake {
  readonly kiosk: TestKiosk;
  readonly portal: EmbeddedPortal;
  readonly ports: PortalPorts;
  close(): Promise<void>;
}

/** This build opens what an older one left, an hour after it was frozen. */
export async function wake(generation: Generation): Promise<Awake> {
  const folder = await mkdtemp(join(tmpdir(), 'upgrade-'));
  const [profileFolder, dataFolder] = [join(folder, 'profile'), join(folder, 'portal')];
  layOut(generation.profile, profileFolder);
  layOut(generation.portal, dataFolder);
  const offsetMs = generation.frozenAtMs + 60 * 60 * 1000 - Date.now();
  const clock = { nowMs: () => Date.now() + offsetMs };
  const portal = await anEmbeddedPortal({ dataFolder, clock });
  const kiosk = await aKiosk({ portal, profileFolder, clock });
  return {
    kiosk,
    portal,
    ports: portal.ports,
    async close() {
      await kiosk.close();
      await portal.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
