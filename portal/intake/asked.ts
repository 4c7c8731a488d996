import { hanoiDay } from '../../shared/identity/calendar-date.ts';
import { addWorkingDays, MOST_WORKING_DAYS, workingDaysUntil } from '../../shared/places/working-days.ts';
import type { CorrectionAsked } from '../../shared/portal-contract/correction.ts';
import type { PortalPorts } from '../ports.ts';
import type { CaseRecord, CorrectionRecord } from '../register/register.ts';

/** What is asked now; nothing where the case is not waiting for it. */
export async function openCorrection(found: CaseRecord, ports: PortalPorts): Promise<CorrectionRecord | undefined> {
  if (found.status !== 5) return undefined;
  return (await ports.register.corrections(found.filing)).find(({ closedAt }) => closedAt === undefined);
}

export function askedOf({ round, at, until, marks }: CorrectionRecord): CorrectionAsked {
  return { round, at, until, marks: [...marks] };
}

/** The clock stands still while a correction is asked: the day it would be due when it came on this one. */
export function dueAfterPause(
  { workingDaysLeft }: Pick<CorrectionRecord, 'workingDaysLeft'>,
  nowMs: number,
  { catalogue }: PortalPorts,
): string | undefined {
  if (workingDaysLeft === null) return undefined;
  // A day an officer mistyped by decades must not keep the revision from being received.
  return addWorkingDays(hanoiDay(nowMs), Math.min(workingDaysLeft, MOST_WORKING_DAYS), catalogue.calendar);
}

/** What is left of a promise when its clock is stopped; null where nothing was promised. */
export function workingDaysLeft(due: string | null, nowMs: number, { catalogue }: PortalPorts): number | null {
  return due === null ? null : workingDaysUntil({ from: hanoiDay(nowMs), to: due }, catalogue.calendar);
}
