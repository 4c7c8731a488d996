import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { toHex } from '../../shared/dossier/bytes.ts';
import { Enrolment } from '../../shared/portal-contract/trust.ts';
import { makeEnrolment } from '../enrolment/enrol.ts';
import type { PortalPorts } from '../ports.ts';
import { demoSite } from './demo-accounts.ts';

/** Leaves a file with an unused one-time secret for the next blank kiosk; a used or expired one is replaced. */
export async function ensureDemoEnrolment(file: string, portal: string, ports: PortalPorts): Promise<void> {
  const known = existsSync(file) ? Enrolment.safeParse(JSON.parse(await readFile(file, 'utf8'))).data : undefined;
  const isUsable = known !== undefined && (await isUnused(known.secret, ports));
  if (isUsable && known.portal === portal) return;
  const enrolment = isUsable ? { ...known, portal } : await makeEnrolment({ ...demoSite, by: 'demo', portal }, ports);
  await writeFile(file, JSON.stringify(enrolment, null, 2), { mode: 0o600 });
}

async function isUnused(secret: string, ports: PortalPorts): Promise<boolean> {
  const hash = toHex(await ports.hashing.sha256(new TextEncoder().encode(secret)));
  const found = (await ports.register.enrolments()).find(({ secretHash }) => secretHash === hash);
  return found !== undefined && found.usedAt === undefined && found.expiresMs > ports.clock.nowMs();
}
