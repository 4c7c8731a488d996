import type { Language } from '../../shared/catalogue/text.ts';
import { hanoiDay } from '../../shared/identity/calendar-date.ts';
import { dateInWords, timeOfDay } from '../../shared/vietnamese/dates.ts';

/** A moment as it is told to a person: clock time and the day with its weekday, in Hanoi. */
export function moment(instant: string | number, language: Language): { time: string; date: string } {
  const atMs = typeof instant === 'number' ? instant : Date.parse(instant);
  return { time: timeOfDay(atMs), date: dateInWords(hanoiDay(atMs), language) };
}
