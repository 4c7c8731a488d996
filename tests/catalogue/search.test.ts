import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildServiceSearch } from '../../shared/catalogue/search.ts';
import { anyText, services } from './world.ts';

const search = buildServiceSearch(services);
const first = (query: string) => search.find(query)[0]?.id;

test.each([
  ['khai sinh', 'birth-registration'],
  ['Đăng ký khai sinh', 'birth-registration'],
  ['dang ky khai sinh', 'birth-registration'],
  ['khaisinh', 'birth-registration'],
  ['khuyến mãi', 'sales-promotion'],
  ['khuyen mai', 'sales-promotion'],
  ['giảm giá', 'sales-promotion'],
  ['giays khai sinh', 'birth-registration'],
  ['ddawng kys khai sinh', 'birth-registration'],
  ['dang1 ky1 khai sinh', 'birth-registration'],
  ['khia sinh', 'birth-registration'],
  ['làm giấy khai sinh cho con', 'birth-registration'],
  ['sinh con', 'birth-registration'],
  ['chung chi hanh nghe', 'practitioner-licence'],
  ['điều dưỡng', 'practitioner-licence'],
  ['em be', 'birth-registration'],
  ['giấy chứng sinh', 'birth-registration'],
  ['nhập hộ khẩu', 'permanent-residence'],
  ['thuê trọ', 'temporary-residence'],
  ['người nhà qua đời', 'death-registration'],
  ['register a birth', 'birth-registration'],
  ['trich luc', 'civil-extract'],
  ['trích lục', 'civil-extract'],
  ['trichs lucj', 'civil-extract'],
  ['trichluc', 'civil-extract'],
  ['mất giấy khai sinh', 'civil-extract'],
  ['bản sao giấy khai sinh', 'civil-extract'],
  ['ban sao', 'civil-extract'],
  ['khai tử', 'death-registration'],
  ['mở phòng khám', 'health-facility-licence'],
  ['phong kham rang', 'health-facility-licence'],
  ['chứng minh nhân dân', 'civil-extract'],
  ['2.000635', 'civil-extract'],
  ['độc thân', 'marital-status'],
  ['doc than', 'marital-status'],
  ['ddoocj thaan', 'marital-status'],
  ['tình trạng hôn nhân', 'marital-status'],
  ['ly hôn', 'marital-status'],
  ['kết hôn', 'marriage-registration'],
  ['marital status', 'marital-status'],
  ['mở quán ăn', 'household-business'],
  ['bang lai', 'driver-licence'],
  ['đổi bằng lái xe máy', 'driver-licence'],
  ['gia han bang lai', 'driver-licence'],
  ['driving licence', 'driver-licence'],
  ['ly lich tu phap', 'criminal-record'],
  ['tiền án', 'criminal-record'],
  ['police check', 'criminal-record'],
  ['3.000347', 'driver-licence'],
  ['mo cua hang', 'household-business'],
  ['ho kinh doanh ca the', 'household-business'],
  ['giấy phép kinh doanh', 'household-business'],
  ['vào lớp 1', 'enrol-grade1'],
  ['xin hoc lop 1', 'enrol-grade1'],
  ['tuyển sinh lớp một', 'enrol-grade1'],
  ['lop 6', 'enrol-grade6'],
  ['trung học cơ sở', 'enrol-grade6'],
  ['3.000182', 'enrol-grade6'],
  ['mẫu giáo', 'enrol-kindergarten'],
  ['truong mam non', 'enrol-kindergarten'],
  ['kindergarten', 'enrol-kindergarten'],
  ['mất thẻ bảo hiểm y tế', 'health-card-reissue'],
  ['doi noi kham', 'health-card-reissue'],
  ['lost health card', 'health-card-reissue'],
  ['mua bảo hiểm y tế', 'health-household'],
  ['gia han bao hiem y te', 'health-household'],
  ['bao hiem ho gia dinh', 'health-household'],
])('%s finds %s first', (query, id) => {
  expect(first(query)).toBe(id);
});

test('«hộ khẩu» and «hộ tịch» find something', () => {
  expect(search.find('hộ khẩu').length).toBeGreaterThan(0);
  expect(search.find('ho tich').length).toBeGreaterThan(0);
});

test('«tuyển sinh» finds every level', () => {
  for (const query of ['tuyển sinh', 'tuyen sinh dau cap', 'đi học'])
    expect(
      search
        .find(query)
        .map(({ id }) => id)
        .filter((id) => id.startsWith('enrol-'))
        .sort(),
      query,
    ).toEqual(['enrol-grade1', 'enrol-grade6', 'enrol-kindergarten']);
});

test('nonsense and nothing find nothing', () => {
  for (const query of ['', '   ', 'zzzzqqq', '!!!']) expect(search.find(query)).toEqual([]);
});

test('every name, official name and synonym finds its service, with or without marks and spaces', () => {
  for (const service of services)
    for (const text of [service.name.vi, service.name.en, service.officialName.vi]) {
      const bare = text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
      for (const query of [text, text.normalize('NFD'), bare, bare.replaceAll(' ', ''), text.toUpperCase()])
        expect(first(query), query).toBe(service.id);
    }
  for (const service of services)
    for (const synonym of service.synonyms)
      expect(
        search.find(synonym).map(({ id }) => id),
        synonym,
      ).toContain(service.id);
});

test('whatever is typed, each service is found at most once and no more than the limit', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), anyText, fc.constantFrom('giấy ', 'khai sinh')),
      fc.integer({ min: 0, max: 5 }),
      (query, limit) => {
        const found = search.find(query, limit);
        expect(found.length).toBeLessThanOrEqual(limit);
        expect(new Set(found).size).toBe(found.length);
      },
    ),
    { numRuns: 200 },
  );
});
