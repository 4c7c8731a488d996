import { existsSync, readFileSync, rmSync } from 'node:fs';
import { secondsSince } from '../../build/say.ts';
import { apart, readSlips, tryKeys, wordsOfPdf } from './keys.ts';
import { type Marker, type MarkerKind, namedValue } from './markers.ts';
import { aMarkedFilm } from './paper-with-marks.ts';
import { lookAtPictures } from './pictures.ts';
import { lookAtProcesses } from './processes.ts';
import { createSearch, type Finding, type Search, type Searched, together } from './search.ts';
import { openWatchedKiosk, type WatchedKiosk, type WatchedOptions } from './watched-kiosk.ts';
import { clipboardOf, type Visit, type Way } from './ways.ts';

/** A finding, and when it was made first. */
export interface Found extends Finding {
  readonly way: string;
  readonly moment: string;
  readonly place: Place;
}

/** Where something may lie, as somebody who set the kiosk up would call it. */
export type Place =
  | 'open draft'
  | 'saved drafts'
  | 'safe: log'
  | 'safe: parts'
  | 'page store'
  | 'browser, else'
  | 'logs'
  | 'temporary files'
  | 'print spool'
  | 'slips as files'
  | 'deleted but open'
  | 'ever written'
  | 'clipboard'
  | 'standard error'
  | "portal's log"
  | 'wire'
  | 'elsewhere';

export interface WaysRun {
  /** What is kept of it until `discard`. */
  readonly root: string;
  readonly discard: () => void;
  readonly ways: readonly Way[];
  readonly markers: number;
  readonly kinds: readonly MarkerKind[];
  readonly needles: number;
  /** Over all looks: a file looked at three times counts three times. */
  readonly files: number;
  readonly bytes: number;
  readonly unpackedBytes: number;
  readonly everWrittenBytes: number;
  readonly printed: number;
  readonly pictures: number;
  readonly looks: number;
  readonly found: readonly Found[];
  /** Markers the application has of its own, before anybody came: bad markers. */
  readonly foundBefore: readonly Finding[];
  readonly processes: number;
  /** Core limits, swap, and files written where nobody looks. */
  readonly faults: readonly string[];
  /** Filings whose slip a resident held, and how many of them the portal had at the end. */
  readonly filed: number;
  readonly received: number;
  readonly requests: number;
  readonly wireBytes: number;
  readonly keys: { readonly slips: number; readonly tried: number; readonly locks: number; readonly opened: number };
  /** What the resident's own codes open: proves that the trial would notice. */
  readonly ownKeys: {
    readonly opened: readonly { readonly file: string; readonly lock: string; readonly hasMarkers: boolean }[];
  };
}

export interface RunOptions extends WatchedOptions {
  readonly name: string;
  readonly ways: readonly Way[];
  /** Plants whatever else must be found, before the last look. For the control. */
  readonly plant?: (kiosk: WatchedKiosk, markers: readonly Marker[]) => Promise<void>;
  readonly tell?: (line: string) => void;
  /** The portal can open what comes: it is waited for. */
  readonly isDelivered: boolean;
}

