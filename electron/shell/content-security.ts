/**
 * react-aria-components adds one inline <style> (a touch-action rule); this is the hash of exactly that text.
 * tests/build/content-security.test.ts computes it again from the installed package.
 */
export const reactAriaStyleHash = 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=';

/** Names of the Trusted Types policies the page may make; see renderer/trusted-types.ts. */
export const trustedTypesPolicies = ['kiosk-sw', 'default'] as const;

/** Sent with every answer the door gives: page, workers, data. */
export const contentSecurityPolicy = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self' '${reactAriaStyleHash}'`,
  `img-src 'self' blob: data:`,
  `font-src 'self'`,
  `connect-src 'self'`,
  `worker-src 'self'`,
  `media-src 'self' blob:`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
  `require-trusted-types-for 'script'`,
  `trusted-types ${trustedTypesPolicies.join(' ')}`,
].join('; ');
