import { addDays } from '../../shared/identity/calendar-date.ts';
import { type Story, storyOf } from '../support/known-services.ts';

/**
 * Ten people with one errand: a child is born. Names are put together from the surnames, middle and given names of
 * the domain's synthetic-data.json (invented, «combine at random»), with its name traps, addresses, numbers beginning 0000
 * behind the place and year, and telephones 0900 000 0xx.
 */

export interface Person {
  readonly id: string;
  readonly who: string;
  readonly story: Story;
}

type Answers = Story['answers'];

const ward = '00190';
const here = (detail: string, unit = ward) => ({ country: 'VN' as const, province: '01', unit, detail });
const origin = { country: 'VN' as const, province: '37', unit: '13285', detail: '' };
const unknown = (kind: 'none' | 'forgotten') => ({ unknown: kind });

/** A story of the catalogue with somebody else's answers; what is `undefined` was never asked. */
function told(example: string, answers: Readonly<Record<string, Answers[string] | undefined>>): Story {
  const story = storyOf('birth-registration', example, { ward });
  const all = Object.entries({ ...story.answers, ...answers });
  return {
    ...story,
    answers: Object.fromEntries(all.filter((entry): entry is [string, Answers[string]] => entry[1] !== undefined)),
  };
}

const { today } = storyOf('birth-registration', 'father-in-time').facts;
const daysAgo = (days: number) => addDays(today, -days);

/** A mother who registers her child; the father is known and they are married. */
const asMother = {
  relation: 'me',
  motherName: undefined,
  motherBirth: undefined,
  motherId: undefined,
  motherResKind: undefined,
  motherRes: undefined,
  fatherName: 'Phạm Đức Dũng',
  fatherBirth: '1993-04-30',
  fatherId: '001093000041',
  fatherEthnic: 'Kinh',
  fatherNation: 'VN',
  fatherResKind: 'thuong-tru',
  fatherRes: here('Căn 802, tòa N05, KĐT Hồ Sen'),
} satisfies Parameters<typeof told>[1];

export const fatherWithCard: Person = {
  id: 'father-with-card',
  who: 'Hoàng Minh Sơn, 36, holds his card in his hand',
  story: told('father-in-time', {
    reqId: '001090000033',
    reqName: 'Hoàng Minh Sơn',
    reqBirth: '1990-08-19',
    reqRes: here('Căn 1205, tòa CT1, KĐT Mẫu Xanh'),
    reqPhone: '0900000033',
    reqEmail: undefined,
    childName: 'Hoàng Gia Long',
    childBirth: daysAgo(10),
    motherName: 'Vũ Thu Hương',
    motherRes: here('Căn 1205, tòa CT1, KĐT Mẫu Xanh'),
    birthPlace: here('Bệnh viện Mẫu', '00175'),
    deliveryAddress: here('Căn 1205, tòa CT1, KĐT Mẫu Xanh'),
    copies: 1,
  }),
};

export const studentTenant: Person = {
  id: 'student-tenant',
  who: 'Lý Khánh Linh, 21, rents a room, reads English better than official Vietnamese',
  story: told('mother-father-unknown', {
    reqId: '001305000018',
    reqName: 'Lý Khánh Linh',
    reqBirth: '2005-02-11',
    reqIdDate: '2024-09-02',
    reqResKind: 'tam-tru',
    reqRes: here('Số 7, ngõ 12, Phố Hoa Sữa Mẫu'),
    reqPhone: '0900000118',
    reqEmail: 'linh.ly@example.com',
    childName: 'Lý Minh Anh',
    childBirth: daysAgo(21),
    noticeKind: 'ma-so',
    birthPlace: here('Bệnh viện Mẫu', '00175'),
    motherEthnic: 'Hoa',
    delivery: 'dien-tu',
    copies: 0,
    deliveryAddress: undefined,
  }),
};

