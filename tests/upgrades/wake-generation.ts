import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPortal } from '../../portal/app.ts';
import { makeEnrolment } from '../../portal/enrolment/enrol.ts';
import type { PortalPorts } from '../../portal/ports.ts';
import { openRealPorts } from '../../portal/real-ports.ts';
import type { EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { projectFolder } from '../portal/folders.ts';
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
  const log: Record<string, unknown>[] = [];
  const ports = await openRealPorts({
    dataFolder,
    unitsFile: join(projectFolder, 'assets', 'units', 'hanoi.json'),
    log: (entry) => void log.push({ ...entry }),
    clock,
  });
  let url = '';
  const app = buildPortal({
    ports,
    publicUrl: () => url,
    testRoutes: true,
    assetsFolder: join(projectFolder, 'assets'),
  });
  url = await app.listen({ port: 0, host: '127.0.0.1' });
  const portal: EmbeddedPortal = {
    url,
    dataFolder,
    ports,
    log,
    enrolment: (unit = '00190') =>
      makeEnrolment({ unit, site: { name: 'Sảnh tòa thử', address: 'Hà Nội' }, by: 'test', portal: url }, ports),
    close: async () => {},
  };
  const kiosk = await aKiosk({ portal, profileFolder, clock });
  return {
    kiosk,
    portal,
    ports,
    async close() {
      await kiosk.close();
      await app.close();
      await ports.register.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
