import type { Language } from '../../shared/catalogue/text.ts';
import { dateInWords, timeOfDay } from '../../shared/vietnamese/dates.ts';

const hanoiOffsetMs = 7 * 60 * 60 * 1000;

/** A moment as it is told to a person: clock time and the day with its weekday, in Hanoi. */
export function moment(instant: string | number, language: Language): { time: string; date: string } {
  const atMs = typeof instant === 'number' ? instant : Date.parse(instant);
  return {
    time: timeOfDay(atMs),
    date: dateInWords(new Date(atMs + hanoiOffsetMs).toISOString().slice(0, 10), language),
  };
}
