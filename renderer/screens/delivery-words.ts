import type { useTranslation } from 'react-i18next';
import type { Delivery } from '../../shared/portal-contract/delivery.ts';

/** How a result reaches the resident, in a sentence. */
export function deliveryWords({ way, detail }: Delivery, t: ReturnType<typeof useTranslation<'follow'>>['t']): string {
  return detail ? t(`delivery.with.${way}`, { detail }) : t(`delivery.${way}`);
}
