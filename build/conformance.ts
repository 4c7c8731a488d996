import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';

import { Enrolment } from '../shared/portal-contract/trust.ts';
import { portalClaims } from '../tests/contracts/portal-contract.ts';
import { enrolKiosk, openKiosk, type PortalKiosk } from '../tests/contracts/portal-kiosk.ts';
import { commandOptions } from './command-options.ts';
import { say } from './say.ts';

/*
 * `npm run conformance -- --url https://… --enrolment enrolment.json`: checks a portal against the wire contract, claim by
 * claim. It enrols as a kiosk with the one-time secret; with `--kiosk file` it keeps that kiosk (its private key too) and
 * needs no new secret next time. It leaves invented dossiers behind: not for a portal in real use.
 */
const { values } = commandOptions({
  options: { url: { type: 'string' }, enrolment: { type: 'string' }, kiosk: { type: 'string' } },
});

if (values.enrolment === undefined && (values.kiosk === undefined || !existsSync(values.kiosk))) {
  say(
    'Give --enrolment <file> (from the portal’s officer page or its data folder), and --url when it differs from the file.',
  );
  say('With --kiosk <file> the enrolled test kiosk is kept there for the next run.');
  process.exitCode = 2;
} else {
  process.exitCode = await checkPortal();
}

async function checkPortal(): Promise<number> {
  const { kiosk, usedSecret } = await openOrEnrol();
  const url = kiosk.identity.portal;
  say(`Checking ${url} as ${kiosk.id}: ${portalClaims.length} claims.`);
  let failures = 0;
  for (const { claim, check } of portalClaims) {
    try {
      await check({ url, kiosk, usedSecret });
      say(`  kept    ${claim}`);
    } catch (error) {
      failures += 1;
      say(`  BROKEN  ${claim}`);
      say(`          ${error instanceof Error ? error.message.split('\n').join('\n          ') : String(error)}`);
    }
  }
  if (values.kiosk) await writeFile(values.kiosk, JSON.stringify(kiosk.identity), { mode: 0o600 });
  say(failures === 0 ? 'The portal keeps the contract.' : `${failures} of ${portalClaims.length} claims are broken.`);
  return failures === 0 ? 0 : 1;
}

async function openOrEnrol(): Promise<{ kiosk: PortalKiosk; usedSecret?: string }> {
  if (values.kiosk !== undefined && existsSync(values.kiosk)) {
    const identity = JSON.parse(await readFile(values.kiosk, 'utf8'));
    return { kiosk: await openKiosk({ ...identity, portal: trimmed(values.url ?? identity.portal) }) };
  }
  const enrolment = Enrolment.parse(JSON.parse(await readFile(values.enrolment as string, 'utf8')));
  const portal = trimmed(values.url ?? enrolment.portal);
  return { kiosk: await enrolKiosk({ ...enrolment, portal }), usedSecret: enrolment.secret };
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, '');
}
