import { z } from 'zod';
import { addDays, dateParts, dayOfWeek, type IsoDate } from '../identity/calendar-date.ts';

/** The file assets/units/holidays.json, or a newer one from the portal. */
export const HolidayData = z.object({
  years: z.array(z.object({ year: z.number().int(), status: z.string() })),
  daysOff: z.array(
    z.object({
      from: z.iso.date(),
      to: z.iso.date(),
      vi: z.string(),
      status: z.enum(['estimate', 'partly-announced']).optional(),
    }),
  ),
  workingSaturdays: z.array(
    z.object({ date: z.iso.date(), for: z.iso.date(), status: z.literal('unverified').optional() }),
  ),
  pending: z.array(z.object({ date: z.iso.date(), vi: z.string() })),
});
export type HolidayData = z.infer<typeof HolidayData>;

export type WorkingCalendar = {
  readonly daysOff: ReadonlyMap<IsoDate, string>;
  readonly workingSaturdays: ReadonlySet<IsoDate>;
  /** Years the data speaks of; a deadline in another year counts weekends only and should be said with care. */
  readonly years: ReadonlySet<number>;
  /** Years whose days off are published, not reckoned from the law. */
  readonly publishedYears: ReadonlySet<number>;
  /** Days off by hearsay or still to be announced; working days unless chosen otherwise. */
  readonly pending: ReadonlyMap<IsoDate, string>;
};

export type CalendarChoices = {
  /** Days off by hearsay or still to be announced, treated as off. Default: none. */
  readonly pendingOff?: readonly IsoDate[];
  /** Count swapped Saturdays no source confirms as working days. Default no: a promised date may then come late by a day, never early. */
  readonly trustUnverifiedSaturdays?: boolean;
};

export function workingCalendar(data: HolidayData, choices: CalendarChoices = {}): WorkingCalendar {
  const daysOff = new Map<IsoDate, string>();
  for (const off of data.daysOff) {
    for (const day of daysFrom(off)) daysOff.set(day, off.vi);
  }
  for (const pending of data.pending) {
    if (choices.pendingOff?.includes(pending.date)) daysOff.set(pending.date, pending.vi);
  }
  const saturdays = data.workingSaturdays.filter((day) => day.status === undefined || choices.trustUnverifiedSaturdays);
  return {
    daysOff,
    workingSaturdays: new Set(saturdays.map((day) => day.date)),
    years: new Set(data.years.map(({ year }) => year)),
    publishedYears: new Set(data.years.filter(({ status }) => status === 'published').map(({ year }) => year)),
    pending: new Map(data.pending.map(({ date, vi }) => [date, vi])),
  };
}

/**
 * The same calendar with every day off that may still be declared one: for a term a resident must keep. What is promised them is
 * reckoned without: there a day too many would be the one that is waited for in vain.
 */
export function withPendingOff(calendar: WorkingCalendar): WorkingCalendar {
  return { ...calendar, daysOff: new Map([...calendar.daysOff, ...calendar.pending]) };
}

/** Monday to Friday unless off, and Saturdays worked in exchange for a day off. */
export function isWorkingDay(iso: IsoDate, calendar: WorkingCalendar): boolean {
  if (calendar.workingSaturdays.has(iso)) return true;
  const weekday = dayOfWeek(iso);
  return weekday !== 0 && weekday !== 6 && !calendar.daysOff.has(iso);
}

/**
 * The day `count` working days after a day; the day itself is not counted. With 0, the day itself if it is a working day, else the
 * next one: what comes in on a Sunday is received on Monday.
 */
export function addWorkingDays(iso: IsoDate, count: number, calendar: WorkingCalendar): IsoDate {
  if (!Number.isInteger(count) || count < 0 || count > MOST_WORKING_DAYS)
    throw new Error('not a number of working days');
  let day = count === 0 ? iso : addDays(iso, 1);
  let left = count === 0 ? 1 : count;
  // Ten days in a row without work is the longest stretch there is; the bound only guards against a broken calendar.
  for (let looked = 0; looked < (MOST_WORKING_DAYS + 1) * 15; looked++) {
    if (isWorkingDay(day, calendar)) left -= 1;
    if (left === 0) return day;
    day = addDays(day, 1);
  }
  throw new Error('a calendar without working days');
}

/** The last day from which at least `count` working days lie between it and the day, that day itself not counted. */
export function workingDaysBefore(iso: IsoDate, count: number, calendar: WorkingCalendar): IsoDate {
  if (!Number.isInteger(count) || count < 0 || count > MOST_WORKING_DAYS)
    throw new Error('not a number of working days');
  let day = iso;
  let left = count;
  for (let looked = 0; left > 0 && looked < (MOST_WORKING_DAYS + 1) * 15; looked++) {
    day = addDays(day, -1);
    if (isWorkingDay(day, calendar)) left -= 1;
  }
  return day;
}

/** Working days behind `from` up to `to`, that day counted; 0 when `to` is not later. */
export function workingDaysUntil({ from, to }: { from: IsoDate; to: IsoDate }, calendar: WorkingCalendar): number {
  let count = 0;
  for (let day = addDays(from, 1), looked = 0; day <= to && looked < MOST_WORKING_DAYS * 2; looked++) {
    if (isWorkingDay(day, calendar)) count += 1;
    day = addDays(day, 1);
  }
  return count;
}

/** Whether the days off around a date are published; otherwise say the date as an estimate. */
export function isPublished(iso: IsoDate, calendar: WorkingCalendar): boolean {
  return calendar.publishedYears.has(dateParts(iso).year);
}

/** Farther than any deadline: what is beyond is a slip of the finger. */
export const MOST_WORKING_DAYS = 1000;

function daysFrom(span: { readonly from: IsoDate; readonly to: IsoDate }): readonly IsoDate[] {
  const days: IsoDate[] = [];
  for (let day = span.from; day <= span.to && days.length < 31; day = addDays(day, 1)) days.push(day);
  return days;
}
