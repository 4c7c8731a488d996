import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Dice } from '../../shared/runtime.ts';
import { lock, unlock } from './box-cipher.ts';
import type { Host } from './host.ts';
import { type Disk, replaceFile } from './safe/disk.ts';

export type VaultKind = 'systemd-credentials' | 'safe-storage' | 'development-only';

/** Keeps the kiosk's own secrets wrapped under something a stolen disk does not hold. */
export interface Vault {
  readonly kind: VaultKind;
  wrap(plain: Uint8Array): Promise<Uint8Array>;
  /** `undefined` when it was wrapped elsewhere or by another means. */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array | undefined>;
}

/**
 * What this machine offers: systemd credentials or a real key ring through the host. A key in a file beside what it locks is
 * no vault: it is there for demos and tests alone, and production gets `undefined` instead.
 */
export function openVault(options: {
  host: Host;
  mode: 'production' | 'demo' | 'test';
  credentialsFolder: string | undefined;
  disk: Disk;
  folder: string;
  dice: Dice;
}): Vault | undefined {
  const { host } = options;
  if (host.secrets.available) {
    return {
      kind: hasCredential(options.credentialsFolder) ? 'systemd-credentials' : 'safe-storage',
      wrap: (plain) => host.secrets.wrap(plain),
      unwrap: (wrapped) => host.secrets.unwrap(wrapped).catch(() => undefined),
    };
  }
  return options.mode === 'production' ? undefined : developmentVault(options);
}

const developmentKey = 'development-only.key';

function developmentVault({ disk, folder, dice }: { disk: Disk; folder: string; dice: Dice }): Vault {
  const readKey = () => disk.read(`${folder}/${developmentKey}`);
  return {
    kind: 'development-only',
    async wrap(plain) {
      let key = await readKey();
      if (!key) {
        key = dice.bytes(32);
        await replaceFile(disk, { folder, name: developmentKey, bytes: key, durable: true });
      }
      return lock(key, plain, dice);
    },
    async unwrap(wrapped) {
      const key = await readKey();
      return key && unlock(key, wrapped);
    },
  };
}

/** The host reads it; here it is only asked which of the two the host uses. The name is electron/keep-secrets.ts's. */
function hasCredential(folder: string | undefined): boolean {
  if (!folder) return false;
  try {
    return statSync(join(folder, 'diem-cham-vault')).size >= 32;
  } catch {
    return false;
  }
}
