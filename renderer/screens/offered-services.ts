import type { LifeEvent, Service } from '../../shared/catalogue/service.ts';
import { isInWindow } from '../../shared/catalogue/windows.ts';
import { addDays } from '../../shared/identity/calendar-date.ts';

/** A service as it stands on a day, by its versions and its windows: open, not open yet (with its day), or closed since. */
export type Offered =
  | { readonly state: 'open'; readonly service: Service }
  | { readonly state: 'opens'; readonly service: Service; readonly day: string }
  | { readonly state: 'closed'; readonly service: Service; readonly day: string };

/** One entry a service, in the version of that day; what is closed by date stays visible with its day. */
export function offeredServices(services: readonly Service[], today: string): Offered[] {
  const ids = [...new Set(services.map(({ id }) => id))];
  return ids.flatMap((id) => {
    const offered = offeredOf(
      services.filter((service) => service.id === id),
      today,
    );
    return offered ? [offered] : [];
  });
}

export function offeredService(services: readonly Service[], id: string, today: string): Offered | undefined {
  return offeredServices(
    services.filter((service) => service.id === id),
    today,
  )[0];
}

export function servicesOf(offered: readonly Offered[], event: LifeEvent): Offered[] {
  return offered.filter(({ service }) => service.lifeEvents.includes(event));
}

function offeredOf(versions: readonly Service[], today: string): Offered | undefined {
  const open = versions.find(
    ({ validFrom, validUntil }) => validFrom <= today && (validUntil === undefined || today <= validUntil),
  );
  if (open) return inWindow(open, today);
  const ahead = versions
    .filter(({ validFrom }) => validFrom > today)
    .sort((one, other) => (one.validFrom < other.validFrom ? -1 : 1))[0];
  if (ahead) return { state: 'opens', service: ahead, day: ahead.validFrom };
  const past = [...versions].sort((one, other) => ((one.validUntil ?? '') > (other.validUntil ?? '') ? -1 : 1))[0];
  return past?.validUntil ? { state: 'closed', service: past, day: past.validUntil } : undefined;
}

function inWindow(service: Service, today: string): Offered {
  if (isInWindow(service, today)) return { state: 'open', service };
  const ahead = service.windows.map(({ from }) => from).filter((from) => from > today);
  const [next] = ahead.sort();
  if (next !== undefined) return { state: 'opens', service, day: next };
  const last =
    service.windows
      .map(({ until }) => until)
      .sort()
      .at(-1) ?? today;
  return { state: 'closed', service, day: addDays(last, 1) };
}
