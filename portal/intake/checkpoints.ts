import { canonicalBytes } from '../../shared/dossier/bytes.ts';
import type { Checkpoint } from '../../shared/portal-contract/receipt.ts';
import { nowIso, type PortalPorts } from '../ports.ts';

/**
 * Signs for every kiosk which of its filings the portal holds for good. To be called when a backup covers them: after it,
 * kiosks may free the bodies. A kiosk whose list has not changed keeps its checkpoint.
 */
export async function issueCheckpoints(ports: PortalPorts): Promise<number> {
  let issued = 0;
  for (const { id: kiosk } of await ports.register.kiosks()) {
    const held = await ports.register.heldRanges(kiosk);
    const newest = await ports.register.newestCheckpoint(kiosk);
    if (JSON.stringify(newest?.held ?? []) === JSON.stringify(held)) continue;
    const checkpoint: Checkpoint = { kiosk, issuedAt: nowIso(ports.clock), held };
    const token = await ports.keys.receiptSigning.sign('checkpoint', canonicalBytes(checkpoint));
    await ports.register.keepCheckpoint({ ...checkpoint, token });
    issued += 1;
  }
  return issued;
}
