/**
 * Trusted Types policies; import this file first, before anything that touches the DOM. A policy's name can be used once,
 * so both are made here, and the header allows no other name (electron/shell/content-security.ts).
 */
const factory = window.trustedTypes;

// Our own scripts: the service worker, and workers as the build names them.
const ownScript = /^\/(service-worker\.js|assets\/[\w.-]+\.js)$/;

const scripts = factory?.createPolicy('kiosk-sw', {
  createScriptURL: (address) => {
    const url = new URL(address, location.href);
    if (url.origin === location.origin && ownScript.test(url.pathname) && url.search === '') return url.href;
    throw new TypeError('not a script of this page');
  },
});

/**
 * react-simple-keyboard writes key faces with `innerHTML`. Whatever reaches this policy is escaped and so becomes plain
 * text; scripts and script addresses stay refused.
 */
factory?.createPolicy('default', {
  createHTML: (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
});

/**
 * The address of one of this page's own scripts, in the form `new Worker(...)` and `serviceWorker.register(...)` accept.
 * Throws for any other address. Typed as a string because the DOM's own types ask for one.
 */
export function scriptAddress(address: string): string {
  return (scripts?.createScriptURL(address) ?? address) as string;
}
