export type EmailReading =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly reason: 'empty' | 'no-at' | 'spaces' | 'accents' | 'bad-shape' | 'too-long' };

/** RFC 5321: longest path without its brackets. */
export const LONGEST_EMAIL = 254;

/**
 * A sane check of an e-mail address, meant to catch slips of the finger: one @, a domain with a dot, no spaces, no Vietnamese
 * letters. Whether it exists only a letter sent there can tell. The domain comes back in lower case.
 */
export function readEmail(text: string): EmailReading {
  const address = text.normalize('NFC').trim();
  if (address === '') return { ok: false, reason: 'empty' };
  if (address.length > LONGEST_EMAIL) return { ok: false, reason: 'too-long' };
  if (/\s/.test(address)) return { ok: false, reason: 'spaces' };
  if (/[^\x21-\x7e]/.test(address)) return { ok: false, reason: 'accents' };
  const [local, domain, ...rest] = address.split('@');
  if (domain === undefined) return { ok: false, reason: 'no-at' };
  if (rest.length > 0 || !isLocalPart(local ?? '') || !isDomain(domain)) return { ok: false, reason: 'bad-shape' };
  return { ok: true, address: `${local}@${domain.toLowerCase()}` };
}

function isLocalPart(local: string): boolean {
  return local.length <= 64 && /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local);
}

function isDomain(domain: string): boolean {
  return /^([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]{0,61}[a-z\d]$/i.test(domain);
}
