import type { Jwk, Signing } from '../../shared/dossier/cryptography.ts';
import type { Kiosk } from './trust.ts';

/** This device's signatures; the imported key is kept, importing costs more than signing. */
export interface DeviceSigning {
  of(kiosk: Kiosk): Signing;
}

export function createDeviceSigning(signingWith: (key: Jwk) => Signing): DeviceSigning {
  let held: { key: Jwk; signing: Signing } | undefined;
  return {
    of(kiosk) {
      if (held?.key !== kiosk.deviceKey) held = { key: kiosk.deviceKey, signing: signingWith(kiosk.deviceKey) };
      return held.signing;
    },
  };
}

/** The public part, for checking what this device signed. */
export function deviceKeys(kiosk: Kiosk): readonly Jwk[] {
  return [kiosk.deviceKey];
}
