import { dateParts, daysBetween, type IsoDate } from '../identity/calendar-date.ts';

/**
 * The Vietnamese lunar calendar (âm lịch), 1900 to 2199.
 *
 * Source: Hồ Ngọc Đức, «Thuật toán tính âm lịch» (2004, www.informatik.uni-leipzig.de/~duc/amlich/calrules.html), after
 * Jean Meeus, Astronomical Algorithms (1998). A month begins on the day of the new moon, the eleventh month holds the
 * winter solstice, and of thirteen months between two solstices the first without a principal term is the leap month.
 * Days begin at midnight of UTC+7 since 1 January 1968 (Decision 121-CP of 8 August 1967); before, calendars printed in Hanoi
 * followed UTC+8, so a birth of 1950 is told as its parents wrote it down. China's calendar (`Intl`, «chinese») has UTC+8
 * throughout and has another new year in 1968, 1969, 1985, 2007, 2030 and 2053.
 */
export interface LunarDay {
  readonly day: number;
  readonly month: number;
  /** A leap month follows the month of the same number. */
  readonly isLeapMonth: boolean;
  /** The solar year in which the lunar year began. */
  readonly year: number;
}

const firstDay: IsoDate = '1900-01-31';
const lastDay: IsoDate = '2199-12-31';

/** Undefined for a day outside 1900-01-31 (Tết of Canh Tý) to 2199-12-31: the approximation was made for these years. */
export function lunarDay(iso: IsoDate): LunarDay | undefined {
  if (iso < firstDay || iso > lastDay) return undefined;
  const { year } = dateParts(iso);
  const zone: Zone = iso < '1968-01-01' ? 8 : 7;
  const today = julianDay(iso);
  const monthStart = newMoonOnOrBefore(today, zone);
  const thisEleventh = eleventhMonth(year, zone);
  const isBefore = thisEleventh >= monthStart;
  // The solstices' months on both sides; counting goes from the earlier one.
  const [from, to] = isBefore
    ? [eleventhMonth(year - 1, zone), thisEleventh]
    : [thisEleventh, eleventhMonth(year + 1, zone)];
  const monthsOn = Math.floor((monthStart - from) / 29);
  const leapAt = to - from > 365 ? leapMonthAfter(from, zone) : undefined;
  const number = monthsOn + (leapAt !== undefined && monthsOn >= leapAt ? 10 : 11);
  const month = number > 12 ? number - 12 : number;
  const yearOfLater = isBefore ? year : year + 1;
  return {
    day: today - monthStart + 1,
    month,
    isLeapMonth: monthsOn === leapAt,
    year: month >= 11 && monthsOn < 4 ? yearOfLater - 1 : yearOfLater,
  };
}

/** Can Chi of a lunar year: 2026 is «Bính Ngọ». */
export function yearName(year: number): string {
  return `${stems[(year + 6) % 10]} ${branches[(year + 8) % 12]}`;
}

/** As elders say it: «mồng 3», «rằm», «23»; «Giêng», «Chạp», «Tư nhuận». */
export function lunarDayInWords({ day, month, isLeapMonth }: LunarDay): { day: string; month: string } {
  return {
    day: day === 15 ? 'rằm' : day <= 10 ? `mồng ${day}` : String(day),
    month: `${monthNames[month - 1]}${isLeapMonth ? ' nhuận' : ''}`,
  };
}

const stems = ['Giáp', 'Ất', 'Bính', 'Đinh', 'Mậu', 'Kỷ', 'Canh', 'Tân', 'Nhâm', 'Quý'] as const;
const branches = ['Tý', 'Sửu', 'Dần', 'Mão', 'Thìn', 'Tỵ', 'Ngọ', 'Mùi', 'Thân', 'Dậu', 'Tuất', 'Hợi'] as const;
const monthNames = [
  'Giêng',
  'Hai',
  'Ba',
  'Tư',
  'Năm',
  'Sáu',
  'Bảy',
  'Tám',
  'Chín',
  'Mười',
  'Mười Một',
  'Chạp',
] as const;

/** Hours east of Greenwich at which days begin. */
type Zone = 7 | 8;

const mostMonths = 14;
const meanMonth = 29.530588853;
/** Julian day of the mean new moon numbered 0, in January 1900. */
const firstNewMoon = 2415021.076998695;
const degree = Math.PI / 180;

