import { useTranslation } from 'react-i18next';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** «30 giây trước», from an instant until now. */
export function useAge(): (instant: string) => string {
  const { t } = useTranslation('staff');
  return (instant) => {
    const seconds = Math.max(0, Math.round((Date.now() - Date.parse(instant)) / 1000));
    if (seconds < minute) return t('technician.ago.seconds', { count: seconds });
    if (seconds < hour) return t('technician.ago.minutes', { count: Math.floor(seconds / minute) });
    if (seconds < day) return t('technician.ago.hours', { count: Math.floor(seconds / hour) });
    return t('technician.ago.days', { count: Math.floor(seconds / day) });
  };
}
