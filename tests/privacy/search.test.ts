import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { slipPdf } from '../../electron/shell/slip/slip-pdf.ts';
import { questionKinds } from '../../shared/catalogue/question.ts';
import { tryKeys, wordsOfPdf } from './keys.ts';
import { logRecords } from './level-db.ts';
import { kindsWithoutMarker, markedStory } from './marked-story.ts';
import { type Marker, namedValue, seededDice } from './markers.ts';
import { needlesOf } from './needles.ts';
import { createSearch } from './search.ts';

/** The search itself: what it must see, and what it must not take for something. The whole of it over a real kiosk: npm run privacy. */

const name: Marker = { kind: 'person-name', about: 'reqName', texts: ['Nguyễn Thị Ưởng Đỗ'] };
const seen = (bytes: Buffer, marker = name) =>
  createSearch([marker])
    .bytes('a file', bytes)
    .findings.map(({ how }) => how);

describe('a name is seen', () => {
  const spelled = name.texts[0] ?? '';
  const bare = 'Nguyen Thi Uong Do';
  test.each([
    ['as it is', Buffer.from(spelled)],
    ['decomposed', Buffer.from(spelled.normalize('NFD'))],
    ['without tone marks', Buffer.from(bare)],
    ['in capitals without tone marks', Buffer.from(bare.toUpperCase())],
    ['in UTF-16, both ways', Buffer.from(spelled, 'utf16le').swap16()],
    ['in base64 behind one letter', Buffer.from(Buffer.from(`x${spelled}`).toString('base64'))],
    ['in base64 behind two letters', Buffer.from(Buffer.from(`xy${spelled} and more`).toString('base64url'))],
    ['in base64 of UTF-16', Buffer.from(Buffer.from(spelled, 'utf16le').toString('base64'))],
    ['in hex', Buffer.from(Buffer.from(spelled).toString('hex').toUpperCase())],
    ['in an address', Buffer.from(`https://a/?q=${encodeURIComponent(spelled)}`)],
    ['in a form', Buffer.from(new URLSearchParams({ q: spelled }).toString())],
    ['in a string of JSON in a string of JSON', Buffer.from(JSON.stringify(JSON.stringify({ name: spelled })))],
    [
      'in a list of JSON inside gzip inside base64',
      Buffer.from(gzipSync(JSON.stringify([spelled])).toString('base64')),
    ],
    ['in a deflated stream amid a file', Buffer.concat([Buffer.alloc(100, 7), deflateSync(spelled), Buffer.alloc(9)])],
    ['on a slip that became a file', Buffer.from(slipPdf({ lines: ['Phiếu', spelled], qr: '' }))],
  ])('%s', (_how, bytes) => expect(seen(bytes)).not.toEqual([]));
});

test('another name, and a name cut in half, are not taken for it', () => {
  expect(seen(Buffer.from('Nguyễn Thị Ưởng Đo, Nguyễn Thị Ưởng'))).toEqual([]);
});

test('a short answer is seen beside its name only', () => {
  const copies = namedValue('whole-number', 'copies', 7);
  expect(seen(Buffer.from('{"copies":7,"x":1}'), copies)).toEqual(['utf8']);
  expect(seen(Buffer.from('"copies"I\u000e'.replace('"copies"', '"\u0006copies')), copies)).toEqual([
    'structured clone',
  ]);
  expect(seen(Buffer.from('{"copies":8,"sheets":7}'), copies)).toEqual([]);
});

test('a record that lies across fragments of a log is seen whole', () => {
  const [first, second] = [Buffer.from('Nguyễn Thị '), Buffer.from('Ưởng Đỗ')];
  const fragment = (kind: number, data: Buffer) =>
    Buffer.concat([Buffer.alloc(4), Buffer.from([data.length, 0, kind]), data]);
  const log = Buffer.concat([fragment(2, first), fragment(4, second)]);
  expect([...logRecords(log)].map(String)).toEqual(['Nguyễn Thị Ưởng Đỗ']);
  expect(createSearch([name]).bytes('store/000003.log', log).findings).toHaveLength(1);
});

test('words and code of a slip are read back out of its PDF', () => {
  const words = wordsOfPdf(
    Buffer.from(slipPdf({ lines: ['Mã: ABCD-2345'], qr: 'DCL1!A6.L-0001!abcdefghijklmnopqrstuv' })),
  );
  expect(words).toContain('ABCD2345');
  expect(words).toContain('abcdefghijklmnopqrstuv');
  expect(tryKeys('/no/such/profile', words)).toMatchObject({ locks: 0, opened: [] });
});

test('every kind of answer the catalogue knows has a marker, and no needle is short enough to be met by chance', () => {
  expect(kindsWithoutMarker()).toEqual([]);
  const story = markedStory('civil-extract', 'organisation', seededDice('a seed'), { recNo: 'x', subId: '001' });
  const birth = markedStory('birth-registration', 'father-in-time', seededDice('a seed'));
  const kinds = new Set([...story.markers, ...birth.markers].map(({ kind }) => kind));
  expect(questionKinds.filter((kind) => !kinds.has(kind))).toEqual([]);
  for (const marker of [...story.markers, ...birth.markers]) {
    expect(needlesOf(marker).length, marker.about).toBeGreaterThan(0);
    for (const { bytes } of needlesOf(marker)) expect(bytes.length).toBeGreaterThanOrEqual(7);
  }
  expect(
    markedStory('civil-extract', 'organisation', seededDice('a seed'), { recNo: 'x', subId: '001' }).answers,
  ).toEqual(story.answers);
});
