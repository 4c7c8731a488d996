import { app, Menu, type Session, session, type WebContents, type WebPreferences } from 'electron';

/** Everything the window may not do. One place, so that it can be read in one go. */

export const pageOrigin = 'kiosk://app';

const parkingOnDisk = ['CompressParkableStrings', 'ParkableImagesToDisk', 'ParkableImages'];

/** Before `ready`: no crash dumps, no spare network of Chromium's own, the sandbox for every process. */
export function lockProcess(): void {
  app.commandLine.appendSwitch('disable-breakpad');
  app.commandLine.appendSwitch('disable-crash-reporter');
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('disable-component-update');
  app.commandLine.appendSwitch('disable-domain-reliability');
  app.commandLine.appendSwitch('no-pings');
  // Chromium gives every page a file in the temporary folder (unlinked, but on the disk) and parks in it what the page has not used
  // for a while: pictures of papers, as they are. Seen on 33; see docs/decisions. Switches of whoever starts us are kept.
  const others = app.commandLine.getSwitchValue('disable-features');
  app.commandLine.appendSwitch('disable-features', [...(others ? [others] : []), ...parkingOnDisk].join(','));
  // Together with --no-sandbox this is an endless crash loop (stack facts, 1.6).
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  Menu.setApplicationMenu(null);
}

/** In production nobody may look into the process from outside: a debugging port reads every page. */
export function isSpiedOn(): boolean {
  return ['remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'inspect-brk'].some((name) =>
    app.commandLine.hasSwitch(name),
  );
}

export function webPreferences(options: { devTools: boolean }): WebPreferences {
  return {
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    disableDialogs: true,
    safeDialogs: true,
    spellcheck: false,
    devTools: options.devTools,
    // A resident may be reading a slip while the screen is dark; the page's own clocks must go on.
    backgroundThrottling: false,
  };
}

/** Denies every permission but two: keeping our own data, and the camera's picture while the shell has it open. */
export function lockSession(kiosk: Session, cameraIsAllowed: () => boolean): void {
  const isAllowed = (permission: string, origin: string, media: readonly string[]): boolean => {
    if (!isOurs(origin)) return false;
    if (permission === 'persistent-storage') return true;
    return permission === 'media' && cameraIsAllowed() && media.length > 0 && media.every((kind) => kind === 'video');
  };
  kiosk.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    answer(isAllowed(permission, details.requestingUrl, media));
  });
  kiosk.setPermissionCheckHandler((_contents, permission, origin, details) =>
    isAllowed(permission, origin, details.mediaType === undefined ? [] : [details.mediaType]),
  );
  kiosk.setDevicePermissionHandler(() => false);
  kiosk.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  kiosk.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  kiosk.setCertificateVerifyProc((_request, answer) => answer(-2));
  kiosk.setSpellCheckerEnabled(false);
  kiosk.on('will-download', (event) => event.preventDefault());
  // The page talks to the shell alone. CSP says so too; this holds even for a page that lost its header.
  kiosk.webRequest.onBeforeRequest((request, answer) => answer({ cancel: !mayLoad(request.url) }));
}

/** No way out of our page: no navigation, no second window, no webview. */
export function lockContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  const stayHere = (event: { preventDefault: () => void; url: string }) => {
    if (!isOurs(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stayHere);
  contents.on('will-frame-navigate', stayHere);
  contents.on('will-redirect', stayHere);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('login', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _devices, answer) => {
    event.preventDefault();
    answer('');
  });
  void contents.setVisualZoomLevelLimits(1, 1).catch(() => {});
}

/** For windows and sessions nobody of us opened. */
export function lockEverythingElse(): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
  app.on('session-created', (created) => {
    if (created === session.defaultSession) return;
    created.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
    created.setPermissionCheckHandler(() => false);
    created.webRequest.onBeforeRequest((_request, answer) => answer({ cancel: true }));
  });
}

function isOurs(address: string): boolean {
  try {
    const url = new URL(address);
    // Outside Chromium a custom scheme has the origin "null"; compare what it is made of.
    return url.protocol === 'kiosk:' && url.host === 'app';
  } catch {
    return false;
  }
}

function mayLoad(address: string): boolean {
  if (isOurs(address)) return true;
  if (address.startsWith('blob:')) return isOurs(address.slice('blob:'.length));
  return address.startsWith('data:') || address.startsWith('devtools:') || address === 'about:blank';
}
