import { z } from 'zod';
import { canonicalBytes } from '../../shared/dossier/bytes.ts';
import { bounds, type SyncAnswer, SyncRequest } from '../../shared/portal-contract/messages.ts';
import type { PortalTime } from '../../shared/portal-contract/receipt.ts';
import { nowIso, type PortalPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { KioskRecord } from '../register/register.ts';
import { caseItself, stateOf } from './case-itself.ts';
import { takeFilings } from './take-filings.ts';
import { takeWithdrawals } from './withdrawals.ts';

/** Filings and withdrawals are parsed one by one, so that one bad one never holds up the others. */
const LenientSync = SyncRequest.extend({
  filings: z.array(z.unknown()).max(bounds.filingsPerSync),
});

/**
 * `POST /v1/sync` without HTTP: everything one kiosk owes, taken in; everything it wants to know, answered. Idempotent as
 * a whole. Throws `Problem` only when the message is not of the contract; a rejected register call means nothing of that
 * step has happened.
 */
export async function handleSync(body: unknown, kiosk: KioskRecord, ports: PortalPorts): Promise<SyncAnswer> {
  const parsed = LenientSync.safeParse(body);
  if (!parsed.success || parsed.data.kiosk !== kiosk.id) throw new Problem('bad-request');
  const request = parsed.data;

  const filings = await takeFilings(request.filings, kiosk, ports);
  // After the filings: a filing and its withdrawal may travel together.
  const withdrawals = await takeWithdrawals(request.withdrawals, kiosk, ports);
  await ports.register.addRatings(kiosk.id, request.ratings);
  if (request.head.hash !== kiosk.head?.hash || request.head.records !== kiosk.head.records) {
    const alarm = await ports.register.noteHead(kiosk.id, { ...request.head, at: nowIso(ports.clock) });
    if (alarm) {
      const { kind, before, told } = alarm;
      ports.log({ event: `journal-${kind}`, kiosk: kiosk.id, before: before.records, told: told.records });
    }
  }

  const cases = await ports.register.findCases(request.following);
  const checkpoint = await ports.register.newestCheckpoint(kiosk.id);
  const config = await ports.register.findConfig(kiosk.id);
  return {
    filings,
    withdrawals,
    ratings: request.ratings.map(({ id }) => id),
    statuses: await Promise.all(
      cases
        .filter((found) => found.kiosk === kiosk.id)
        .map(async (found) => ({ ...stateOf(await caseItself(found, ports)), filing: found.filing })),
    ),
    ...(checkpoint ? { checkpoint: checkpoint.token } : {}),
    time: await signedTime(kiosk.id, ports),
    ...(ports.keys.trust.version > request.known.trustVersion ? { trust: ports.keys.trust.token } : {}),
    ...(config && config.version > request.known.configVersion ? { config: config.token } : {}),
  };
}

function signedTime(kiosk: string, ports: PortalPorts): Promise<string> {
  const time: PortalTime = { kiosk, now: nowIso(ports.clock) };
  return ports.keys.receiptSigning.sign('time', canonicalBytes(time));
}
