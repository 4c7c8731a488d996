import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findListed, listedFrom } from '../../shared/places/find-listed.ts';
import { findPlaces } from '../../shared/places/find-places.ts';
import { communePlaces, findUnit, hanoiPlaces, provincePlaces } from '../../shared/places/place-index.ts';
import { CountryData, HanoiData } from '../../shared/places/units-data.ts';

const asset = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../assets/units/${name}`, import.meta.url), 'utf8'));
const hanoiData = HanoiData.parse(asset('hanoi.json'));
const countryData = CountryData.parse(asset('country.json'));
const hanoi = hanoiPlaces(hanoiData);
const provinces = provincePlaces(countryData);

const found = (query: string, limit = 8) =>
  findPlaces(hanoi, query, limit).map(
    ({ unit, matchedBy, former }) => `${unit.name} ${matchedBy}${former ? ` ${former}` : ''}`,
  );

test('the data is whole: 126 units of Hanoi, 34 provinces, 3,321 communes, 63 old provinces, every link known', () => {
  expect(hanoi.units).toHaveLength(126);
  expect(hanoi.units.filter((unit) => unit.kind === 'ward')).toHaveLength(51);
  expect([countryData.provinces.length, countryData.communes.length, countryData.oldProvinces.length]).toEqual([
    34, 3321, 63,
  ]);
  const codes = new Set(countryData.provinces.map(([code]) => code));
  expect(countryData.oldProvinces.filter(([, , , code]) => !codes.has(code))).toEqual([]);
  expect(countryData.communes.filter(([, , , code]) => !codes.has(code))).toEqual([]);
  const inCountry = communePlaces(countryData, '01').units.map((unit) => unit.fullName);
  expect(hanoi.units.map((unit) => unit.fullName).toSorted()).toEqual(inCountry.toSorted());
});

describe('Hanoi by new and old names', () => {
  test.each([
    'Yên Hòa',
    'yen hoa',
    'Yên Hoà',
    'YÊN HÒA',
    'phường yên hoà',
    'p. Yên Hòa',
    'yên hòa, cầu giấy',
    'Yên Hòa'.normalize('NFD'),
  ])('%s finds the ward first', (query) => {
    expect(found(query, 1)).toEqual(['Yên Hòa name']);
  });

  test('a former ward leads to all wards it was split into, and says so', () => {
    expect(found('Trung Tự').slice(0, 2).toSorted()).toEqual([
      'Kim Liên former-ward Phường Phương Liên-Trung Tự, Quận Đống Đa',
      'Văn Miếu - Quốc Tử Giám former-ward Phường Phương Liên-Trung Tự, Quận Đống Đa',
    ]);
    expect(found('trung tu')).toContain('Ứng Hòa former-ward Xã Trung Tú, Huyện Ứng Hòa');
    expect(found('trung tu, quận đống đa')).toHaveLength(2);
  });

  test('the district’s name finds the ward of that name, then the wards made of the district', () => {
    const hits = findPlaces(hanoi, 'Đống Đa', 20);
    expect(hits[0]).toMatchObject({ unit: { name: 'Đống Đa' }, matchedBy: 'name' });
    expect(hits.slice(1).map((hit) => hit.matchedBy)).toContain('former-district');
    expect(hits).toHaveLength(6);
    const asked = findPlaces(hanoi, 'quận đống đa', 20);
    expect(asked.every((hit) => hit.unit.formerDistricts.includes('Quận Đống Đa'))).toBe(true);
    expect(asked.length).toBe(6);
    expect(found('quận hai bà', 1)).toEqual(['Hai Bà Trưng former-district Quận Hai Bà Trưng']);
  });

  test.each(hanoiData.doubtful)('the doubtful link to %s of %s comes last', (code, ward) => {
    const hits = findPlaces(hanoi, ward, 20).filter((hit) => hit.former?.startsWith(ward));
    expect(hits.length).toBeGreaterThan(0);
    expect(hits.at(-1)?.unit.code === code || !hits.some((hit) => hit.unit.code === code)).toBe(true);
  });

  test('every former ward finds each of its successors', () => {
    const missing = hanoiData.communes.flatMap(([code, , , , districts]) =>
      Object.entries(districts).flatMap(([district, wards]) =>
        wards.filter((ward) => !findPlaces(hanoi, `${ward}, ${district}`, 126).some((hit) => hit.unit.code === code)),
      ),
    );
    expect(missing).toEqual([]);
  });

  test('i and y, unfinished words, and a name that looks like a kind', () => {
    expect(found('mĩ đức', 1)).toEqual(['Mỹ Đức name']);
    expect(found('hoan k', 1)).toEqual(['Hoàn Kiếm name']);
    expect(found('phường phú', 3).every((hit) => hit.includes('Phú'))).toBe(true);
    expect(found('quốc tử giám', 1)).toEqual(['Văn Miếu - Quốc Tử Giám name']);
    expect([found(''), found(' , '), found('zzz')]).toEqual([[], [], []]);
  });

  test('a unit is found again by its code', () => {
    expect(findUnit(hanoi, '00175')).toMatchObject({ fullName: 'Phường Yên Hòa', nameEn: 'Yen Hoa Ward' });
    expect(findUnit(hanoi, 'x')).toBeUndefined();
  });
});

describe('other provinces', () => {
  test.each([
    ['bac giang', 'Bắc Ninh', 'former-province', 'Tỉnh Bắc Giang'],
    ['nam dinh', 'Ninh Bình', 'former-province', 'Tỉnh Nam Định'],
    ['hoà bình', 'Phú Thọ', 'former-province', 'Tỉnh Hòa Bình'],
    ['hue', 'Huế', 'name', undefined],
    ['tp hồ chí minh', 'Hồ Chí Minh', 'name', undefined],
  ])('%s is %s', (query, name, matchedBy, former) => {
    const [hit] = findPlaces(provinces, query, 1);
    expect([hit?.unit.name, hit?.matchedBy, hit?.former]).toEqual([name, matchedBy, former]);
  });

  test('communes of one province, or of the country with the province behind the name', () => {
    const [inProvince] = findPlaces(communePlaces(countryData, '40'), 'thanh vinh', 1);
    expect(inProvince?.unit.provinceCode).toBe('40');
    const everywhere = findPlaces(communePlaces(countryData), 'tân phú, đồng nai', 3);
    expect(everywhere[0]?.unit).toMatchObject({ name: 'Tân Phú', provinceCode: '75' });
  });

  test('a search over the whole country takes milliseconds', () => {
    const country = communePlaces(countryData);
    const start = performance.now();
    for (let round = 0; round < 20; round++) findPlaces(country, 'xã tân', 10);
    expect((performance.now() - start) / 20).toBeLessThan(50);
  });
});

test('ethnic groups are found by other names, hyphens and apostrophes aside, and shown by their own', () => {
  const groups = asset('ethnic-groups.json') as { groups: [string, string, string[]][] };
  const list = listedFrom(groups.groups);
  const names = (query: string) => findListed(list, query, 3).map((listed) => listed.name);
  expect(groups.groups).toHaveLength(54);
  expect([names('ede')[0], names("h'mong")[0], names('kinh')[0], names('KHMER')[0], names('')]).toEqual([
    'Ê-đê',
    'Mông',
    'Kinh',
    'Khơ-me',
    [],
  ]);
});

test('countries are found by either name', () => {
  const data = asset('nationalities.json') as { countries: [string, string, string[]?][] };
  const list = listedFrom(data.countries);
  expect(['han quoc', 'Đức', 'australia', 'viet'].map((query) => findListed(list, query, 1)[0]?.value)).toEqual([
    'KR',
    'DE',
    'AU',
    'VN',
  ]);
});
