import type { Marker } from './markers.ts';

/** One way in which a marker may stand on a disk. */
export interface Needle {
  readonly marker: Marker;
  /** Such as `utf16le`, `base64 of utf8`, `hex`. */
  readonly encoding: string;
  readonly bytes: Buffer;
}

/** Shorter than this, chance would find it: 2^-56 a place, some 10^10 places and 10^4 needles a run. */
export const shortestNeedle = 7;

/** Every way of writing a marker that a store, a log, a page or a wire has been seen to use. */
export function needlesOf(marker: Marker): Needle[] {
  const found = new Map<string, Needle>();
  const add = (encoding: string, bytes: Buffer) => {
    if (bytes.length < shortestNeedle) return;
    const key = bytes.toString('latin1');
    if (!found.has(key)) found.set(key, { marker, encoding, bytes });
  };
  for (const text of marker.texts) {
    for (const { spelling, spelled } of spellings(text, marker.isExact === true)) {
      for (const { name, bytes } of inBytes(spelled)) {
        const called = spelling === '' ? name : `${name}, ${spelling}`;
        add(called, bytes);
        addWrapped(add, called, bytes);
      }
      for (const [encoding, written] of writtenOut(spelled)) {
        const called = spelling === '' ? encoding : `${encoding}, ${spelling}`;
        add(called, Buffer.from(written));
        add(`${called}, utf16le`, Buffer.from(written, 'utf16le'));
      }
    }
  }
  for (const bytes of marker.bytes ?? []) {
    add('structured clone', bytes);
    addWrapped(add, 'structured clone', bytes);
  }
  return [...found.values()];
}

type Add = (encoding: string, bytes: Buffer) => void;

/** Base64 at its three alignments in both alphabets, and hex in both cases. */
function addWrapped(add: Add, name: string, bytes: Buffer): void {
  for (let before = 0; before < 3; before += 1) {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const first = Math.ceil((before * 8) / 6);
    // A last letter that also holds bits of what comes behind says nothing.
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    const inside = whole.slice(first, last);
    if (inside.length < shortestNeedle + 2) continue;
    const url = inside.replaceAll('+', '-').replaceAll('/', '_');
    add(`base64 of ${name}`, Buffer.from(inside));
    add(`base64url of ${name}`, Buffer.from(url));
    add(`base64 of ${name}, utf16le`, Buffer.from(inside, 'utf16le'));
  }
  add(`hex of ${name}`, Buffer.from(bytes.toString('hex')));
  add(`hex of ${name}`, Buffer.from(bytes.toString('hex').toUpperCase()));
}

/** Composed, decomposed, without tone marks; each also in capitals and small letters. */
function spellings(text: string, isExact: boolean): { spelling: string; spelled: string }[] {
  const bare = text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
  const forms = [
    { spelling: '', spelled: text.normalize('NFC') },
    ...(isExact
      ? []
      : [
          { spelling: 'nfd', spelled: text.normalize('NFD') },
          { spelling: 'without tone marks', spelled: bare },
        ]),
  ];
  const cased = forms.flatMap(({ spelling, spelled }) => [
    { spelling, spelled },
    { spelling: `${spelling} capitals`.trim(), spelled: spelled.toUpperCase() },
    { spelling: `${spelling} small`.trim(), spelled: spelled.toLowerCase() },
  ]);
  const seen = new Set<string>();
  return cased.filter(({ spelled }) => !seen.has(spelled) && seen.add(spelled));
}

function inBytes(text: string): { name: string; bytes: Buffer }[] {
  const utf16 = Buffer.from(text, 'utf16le');
  const ways = [
    { name: 'utf8', bytes: Buffer.from(text) },
    { name: 'utf16le', bytes: utf16 },
    { name: 'utf16be', bytes: Buffer.from(utf16).swap16() },
  ];
  // V8 keeps a string of these letters alone in one byte each.
  const isLatin = [...text].every((letter) => (letter.codePointAt(0) ?? 0) < 256);
  return isLatin ? [...ways, { name: 'latin1', bytes: Buffer.from(text, 'latin1') }] : ways;
}

/** Escapes of addresses, JSON and markup. */
function* writtenOut(text: string): Generator<[string, string]> {
  const percent = encodeURIComponent(text);
  yield ['percent', percent];
  yield ['percent', percent.replaceAll('%20', '+')];
  yield ['percent', percent.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase())];
  const inJson = JSON.stringify(text).slice(1, -1);
  yield ['json', inJson];
  yield ['json in json', JSON.stringify(inJson).slice(1, -1)];
  for (const upper of [false, true]) yield ['json escapes', escaped(text, '\\u', upper)];
  yield ['json escapes in json', escaped(text, '\\\\u', false)];
  yield ['markup', [...text].map((letter) => (letter < '\u0080' ? letter : `&#${letter.codePointAt(0)};`)).join('')];
  yield ['markup', text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&#39;')];
}

function escaped(text: string, start: string, upper: boolean): string {
  return text.replace(/[^\x20-\x7e]/g, (unit) => {
    const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
    return `${start}${upper ? hex.toUpperCase() : hex}`;
  });
}
