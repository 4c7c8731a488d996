import * as nodeCrypto from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Hashing, Jwk, Sealing, Signing, Verifying } from '../../shared/dossier/cryptography.ts';
import { nativeCryptography } from '../../shared/dossier/native-cryptography.ts';
import { bundleBounds } from '../../shared/portal-contract/bundles.ts';
import { contentBundleBounds, contentBundleName } from '../../shared/portal-contract/content-bundle.ts';
import { guideBundleName } from '../../shared/portal-contract/guide-bundle.ts';
import type { Clock, Dice } from '../../shared/runtime.ts';
import { type BundleWanted, createBundleFetching } from './bundle-fetching.ts';
import { createCarryOut } from './carrying/carry-out.ts';
import { stickPlaces } from './carrying/stick-places.ts';
import { openClockState } from './clock-state.ts';
import { openContent } from './content.ts';
import { openCounters } from './counters.ts';
import { enrolDemo } from './demo-enrolment.ts';
import { createDeviceSigning } from './device-signing.ts';
import { openDraftBox } from './drafts.ts';
import { createEvents } from './events.ts';
import { openGuides } from './guides.ts';
import { createHelpCalls } from './help-calls.ts';
import type { Host } from './host.ts';
import { createInformationKeeper } from './information.ts';
import { openJournalLog } from './journal-log.ts';
import { type Limits, usualLimits } from './limits.ts';
import { openNetwork } from './network.ts';
import { openOfficialForms } from './official-forms.ts';
import { openPageFiles } from './page-files.ts';
import { createPortalConnection } from './portal-connection.ts';
import { passToPortal } from './portal-gateway.ts';
import { createNewsReader } from './portal-news.ts';
import { createUnseenFilings, findPowerCutNotes } from './power-cut-notes.ts';
import { isOpenInPractice, isPortalOpenInPractice } from './practice.ts';
import { watchPrinter } from './printer-watch.ts';
import { Refusal } from './problem.ts';
import { createProvisioning } from './provisioning.ts';
import { createReporter } from './reporter.ts';
import { openReserve } from './reserve.ts';
import { createRoom, withReserves } from './room.ts';
import { createRouter, isSameOrigin, withProblems } from './router.ts';
import { createHandlers } from './routes.ts';
import type { Disk } from './safe/disk.ts';
import { isOfNewerBuild } from './safe/newer.ts';
import { nodeDisk } from './safe/node-disk.ts';
import { openSafe } from './safe/safe.ts';
import { shutSafe } from './safe/shut-safe.ts';
import { openSavedDrafts } from './saved-drafts.ts';
import type { Services } from './services.ts';
import { createSession, dropUnneeded } from './session.ts';
import { createSpeech } from './speech.ts';
import { createStaff } from './staff.ts';
import { createStickBundles } from './stick-bundles.ts';
import { createSticks } from './sticks.ts';
import { openStoreWatch } from './store-watch.ts';
import { createTidying } from './tidying.ts';
import { openTrust } from './trust.ts';
import { describeUpdates } from './updates.ts';
import { openVault } from './vault.ts';

export interface Shell {
  /** The one door: page files, `/shell/*`, `/shell/events`, `/portal/*`. Never rejects. */
  fetch(request: Request): Promise<Response>;
  /** Ends streams and timers and closes the safe; what was answered as kept stays kept. */
  close(): Promise<void>;
}

