import type { Answers, Service } from '../catalogue/service.ts';
import type { Text } from '../catalogue/text.ts';
import { openWindow } from '../catalogue/windows.ts';
import { addDays, daysBetween } from '../identity/calendar-date.ts';
import { addWorkingDays, isWorkingDay } from '../places/working-days.ts';
import { dateInWords } from '../vietnamese/dates.ts';
import { holds, type View } from './condition-holds.ts';
import { fullView } from './derived.ts';
import type { Facts } from './facts.ts';
import { type DeadlineNote, deadlineNotes } from './late-deadlines.ts';
import { walk } from './walk.ts';

export interface Timing {
  readonly deadlineNotes: readonly DeadlineNote[];
  /** ISO day the result is due on if the receiver took the dossier this minute; none where no source gives a time. Never a promise: only the receiver gives one. */
  readonly dueIfReceivedNow: string | undefined;
  readonly cutOffPassed: boolean;
  /** Only without a network: what could pass before the dossier arrives. */
  readonly mayPassBeforeNetwork: Text | undefined;
}

/** Lobbies have been without a network for days; a deadline this near is worth a warning. Ours. */
export const outageDaysToExpect = 3;

/**
 * Deadlines and the day a result is due. Days count from the next working day. What comes on a day off is received on the next working
 * day. Past the cut-off a same-day result is due on the next working day; longer times already count from there.
 */
export function timingOf(
  service: Service,
  answers: Answers,
  facts: Facts,
  network: { readonly online: boolean },
): Timing {
  const view = fullView(service, walk(service, answers, facts).reached, facts);
  const notes = deadlineNotes(service, view);
  const { calendarDays, cutOff } = service.processing;
  const workingDays = workingDaysOf(service, view);
  const isWorking = isWorkingDay(facts.today, facts.calendar);
  const cutOffPassed = isWorking && cutOff !== undefined && facts.time >= cutOff;
  const received = addWorkingDays(facts.today, 0, facts.calendar);
  const inFull = workingDays === null ? received : addWorkingDays(received, workingDays, facts.calendar);
  const inDays = calendarDays === undefined ? inFull : addDays(received, calendarDays);
  const afterCutOff = cutOffPassed ? addWorkingDays(received, 1, facts.calendar) : received;
  const isTimed = workingDays !== null || calendarDays !== undefined;
  const due = [inFull, inDays, afterCutOff].sort().at(-1);
  return {
    deadlineNotes: notes,
    dueIfReceivedNow: isTimed ? due : undefined,
    cutOffPassed,
    mayPassBeforeNetwork: network.online
      ? undefined
      : outageWarning([...notes, ...windowNote(service, facts)], isWorking && !cutOffPassed ? cutOff : undefined),
  };
}

/** How many working days it takes with these answers; null where no source gives a time. */
export function workingDaysOf({ processing }: Service, view: View): number | null {
  return processing.cases.find(({ when }) => holds(when, view))?.workingDays ?? processing.workingDays;
}

/** A window that closes soon is a last day like any other. */
function windowNote(service: Service, { today }: Facts): Pick<DeadlineNote, 'late' | 'daysLeft' | 'last'>[] {
  const open = openWindow(service, today);
  return open ? [{ late: false, last: open.until, daysLeft: daysBetween({ from: today, to: open.until }) }] : [];
}

function outageWarning(
  notes: readonly Pick<DeadlineNote, 'late' | 'daysLeft' | 'last'>[],
  cutOffAhead: string | undefined,
): Text | undefined {
  const near = notes.find((note) => !note.late && note.daysLeft <= outageDaysToExpect);
  if (near)
    return {
      vi: `Hạn cuối là ${dateInWords(near.last, 'vi')}. Máy chưa có mạng, hồ sơ có thể tới muộn. Nếu gấp, mời bạn ra quầy của phường.`,
      en: `The last day is ${dateInWords(near.last, 'en')}. There is no network, so the dossier may arrive late. If it is urgent, go to the ward's counter.`,
    };
  if (cutOffAhead === undefined) return undefined;
  return {
    vi: `Máy chưa có mạng. Hồ sơ tới sau ${cutOffAhead} thì tính từ ngày làm việc tiếp theo.`,
    en: `There is no network. A dossier that arrives after ${cutOffAhead} counts from the next working day.`,
  };
}
