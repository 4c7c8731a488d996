import { expect, test } from 'vitest';
import { readVarint, unsnappy } from './snappy.ts';

/** Streams written by hand after the format's description: no compressor is at hand. */

const text = (value: Uint8Array | undefined) => value && Buffer.from(value).toString('latin1');

test('literals of every length of length', () => {
  expect(text(unsnappy(Buffer.from([3, 0x08, 0x61, 0x62, 0x63])))).toBe('abc');
  const long = Buffer.alloc(300, 'x');
  expect(text(unsnappy(Buffer.concat([Buffer.from([0xac, 0x02, 61 << 2, 0x2b, 0x01]), long])))).toBe('x'.repeat(300));
});

test('copies of one, two and four bytes of offset, also over what they write themselves', () => {
  // "ab", then eight letters from two back.
  expect(text(unsnappy(Buffer.from([10, 0x04, 0x61, 0x62, ((8 - 4) << 2) | 1, 2])))).toBe('ababababab');
  expect(text(unsnappy(Buffer.from([7, 0x04, 0x61, 0x62, ((5 - 1) << 2) | 2, 2, 0])))).toBe('abababa');
  expect(text(unsnappy(Buffer.from([7, 0x04, 0x61, 0x62, ((5 - 1) << 2) | 3, 2, 0, 0, 0])))).toBe('abababa');
});

test('what is no whole stream is none', () => {
  expect(unsnappy(Buffer.from([3, 0x08, 0x61]))).toBeUndefined();
  expect(unsnappy(Buffer.from([4, 0x04, 0x61, 0x62, 0x01, 9]))).toBeUndefined();
  expect(unsnappy(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]))).toBeUndefined();
  expect(unsnappy(Buffer.alloc(0))).toBeUndefined();
});

test('numbers of seven bits a byte', () => {
  expect(readVarint(Buffer.from([0xac, 0x02]), 0)).toEqual({ value: 300, end: 2 });
  expect(readVarint(Buffer.from([0x80]), 0)).toBeUndefined();
});