/** Number of the day whose noon (UTC) has this Julian day. */
function julianDay(iso: IsoDate): number {
  return 2_440_588 + daysBetween({ from: '1970-01-01', to: iso });
}

function newMoonOnOrBefore(day: number, zone: Zone): number {
  const number = Math.floor((day - firstNewMoon) / meanMonth);
  // The true new moon lies up to 14 hours beside the mean one: two steps back, not one as published (1947-03-22 became day 0).
  const starts = [number + 1, number, number - 1].map((each) => newMoonDay(each, zone));
  return starts.find((start) => start <= day) as number;
}

/** First day of the month that holds the winter solstice of a year. */
function eleventhMonth(year: number, zone: Zone): number {
  const number = Math.floor((julianDay(`${year}-12-31`) - 2_415_021) / meanMonth);
  const start = newMoonDay(number, zone);
  // The sun past 270° at its beginning: the solstice lies in the month before.
  return solarTerm(start, zone) >= 9 ? newMoonDay(number - 1, zone) : start;
}

/** How many months after the eleventh the leap month comes. */
function leapMonthAfter(eleventh: number, zone: Zone): number {
  const number = Math.floor((eleventh - firstNewMoon) / meanMonth + 0.5);
  const terms = Array.from({ length: mostMonths }, (_, after) => solarTerm(newMoonDay(number + after, zone), zone));
  // The sun was in the same twelfth at two beginnings: no principal term lies between them.
  return terms.findIndex((term, after) => after > 0 && term === terms[after + 1]);
}

/** The sun's place at the beginning of a day in twelfths of its round: 0 from the spring equinox, 9 from the winter solstice. */
function solarTerm(day: number, zone: Zone): number {
  const centuries = (day - 2451545.5 - zone / 24) / 36_525;
  const squared = centuries * centuries;
  const anomaly = 357.5291 + 35999.0503 * centuries - 0.0001559 * squared - 0.00000048 * centuries * squared;
  const meanLongitude = 280.46645 + 36000.76983 * centuries + 0.0003032 * squared;
  const centre =
    (1.9146 - 0.004817 * centuries - 0.000014 * squared) * Math.sin(degree * anomaly) +
    (0.019993 - 0.000101 * centuries) * Math.sin(degree * 2 * anomaly) +
    0.00029 * Math.sin(degree * 3 * anomaly);
  const longitude = meanLongitude + centre;
  return Math.floor((longitude - 360 * Math.floor(longitude / 360)) / 30);
}

/** The day on which the new moon of this number falls, in the zone. */
function newMoonDay(number: number, zone: Zone): number {
  const t = number / 1236.85; // Julian centuries since 1900
  const t2 = t * t;
  const t3 = t2 * t;
  const mean =
    2415020.75933 +
    29.53058868 * number +
    0.0001178 * t2 -
    0.000000155 * t3 +
    0.00033 * Math.sin(degree * (166.56 + 132.87 * t - 0.009173 * t2));
  const sun = degree * (359.2242 + 29.10535608 * number - 0.0000333 * t2 - 0.00000347 * t3);
  const moon = degree * (306.0253 + 385.81691806 * number + 0.0107306 * t2 + 0.00001236 * t3);
  const latitude = degree * (21.2964 + 390.67050646 * number - 0.0016528 * t2 - 0.00000239 * t3);
  const correction =
    (0.1734 - 0.000393 * t) * Math.sin(sun) +
    0.0021 * Math.sin(2 * sun) -
    0.4068 * Math.sin(moon) +
    0.0161 * Math.sin(2 * moon) -
    0.0004 * Math.sin(3 * moon) +
    0.0104 * Math.sin(2 * latitude) -
    0.0051 * Math.sin(sun + moon) -
    0.0074 * Math.sin(sun - moon) +
    0.0004 * Math.sin(2 * latitude + sun) -
    0.0004 * Math.sin(2 * latitude - sun) -
    0.0006 * Math.sin(2 * latitude + moon) +
    0.001 * Math.sin(2 * latitude - moon) +
    0.0005 * Math.sin(2 * moon + sun);
  // Dynamical time runs ahead of clocks on a turning earth.
  const ahead = -0.000278 + 0.000265 * t + 0.000262 * t2;
  return Math.floor(mean + correction - ahead + 0.5 + zone / 24);
}
