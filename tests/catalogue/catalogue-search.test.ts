import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCatalogueSearch } from '../../shared/catalogue/catalogue-search.ts';
import { decodeGuideIndex, encodeGuideIndex } from '../../shared/catalogue/guide-index.ts';
import { importGuides } from '../../shared/catalogue/import-guides.ts';
import { openNamedWards } from '../../shared/places/named-wards.ts';
import { hanoiPlaces } from '../../shared/places/place-index.ts';
import { HanoiData } from '../../shared/places/units-data.ts';
import { recordFiles } from './national-records.ts';
import { anyText, services as everyVersion } from './world.ts';

const { entries } = importGuides(recordFiles);
const bytes = encodeGuideIndex(entries);
const guides = decodeGuideIndex(bytes);
const hanoi = JSON.parse(readFileSync(new URL('../../assets/units/hanoi.json', import.meta.url), 'utf8'));
const wards = openNamedWards(hanoiPlaces(HanoiData.parse(hanoi)));
/** One version each, as a kiosk gives them; without the two that stand among the guide entries too, which are looked for here. */
const services = everyVersion.filter(
  ({ id, version }) => version.startsWith('2026') && !['temporary-residence', 'permanent-residence'].includes(id),
);
const search = openCatalogueSearch({ services, guides, wards });
const limits = { services: 5, guides: 5 };
const find = (query: string) => search.find(query, limits);
const firstGuide = (query: string) => find(query).guides[0]?.code;
const firstService = (query: string) => find(query).services[0]?.id;

describe('guide entries', () => {
  test.each([
    ['tạm trú', '1.004194'],
    ['tam tru', '1.004194'],
    ['dang ky tam tru', '1.004194'],
    ['dangkytamtru', '1.004194'],
    ['ddawng kys tamj truwu', '1.004194'],
    ['dang ky tam trus', '1.004194'],
    ['temporary residence', '1.004194'],
    ['kt3', '1.004194'],
    ['tho cung liet si', '1.010803'],
    ['liệt sỉ', '1.010803'],
    ['giay phep hanh nge kham benh', '1.013614'],
    ['chung thuc giao dich', '2.000913'],
    ['1.0137', undefined],
    ['1.01361', '1.013614'],
    ['2.000913', '2.000913'],
  ])('«%s» finds %s first', (query, code) => {
    expect(firstGuide(query)).toBe(code);
  });

  test('each is found by its name, in whole and while it is typed', () => {
    for (const { code, name } of entries.filter((entry) => !services.some((service) => service.code === entry.code))) {
      expect(
        find(name).guides.map((guide) => guide.code),
        name,
      ).toContain(code);
      const half = name.slice(0, Math.ceil(name.length * 0.6));
      expect(
        find(half).guides.map((guide) => guide.code),
        half,
      ).toContain(code);
    }
  });

  test('each is found with one letter left out, put in, changed or exchanged', () => {
    const misses: string[] = [];
    for (const { code, name } of entries.filter((entry) => !services.some((service) => service.code === entry.code))) {
      const words = name
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .replace(/đ/gi, 'd')
        .toLowerCase()
        .split(/\s+/)
        .slice(0, 6);
      for (const [place, word] of words.entries()) {
        if (word.length < 4) continue;
        for (const slip of slipsOf(word)) {
          const query = words.with(place, slip).join(' ');
          if (!find(query).guides.some((guide) => guide.code === code)) misses.push(query);
        }
      }
    }
    expect(misses).toEqual([]);
  });

  test('what can be done here is not explained beside it', () => {
    expect(firstService('khai sinh')).toBe('birth-registration');
    expect(find('đăng ký khai sinh').guides.map(({ code }) => code)).not.toContain('1.001193');
  });

  test('what is between authorities comes last', () => {
    const internal = new Set(entries.filter(({ isInternal }) => isInternal).map(({ code }) => code));
    const found = search
      .find('danh muc san pham', { services: 0, guides: 20 })
      .guides.map(({ code }) => internal.has(code));
    expect(found).toEqual([...found].sort((one, other) => Number(one) - Number(other)));
  });
});

describe('wards', () => {
  test('an old ward says what it is now, and no procedure that only sounds like it', () => {
    const found = find('phường Trung Tự');
    expect(found.ward?.former).toBe('Phường Phương Liên-Trung Tự, Quận Đống Đa');
    expect(found.services).toEqual([]);
  });

  test('a ward beside a procedure keeps nothing out', () => {
    for (const query of ['khai sinh phường Trung Tự', 'phuong trung tu khai sinh', 'khai sinh trung tự']) {
      const found = find(query);
      expect([found.services[0]?.id, found.ward?.former], query).toEqual([
        'birth-registration',
        'Phường Phương Liên-Trung Tự, Quận Đống Đa',
      ]);
    }
  });
});

test('without guide entries the services are found all the same', () => {
  const alone = openCatalogueSearch({ services, wards });
  expect(alone.find('doc than', limits)).toMatchObject({ services: [{ id: 'marital-status' }], guides: [] });
});

test('whatever is typed, nothing is found twice, nothing beyond the limit, and nothing breaks', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), anyText, fc.constantFrom('giấy ', 'đăng ký', '1.0')),
      fc.nat(6),
      (query, most) => {
        const found = search.find(query, { services: most, guides: most });
        for (const list of [found.services.map(({ id }) => id), found.guides.map(({ code }) => code)]) {
          expect(list.length).toBeLessThanOrEqual(most);
          expect(new Set(list).size).toBe(list.length);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('an index that is cut, lengthened or changed in its numbers is none, and never throws', () => {
  const whole = decodeGuideIndex(bytes);
  expect(whole?.codes.map((_, row) => whole.nameOf(row))).toEqual(entries.map(({ name }) => name));
  for (const length of [0, 3, 4, 100, bytes.length - 1])
    expect(decodeGuideIndex(bytes.subarray(0, length))).toBeUndefined();
  expect(decodeGuideIndex(Uint8Array.from([...bytes, 0]))).toBeUndefined();
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), (place, byte) => {
      const read = decodeGuideIndex(bytes.with(place, byte));
      if (read) openCatalogueSearch({ services: [], guides: read, wards }).find('tam tru', limits);
    }),
    { numRuns: 300 },
  );
});

/** One slip of each kind, at the middle of the word. */
function slipsOf(word: string): string[] {
  const at = Math.floor(word.length / 2);
  const letters = [...word];
  return [
    letters.toSpliced(at, 1),
    letters.toSpliced(at, 0, 'q'),
    letters.with(at, 'q'),
    letters.with(at, letters[at - 1] ?? '').with(at - 1, letters[at] ?? ''),
  ].map((each) => each.join(''));
}
