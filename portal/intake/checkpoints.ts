import { canonicalBytes } from '../../shared/dossier/bytes.ts';
import type { Checkpoint } from '../../shared/portal-contract/receipt.ts';
import { nowIso, type PortalPorts } from '../ports.ts';
import type { Register } from '../register/register.ts';

/**
 * Signs for every kiosk which of its filings the portal holds for good: after it, kiosks may free the bodies. `covered` is
 * the register that counts, the backup's where there is one. A kiosk whose list has not changed keeps its checkpoint.
 */
export async function issueCheckpoints(ports: PortalPorts, covered: Register = ports.register): Promise<number> {
  let issued = 0;
  for (const { id: kiosk } of await ports.register.kiosks()) {
    const held = await covered.heldRanges(kiosk);
    const newest = await ports.register.newestCheckpoint(kiosk);
    if (JSON.stringify(newest?.held ?? []) === JSON.stringify(held)) continue;
    const checkpoint: Checkpoint = { kiosk, issuedAt: nowIso(ports.clock), held };
    const token = await ports.keys.receiptSigning.sign('checkpoint', canonicalBytes(checkpoint));
    await ports.register.keepCheckpoint({ ...checkpoint, token });
    issued += 1;
  }
  return issued;
}
