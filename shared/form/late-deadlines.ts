import type { Deadline, Service } from '../catalogue/service.ts';
import type { Text } from '../catalogue/text.ts';
import { addDays, daysBetween, isRealDate } from '../identity/calendar-date.ts';
import { addWorkingDays, isWorkingDay, workingDaysBefore } from '../places/working-days.ts';
import { dateInWords } from '../vietnamese/dates.ts';
import { isReckonable, type View } from './condition-holds.ts';
import type { Facts } from './facts.ts';

export interface DeadlineNote {
  readonly id: string;
  /** The date question it counts from. */
  readonly from: string;
  readonly late: boolean;
  /** What lateness is: said only, or not taken. */
  readonly level: 'warn' | 'refuse';
  /** Days until the last day, that day not counted; negative once it has passed. Working days for a deadline counted so. */
  readonly daysLeft: number;
  readonly last: string;
  readonly text: Text;
}

/** What each deadline says, for those whose date is known; one that counts from the date only once the day has come. */
export function deadlineNotes(service: Service, view: View): DeadlineNote[] {
  return service.deadlines.flatMap((deadline) => {
    const from = view.answer(deadline.from);
    const { today } = view.facts;
    if (typeof from !== 'string' || !isRealDate(from) || !isRealDate(today)) return [];
    if (deadline.ahead ? !isReckonable(from) : from > today) return [];
    return [noteOf(deadline, from, view.facts)];
  });
}

export function lateDeadlines(service: Service, view: View): DeadlineNote[] {
  return deadlineNotes(service, view).filter((note) => note.late);
}

function noteOf(deadline: Deadline, from: string, facts: Facts): DeadlineNote {
  const last = lastDay(deadline, from, facts);
  const late = facts.today > last;
  const text = late ? deadline.late : deadline.inTime;
  return {
    id: deadline.id,
    from: deadline.from,
    late,
    level: deadline.lateIs ?? 'warn',
    daysLeft:
      deadline.counted === 'calendar-days' || late
        ? daysBetween({ from: facts.today, to: last })
        : workingDaysUntil(last, facts),
    last,
    text: {
      vi: text.vi.replaceAll('{last}', dateInWords(last, 'vi')),
      en: text.en.replaceAll('{last}', dateInWords(last, 'en')),
    },
  };
}

function lastDay({ counted, days, ahead }: Deadline, from: string, { calendar }: Facts): string {
  if (counted === 'calendar-days') return addDays(from, ahead ? -days : days);
  return ahead ? workingDaysBefore(from, days, calendar) : addWorkingDays(from, days, calendar);
}

/** Whoever has more days left is in no hurry, and need not know how many exactly. */
const MOST_COUNTED = 100;

function workingDaysUntil(last: string, facts: Facts): number {
  let count = 0;
  for (let day = addDays(facts.today, 1); day <= last && count < MOST_COUNTED; day = addDays(day, 1))
    if (isWorkingDay(day, facts.calendar)) count += 1;
  return count;
}
