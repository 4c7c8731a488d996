import type { Service, Window } from './service.ts';
import type { Text } from './text.ts';

/** The window a day lies in. A service without windows has none and is open all the same. */
export function openWindow(service: Service, today: string): Window | undefined {
  return service.windows.find(({ from, until }) => from <= today && today <= until);
}

/** Whether dossiers are taken on a day, as far as windows go. */
export function isInWindow(service: Service, today: string): boolean {
  return service.windows.length === 0 || openWindow(service, today) !== undefined;
}

/** What to say on a day outside of them: what the window that was missed still leaves open, else what holds on any such day. */
export function outsideText(service: Service, today: string): Text | undefined {
  const missed = service.windows.find(
    ({ until, afterwards }) => afterwards !== undefined && until < today && today <= afterwards.until,
  );
  return missed?.afterwards?.text ?? service.outsideWindows;
}
