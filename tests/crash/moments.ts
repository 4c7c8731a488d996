import type { SeededDice } from '../simulation/seeded-dice.ts';
import type { Told } from './resident-in-page.ts';

/** When somebody is killed. Drawn from the seed; what the machine is doing at that moment is its own affair. */
export type Moment =
  /** So long after its start, whatever it is doing. */
  | { readonly at: 'start'; readonly afterMs: number }
  /** So long after the page has come up. */
  | { readonly at: 'page'; readonly afterMs: number }
  /** After the resident has come to this point for the nth time. */
  | { readonly at: Told['at']; readonly nth: number; readonly afterMs: number }
  /** When the nth bytes pass between kiosk and portal; `isHeld`: they are the first that do not arrive. */
  | { readonly at: 'request' | 'reply'; readonly nth: number; readonly afterMs: number; readonly isHeld: boolean }
  /** After the visit has been ended: while a fresh page replaces the old one. */
  | { readonly at: 'end-of-visit'; readonly afterMs: number };

const points: readonly Told['at'][] = [
  'draft',
  'photo',
  'photo-kept',
  'tap',
  'tap',
  'tap',
  'filed',
  'put',
  'showing',
  'shown',
];

export function kioskMoment(dice: SeededDice): Moment {
  const kind = dice.between(1, 100);
  if (kind <= 12) return { at: 'start', afterMs: dice.between(0, 1400) };
  if (kind <= 24) return { at: 'page', afterMs: dice.between(0, 2000) };
  if (kind <= 68) return { at: dice.pick(points), nth: dice.between(1, 4), afterMs: soon(dice) };
  if (kind <= 92) return passing(dice);
  return { at: 'end-of-visit', afterMs: dice.between(0, 700) };
}

export function portalMoment(dice: SeededDice): Moment {
  const kind = dice.between(1, 100);
  if (kind <= 10) return { at: 'start', afterMs: dice.between(0, 700) };
  if (kind <= 25) return { at: 'page', afterMs: dice.between(0, 1500) };
  return passing(dice);
}

function passing(dice: SeededDice): Moment {
  const nth = dice.pick([1, 2, 3, 4, 6, 8, 12, 20, 40]);
  return { at: dice.pick(['request', 'reply']), nth, afterMs: soon(dice), isHeld: dice.happens(0.4) };
}

/** Mostly within the few milliseconds in which something is being written. */
function soon(dice: SeededDice): number {
  return dice.pick([0, 0, dice.between(1, 5), dice.between(1, 15), dice.between(1, 60)]);
}

export function sayMoment(moment: Moment): string {
  const nth = 'nth' in moment ? ` ${moment.nth}` : '';
  const held = 'isHeld' in moment && moment.isHeld ? ', held' : '';
  return `${moment.at}${nth} +${moment.afterMs} ms${held}`;
}
