import { isIdle } from './page-now.ts';
import type { Sound } from './sounds.ts';

const lastSeconds = 10;

/**
 * Sounds for what the page shows by itself: the clock of an idle screen, the dossier kept and arrived. Each has its visible twin: the
 * clock, the crossing.
 */
export function createBells(given: {
  readonly sound: (name: Sound) => void;
  /** The last seconds are told as well. */
  readonly tell: (text: string) => void;
  /** A death is registered here: nothing sounds glad. */
  readonly isQuiet: () => boolean;
}): (root: HTMLElement) => void {
  let secondsTold = Number.POSITIVE_INFINITY;
  let crossing = '';

  function ringIdle(root: HTMLElement): void {
    const clock = isIdle(root) ? root.querySelector('[role="timer"]') : null;
    if (!clock) {
      secondsTold = Number.POSITIVE_INFINITY;
      return;
    }
    const told = clock.getAttribute('aria-label') ?? '';
    const [left] = /\d+/.exec(told) ?? [];
    if (left === undefined) return;
    const seconds = Number(left);
    const isFirst = secondsTold === Number.POSITIVE_INFINITY;
    const isLast = secondsTold > lastSeconds && seconds <= lastSeconds;
    if (isFirst || isLast) given.sound('bell');
    if (isLast && !isFirst) given.tell(told);
    secondsTold = seconds;
  }

  function ringCrossing(root: HTMLElement): void {
    const picture = root.matches('[data-screen="filed"]') ? root.querySelector('.crossing') : null;
    const now = picture?.getAttribute('data-state') ?? '';
    const isNews = now !== crossing && now !== '' && (crossing === '' || now === 'received');
    crossing = now;
    if (isNews && !given.isQuiet()) given.sound('done');
  }

  return (root) => {
    ringIdle(root);
    ringCrossing(root);
  };
}
