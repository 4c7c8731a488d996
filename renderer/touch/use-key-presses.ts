import { type KeyboardEvent, type MouseEvent, type PointerEvent, useEffect, useRef } from 'react';
import { useAfterLetter } from './shown-first.ts';

const repeatAfterMs = 500;
const repeatEveryMs = 100;

/** With «Ít thôi» in the tools nothing goes on by itself: whose finger stays lying takes one letter (EN 301 549, 5.7). */
function mayRepeat(): boolean {
  return document.documentElement.dataset.motion !== 'less';
}

interface KeyPresses {
  /** What a key says it is: `data-skbtn` of the letters, `data-key` of the pad. */
  readonly act: (face: string) => void;
  /** The field that is written. A finger still down when it is another has nothing more to say. */
  readonly field?: string | undefined;
  /** Its keys are on the page. */
  readonly isShown: boolean;
  /** On touch-down, before the key acts. */
  readonly onTouch?: (face: string) => void;
  /** Pressed keys are not lit. */
  readonly isPrivate?: boolean | undefined;
}

/**
 * Touch-down lights a key, release on the same key acts, sliding off cancels; ⌫ repeats while held, with its first act on release like
 * every other key's, or after half a second, then ten a second.
 *
 * A release is heard before anybody else hears it, and by nobody else: React's way to a handler, and the mouse a browser plays after a
 * touch for pages that know nothing else, cost more than the letter. The letter stands first; its key goes dark a frame later.
 */
export function useKeyPresses(bed: { readonly current: HTMLElement | null }, given: KeyPresses) {
  const latest = useRef(given);
  latest.current = given;
  const held = useRef(new Map<number, { button: HTMLElement; face: string; hasRepeated: boolean }>());
  const left = useRef(new Set<HTMLElement>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const darken = () => {
    const lit = new Set([...held.current.values()].map(({ button }) => button));
    for (const button of left.current) if (!lit.has(button)) button.removeAttribute('data-lit');
    left.current.clear();
  };
  const darkenSoon = useAfterLetter(darken);
  const release = ({ pointerId }: { readonly pointerId: number }) => {
    const press = held.current.get(pointerId);
    if (!press) return undefined;
    held.current.delete(pointerId);
    left.current.add(press.button);
    clearTimeout(timer.current);
    return press;
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a finger still down on a key of the field before is not one of this field
  useEffect(() => {
    const fingers = held.current;
    return () => {
      clearTimeout(timer.current);
      for (const { button } of fingers.values()) button.removeAttribute('data-lit');
      fingers.clear();
    };
  }, [given.field]);

  const { isShown } = given;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it calls reads the latest
  useEffect(() => {
    const element = bed.current;
    if (!isShown || !element) return;
    const up = (event: globalThis.PointerEvent) => {
      // Touch captures the pointer, so where the finger is decides, not the event's target. Asked while nothing has changed yet: the
      // page would be laid out for the answer.
      const under = faceOf(keyAt(document.elementFromPoint(event.clientX, event.clientY)));
      const press = release(event);
      // Whoever came from elsewhere is waited for elsewhere.
      if (!press) return;
      event.stopPropagation();
      if (!press.hasRepeated && under === press.face) latest.current.act(under);
      darkenSoon();
    };
    const end = (event: TouchEvent) => {
      if (event.cancelable) event.preventDefault();
      event.stopPropagation();
    };
    element.addEventListener('pointerup', up, { capture: true });
    // React listens to touches passively.
    element.addEventListener('touchend', end, { passive: false, capture: true });
    return () => {
      element.removeEventListener('pointerup', up, { capture: true });
      element.removeEventListener('touchend', end, { capture: true });
    };
  }, [bed, isShown]);

  return {
    onPointerDown: (event: PointerEvent) => {
      const button = keyAt(event.target);
      const face = faceOf(button);
      if (!button || !face || event.button !== 0) return;
      // A mouse let go elsewhere said nothing of it here.
      if (release(event)) darken();
      const press = { button, face, hasRepeated: false };
      held.current.set(event.pointerId, press);
      if (!latest.current.isPrivate) button.setAttribute('data-lit', '');
      latest.current.onTouch?.(face);
      if (!deletesBack(face) || !mayRepeat()) return;
      const repeat = () => {
        press.hasRepeated = true;
        latest.current.act(face);
        timer.current = setTimeout(repeat, repeatEveryMs);
      };
      timer.current = setTimeout(repeat, repeatAfterMs);
    },
    onPointerCancel: (event: PointerEvent) => {
      release(event);
      darken();
    },
    // Focus stays in the field.
    onMouseDown: (event: MouseEvent) => event.preventDefault(),
    // A finger that stays lying on Enter or the space bar has pressed the key that has the focus once.
    onKeyDown: (event: KeyboardEvent) => {
      if (event.repeat && keyAt(event.target) && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
    },
    // A click without a pointer comes from Enter, Space or assistive technology.
    onClick: (event: MouseEvent) => {
      const face = faceOf(keyAt(event.target));
      if (event.detail === 0 && face) latest.current.act(face);
    },
  };
}

function keyAt(target: EventTarget | null): HTMLElement | undefined {
  return target instanceof Element ? (target.closest<HTMLElement>('[data-skbtn], [data-key]') ?? undefined) : undefined;
}

function faceOf(key: HTMLElement | undefined): string | undefined {
  return key?.dataset.skbtn ?? key?.dataset.key;
}

const deletesBack = (face: string) => face === '{bksp}' || face === '<BS>';
