import { useLayoutEffect, useRef } from 'react';
import { flushSync } from 'react-dom';

/**
 * A letter is drawn first. What follows from it (the draft, the shell, rules, suggestions, legends of keys) costs several times as
 * much, and comes right after the frame that shows the letter.
 *
 *   settled ──letter──▶ ahead ──its frame is drawn──▶ settled
 *                         └──anything else happens──▶ settled, before whoever handles it
 */
type Settle = () => void;

const ahead = new Set<Settle>();

/** The picture goes to the panel before the page is busy again. */
const shownMs = 20;
/** A page that is not drawn has no frames. */
const latestMs = 150;

/** Returns what to call when a letter has been written: `settle` follows once, however many letters were written by then. */
export function useAfterLetter(settle: Settle): () => void {
  const latest = useRef(settle);
  const own = useRef<Settle>(() => latest.current());
  useLayoutEffect(() => {
    latest.current = settle;
  });
  // A field that goes takes nothing with it.
  useLayoutEffect(() => {
    const mine = own.current;
    return () => {
      if (ahead.delete(mine)) mine();
    };
  }, []);
  return () => runAhead(own.current);
}

/** Nothing that was written waits any longer: drawn and told before this returns. */
export function settleLetters(): void {
  if (ahead.size === 0) return;
  const due = [...ahead];
  ahead.clear();
  watch('removeEventListener');
  flushSync(() => {
    for (const settle of due) settle();
  });
}

function runAhead(settle: Settle): void {
  const isFirst = ahead.size === 0;
  ahead.add(settle);
  if (!isFirst) return;
  watch('addEventListener');
  const latest = setTimeout(settleLetters, latestMs);
  requestAnimationFrame(() => {
    clearTimeout(latest);
    setTimeout(settleLetters, shownMs);
  });
}

/**
 * Handlers of the page stand further in than the document and hear an event after this. The window comes earlier: a hand scanner
 * listens there and may write what the same key then sends off.
 */
const told = ['pointerdown', 'click', 'keydown', 'paste', 'visibilitychange'] as const;

function watch(how: 'addEventListener' | 'removeEventListener'): void {
  for (const name of told) document[how](name, settleFirst, { capture: true });
  window[how]('pagehide', settleLetters);
}

function settleFirst(event: Event): void {
  if (!writesOn(event)) settleLetters();
}

/**
 * One more letter, or an offered word, needs nothing of what follows from the letter before: keys and words must not change under
 * the finger.
 */
function writesOn(event: Event): boolean {
  if (!(event.target instanceof Element)) return false;
  if (event instanceof KeyboardEvent)
    return [...event.key].length === 1 && event.target.matches('[role="textbox"], [role="searchbox"]');
  return event instanceof PointerEvent && event.target.closest('[data-skbtn], .pad-key, .suggestion') !== null;
}
