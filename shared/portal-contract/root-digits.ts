import { fromBase64Url } from '../dossier/bytes.ts';

/**
 * Eight digits of the root key's thumbprint (RFC 7638, SHA-256, base64url), for a person to compare between the portal's
 * enrolment page and the kiosk's screen. Throws on anything that is no thumbprint.
 */
export function rootDigits(thumbprint: string): string {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = fromBase64Url(thumbprint);
  const number = ((((a * 256 + b) * 256 + c) * 256 + d) * 256 + e) * 256 + f;
  return String(number % 100_000_000).padStart(8, '0');
}
