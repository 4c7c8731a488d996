import { createHash } from 'node:crypto';
import { parseJson } from '../../shared/dossier/seal.ts';
import type { BundleKind } from '../../shared/portal-contract/bundle-kinds.ts';
import { type BundleOffer, BundlesAnswer, bundleBounds } from '../../shared/portal-contract/bundles.ts';
import { routes } from '../../shared/portal-contract/routes.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { BundleShelf } from './bundle-shelf.ts';
import type { JournalLog } from './journal-log.ts';
import type { PortalConnection } from './portal-connection.ts';
import type { Disk } from './safe/disk.ts';
import type { Trust } from './trust.ts';

/**
 * Brings the bundles the portal has, to where a technician would put them:
 *
 * ```
 * what is there? ─newer than here─▶ <sha256>.part, piece behind piece ─whole─▶ its digest right ─▶ incoming/<name>, looked at at once
 *                                        └─ a line that breaks: goes on there in the next round, also after a restart
 * ```
 * A bundle that was refused is not brought a second time, as far as this process remembers and while the same keys count. Refused is also
 * an offer larger than its kind may be, before its first byte, and one that twice in a row brought something else.
 */
export interface BundleFetching {
  /** One round, unless the portal has answered lately. Never rejects. */
  look(): Promise<void>;
}

export interface BundleWanted {
  /** As the portal names it. */
  readonly kind: BundleKind;
  readonly fileName: string;
  /** Of the newest that is here. */
  version(): Promise<number>;
  /** Largest that is taken, from a stick or over the line. */
  readonly bytes: number;
  readonly shelf: Pick<BundleShelf<unknown>, 'bring' | 'turnAway'>;
}

const unfinished = '.part';

/** So much is asked for at once: on a thin line it still comes in time, and a break costs little. */
const stretchBytes = 128 * 1024;

/** After a stretch that did not come, doubled each time, up to the pause after a round that came to its end. */
const firstPauseMs = 10_000;
const mostDoublings = 16;

type Outcome = 'looked-at' | 'refused' | 'no-room' | 'broken';