/** Plays every way of leaving in one kiosk, one after the other, and looks at all its places at each moment a way names. */
export async function runWays(options: RunOptions): Promise<WaysRun> {
  const { ways } = options;
  const search = createSearch(ways.flatMap(({ markers }) => markers));
  const wayOf = new Map<Marker, string>(ways.flatMap(({ name, markers }) => markers.map((marker) => [marker, name])));
  const found = new Map<string, Found>();
  const sums = { files: 0, bytes: 0, unpackedBytes: 0, looks: 0, processes: 0 };
  const faults = new Set<string>();
  const heldWords: string[] = [];
  let filed = 0;
  const filmed = ways.find(({ camera }) => camera);
  const kiosk = await openWatchedKiosk(options.name, {
    ...options,
    ...(filmed ? { film: aMarkedFilm(filmed.planted.film) } : {}),
  });

  const note = (searched: Searched, moment: string, placeOf = placeOfFile) => {
    sums.files += searched.files;
    sums.bytes += searched.bytes;
    sums.unpackedBytes += searched.unpackedBytes;
    for (const finding of searched.findings) {
      const place = placeOf(finding.file);
      const way = wayOf.get(finding.marker) ?? '?';
      const key = `${way} ${place} ${finding.marker.kind} ${finding.marker.about} ${finding.how}`;
      if (!found.has(key)) found.set(key, { ...finding, moment, place, way });
    }
  };
  let lookingMs = 0;
  const look = async (moment: string) => {
    const since = performance.now();
    sums.looks += 1;
    if (kiosk.isRunning()) {
      const seen = lookAtProcesses(kiosk.running().pid, kiosk.owned, kiosk.watchLog());
      sums.processes = Math.max(sums.processes, seen.processes);
      for (const fault of seen.faults) faults.add(fault);
      for (const path of seen.writtenElsewhere) faults.add(`${path} is written to, where nobody looks`);
      for (const { name, bytes } of seen.deletedButOpen)
        note(search.bytes(name, bytes), moment, () => 'deleted but open');
    }
    note(search.folder(kiosk.owned), moment);
    lookingMs += performance.now() - since;
  };

  let everWrittenBytes = 0;
  const noteEverWritten = () => {
    for (const { name, bytes } of kiosk.everWritten()) {
      everWrittenBytes += bytes.length;
      note(search.bytes(name, bytes), 'at some moment', () => 'ever written');
    }
  };
  const add = (way: Way, more: readonly Marker[]) => {
    search.plant(more);
    way.markers.push(...more);
    for (const marker of more) wayOf.set(marker, way.name);
  };

  try {
    await kiosk.resident().seesScreen('attract');
    const before = search.folder(kiosk.owned);
    for (const way of ways) {
      const [began, looked] = [performance.now(), lookingMs];
      const visit: Visit = {
        kiosk,
        way,
        resident: kiosk.resident(),
        page: () => kiosk.running().page,
        look,
        cutPower: (survival) => {
          noteEverWritten();
          kiosk.cutPower(survival);
        },
        knows: (kind, name, value) => add(way, [namedValue(kind, name, value)]),
        hold: (slip) => {
          if (!slip.token.startsWith('DCL1')) filed += 1;
          heldWords.push(...apart(slip.token), slip.checkCode.replaceAll(/[\s-]/g, ''));
          add(way, markersOfSlip(slip));
        },
      };
      await way.leave(visit);
      if (kiosk.isRunning())
        note(search.bytes('clipboard', Buffer.from(await clipboardOf(kiosk))), 'after the visit', () => 'clipboard');
      const looking = ((lookingMs - looked) / 1000).toFixed(1);
      options.tell?.(`  ${options.name}: ${way.name}, ${secondsSince(began)} s (${looking} s of it looking)`);
    }
    const markers = ways.flatMap((way) => way.markers);
    if (options.isDelivered) await kiosk.portal.hasFilings(filed);
    const received = (await kiosk.portal.filings()).length;
    await options.plant?.(kiosk, markers);
    await kiosk.stop();
    await look('when the kiosk was shut down');
    noteEverWritten();
    note(search.bytes('standard error', Buffer.from(kiosk.said())), 'at the end', () => 'standard error');
    note(searchPortalLog(search, kiosk), 'at the end', () => "portal's log");
    note(searchWire(search, kiosk), 'on the way', () => 'wire');
    await notePictures(search, markers, wayOf, found);

    const slips = readSlips(kiosk.owned);
    const words = slips.flatMap((slip) => slip.words);
    const keys = tryKeys(kiosk.profileFolder, words);
    const ownKeys = tryKeys(kiosk.profileFolder, [...heldWords, ...kiosk.printer.papers().flatMap(wordsOfPdf)]);
    const exchanges = kiosk.wire.exchanges;
    return {
      root: kiosk.root,
      discard: () => rmSync(kiosk.root, { recursive: true, force: true }),
      ways,
      markers: markers.length,
      kinds: [...new Set(markers.map(({ kind }) => kind))],
      needles: search.needles(),
      ...sums,
      pictures: search.pictures.size,
      found: [...found.values()],
      foundBefore: before.findings,
      faults: [...faults],
      filed,
      received,
      everWrittenBytes,
      printed: kiosk.printer.papers().length,
      requests: exchanges.length,
      wireBytes: exchanges.reduce((sum, { asked, answered }) => sum + asked.length + answered.length, 0),
      keys: { slips: slips.length, tried: keys.keys, locks: keys.locks, opened: keys.opened.length },
      ownKeys: {
        opened: ownKeys.opened.map(({ file, lock, plain }) => ({
          file,
          lock,
          hasMarkers: search.bytes(`opened by ${lock}`, plain).findings.length > 0,
        })),
      },
    };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\nkept: ${kiosk.root}`, { cause: error });
  } finally {
    await kiosk.close();
  }
}

/** Codes only the kiosk knew until its slip was read. A short code is looked for by its name; the rest as it is. */
function markersOfSlip({ checkCode, token }: { checkCode: string; token: string }): Marker[] {
  const code = checkCode.replaceAll(/[\s-]/g, '');
  const secret = token.split(/[.!]/).at(-1) ?? '';
  if (token.startsWith('DCL1')) {
    return [
      { kind: 'resume-secret', about: 'code to be typed', texts: [code, checkCode], isExact: true },
      { kind: 'resume-secret', about: 'code to be scanned', texts: [secret], isExact: true },
    ];
  }
  return [
    namedValue('check-code', 'checkCode', code),
    { kind: 'slip-code', about: 'signature of a slip', texts: [secret.slice(0, 40)], isExact: true },
  ];
}

/** Everything that passed between kiosk and portal; a lookup by slip, and the fetching of what is marked, carries its code in its body, and nowhere else. */
function searchWire(search: Search, { wire }: WatchedKiosk): Searched {
  const findings = wire.exchanges.map((exchange) => {
    const isLookup = /\/(case-lookups|corrections)$/.test(exchange.url);
    const heads = search.bytes(
      `${exchange.method} ${exchange.url.split('?')[0]} (address and heads)`,
      Buffer.concat([Buffer.from(`${exchange.url}\n`), exchange.heads]),
    );
    const asked = search.bytes(`${exchange.method} ${exchange.url.split('?')[0]} (asked)`, exchange.asked);
    const answered = search.bytes(`${exchange.method} ${exchange.url.split('?')[0]} (answered)`, exchange.answered);
    const allowed = new Set<MarkerKind>(isLookup ? ['check-code', 'slip-code', 'officer-note'] : []);
    const bodies = together([asked, answered]);
    return together([
      heads,
      { ...bodies, findings: bodies.findings.filter(({ marker }) => !allowed.has(marker.kind)) },
    ]);
  });
  return together(findings);
}

function searchPortalLog(search: Search, { portalLog }: WatchedKiosk): Searched {
  return search.bytes('portal.log', existsSync(portalLog) ? readFileSync(portalLog) : Buffer.alloc(0));
}

/** Codes in the pixels of what was found to be a picture. */
async function notePictures(
  search: Search,
  markers: readonly Marker[],
  wayOf: ReadonlyMap<Marker, string>,
  found: Map<string, Found>,
): Promise<void> {
  for (const { picture, code } of await lookAtPictures([...search.pictures.values()])) {
    const marker = markers.find(({ texts }) => code !== undefined && texts.includes(code));
    if (!marker) continue;
    const { file, offset, path } = picture;
    const how = [...path, 'pixels'].join(' > ');
    const way = wayOf.get(marker) ?? '?';
    found.set(`${way} ${file} ${marker.kind} ${how}`, {
      file,
      offset,
      how,
      marker,
      way,
      moment: 'at some look',
      place: placeOfFile(file),
    });
  }
}

const places: readonly (readonly [RegExp, Place])[] = [
  [/^ever written: /, 'ever written'],
  [/^deleted but open: /, 'deleted but open'],
  [/^(name of )?profile\/drafts\/saved\//, 'saved drafts'],
  [/^(name of )?profile\/drafts\//, 'open draft'],
  [/^(name of )?profile\/safe\/parts\//, 'safe: parts'],
  [/^(name of )?profile\/safe\//, 'safe: log'],
  [/^(name of )?profile\/browser\/IndexedDB\//, 'page store'],
  [/^(name of )?profile\/browser\//, 'browser, else'],
  [/^(name of )?profile\/log\//, 'logs'],
  [/^(name of )?tmp\//, 'temporary files'],
  [/^(name of )?spool\//, 'print spool'],
  [/^(name of )?slips\//, 'slips as files'],
];

function placeOfFile(file: string): Place {
  return places.find(([path]) => path.test(file))?.[1] ?? 'elsewhere';
}
