import { createMemoryKeys } from '../../portal/keys/memory-keys.ts';
import type { PortalKeys } from '../../portal/keys/portal-keys.ts';
import type { PrivateKey, WorldCryptography } from './seeded-cryptography.ts';

/** The portal's keys, kept apart from its disks; they are rotated while kiosks are away. */
export interface WorldKeys {
  readonly portal: PortalKeys;
  /** The next intake key becomes the current one. The old one opens what is still on its way, unless it is destroyed too early. */
  rotateIntake(destroy: boolean): Promise<void>;
  rotateReceipt(): Promise<void>;
  /** Key ids that no filing can be opened with any more. */
  readonly destroyed: ReadonlySet<string>;
}

export async function createWorldKeys({
  cryptography,
  nowIso,
}: {
  cryptography: WorldCryptography;
  nowIso: () => string;
}): Promise<WorldKeys> {
  const { key, signing, hashing } = cryptography;
  const root = await key('root');
  const config = await key('config');
  let intake = [await key('intake-1'), await key('intake-2')];
  let intakeBefore: PrivateKey[] = [];
  let receipt = await key('receipt-1');
  let receiptBefore: PrivateKey[] = [];
  let version = 1;
  const destroyed = new Set<string>();

  const make = () =>
    createMemoryKeys({
      root,
      intake,
      receipt,
      config,
      signing,
      hashing,
      issuedAt: nowIso(),
      version,
      intakeBefore,
      receiptBefore,
    });
  let portal = await make();

  return {
    get portal() {
      return portal;
    },
    destroyed,
    async rotateIntake(destroy) {
      version += 1;
      const [old, next] = intake as [PrivateKey, PrivateKey];
      intake = [next, await key(`intake-${version + 1}`)];
      if (destroy) destroyed.add(old.kid);
      else intakeBefore = [...intakeBefore, old];
      portal = await make();
    },
    async rotateReceipt() {
      version += 1;
      receiptBefore = [receipt, ...receiptBefore];
      receipt = await key(`receipt-${version}`);
      portal = await make();
    },
  };
}
