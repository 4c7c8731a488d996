import { useEffect } from 'react';
import type { Desk } from './desk.ts';

const tellEveryMs = 20_000;

/** Keeps the staff session open while somebody touches the screen; without touches the shell locks it after three minutes. */
export function useStaffTouches(desk: Desk): void {
  useEffect(() => {
    let toldAt = 0;
    const touched = () => {
      if (performance.now() - toldAt < tellEveryMs) return;
      toldAt = performance.now();
      desk.staffTouched();
    };
    touched();
    window.addEventListener('pointerdown', touched, { capture: true, passive: true });
    window.addEventListener('keydown', touched, { capture: true, passive: true });
    return () => {
      window.removeEventListener('pointerdown', touched, { capture: true });
      window.removeEventListener('keydown', touched, { capture: true });
    };
  }, [desk]);
}
