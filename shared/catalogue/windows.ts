import type { Service, Window } from './service.ts';

/** The window a day lies in. A service without windows has none and is open all the same. */
export function openWindow(service: Service, today: string): Window | undefined {
  return service.windows.find(({ from, until }) => from <= today && today <= until);
}

/** Whether dossiers are taken on a day, as far as windows go. */
export function isInWindow(service: Service, today: string): boolean {
  return service.windows.length === 0 || openWindow(service, today) !== undefined;
}