export interface ShellOptions {
  readonly profileFolder: string;
  /** The built page. */
  readonly pageFolder: string;
  readonly catalogueFolder: string;
  /** Where `forms/`, `letters/` and `units/` lie, for printed forms; beside the catalogue when not said. */
  readonly assetsFolder?: string | undefined;
  readonly host: Host;
  readonly mode: 'production' | 'demo' | 'test';
  readonly build: string;
  /** Demo and test only: a blank kiosk enrols itself with it. */
  readonly demoEnrolmentFile?: string | undefined;
  /** Demo and test only: slips of filings become files here when there is no printer. */
  readonly slipFolder?: string | undefined;
  /** Instead of the places where sticks are mounted. */
  readonly stickFolder?: string | undefined;
  /** Test only: instead of espeak-ng. */
  readonly voiceProgram?: string | undefined;
  // Ports: tests and simulations bring their own.
  readonly clock?: Clock | undefined;
  readonly dice?: Dice | undefined;
  readonly disk?: Disk | undefined;
  readonly portalFetch?: typeof fetch | undefined;
  readonly limits?: Partial<Limits> | undefined;
  readonly cryptography?:
    | {
        readonly hashing: Hashing;
        readonly sealing: Sealing;
        readonly verifying: Verifying;
        readonly signing: (key: Jwk) => Signing;
      }
    | undefined;
}

const dayMs = 24 * 60 * 60 * 1000;
const systemClock: Clock = { nowMs: () => Date.now() };
const systemDice: Dice = { bytes: (length) => Uint8Array.from(nodeCrypto.randomBytes(length)) };
const realCryptography = nativeCryptography(nodeCrypto);
const mountedSticks = ['/media', '/run/media'];

