import { z } from 'zod';
import { fromBase64Url, toBase64Url } from '../../shared/dossier/bytes.ts';
import type { Jwk, Verifying } from '../../shared/dossier/cryptography.ts';
import { parseJson } from '../../shared/dossier/seal.ts';
import { readSigned } from '../../shared/portal-contract/receipt.ts';
import { KioskConfig, PublicKey, TrustBundle } from '../../shared/portal-contract/trust.ts';
import { type Disk, replaceFile } from './safe/disk.ts';
import type { Vault } from './vault.ts';

/** Everything that makes this machine a kiosk of one portal: read from one file, replaced as a whole. */
export interface Kiosk {
  readonly portal: string;
  readonly rootKey: PublicKey;
  readonly trust: TrustBundle;
  readonly config: KioskConfig;
  readonly panelDiagonalInches: number;
  /** Private, of this device. */
  readonly deviceKey: Jwk;
  /** Under it the safe checks typed check codes. */
  readonly checkKey: Uint8Array;
}

export const KioskFile = z.object({
  format: z.literal(1),
  portal: z.url(),
  rootKey: PublicKey,
  trust: z.string(),
  config: z.string(),
  panelDiagonalInches: z.number(),
  /** `Secrets` as JSON, wrapped by the vault. */
  secrets: z.string(),
});
type KioskFile = z.infer<typeof KioskFile>;

export const Secrets = z.object({ device: PublicKey.extend({ d: z.string() }), check: z.string() });

export interface Trust {
  /** `undefined` on a blank machine, and where what it is cannot be read now (a vault that does not open). */
  kiosk(): Kiosk | undefined;
  /** Not blank: who this kiosk is lies here, and cannot be read. Its device key signs what still waits to be sent. */
  isUnreadable(): boolean;
  /** Verifies everything, then writes it in one step: a half-done enrolment leaves a blank kiosk. */
  install(enrolled: {
    portal: string;
    rootKey: PublicKey;
    trust: string;
    config: string;
    panelDiagonalInches: number;
    deviceKey: z.infer<typeof Secrets>['device'];
    checkKey: Uint8Array;
  }): Promise<'installed' | 'unreadable'>;
  /** A newer trust bundle of the same root, a newer configuration of this kiosk; anything else is refused and the old one stays. */
  learn(news: { trust?: string | undefined; config?: string | undefined }): Promise<{ trust: Learnt; config: Learnt }>;
  /** The same portal (the same root) at another address: demos and tests, whose portal takes a free port. */
  movePortal(address: string): Promise<void>;
}

/** `known`: what is here already, told twice. The last two are refusals: older, or not signed for this kiosk by whom it believes. */
export type Learnt = 'learnt' | 'known' | 'downgrade' | 'signature';

const name = 'kiosk.json';

export async function openTrust(options: {
  disk: Disk;
  folder: string;
  vault: Vault | undefined;
  verifying: Verifying;
  onUnreadable: () => void;
}): Promise<Trust> {
  const { disk, folder, vault, verifying } = options;
  let unreadable = false;
  let held = await load();

  async function load(): Promise<{ file: KioskFile; kiosk: Kiosk } | undefined> {
    const bytes = await disk.read(`${folder}/${name}`);
    if (!bytes) return undefined;
    const file = KioskFile.safeParse(parseJson(bytes));
    const kiosk = file.success ? await readKiosk(file.data) : undefined;
    if (!file.success || !kiosk) {
      unreadable = true;
      options.onUnreadable();
      return undefined;
    }
    return { file: file.data, kiosk };
  }

  async function readKiosk(file: KioskFile): Promise<Kiosk | undefined> {
    const trust = await readTrust(file.trust, file.rootKey);
    const config = trust && (await readConfig(file.config, trust));
    const wrapped = await vault?.unwrap(fromBase64Url(file.secrets));
    const secrets = wrapped && Secrets.safeParse(parseJson(wrapped));
    if (!trust || !config || !secrets?.success) return undefined;
    return {
      portal: file.portal,
      rootKey: file.rootKey,
      trust,
      config,
      panelDiagonalInches: file.panelDiagonalInches,
      deviceKey: secrets.data.device,
      checkKey: fromBase64Url(secrets.data.check),
    };
  }

  function readTrust(token: string, rootKey: PublicKey): Promise<TrustBundle | undefined> {
    return readSigned('trust', token, TrustBundle, [rootKey], verifying);
  }

  function readConfig(token: string, trust: TrustBundle): Promise<KioskConfig | undefined> {
    return readSigned('config', token, KioskConfig, trust.config, verifying);
  }

  async function write(file: KioskFile): Promise<void> {
    const bytes = new TextEncoder().encode(JSON.stringify(file));
    await replaceFile(disk, { folder, name, bytes, durable: true });
  }

  return {
    kiosk: () => held?.kiosk,
    isUnreadable: () => unreadable,
    async install({ deviceKey, checkKey, ...enrolled }) {
      if (!vault) return 'unreadable';
      const secrets = { device: deviceKey, check: toBase64Url(checkKey) };
      const wrapped = await vault.wrap(new TextEncoder().encode(JSON.stringify(secrets)));
      const file: KioskFile = { format: 1, ...enrolled, secrets: toBase64Url(wrapped) };
      const kiosk = await readKiosk(file);
      if (!kiosk) return 'unreadable';
      await write(file);
      held = { file, kiosk };
      unreadable = false;
      return 'installed';
    },
    async learn(news) {
      if (!held) return { trust: 'signature', config: 'signature' };
      const { file, kiosk } = held;
      const newTrust = news.trust === undefined ? undefined : await readTrust(news.trust, file.rootKey);
      const isNewer = newTrust !== undefined && newTrust.version > kiosk.trust.version;
      const trust = isNewer ? newTrust : kiosk.trust;

      const newConfig = news.config === undefined ? undefined : await readConfig(news.config, trust);
      const isNewerConfig =
        newConfig !== undefined &&
        newConfig.version > kiosk.config.version &&
        newConfig.kiosk.id === kiosk.config.kiosk.id;
      const configToken = isNewerConfig && news.config !== undefined ? news.config : file.config;
      // The configuration kept must count under the trust kept, or the kiosk would not start again.
      const config = await readConfig(configToken, trust);
      const ofTrust = isNewer ? 'learnt' : notLearnt(newTrust?.version, kiosk.trust.version);
      const isOurs = newConfig?.kiosk.id === kiosk.config.kiosk.id;
      const ofConfig = isNewerConfig
        ? 'learnt'
        : notLearnt(isOurs ? newConfig?.version : undefined, kiosk.config.version);
      if (!config) return { trust: 'signature', config: 'signature' };
      if (!isNewer && !isNewerConfig) return { trust: ofTrust, config: ofConfig };

      const newFile = {
        ...file,
        trust: isNewer && news.trust !== undefined ? news.trust : file.trust,
        config: configToken,
      };
      await write(newFile);
      held = { file: newFile, kiosk: { ...kiosk, trust, config } };
      return { trust: ofTrust, config: ofConfig };
    },
    async movePortal(address) {
      if (!held || held.file.portal === address) return;
      const file = { ...held.file, portal: address };
      await write(file);
      held = { file, kiosk: { ...held.kiosk, portal: address } };
    },
  };
}

/** @param version of what came, when it could be believed */
function notLearnt(version: number | undefined, held: number): Exclude<Learnt, 'learnt'> {
  if (version === undefined) return 'signature';
  return version === held ? 'known' : 'downgrade';
}
