import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Carried, readCarried } from '../../shared/carrying/read-carried.ts';
import type { CarrySource } from '../../shared/carrying/write-carried.ts';
import { webHashing } from '../../shared/dossier/web-cryptography.ts';
import { fileOf, inPieces } from './a-carried-file.ts';

describe('the file that carries filings', () => {
  test('what was written is read, whatever the pieces it comes in', async () => {
    const { bytes, progress } = await fileOf(aSource(5));
    expect(progress).toMatchObject({ filings: 5, parts: 3, withdrawals: 2, bytes: bytes.length, left: [] });
    for (const length of [1, 7, 64, 1000, bytes.length]) {
      const entries = await entriesOf(bytes, length);
      expect(entries.map(({ kind }) => kind).join(' ')).toBe(
        'header manifest filing part withdrawal filing filing part withdrawal filing filing part end',
      );
    }
  });

  test('cut anywhere, it gives every entry before the cut, says what it should have held and never ends as whole', async () => {
    const { bytes } = await fileOf(aSource(4));
    const whole = await entriesOf(bytes);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 500 }),
        async (cut, length) => {
          const read = (await entriesOf(bytes.subarray(0, cut), length)).filter(isWhole);
          expect(read).toEqual(whole.slice(0, read.length));
          expect(read.some(({ kind }) => kind === 'end')).toBe(false);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('with one byte changed anywhere, exactly the entry it lies in is lost', async () => {
    const { bytes } = await fileOf(aSource(4));
    const whole = (await entriesOf(bytes)).map((entry) => JSON.stringify(entry));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const changed = Uint8Array.from(bytes);
          changed[at] = (changed[at] ?? 0) ^ flip;
          const entries = await entriesOf(changed);
          const read = entries.filter(isWhole).map((entry) => JSON.stringify(entry));
          expect(read.length).toBe(whole.length - 1);
          expect(read.every((entry) => whole.includes(entry))).toBe(true);
          expect(entries.filter(({ kind }) => kind === 'damage')).toHaveLength(1);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('bytes taken out of the middle cost the entries they touch and no other, and what is lost is named', async () => {
    const { bytes } = await fileOf(aSource(6));
    const whole = await placedEntries(bytes);
    const boundaries = whole.map(({ from }) => from);
    const anywhere = fc.integer({ min: 1, max: bytes.length - 2 });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(anywhere, fc.constantFrom(...boundaries)),
        fc.oneof(
          fc.integer({ min: 1, max: 3000 }).map((length) => ({ length })),
          fc.constantFrom(...boundaries).map((to) => ({ to })),
        ),
        async (from, end) => {
          const to = Math.min(bytes.length, 'to' in end ? Math.max(from + 1, end.to) : from + end.length);
          const entries = await entriesOf(Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]));
          const untouched = whole.filter((one) => one.to <= from || one.from >= to).map(({ text }) => text);
          // Where two entries begin alike, what is left of one can make the other whole again: then it is that one, sums and all.
          const read = entries.filter(isWhole).map((entry) => JSON.stringify(entry));
          expect(read.filter((one) => untouched.includes(one))).toEqual(untouched);
          expect(whole.map(({ text }) => text)).toEqual(expect.arrayContaining(read));
          const isNamed = entries.some(({ kind }) => kind === 'damage' || kind === 'gap');
          expect(isNamed || !untouched.at(-1)?.includes('"kind":"end"')).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('another file, an empty one and one of a later program are told apart', async () => {
    expect(await kindsOf(new TextEncoder().encode('ảnh cưới.jpg'.repeat(10_000)))).toEqual(['damage', 'other-file']);
    expect(await kindsOf(new Uint8Array(0))).toEqual(['other-file']);
    const { bytes } = await fileOf(aSource(1));
    const later = Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('DCCARRY1', 'DCCARRY2'), 'latin1');
    expect(await kindsOf(later)).toEqual(['damage', 'newer-file']);
  });

  test('a file of nothing but beginnings is given up', async () => {
    const beginnings = Buffer.from('DCCARRY1'.repeat(20_000));
    expect((await kindsOf(beginnings)).at(-1)).toBe('given-up');
  });
});

/** Any bytes will do: the container looks at nothing inside. */
function aSource(count: number): CarrySource {
  const names = Array.from({ length: count }, (_, index) => ({
    id: index.toString(16).padStart(64, '0'),
    slip: `A6-${String(index + 1).padStart(4, '0')}`,
  }));
  return {
    header: {
      kiosk: 'kiosk-1',
      label: 'A6',
      madeAt: '2026-11-21T20:00:00.000Z',
      by: 'export',
      head: { records: 9, hash: 'cd'.repeat(32) },
    },
    filings: names,
    async filing(id) {
      const index = Number.parseInt(id, 16);
      return {
        kiosk: 'kiosk-1',
        filing: { id, envelope: `e30.${'x'.repeat(index * 50)}.e30`, ciphertext: 'A'.repeat(index * 100) },
        parts: index % 2 === 0 ? [{ sha256: id }] : [],
        withdrawal: index % 3 === 0 || index === 2 ? (index < 3 ? 'token' : undefined) : undefined,
      };
    },
    part: async (sha256) => new Uint8Array(700 + Number.parseInt(sha256, 16)).map((_, place) => (place * 31) % 251),
  };
}

function isWhole(entry: Carried): boolean {
  return !['damage', 'gap', 'other-file', 'newer-file', 'given-up'].includes(entry.kind);
}

async function entriesOf(bytes: Uint8Array, length = 1000): Promise<Carried[]> {
  const entries: Carried[] = [];
  for await (const entry of readCarried(inPieces(bytes, length), webHashing)) entries.push(entry);
  return entries;
}

/** Every entry with its first byte and the one behind its last. */
async function placedEntries(bytes: Uint8Array): Promise<{ from: number; to: number; text: string }[]> {
  const starts: number[] = [];
  const buffer = Buffer.from(bytes);
  for (let from = buffer.indexOf('DCCARRY1'); from >= 0; from = buffer.indexOf('DCCARRY1', from + 1)) starts.push(from);
  const entries = await entriesOf(bytes);
  expect(entries.length).toBe(starts.length);
  return entries.map((entry, place) => ({
    from: starts[place] ?? 0,
    to: starts[place + 1] ?? bytes.length,
    text: JSON.stringify(entry),
  }));
}

async function kindsOf(bytes: Uint8Array): Promise<string[]> {
  return (await entriesOf(bytes)).map(({ kind }) => kind);
}
