import { join } from 'node:path';
import { buildPortal } from './app.ts';
import { ensureDemoAccounts } from './demo/demo-accounts.ts';
import { ensureDemoEnrolment } from './demo/demo-enrolment.ts';
import { ensureDemoInformation } from './demo/demo-information.ts';
import { renewConfigs } from './enrolment/enrol.ts';
import { dataFolder } from './folders.ts';
import { issueCheckpoints } from './intake/checkpoints.ts';
import { agreeBySilence } from './intake/drafts.ts';
import { openForProgram } from './open-for-program.ts';
import { removeUnfinishedParts } from './parts/file-parts-store.ts';

/*
 * Starts the portal. Environment: PORTAL_PORT (0 = any), PORTAL_HOST (127.0.0.1), PORTAL_DATA (folder), PORTAL_PUBLIC_URL
 * (how kiosks reach it), PORTAL_SETTINGS (JSON file), PORTAL_CHECKPOINT_SECONDS (0 = only by hand; a demo: 60),
 * PORTAL_DEMO=1 (invented accounts, an enrolment file, faults on request).
 * One JSON line on stdout when it listens; after that the log, JSON lines on stderr.
 */
const environment = process.env;
const isDemo = environment.PORTAL_DEMO === '1';
const silenceSeconds = 60;
const checkpointSeconds = Number(environment.PORTAL_CHECKPOINT_SECONDS ?? (isDemo ? 60 : 0));

const bundlesEveryMs = 10_000;

const log = (entry: Readonly<Record<string, unknown>>) =>
  void process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);

const ports = await openForProgram(log);

await removeUnfinishedParts(join(dataFolder, 'parts'), Date.now());

let publicUrl = environment.PORTAL_PUBLIC_URL?.replace(/\/+$/, '') ?? '';
const app = buildPortal({
  ports,
  publicUrl: () => publicUrl,
  testRoutes: isDemo,
});
const listening = await app.listen({
  port: Number(environment.PORTAL_PORT ?? 8750),
  host: environment.PORTAL_HOST ?? '127.0.0.1',
});
publicUrl ||= listening;

// Settings may have changed while this portal was shut: its kiosks hear of it with their next sync.
await renewConfigs(ports);

const enrolmentFile = join(dataFolder, 'enrolment.json');
const accounts = isDemo
  ? await ensureDemoAccounts(join(dataFolder, 'demo-accounts.json'), ports)
  : { officers: [], staff: [] };
if (isDemo) {
  await ensureDemoEnrolment(enrolmentFile, publicUrl, ports);
  await ensureDemoInformation(join(dataFolder, 'information'), ports.clock);
}

// Nobody may look at a case for days: what its history says of silence is written all the same.
const silenceTimer = setInterval(noteSilence, silenceSeconds * 1000);
// A bundle carried to kiosks by stick may be filed under before any kiosk has asked for it here.
const lookingForBundles = setInterval(() => void ports.bundles?.refresh(), bundlesEveryMs);
const timer = checkpointSeconds > 0 ? setInterval(keepCheckpoints, checkpointSeconds * 1000) : undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

process.stdout.write(
  `${JSON.stringify({ listening, ...(isDemo ? { enrolmentFile } : {}), officers: accounts.officers, staff: accounts.staff })}\n`,
);

async function keepCheckpoints(): Promise<void> {
  try {
    await issueCheckpoints(ports);
  } catch {
    ports.log({ event: 'checkpoint-failed' });
  }
}

async function noteSilence(): Promise<void> {
  try {
    await agreeBySilence(ports);
  } catch {
    ports.log({ event: 'silence-not-noted' });
  }
}

async function stop(): Promise<void> {
  clearInterval(timer);
  clearInterval(silenceTimer);
  clearInterval(lookingForBundles);
  await app.close();
  await ports.register.close();
  process.exit(0);
}