export async function createShell(options: ShellOptions): Promise<Shell> {
  const { host, mode, build } = options;
  const { clock = systemClock, dice = systemDice, disk = nodeDisk, portalFetch = fetch } = options;
  const { hashing, sealing, verifying, signing } = options.cryptography ?? realCryptography;
  const limits: Limits = { ...usualLimits, ...options.limits };
  const startMs = clock.nowMs();
  const folderOf = (name: string) => join(options.profileFolder, name);
  const isProduction = mode === 'production';

  const log = await openJournalLog({
    disk,
    folder: folderOf('log'),
    clock,
    fileBytes: limits.logBytes,
    files: limits.logFiles,
  });
  log.write('shell-started', build);
  const kioskFolder = folderOf('kiosk');
  await disk.makeFolder(kioskFolder);
  const events = createEvents();
  const changed = () => events.announce('state-changed');

  const reserveIn = (name: string, bytes: number) =>
    openReserve({ disk, folder: folderOf('reserve'), name, bytes, dice });
  const [forDossier, forSettling] = await Promise.all([
    reserveIn('open-dossier', limits.reserveForDossierBytes),
    reserveIn('settling', limits.reserveForSettlingBytes),
  ]);
  const safeFolder = folderOf('safe');
  const isShut = await isOfNewerBuild(disk, join(safeFolder, 'log'));
  if (isShut) log.write('safe-newer');
  const room = createRoom({
    disk,
    folder: options.profileFolder,
    ...limits,
    forDossier,
    forSettling,
    isShut,
    onChange() {
      reporter.owe();
      changed();
    },
  });

  let unreadableRecords = 0;
  const openOwnSafe = () =>
    openSafe({
      disk,
      folder: safeFolder,
      clock,
      segmentBytes: limits.segmentBytes,
      onTrouble(code) {
        log.write(code);
        if (code === 'safe-record-unreadable') unreadableRecords += 1;
      },
    });
  const openedSafe = isShut
    ? shutSafe()
    : await openOwnSafe().catch(async (error: unknown) => {
        log.write('safe-not-opened', (error as NodeJS.ErrnoException).code);
        await log.close();
        throw error;
      });
  const safe = withReserves(openedSafe, { room, forSettling, onUsed: () => log.write('reserve-used') });
  for (const fault of safe.faults) log.write(`safe-${fault.fault}`, `${fault.segment}:${fault.offset}`);

  const vault = openVault({
    host,
    mode,
    credentialsFolder: process.env.CREDENTIALS_DIRECTORY,
    disk,
    folder: kioskFolder,
    dice,
  });
  const trust = await openTrust({
    disk,
    folder: kioskFolder,
    vault,
    verifying,
    onUnreadable: () => log.write('kiosk-file-unreadable'),
  });
  const clockState = await openClockState({ disk, folder: kioskFolder, clock, confirmedMs: limits.clockConfirmedMs });
  const correctedNow = () => {
    const { confirmed, offsetMs } = clockState.state();
    return { ms: clock.nowMs() + (offsetMs ?? 0), confirmed };
  };
  const counters = await openCounters({ disk, folder: kioskFolder });
  const network = await openNetwork({ disk, folder: kioskFolder, clock, probeMs: limits.probeMs, onChange: changed });
  const portal = createPortalConnection({
    kiosk: trust.kiosk,
    clock,
    offsetMs: () => clockState.state().offsetMs,
    dice,
    portalFetch,
    timeoutMs: limits.portalTimeoutMs,
    answerBytes: limits.gatewayAnswerBytes,
    onContact(contact) {
      network.contact(contact);
      if (contact.isPortal) reporter.heardOfPortal();
    },
  });
  const store = await openStoreWatch({ disk, folder: kioskFolder, clock, safe });
  const reporter = createReporter({
    portal,
    clock,
    async describe() {
      const kiosk = trust.kiosk()?.config.kiosk.id;
      if (kiosk === undefined) return undefined;
      const { freeBytes, parts, filings } = await room.state();
      const damaged = safe.faults.filter(({ fault }) => fault !== 'torn-tail').length;
      const at = new Date(correctedNow().ms).toISOString();
      const safeFacts = { shut: isShut, damaged, cutAt: isoOrNull(safe.cutAt()) };
      const roomFacts = { freeBytes, parts, filings };
      return { kiosk, at, build, store: store.facts(), safe: safeFacts, room: roomFacts, updates: await updatesNow() };
    },
    onReported: () => log.write('storage-reported'),
  });
  const provisioning = createProvisioning({
    trust,
    vault,
    safe,
    log,
    dice,
    display: () => host.display(),
    build,
    nowMs: () => clock.nowMs(),
    portalFetch,
    timeoutMs: limits.portalTimeoutMs,
    production: isProduction,
  });

  const savedDrafts = await openSavedDrafts({
    disk,
    folder: folderOf('drafts/saved'),
    dice,
    label: () => trust.kiosk()?.config.kiosk.label ?? '',
    now: correctedNow,
    keptMs: limits.draftKeptMs,
    scryptN: limits.draftScryptN,
    wrongCodes: limits.wrongDraftCodes,
  });
  // Filed, and the power went before the saved draft was removed: its slip must not file it a second time.
  const saved = new Set(await savedDrafts.numbers());
  for (const { facts } of safe.rows()) {
    if (facts.savedDraft !== undefined && saved.has(facts.savedDraft)) await removeSaved(facts.savedDraft);
  }
  const partPorts = { partFiles: safe.parts, safe, savedParts: savedDrafts.parts };
  const draft = await openDraftBox({ disk, folder: folderOf('drafts'), dice });
  // Parts of a visit that ended with the power: their keys are gone, they only take room. Where the safe could not be read to
  // the last record (damage, a newer version's records), nobody knows what they belong to: they stay.
  const isReadWhole =
    unreadableRecords === 0 &&
    safe.faults.every(({ fault }) => fault === 'torn-tail') &&
    (await savedDrafts.areAllReadable());
  if (isReadWhole) {
    const everyPart = await safe.parts.list();
    await dropUnneeded(everyPart, partPorts).catch(() => log.write('part-removal-failed'));
  }
  const session = createSession({ draft, ...partPorts });

  const staff = createStaff({
    config: () => trust.kiosk()?.config,
    clock,
    counters,
    log,
    idleMs: limits.staffIdleMs,
    wrongPins: limits.wrongPins,
    onChange: changed,
  });
  const news = createNewsReader({
    trust,
    safe,
    verifying,
    clockState,
    log,
    now: correctedNow,
    lackingAfterMs: limits.lackingAfterMs,
    bodyWithoutCheckpointMs: limits.bodyWithoutCheckpointMs,
    onLearnt() {
      changed();
      void lookOverBundles();
    },
    onUpdate: () => reporter.owe(),
  });
  const speech = createSpeech({ program: mode === 'test' ? options.voiceProgram : undefined, limits, log });
  const helpCalls = createHelpCalls({
    portal,
    dice,
    clock,
    log,
    onChange: changed,
    everyMs: limits.helpCallEveryMs,
    longestMs: limits.helpCallLongestMs,
  });
  const forBundles = {
    disk,
    incoming: folderOf('incoming'),
    trust,
    verifying,
    hashing,
    log,
    nowMs: () => correctedNow().ms,
    reserveBytes: limits.reserveForPartsBytes,
    onArrival() {
      reporter.owe();
      changed();
    },
  };
  const officialForms = openOfficialForms(options.assetsFolder ?? dirname(options.catalogueFolder), log);
  const guides = openGuides({ ...forBundles, folder: folderOf('guides') });
  const content = await openContent({
    ...forBundles,
    folder: folderOf('content'),
    catalogueFolder: options.catalogueFolder,
    builtInForms: officialForms.builtIn,
    isVisitOpen: session.isOpen,
  });
  /** What a key signed that counts no more must neither be used nor keep what mends it from coming. */
  async function lookOverBundles(): Promise<void> {
    await content.lookOver();
    // Found anew by asking.
    await guides.version().catch(() => undefined);
    reporter.owe();
  }
  const wanted: readonly BundleWanted[] = [
    {
      kind: 'content',
      fileName: contentBundleName,
      bytes: contentBundleBounds.bytes,
      version: async () => content.version(),
      shelf: content.shelf,
    },
    {
      kind: 'guides',
      fileName: guideBundleName,
      bytes: bundleBounds.bytes,
      version: guides.version,
      shelf: guides.shelf,
    },
  ];
  const fetching = createBundleFetching({
    ...forBundles,
    portal,
    wanted,
    clock: { nowMs: () => correctedNow().ms },
    holdsMs: limits.bundlesHoldMs,
    pieceTimeoutMs: limits.partTimeoutMs,
  });
  const information = createInformationKeeper({
    disk,
    folder: folderOf('information'),
    portal,
    trust,
    verifying,
    log,
    clock: { nowMs: () => correctedNow().ms },
    holdsMs: limits.informationHoldsMs,
    onUpdate: () => reporter.owe(),
  });
  const updatesNow = () => describeUpdates({ content, guides, information, news, trust });
  const tidying = createTidying({ safe, savedDrafts, log, now: correctedNow, ...limits });
  let outboxRebuiltAt: string | null = null;
  const printer = watchPrinter(host, changed);
  host.onTouchChange?.((touch) => {
    log.write(`touch-${touch}`);
    changed();
  });

  const stickFolders = options.stickFolder ? [options.stickFolder] : mountedSticks;
  const sticks = createSticks({ folders: stickFolders, fileBytes: limits.partBytes * 2 });
  const stickBundles = createStickBundles({ ...forBundles, sticks, wanted });
  await stickBundles.forgetUnfinished();
  const services: Services = {
    build,
    mode,
    startedAt: new Date(startMs).toISOString(),
    limits,
    clock,
    dice,
    hashing,
    sealing,
    verifying,
    signing: createDeviceSigning(signing),
    host,
    slipFolder: isProduction ? undefined : options.slipFolder,
    officialForms,
    log,
    safe,
    trust,
    vault,
    provisioning,
    portal,
    network,
    clockState,
    room,
    isShut,
    store,
    session,
    savedDrafts,
    counters,
    staff,
    speech,
    helpCalls,
    news,
    content,
    guides,
    information,
    carryOut: createCarryOut({
      safe,
      disk,
      places: () => stickPlaces({ folders: stickFolders, areSticks: options.stickFolder !== undefined, disk }),
      hashing,
      clock,
      log,
      bytesPerFile: limits.carriedFileBytes,
    }),
    sticks,
    stickBundles,
    events,
    unseenFilings: createUnseenFilings(findPowerCutNotes(safe.rows(), startMs), startMs),
    hasPrinter: printer.isThere,
    outboxRebuiltAt: () => outboxRebuiltAt,
    notePageEvent(event) {
      const { code, about } = event;
      const isNews = store.note(event);
      if (isNews) reporter.owe();
      // What every page says when all is well is worth a line when it is new.
      if ((code === 'storage-persistent' || code === 'outbox-open') && !isNews) return;
      log.write(code, about);
      if (code === 'outbox-rebuilt' || code === 'outbox-vanished')
        outboxRebuiltAt = new Date(clock.nowMs()).toISOString();
    },
    dropPart: (sha256) => session.whenFinished().then(() => dropUnneeded([sha256], partPorts)),
    async forgetSaved(number) {
      if (!number) return;
      if (session.savedNumber() === number) session.setSavedNumber(undefined);
      await removeSaved(number);
    },
    tidySoon: () => void setImmediate(() => void tidying.run('after-freeing')),
  };

  const router = createRouter(createHandlers(services), {
    log,
    requestBytes: limits.requestBytes,
    isOpen: (route) => !session.isPractice() || isOpenInPractice(route),
  });
  const pages = await openPageFiles({ folder: options.pageFolder, build });
  network.start(portal);
  const looking = setInterval(() => void room.look(), limits.lookForRoomMs);
  looking.unref();
  // Not at start: a bundle is looked through when the kiosk stands.
  const lookingForBundles = setInterval(() => {
    void guides.shelf.look();
    void content.shelf.look();
  }, limits.lookForBundlesMs);
  lookingForBundles.unref();
  const fetchingBundles = setInterval(() => void fetching.look(), limits.fetchBundlesMs);
  fetchingBundles.unref();
  const lookingForInformation = setInterval(() => void information.look(), limits.lookForInformationMs);
  lookingForInformation.unref();
  await room.look();
  const daily = setInterval(() => {
    reporter.owe();
    void tidying.run('daily');
  }, dayMs);
  daily.unref();
  void tidying.run('daily');
  const demo = isProduction ? undefined : await startDemo();

  async function startDemo() {
    const file = options.demoEnrolmentFile;
    if (!file) return undefined;
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) {
      log.write('demo-enrolment-missing');
      return undefined;
    }
    return enrolDemo({
      text,
      trust,
      provisioning,
      log,
      tries: limits.demoEnrolTries,
      pauseMs: limits.demoEnrolPauseMs,
      onEnrolled: changed,
    });
  }

  function removeSaved(number: string): Promise<void> {
    return savedDrafts.remove(number).catch(() => log.write('saved-draft-removal-failed', number));
  }

  return {
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname === '/shell' || pathname.startsWith('/shell/')) return router.handle(request);
      if (pathname === '/portal' || pathname.startsWith('/portal/')) {
        return withProblems(
          request,
          () => {
            if (!isSameOrigin(request, new URL(request.url))) throw new Refusal('not-here');
            if (session.isPractice() && !isPortalOpenInPractice(pathname)) throw new Refusal('practising');
            return passToPortal(request, { portal, requestBytes: limits.gatewayRequestBytes });
          },
          log,
        );
      }
      return pages.fetch(request);
    },
    async close() {
      clearInterval(daily);
      clearInterval(looking);
      clearInterval(lookingForBundles);
      clearInterval(fetchingBundles);
      clearInterval(lookingForInformation);
      demo?.stop();
      printer.stop();
      // Before whatever an answer of the portal makes write: a late one would still come.
      await portal.close();
      await network.close();
      reporter.close();
      staff.close();
      speech.hush();
      helpCalls.close();
      events.close();
      await services.carryOut.stop();
      await tidying.stop();
      await draft.forget();
      await safe.close();
      log.write('shell-stopped');
      await log.close();
    },
  };
}

function isoOrNull(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
