import { useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/**
 * What was touched is shown first: the letter in its field, the edge of the field, the tick of the choice. What follows from it (the
 * draft, the shell, rules, suggestions, other keys) costs several times as much, and comes right after the frame that shows it.
 *
 *   settled ──touched──▶ ahead ──its frame is drawn──▶ settled
 *                          └──anything else happens──▶ settled, before whoever handles it
 */
interface Settling {
  readonly settle: () => void;
  /** Another letter may be written on top of it. */
  readonly isLetter: boolean;
}

const ahead = new Set<Settling>();

/** The picture goes to the panel before the page is busy again. */
const shownMs = 20;
/** A page that is not drawn has no frames. */
const latestMs = 150;

/** Returns what to call when a letter has been written: `settle` follows once, however many letters were written by then. */
export function useAfterLetter(settle: () => void): () => void {
  return useSettling(settle, true);
}

/**
 * What is shown already and its owner does not know yet, and how to say so: `tell` follows once with the last that was said. A
 * component that goes has told it before.
 */
export function useShownFirst<T>(tell: (value: T) => void): readonly [T | undefined, (value: T) => void] {
  const [shown, setShown] = useState<T>();
  const newest = useRef<{ readonly value: T }>(undefined);
  const settleSoon = useSettling(() => {
    const said = newest.current;
    newest.current = undefined;
    setShown(undefined);
    if (said) tell(said.value);
  }, false);
  const show = (value: T) => {
    newest.current = { value };
    setShown(() => value);
    settleSoon();
  };
  return [shown, show];
}

function useSettling(settle: () => void, isLetter: boolean): () => void {
  const latest = useRef(settle);
  const [own] = useState<Settling>(() => ({ settle: () => latest.current(), isLetter }));
  useLayoutEffect(() => {
    latest.current = settle;
  });
  // A field that goes takes nothing with it.
  useLayoutEffect(
    () => () => {
      if (ahead.delete(own)) own.settle();
    },
    [own],
  );
  return () => runAhead(own);
}

/** Nothing that was touched waits any longer: drawn and told before this returns. */
export function settleShown(): void {
  if (ahead.size === 0) return;
  const due = [...ahead];
  ahead.clear();
  watch('removeEventListener');
  flushSync(() => {
    for (const { settle } of due) settle();
  });
}

function runAhead(settling: Settling): void {
  const isFirst = ahead.size === 0;
  ahead.add(settling);
  if (!isFirst) return;
  watch('addEventListener');
  const latest = setTimeout(settleShown, latestMs);
  requestAnimationFrame(() => {
    clearTimeout(latest);
    setTimeout(settleShown, shownMs);
  });
}

/**
 * Handlers of the page stand further in than the document and hear an event after this. The window comes earlier: a hand scanner
 * listens there and may write what the same key then sends off.
 */
const told = ['pointerdown', 'click', 'keydown', 'paste', 'visibilitychange'] as const;

function watch(how: 'addEventListener' | 'removeEventListener'): void {
  for (const name of told) document[how](name, settleFirst, { capture: true });
  window[how]('pagehide', settleShown);
}

function settleFirst(event: Event): void {
  const mayWait = [...ahead].every(({ isLetter }) => isLetter) && writesOn(event);
  if (!mayWait) settleShown();
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
