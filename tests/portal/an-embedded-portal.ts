import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPortal } from '../../portal/app.ts';
import { demoPayee } from '../../portal/demo/demo-payee.ts';
import { makeEnrolment } from '../../portal/enrolment/enrol.ts';
import type { PortalPorts } from '../../portal/ports.ts';
import { openRealPorts } from '../../portal/real-ports.ts';
import type { Enrolment } from '../../shared/portal-contract/trust.ts';
import { projectFolder } from './folders.ts';

export interface EmbeddedPortal {
  readonly url: string;
  readonly dataFolder: string;
  readonly ports: PortalPorts;
  readonly log: Readonly<Record<string, unknown>>[];
  enrolment(unit?: string): Promise<Enrolment>;
  close(): Promise<void>;
}

/** The reference portal with real SQLite, files and keys in a folder of its own, on a random port. */
export async function anEmbeddedPortal(
  options: {
    testRoutes?: boolean;
    clock?: PortalPorts['clock'];
    /** Kept when the portal closes; without it the portal has one of its own. */
    dataFolder?: string;
    settingsFile?: string;
  } = {},
): Promise<EmbeddedPortal> {
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'portal-')));
  const log: Record<string, unknown>[] = [];
  const ports = await openRealPorts({
    dataFolder,
    unitsFile: join(projectFolder, 'assets', 'units', 'hanoi.json'),
    demoPayee,
    settingsFile: options.settingsFile,
    log: (entry) => void log.push({ ...entry }),
    ...(options.clock ? { clock: options.clock } : {}),
  });
  let url = '';
  const app = buildPortal({
    ports,
    publicUrl: () => url,
    testRoutes: options.testRoutes ?? true,
  });
  url = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    url,
    dataFolder,
    ports,
    log,
    enrolment: (unit = '00190') =>
      makeEnrolment({ unit, site: { name: 'Sảnh tòa thử', address: 'Hà Nội' }, by: 'test', portal: url }, ports),
    async close() {
      await app.close();
      await ports.register.close();
      if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
