import { decodeJwt, importJWK, type JWTClaimVerificationOptions, jwtVerify } from 'jose';
import { z } from 'zod';
import type { PublicKey } from '../../shared/portal-contract/trust.ts';
import { nowIso, type PortalPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { KioskRecord } from '../register/register.ts';

const TokenRequest = z.object({
  grant_type: z.literal('client_credentials'),
  client_assertion_type: z.literal('urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
  client_assertion: z.string().max(4096),
});

/** The claims of an assertion signed by this key, and only such as the options allow. Rejects with jose's errors. */
export type VerifyAssertion = (
  assertion: string,
  deviceKey: PublicKey,
  claims: JWTClaimVerificationOptions,
) => Promise<{ readonly jti?: string | undefined; readonly exp?: number | undefined }>;

/** What a real portal does. */
export const verifyAssertionWithJose: VerifyAssertion = async (assertion, deviceKey, claims) => {
  const key = await importJWK({ ...deviceKey }, 'ES256');
  return (await jwtVerify(assertion, key, { algorithms: ['ES256'], ...claims })).payload;
};

/** A kiosk's clock and ours may differ by this much; the longest an assertion may live. */
const toleranceSeconds = 300;
const longestSeconds = 600;

/**
 * Who asks for a token, proven by `private_key_jwt` (RFC 7523): signed by the enrolled device key, for this portal, not
 * expired, never used before. A kiosk whose clock is wrong finds ours in the problem (`now`), so that it can ask again.
 */
export async function authenticateDevice(
  form: unknown,
  audiences: readonly string[],
  ports: PortalPorts,
): Promise<KioskRecord> {
  const request = TokenRequest.safeParse(form);
  if (!request.success) throw new Problem('bad-request');
  const assertion = request.data.client_assertion;
  const kiosk = await claimedKiosk(assertion, ports);
  const claims = await verifiedClaims(assertion, kiosk, audiences, ports);
  if (kiosk.revokedAt) throw new Problem('device-revoked');
  const isFirstUse = await ports.register.spendAssertion({
    kiosk: kiosk.id,
    jti: claims.jti,
    expiresMs: (claims.exp + toleranceSeconds) * 1000,
    nowMs: ports.clock.nowMs(),
  });
  if (!isFirstUse) throw new Problem('not-authenticated');
  return kiosk;
}

async function claimedKiosk(assertion: string, ports: PortalPorts): Promise<KioskRecord> {
  let id: string | undefined;
  try {
    const { iss, sub } = decodeJwt(assertion);
    id = iss === sub ? iss : undefined;
  } catch {
    throw new Problem('bad-request');
  }
  const kiosk = id === undefined ? undefined : await ports.register.findKiosk(id);
  if (!kiosk) throw new Problem('device-unknown');
  return kiosk;
}

async function verifiedClaims(
  assertion: string,
  kiosk: KioskRecord,
  audiences: readonly string[],
  ports: PortalPorts,
): Promise<{ jti: string; exp: number }> {
  const nowMs = ports.clock.nowMs();
  try {
    const verify = ports.verifyAssertion ?? verifyAssertionWithJose;
    const { jti, exp = 0 } = await verify(assertion, kiosk.deviceKey, {
      issuer: kiosk.id,
      subject: kiosk.id,
      audience: [...audiences],
      currentDate: new Date(nowMs),
      clockTolerance: toleranceSeconds,
      requiredClaims: ['exp', 'jti'],
    });
    if (!jti || jti.length > 128) throw new Problem('bad-request');
    if (exp > nowMs / 1000 + toleranceSeconds + longestSeconds) throw wrongTime(ports);
    return { jti, exp };
  } catch (error) {
    if (error instanceof Problem) throw error;
    const { code } = error as { code?: string };
    // Not signed by the enrolled key is another matter than signed too long ago or for another portal.
    if (code === 'ERR_JWT_EXPIRED' || code === 'ERR_JWT_CLAIM_VALIDATION_FAILED') throw wrongTime(ports);
    throw new Problem('device-unknown');
  }
}

function wrongTime(ports: PortalPorts): Problem {
  return new Problem('not-authenticated', { more: { now: nowIso(ports.clock) } });
}
