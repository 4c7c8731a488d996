import { useCallback, useEffect, useRef, useState } from 'react';
import { type Idle, idleAt } from './idle.ts';

const lookEveryMs = 500;

/**
 * Watches touches and keys. `limitSeconds` null = nobody's visit is open, nothing to forget.
 * While the warning stands only `stay()` counts: a stray touch elsewhere must not keep a left-behind screen open.
 */
export function useIdle(limitSeconds: number | null): {
  idle: Idle;
  stay: () => void;
  cover: (coverSeconds: number) => void;
  covered: boolean;
} {
  const lastTouch = useRef(performance.now());
  const coveredUntil = useRef<number | null>(null);
  const [idle, setIdle] = useState<Idle>({ state: 'active' });
  const [covered, setCovered] = useState(false);

  const stay = useCallback(() => {
    lastTouch.current = performance.now();
    coveredUntil.current = null;
    setCovered(false);
    setIdle({ state: 'active' });
  }, []);

  const cover = useCallback((coverSeconds: number) => {
    coveredUntil.current = performance.now() + coverSeconds * 1000;
    setCovered(true);
    // Covered during the count-down (somebody called for help there): it begins anew when the cover has run out.
    setIdle({ state: 'active' });
  }, []);

  const hidden = idle.state !== 'active' || covered;
  useEffect(() => {
    const touched = () => {
      if (!hidden) lastTouch.current = performance.now();
    };
    const events = ['pointerdown', 'keydown', 'wheel'] as const;
    for (const event of events) window.addEventListener(event, touched, { capture: true, passive: true });
    return () => {
      for (const event of events) window.removeEventListener(event, touched, { capture: true });
    };
  }, [hidden]);

  useEffect(() => {
    if (limitSeconds === null) {
      stay();
      return;
    }
    const timer = setInterval(() => {
      const now = performance.now();
      const coverEnd = coveredUntil.current;
      if (coverEnd !== null && now < coverEnd) return;
      if (coverEnd !== null) {
        // The cover has run out: straight to the count-down.
        coveredUntil.current = null;
        lastTouch.current = now - limitSeconds * 1000;
        setCovered(false);
      }
      const next = idleAt({ nowMs: now, lastTouchMs: lastTouch.current, limitSeconds });
      setIdle((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
    }, lookEveryMs);
    return () => clearInterval(timer);
  }, [limitSeconds, stay]);

  return { idle, stay, cover, covered };
}
