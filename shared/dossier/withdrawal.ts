import { z } from 'zod';
import { canonicalBytes } from './bytes.ts';
import type { Jwk, Signing, Verifying } from './cryptography.ts';
import { IsoInstant, Sha256Hex } from './dossier.ts';
import { parseJson } from './seal.ts';

/** «Rút hồ sơ»: the resident showed the check code; the kiosk signs it and it travels with the filing. */
export const Withdrawal = z.object({ kiosk: z.string(), filing: Sha256Hex, at: IsoInstant }).strict();
export type Withdrawal = z.infer<typeof Withdrawal>;

export function signWithdrawal(withdrawal: Withdrawal, signing: Signing): Promise<string> {
  return signing.sign('withdrawal', canonicalBytes(withdrawal));
}

export async function readWithdrawal(
  token: string,
  ports: { deviceKeys: readonly Jwk[]; verifying: Verifying },
): Promise<Withdrawal | undefined> {
  const bytes = await ports.verifying.verify('withdrawal', token, ports.deviceKeys);
  const withdrawal = bytes && Withdrawal.safeParse(parseJson(bytes));
  return withdrawal?.success ? withdrawal.data : undefined;
}