export function createBundleFetching(options: {
  disk: Disk;
  incoming: string;
  portal: Pick<PortalConnection, 'ask'>;
  trust: Pick<Trust, 'kiosk'>;
  wanted: readonly BundleWanted[];
  log: JournalLog;
  clock: Clock;
  /** After a round that came to its end the portal is left alone so long. */
  holdsMs: number;
  /** For one stretch of a bundle. */
  pieceTimeoutMs: number;
  /** What must stay free: filings come first. */
  reserveBytes: number;
}): BundleFetching {
  const { disk, incoming, portal, log } = options;
  const refused = new Set<string>();
  /** Offers of which something else came, once. */
  const mistaken = new Set<string>();
  let looking: Promise<void> | undefined;
  let pause: { sinceMs: number; ms: number } | undefined;
  let brokenRounds = 0;
  /** Told once, not in every round. */
  const lackingRoom = new Set<string>();

  async function round(): Promise<void> {
    const nowMs = options.clock.nowMs();
    // A clock that was set back must not keep the portal waiting.
    const isPause = pause !== undefined && Math.abs(nowMs - pause.sinceMs) < pause.ms;
    const kiosk = options.trust.kiosk();
    if (!kiosk || isPause) return;
    const { method, path, auth } = routes.bundles;
    const reply = await portal.ask({ method, path, auth });
    if (reply.kind !== 'answered' || !reply.isJson || ![200, 404].includes(reply.status)) return;
    const answer = reply.status === 200 ? BundlesAnswer.safeParse(parseJson(reply.body)) : undefined;
    if (answer?.success === false) log.write('bundles-unreadable');
    const offers = answer?.success ? answer.data.bundles : [];
    if (answer?.success) await forgetUnfinished(offers);
    let isBroken = false;
    for (const wanted of options.wanted) {
      const offer = offers.find(({ kind }) => kind === wanted.kind);
      // What was signed by nobody we know may be right once other keys count.
      const asRefused = `${offer?.kind} ${offer?.sha256} ${kiosk.trust.version}`;
      if (!offer || refused.has(asRefused) || offer.version <= (await wanted.version())) continue;
      const outcome = await bring(offer, wanted);
      if (outcome === 'refused') refused.add(asRefused);
      isBroken ||= outcome === 'broken';
    }
    brokenRounds = isBroken ? brokenRounds + 1 : 0;
    const pauseMs = firstPauseMs * 2 ** Math.min(brokenRounds - 1, mostDoublings);
    pause = { sinceMs: nowMs, ms: isBroken ? Math.min(pauseMs, options.holdsMs) : options.holdsMs };
  }

  /** `broken`: it goes on, where it stopped, in a later round. */
  async function bring(offer: BundleOffer, { fileName, bytes, shelf }: BundleWanted): Promise<Outcome> {
    // Nobody has signed the offer: it must not make a kiosk fetch what it would never take.
    if (offer.bytes > bytes) {
      shelf.turnAway('schema');
      return 'refused';
    }
    // Somebody has put one there by hand: that one first.
    if ((await disk.size(`${incoming}/${fileName}`)) !== undefined) return 'looked-at';
    await disk.makeFolder(incoming);
    const part = `${incoming}/${offer.sha256}${unfinished}`;
    const rest = await fetchRest(offer, part);
    if (rest !== 'whole') return rest;
    const asMistaken = `${offer.kind} ${offer.sha256}`;
    if ((await digestOf(part, offer.bytes)) !== offer.sha256) {
      // Begun anew, in case a piece of it was spoilt on the way, but only once: a portal that is wrong would have it come for ever.
      log.write('bundle-not-what-was-offered', offer.kind);
      await disk.remove(part);
      if (!mistaken.has(asMistaken)) {
        mistaken.add(asMistaken);
        return 'looked-at';
      }
      shelf.turnAway('truncated');
      return 'refused';
    }
    mistaken.delete(asMistaken);
    const arrival = await shelf.bring(part, { mayWait: true });
    return arrival === 'taken' || arrival === 'nothing' ? 'looked-at' : 'refused';
  }

  /** Behind what is there already. */
  async function fetchRest(offer: BundleOffer, part: string): Promise<'whole' | 'no-room' | 'broken'> {
    let have = (await disk.size(part)) ?? 0;
    if (have === offer.bytes) return 'whole';
    // Twice: it is copied onto its shelf before it leaves `incoming`.
    if ((await disk.freeBytes(incoming)) < 2 * offer.bytes - have + options.reserveBytes) {
      if (!lackingRoom.has(offer.sha256)) log.write('bundle-no-room', offer.kind);
      lackingRoom.add(offer.sha256);
      return 'no-room';
    }
    lackingRoom.delete(offer.sha256);
    const file = await disk.openForAppend(part);
    try {
      if (have > offer.bytes) await file.truncate(0);
      have = have > offer.bytes ? 0 : have;
      while (have < offer.bytes) {
        const piece = await fetchPiece(offer, have);
        if (!piece) {
          await file.sync();
          return 'broken';
        }
        await file.append(piece);
        have += piece.length;
        // A line that gives something is not left alone for longer and longer.
        brokenRounds = 0;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    return 'whole';
  }

  async function fetchPiece(offer: BundleOffer, from: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const to = Math.min(from + stretchBytes, offer.bytes) - 1;
    const { method, path, auth } = routes.bundlePiece;
    const reply = await portal.ask({
      method,
      path: path.replace(':sha256', offer.sha256),
      auth,
      headers: { accept: 'application/octet-stream', range: `bytes=${from}-${to}` },
      timeoutMs: options.pieceTimeoutMs,
    });
    if (reply.kind !== 'answered' || reply.status !== 206) return undefined;
    const isAsked = reply.headers.get('content-range') === `bytes ${from}-${to}/${offer.bytes}`;
    return isAsked && reply.body.length === to - from + 1 ? reply.body : undefined;
  }

  async function digestOf(path: string, bytes: number): Promise<string> {
    const hash = createHash('sha256');
    for (let from = 0; from < bytes; from += bundleBounds.pieceBytes)
      hash.update((await disk.read(path, { from, length: bundleBounds.pieceBytes })) ?? '');
    return hash.digest('hex');
  }

  /** Of bundles that are no longer offered. */
  async function forgetUnfinished(offers: readonly BundleOffer[]): Promise<void> {
    const needed = offers.map(({ sha256 }) => `${sha256}${unfinished}`);
    for (const name of await disk.list(incoming))
      if (name.endsWith(unfinished) && !needed.includes(name)) await disk.remove(`${incoming}/${name}`);
  }

  return {
    look() {
      looking ??= round()
        // A full disk, mostly: it is tried again.
        .catch(() => log.write('bundles-not-kept'))
        .finally(() => {
          looking = undefined;
        });
      return looking;
    },
  };
}
