import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCardQr } from '../../shared/identity/card-qr.ts';
import {
  NO_KEYS_HELD,
  SCANNER_TIMING,
  type ScannerEvent,
  scannerKey,
  scannerTick,
} from '../../shared/identity/hand-scanner.ts';

const payload =
  '001090000017|012345678|Nguyễn Văn An|15031990|Nam|Tòa CT1, Khu đô thị Mẫu, Phường Yên Hòa, Hà Nội|20052021';
const withoutOldNumber = '001190000025||Trần Thị Bình|22071990|Nữ|Số 12, ngõ 34, Phường Bạch Mai, Hà Nội|01062022';

const reading = {
  ok: true,
  card: {
    number: '001090000017',
    oldNumber: '012345678',
    name: 'Nguyễn Văn An',
    birthDate: '1990-03-15',
    sex: 'male',
    address: 'Tòa CT1, Khu đô thị Mẫu, Phường Yên Hòa, Hà Nội',
    issuedOn: '2021-05-20',
  },
  nameUsable: true,
  addressUsable: true,
  disagreements: [],
};

describe('citizen-card QR', () => {
  test('a chip card of 2021 is read whole', () => {
    expect(readCardQr(payload)).toEqual(reading);
  });
  test('BOM, line ends and decomposed letters make no difference', () => {
    expect(readCardQr(`\ufeff${payload.normalize('NFD')}\r\n`)).toEqual(reading);
  });
  test('a card without an old number has none', () => {
    const card = readCardQr(withoutOldNumber);
    expect(card).toMatchObject({ ok: true, card: { number: '001190000025', sex: 'female' } });
    expect(card.ok && 'oldNumber' in card.card).toBe(false);
  });
  test('fields after the seventh are dropped unread, six fields are enough', () => {
    expect(readCardQr(`${payload}|001060000077|Nguyễn Văn Cha|001160000088`)).toEqual(reading);
    const six = readCardQr(payload.split('|').slice(0, 6).join('|'));
    expect(six).toMatchObject({ ok: true });
    expect(six.ok && 'issuedOn' in six.card).toBe(false);
  });
  test('a name that lost its diacritics or letters fills no field', () => {
    for (const name of ['Nguyen Van An', 'Nguy?n V?n An', 'Nguy\ufffdn Văn An', 'Nguyá»…n VÄƒn An']) {
      expect(readCardQr(payload.replace('Nguyễn Văn An', name))).toMatchObject({ ok: true, nameUsable: false });
    }
  });
  test('an impossible day is left out, the rest is kept', () => {
    const card = readCardQr(payload.replace('15031990', '31021990').replace('20052021', '00002021'));
    expect(card).toMatchObject({ ok: true, card: { number: '001090000017', name: 'Nguyễn Văn An' } });
    expect(card.ok && ('birthDate' in card.card || 'issuedOn' in card.card)).toBe(false);
  });
  test('a card that contradicts its own number says so', () => {
    expect(readCardQr(payload.replace('15031990', '15031991'))).toMatchObject({
      ok: true,
      disagreements: ['birth-year'],
    });
  });
  test.each([
    ['', 'empty'],
    ['\ufeff\r\n', 'empty'],
    ['https://example.com/x|y|z|1|2|3', 'not-a-card'],
    ['00020101021138540010A00000072701240006970423', 'not-a-card'],
    ['001090000017', 'not-a-card'],
    ['x'.repeat(5000), 'not-a-card'],
    ['00109000001|012345678|Nguyễn Văn An|15031990|Nam|Hà Nội|20052021', 'number-unreadable'],
    ['001090000017|012345678|Nguyễn Văn An', 'incomplete'],
    ['001090000017|||15031990|Nam|Hà Nội|20052021', 'incomplete'],
  ])('%j is refused: %s', (text, reason) => {
    expect(readCardQr(text)).toEqual({ ok: false, reason });
  });
  test('no payload makes it throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fc.string()).map((fields) => `001090000017|${fields.join('|')}`),
        ),
        (text) => {
          expect(typeof readCardQr(text).ok).toBe('boolean');
        },
      ),
    );
  });
});

/** Feeds keys with the gap before each, then waits long enough for the last burst to end. */
function feed(keys: readonly { key: string; gapMs: number }[]): readonly ScannerEvent[] {
  let state = NO_KEYS_HELD;
  let now = 1000;
  const events: ScannerEvent[] = [];
  for (const { key, gapMs } of keys) {
    now += gapMs;
    const step = scannerKey(state, { key, atMs: now });
    state = step.state;
    events.push(...step.events);
  }
  events.push(...scannerTick(state, now + SCANNER_TIMING.longestGapMs + 1).events);
  return events;
}

const quick = (text: string, gapMs = 8) => [...text].map((key) => ({ key, gapMs }));
const slow = (text: string, gapMs = 90) => [...text].map((key) => ({ key, gapMs }));

describe('hand scanner', () => {
  test('a burst that ends with Enter is a scan, shift keys inside make no difference', () => {
    const keys = quick(payload).flatMap((key) => [{ key: 'Shift', gapMs: 1 }, key]);
    expect(feed([...keys, { key: 'Enter', gapMs: 8 }])).toEqual([{ kind: 'scanned', text: payload }]);
  });
  test('a long burst without a suffix is a scan when it falls silent', () => {
    expect(feed(quick(payload))).toEqual([{ kind: 'scanned', text: payload }]);
  });
  test('what a person typed before the scan stays typed', () => {
    expect(
      feed([...slow('an'), { key: '0', gapMs: 200 }, ...quick('01090000017|'), { key: 'Enter', gapMs: 8 }]),
    ).toEqual([
      { kind: 'typed', keys: ['a'] },
      { kind: 'typed', keys: ['n'] },
      { kind: 'scanned', text: '001090000017|' },
    ]);
  });
  test('a person’s Enter is theirs, also after a roll over a few keys', () => {
    expect(feed([...quick('abc', 20), { key: 'Enter', gapMs: 20 }])).toEqual([
      { kind: 'typed', keys: ['a', 'b', 'c', 'Enter'] },
    ]);
  });
  test('everything typed slowly comes out as typed, in order and complete', () => {
    const key = fc.oneof(
      fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme-ascii' }),
      fc.constantFrom('Enter', 'Backspace', 'Tab'),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ key, gapMs: fc.integer({ min: 40, max: 500 }) })), (keys) => {
        const events = feed(keys);
        expect(events.every((event) => event.kind === 'typed')).toBe(true);
        expect(events.flatMap((event) => (event.kind === 'typed' ? event.keys : []))).toEqual(
          keys.map((typed) => typed.key),
        );
      }),
    );
  });
  test('whatever the rhythm, no key is lost or doubled (a suffix Enter is eaten with its scan)', () => {
    const key = fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(fc.array(fc.record({ key, gapMs: fc.integer({ min: 0, max: 80 }) }), { maxLength: 80 }), (keys) => {
        const text = feed(keys).map((event) => (event.kind === 'typed' ? event.keys.join('') : event.text));
        expect(text.join('')).toBe(keys.map((typed) => typed.key).join(''));
      }),
    );
  });
});
