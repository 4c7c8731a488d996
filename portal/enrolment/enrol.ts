import { z } from 'zod';
import { canonicalBytes, fromBase64Url, toBase64Url, toHex } from '../../shared/dossier/bytes.ts';
import { parseJson } from '../../shared/dossier/seal.ts';
import {
  type Enrolment,
  type EnrolmentAnswer,
  EnrolmentRequest,
  KioskConfig,
} from '../../shared/portal-contract/trust.ts';
import { nowIso, type PortalPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { EnrolmentRecord, KioskRecord } from '../register/register.ts';

/** A one-time secret for one blank kiosk, and what its technician scans. The register keeps only the secret's hash. */
export async function makeEnrolment(
  wish: { unit: string; site: { name: string; address: string }; label?: string; by: string; portal: string },
  ports: PortalPorts,
): Promise<Enrolment> {
  const secret = toBase64Url(ports.dice.bytes(24));
  await ports.register.addEnrolment({
    secretHash: await hashOf(secret, ports),
    ...(wish.label ? { label: wish.label } : {}),
    unit: wish.unit,
    site: wish.site,
    createdAt: nowIso(ports.clock),
    createdBy: wish.by,
    expiresMs: ports.clock.nowMs() + ports.settings.enrolmentHours * 60 * 60 * 1000,
  });
  return { format: 'diem-cham-enrolment/1', portal: wish.portal, secret, rootKey: ports.keys.rootThumbprint };
}

/** `POST /v1/enrolments` without HTTP. Throws `enrolment-refused` for a secret that is wrong, used or expired. */
export async function handleEnrolment(body: unknown, ports: PortalPorts): Promise<EnrolmentAnswer> {
  const request = EnrolmentRequest.safeParse(body);
  if (!request.success) throw new Problem('bad-request');
  const { secret, deviceKey } = request.data;
  const number = toHex(ports.dice.bytes(4));
  const kiosk = await ports.register.enrol(
    { secretHash: await hashOf(secret, ports), nowMs: ports.clock.nowMs() },
    (enrolment, taken) => newKiosk(enrolment, taken, { number, deviceKey, enrolledAt: nowIso(ports.clock) }),
  );
  if (!kiosk) throw new Problem('enrolment-refused');
  ports.log({ event: 'kiosk-enrolled', kiosk: kiosk.id, build: request.data.build.slice(0, 64) });
  return { rootKey: ports.keys.root, trust: ports.keys.trust.token, config: await signConfig(kiosk, 1, ports) };
}

/** Signs and keeps what this kiosk is told about itself. A kiosk that knows an older version hears of it with its next sync. */
export async function signConfig(kiosk: KioskRecord, version: number, ports: PortalPorts): Promise<string> {
  const config: KioskConfig = { version, issuedAt: nowIso(ports.clock), ...(await configOf(kiosk, ports)) };
  const token = await ports.keys.configSigning.sign('config', canonicalBytes(config));
  await ports.register.keepConfig(kiosk.id, { version, token });
  return token;
}

/**
 * Each kiosk is told anew about itself where the settings say something else than what was signed last (a duty number, the city's fee
 * support). How many that were.
 */
export async function renewConfigs(ports: PortalPorts): Promise<number> {
  let renewed = 0;
  for (const kiosk of await ports.register.kiosks()) {
    const held = await ports.register.findConfig(kiosk.id);
    if (!held || kiosk.revokedAt) continue;
    // Signed by this portal and kept in its register; only one of an older shape does not parse.
    const told = ToldOfKiosk.safeParse(parseJson(fromBase64Url(held.token.split('.')[1] ?? '')));
    const now = await configOf(kiosk, ports);
    if (told.success && toBase64Url(canonicalBytes(told.data)) === toBase64Url(canonicalBytes(now))) continue;
    await signConfig(kiosk, held.version + 1, ports);
    renewed += 1;
  }
  if (renewed > 0) ports.log({ event: 'configs-renewed', count: renewed });
  return renewed;
}

const { version: _version, issuedAt: _issuedAt, ...toldOfKiosk } = KioskConfig.shape;
const ToldOfKiosk = z.object(toldOfKiosk);

async function configOf(kiosk: KioskRecord, ports: PortalPorts): Promise<Omit<KioskConfig, 'version' | 'issuedAt'>> {
  const { settings, units } = ports;
  return {
    kiosk: { id: kiosk.id, label: kiosk.label },
    site: kiosk.site,
    ward: { unit: kiosk.unit, name: units.find(kiosk.unit)?.name ?? kiosk.unit },
    nearestCounter: settings.nearestCounter(kiosk.unit),
    ...settings.kiosk,
    staff: await ports.register.staff(),
  };
}

function newKiosk(
  enrolment: EnrolmentRecord,
  taken: readonly string[],
  made: { number: string; deviceKey: KioskRecord['deviceKey']; enrolledAt: string },
): KioskRecord {
  const label = enrolment.label && !taken.includes(enrolment.label) ? enrolment.label : nextLabel(taken);
  return {
    id: `kiosk-${label.toLowerCase()}-${made.number}`,
    label,
    deviceKey: made.deviceKey,
    unit: enrolment.unit,
    site: enrolment.site,
    enrolledAt: made.enrolledAt,
  };
}

/** A1 … A999, then B1 …: short enough to be read out over the telephone. */
function nextLabel(taken: readonly string[]): string {
  const used = new Set(taken);
  for (const letter of 'ABCDEFGHKMNPQRSTVXY') {
    for (let number = 1; number <= 999; number += 1) if (!used.has(`${letter}${number}`)) return `${letter}${number}`;
  }
  throw new Error('no label is left for another kiosk');
}

async function hashOf(secret: string, ports: PortalPorts): Promise<string> {
  return toHex(await ports.hashing.sha256(new TextEncoder().encode(secret)));
}
