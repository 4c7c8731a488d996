import { canonicalBytes } from '../../shared/dossier/bytes.ts';
import type { Checkpoint } from '../../shared/portal-contract/receipt.ts';
import { nowIso, type PortalPorts } from '../ports.ts';
import type { Register } from '../register/register.ts';

/** Restored from a backup, the portal does not know that anything is missing: its list has not changed. Only a newer date lets kiosks see it. */
const newAfterMs = 12 * 60 * 60 * 1000;

/**
 * Signs for every kiosk which of its filings the portal holds for good: after it, kiosks may free the bodies. `covered` is
 * the register that counts, the backup's where there is one. A kiosk whose list has not changed keeps its checkpoint for half a day.
 */
export async function issueCheckpoints(ports: PortalPorts, covered: Register = ports.register): Promise<number> {
  let issued = 0;
  for (const { id: kiosk } of await ports.register.kiosks()) {
    const held = await covered.heldRanges(kiosk);
    const newest = await ports.register.newestCheckpoint(kiosk);
    const isYoung = newest !== undefined && ports.clock.nowMs() - Date.parse(newest.issuedAt) < newAfterMs;
    if (isYoung && JSON.stringify(newest.held) === JSON.stringify(held)) continue;
    const checkpoint: Checkpoint = { kiosk, issuedAt: nowIso(ports.clock), held };
    const token = await ports.keys.receiptSigning.sign('checkpoint', canonicalBytes(checkpoint));
    await ports.register.keepCheckpoint({ ...checkpoint, token });
    issued += 1;
  }
  return issued;
}
