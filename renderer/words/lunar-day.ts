import { lunarDay, lunarDayInWords, yearName } from '../../shared/vietnamese/lunar.ts';
import { useSession } from '../session/session.tsx';
import { useFrameWords } from './use-words.ts';

/**
 * A day as the lunar calendar has it: «mồng 3 tháng Giêng năm Bính Ngọ (âm lịch)»; `short` in figures, without the year. Undefined for a
 * day the calendar was not reckoned for.
 */
export function useLunarDay(): (iso: string, length?: 'short') => string | undefined {
  const t = useFrameWords();
  const { language } = useSession();
  return (iso, length) => {
    const found = lunarDay(iso);
    if (!found) return undefined;
    const figures = { day: String(found.day), month: `${found.month}${found.isLeapMonth ? '+' : ''}` };
    if (length === 'short') return t('lunar.shortDay', figures);
    // Months have names in Vietnamese only; elsewhere their number, a leap month with a plus.
    return t('lunar.day', { ...(language === 'vi' ? lunarDayInWords(found) : figures), year: yearName(found.year) });
  };
}
