import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openNamedWards } from '../../shared/places/named-wards.ts';
import { hanoiPlaces } from '../../shared/places/place-index.ts';
import { HanoiData } from '../../shared/places/units-data.ts';

const hanoi = JSON.parse(readFileSync(new URL('../../assets/units/hanoi.json', import.meta.url), 'utf8'));
const wards = openNamedWards(hanoiPlaces(HanoiData.parse(hanoi)));

test.each([
  ['phường Trung Tự', 'Phường Phương Liên-Trung Tự, Quận Đống Đa', ''],
  ['trung tu', 'Phường Phương Liên-Trung Tự, Quận Đống Đa', ''],
  ['đăng ký khai sinh ở phường Trung Tự', 'Phường Phương Liên-Trung Tự, Quận Đống Đa', 'dang ky khai sinh o'],
  ['p. nghia do', undefined, ''],
  ['Phường Yên Hòa', undefined, ''],
])('%s', (text, former, rest) => {
  const named = wards.find(text);
  expect(named?.units.length).toBeGreaterThan(0);
  expect([named?.former, named?.rest]).toEqual([former, rest]);
});

test.each(['đăng ký khai sinh', '', '!!!', 'giấy phép lái xe', 'cấp bản sao', 'x'.repeat(5000)])(
  '«%s» names no ward',
  (text) => expect(wards.find(text)).toBeUndefined(),
);

test('an old ward that went into several leads to all of them', () => {
  const split = HanoiData.parse(hanoi).communes.flatMap(([code, , , , districts]) =>
    Object.entries(districts).flatMap(([district, old]) => old.map((ward) => ({ code, name: `${ward}, ${district}` }))),
  );
  const several = split.find(({ name, code }) => split.some((other) => other.name === name && other.code !== code));
  const named = wards.find(several?.name.split(',')[0] ?? '');
  expect(named?.units.length).toBeGreaterThan(1);
});
