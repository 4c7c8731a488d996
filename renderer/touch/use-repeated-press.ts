import { useEffect, useRef } from 'react';

const repeatAfterMs = 500;
const repeatEveryMs = 100;

/** With «Ít thôi» in the tools nothing goes on by itself: whose finger stays lying takes one letter (EN 301 549, 5.7). */
export function mayRepeat(): boolean {
  return document.documentElement.dataset.motion !== 'less';
}

/**
 * Press handlers for a key that repeats while held (⌫): the first act comes on release like every other key's,
 * or after 500 ms of holding, then ten a second.
 * A finger still down when another `field` is written has nothing more to say.
 */
export function useRepeatedPress(act: () => void, field?: string) {
  const latest = useRef(act);
  latest.current = act;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hasRepeated = useRef(false);

  const repeat = () => {
    hasRepeated.current = true;
    latest.current();
    timer.current = setTimeout(repeat, repeatEveryMs);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was pressed for one field is not pressed for another
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      hasRepeated.current = true;
    },
    [field],
  );

  return {
    onPressStart: () => {
      hasRepeated.current = false;
      if (mayRepeat()) timer.current = setTimeout(repeat, repeatAfterMs);
    },
    onPressEnd: () => clearTimeout(timer.current),
    onPress: () => {
      if (!hasRepeated.current) latest.current();
    },
    preventFocusOnPress: true,
  };
}