export const motherWithBaby: Person = {
  id: 'mother-with-baby',
  who: 'Trần Ngọc Mai, 31, her child on the right arm, the left hand is free',
  story: told('father-in-time', {
    ...asMother,
    reqId: '001195000052',
    reqName: 'Trần Ngọc Mai',
    reqBirth: '1995-12-05',
    reqRes: here('Căn 802, tòa N05, KĐT Hồ Sen'),
    reqPhone: '0900000052',
    reqEmail: undefined,
    childName: 'Phạm Khánh Chi',
    childSex: 'female',
    childBirth: daysAgo(33),
    birthPlace: here('Bệnh viện Mẫu', '00175'),
    motherEthnic: 'Kinh',
    copies: 0,
    delivery: 'dien-tu',
    deliveryAddress: undefined,
  }),
};

export const everyMistake: Person = {
  id: 'every-mistake',
  who: 'Đỗ Tuấn Việt, 28, has not slept; makes every mistake once',
  story: told('father-mother-unknown', {
    reqId: '001098000064',
    reqName: 'Đỗ Tuấn Việt',
    reqBirth: '1998-01-31',
    reqRes: here('Tổ dân phố số 4'),
    reqPhone: '0900000064',
    reqEmail: 'viet.do@example.vn',
    birthKind: 'ca-hai',
    parentsMarried: 'co',
    surrogacy: 'khong',
    noticeKind: 'ma-so',
    childName: 'Đỗ Hữu Nam',
    childSex: 'male',
    childBirth: daysAgo(5),
    birthPlace: here('Bệnh viện Mẫu', '00175'),
    childEthnic: 'Kinh',
    fatherEthnic: 'Kinh',
    motherName: 'Bùi Phương Thảo',
    motherBirth: '1999-09-09',
    motherId: '001199000071',
    motherEthnic: 'Kinh',
    motherNation: 'VN',
    motherResKind: 'thuong-tru',
    motherRes: here('Tổ dân phố số 4'),
    mcNo: '21',
    mcBook: '01/2022',
    mcDate: '2022-06-01',
    mcPlace: 'Ủy ban nhân dân phường Yên Hòa',
    origin,
    copies: 0,
    delivery: 'dien-tu',
    deliveryAddress: undefined,
  }),
};

export const koreanFather: Person = {
  id: 'korean-resident',
  who: 'Kim Min Jun, 38, lives in a tower of Tân Phong with his wife from Hanoi; has a passport, no citizen number',
  story: told('father-in-time', {
    reqId: unknown('forgotten'),
    reqName: 'Kim Min Jun',
    reqBirth: '1988-05-17',
    reqIdKind: 'ho-chieu',
    reqIdNo: 'M00000088',
    reqIdDate: '2022-03-08',
    reqIdPlace: 'Seoul',
    reqResKind: 'tam-tru',
    reqRes: here('Căn 2107, tòa Park 3, KĐT Tân Phong'),
    reqPhone: '0900000088',
    reqEmail: undefined,
    childName: 'Kim Lan Anh',
    childSex: 'female',
    childBirth: daysAgo(14),
    birthPlace: here('Bệnh viện Mẫu', '00175'),
    motherName: 'Lê Thu Lan',
    motherRes: here('Căn 2107, tòa Park 3, KĐT Tân Phong'),
    fatherEthnic: 'Kinh',
    fatherNation: 'KR',
    mcNo: '5',
    mcBook: '01/2021',
    copies: 0,
    delivery: 'dien-tu',
    deliveryAddress: undefined,
  }),
};

export const manInHurry: Person = {
  id: 'man-in-hurry',
  who: 'Ngô Quang Hải, 41, a queue behind him; skips whatever may be skipped',
  story: told('father-in-time', {
    reqId: '001085000096',
    reqName: 'Ngô Quang Hải',
    reqBirth: '1985-06-06',
    reqRes: here('Số 9, ngõ 5, Phố Mẫu 1'),
    reqPhone: '0900000096',
    reqEmail: undefined,
    parentsMarried: 'khong',
    mcNo: undefined,
    mcBook: undefined,
    mcDate: undefined,
    mcPlace: undefined,
    childName: 'Ngô Đức An',
    childBirth: daysAgo(3),
    birthPlace: here('Bệnh viện Mẫu', '00175'),
    motherName: 'Dương Thị Yến',
    motherRes: here('Số 9, ngõ 5, Phố Mẫu 1'),
    // What stands there already: none.
    copies: 0,
    delivery: 'dien-tu',
    deliveryAddress: undefined,
  }),
};

