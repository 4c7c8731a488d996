import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { slipPdf } from '../../electron/shell/slip/slip-pdf.ts';
import type { Marker } from './markers.ts';
import type { WatchedKiosk } from './watched-kiosk.ts';

/**
 * For the control: every marker is left wherever a careless kiosk might leave one, in the browser's own stores (really written by
 * Chromium: LevelDB logs and compressed tables, blobs, cache) and in files of every packing. The search must see all of it.
 */
export async function plantEverywhere(kiosk: WatchedKiosk, markers: readonly Marker[]): Promise<void> {
  const texts = markers.flatMap((marker) => marker.texts.slice(0, 1));
  await plantInBrowser(kiosk, texts);
  const all = texts.join('\n');
  const at = (...path: string[]) => join(kiosk.owned, ...path);
  writeFileSync(at('profile', 'log', 'planted.log'), texts.map((text) => `2026-01-01T00:00:00Z ${text}\n`).join(''));
  writeFileSync(at('spool', 'd00001-001'), slipPdf({ lines: texts.slice(0, 30), qr: texts[0] ?? '' }));
  const bare = all.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd');
  const files: Readonly<Record<string, Buffer | string>> = {
    'planted.gz': gzipSync(all),
    'planted.zip': zipped(all),
    'planted.deflate': Buffer.concat([Buffer.from('head '), deflateSync(all)]),
    'planted.br': brotliCompressSync(all),
    'planted.twice': gzipSync(JSON.stringify({ body: Buffer.from(all).toString('base64url') })),
    'planted.utf16be': Buffer.from(all, 'utf16le').swap16(),
    'planted.nfd': all.normalize('NFD'),
    'planted.capitals': bare.toUpperCase(),
    'planted.hex': Buffer.from(all).toString('hex'),
    'planted.percent': encodeURIComponent(all),
    'planted.json': all.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    'planted.base64': texts
      .map((text, index) => Buffer.from('x'.repeat(index % 3) + text).toString('base64'))
      .join('\n'),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(at('tmp', name), content);
}

/** Each of these must be among the ways in which the control found something, or the search is blind to it. */
export const mustBeSeenAs: readonly (readonly [string, RegExp])[] = [
  ['UTF-8', /(^| > )utf8$/],
  ['UTF-16 LE', /utf16le$/],
  ['UTF-16 BE', /utf16be$/],
  ['NFD', /nfd$/],
  ['no tone marks, capitals', /without tone marks capitals$/],
  ['base64', /base64 of utf8$/],
  ['base64url inside JSON inside gzip', /gzip > .*(base64 > utf8|base64url of utf8)$/],
  ['hex', /hex of utf8$/],
  ['percent', /percent$/],
  ['JSON escapes', /json escapes$/],
  ['structured clone', /structured clone$/],
  ['gzip', /(^| > )gzip > utf8$/],
  ['zip', /(^| > )zip > utf8$/],
  ['deflate', /(^| > )deflate > utf8$/],
  ['brotli', /(^| > )brotli > utf8$/],
  ['LevelDB log', /leveldb record > /],
  ['LevelDB table', /leveldb block > /],
  ['words of a slip (PDF)', /pdf text > /],
  ['pixels', /pixels$/],
];

/** Places of which each must have been found something in. */
export const mustBeSeenIn = [
  'open draft',
  'saved drafts',
  'safe: log',
  'safe: parts',
  'page store',
  'browser, else',
  'logs',
  'temporary files',
  'print spool',
] as const;

const rowsToFlush = 700;

async function plantInBrowser(kiosk: WatchedKiosk, texts: readonly string[]): Promise<void> {
  await kiosk.running().page.evaluate(
    async ({ texts, rows }) => {
      localStorage.setItem('planted', texts.join('\n'));
      sessionStorage.setItem('planted', texts.join('\n'));
      const cache = await caches.open('planted');
      await cache.put('https://page.invalid/planted', new Response(texts.join('\n')));
      const database = await new Promise<IDBDatabase>((done, fail) => {
        const opening = indexedDB.open('planted', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('rows', { autoIncrement: true });
        opening.onsuccess = () => done(opening.result);
        opening.onerror = () => fail(opening.error);
      });
      const filler = 'what can be pressed together well '.repeat(400);
      // More than LevelDB keeps in its log: the first rows go into a compressed table.
      for (let row = 0; row < rows; row += 1) {
        await new Promise<void>((done, fail) => {
          const writing = database.transaction('rows', 'readwrite');
          const value = row < texts.length ? { text: texts[row], helper: 'family', filler } : { row, filler };
          writing.objectStore('rows').add(value);
          writing.oncomplete = () => done();
          writing.onerror = () => fail(writing.error);
        });
      }
      database.close();
    },
    { texts, rows: texts.length + rowsToFlush },
  );
}

/** One file in a zip: a local header is all the search goes by. */
function zipped(text: string): Buffer {
  const plain = Buffer.from(text);
  const packed = deflateRawSync(plain);
  const name = Buffer.from('planted.txt');
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(crc32(plain), 14);
  head.writeUInt32LE(packed.length, 18);
  head.writeUInt32LE(plain.length, 22);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name, packed]);
}