export const longName: Person = {
  id: 'long-name',
  who: 'H’Linh Niê Kđăm Phương Ngọc, 27, still says the name of her old ward',
  story: told('mother-father-unknown', {
    reqId: '066199000107',
    reqName: "H'Linh Niê Kđăm Phương Ngọc",
    reqBirth: '1999-03-03',
    reqRes: { ...here('Số 5, ngách 12/34, Đường Thử Nghiệm', '00316'), former: 'Phường Đại Kim, Quận Hoàng Mai' },
    reqPhone: '0900000107',
    childName: "Y'Thành Niê Kđăm Nguyễn Phúc Hữu Bình",
    childSex: 'male',
    childBirth: daysAgo(40),
    noticeKind: 'giay',
    birthPlace: here('Bệnh viện Mẫu', '00175'),
    motherEthnic: 'Ê-đê',
    delivery: 'dien-tu',
    copies: 1,
    deliveryAddress: undefined,
  }),
};

export const interrupted: Person = {
  id: 'interrupted',
  who: 'Phan Hữu Phúc, 33, is called away in the middle and comes back with the slip',
  story: told('father-in-time', {
    reqId: '001093000125',
    reqName: 'Phan Hữu Phúc',
    reqBirth: '1993-10-20',
    reqRes: here('Thôn Mẫu'),
    reqPhone: '0900000125',
    reqEmail: undefined,
    childName: 'Phan Ngọc Hà',
    childSex: 'female',
    childBirth: daysAgo(8),
    birthPlace: here('Bệnh viện Mẫu', '00175'),
    motherName: 'Hồ Thị Dung',
    motherRes: here('Thôn Mẫu'),
    copies: 0,
    delivery: 'dien-tu',
    deliveryAddress: undefined,
  }),
};

export const helpedInEvening: Person = {
  id: 'helped-in-evening',
  who: 'Bùi Thanh Trang, 45, sees poorly; the attendant sits beside her, it is evening and the network is away',
  story: told('father-in-time', {
    ...asMother,
    reqId: '001181000139',
    reqName: 'Bùi Thanh Trang',
    reqBirth: '1981-11-11',
    reqRes: here('Căn 304, tòa HH3, KĐT Bình An'),
    reqPhone: '0900000139',
    reqEmail: undefined,
    childName: 'Phạm Minh Khôi',
    childBirth: daysAgo(59),
    birthPlace: here('Bệnh viện Mẫu', '00175'),
    motherEthnic: 'Mường',
    childEthnic: 'Mường',
    copies: 2,
    delivery: 'buu-chinh',
    deliveryAddress: here('Căn 304, tòa HH3, KĐT Bình An'),
  }),
};

export const grandmother: Person = {
  id: 'grandmother',
  who: 'Đặng Thị Lan, 66, letters twice as large, four keys and headphones',
  // What she writes by ear has no capitals but those of names: she does not look for the shift key.
  story: told('grandmother-late', {
    reqId: '001160000143',
    reqRes: { ...here('ngõ ân', '00316'), former: 'Phường Đại Kim, Quận Hoàng Mai' },
    mcPlace: undefined,
    childName: 'Nguyễn An',
    motherName: 'Trần Mai',
    motherRes: { ...here('ngõ ân', '00316'), former: 'Phường Đại Kim, Quận Hoàng Mai' },
    fatherName: 'Nguyễn Nam',
    fatherEthnic: 'Kinh',
    birthPlace: here('viện mẫu', '00175'),
    copies: 0,
    delivery: 'dien-tu',
    deliveryAddress: undefined,
  }),
};
