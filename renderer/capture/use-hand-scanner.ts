import { useEffect, useRef } from 'react';
import {
  NO_KEYS_HELD,
  PATIENT_SCANNER_TIMING,
  SCANNER_TIMING,
  type ScannerStep,
  scannerKey,
  scannerTick,
} from '../../shared/identity/hand-scanner.ts';

interface HandScanner {
  readonly onScan: (text: string) => void;
  /** Keys of a person. Without it they are left to the page (and lost where no field waits for them). */
  readonly onTyped?: (keys: readonly string[]) => void;
}

/**
 * Listens to the whole window while the screen stands, because a hand scanner types wherever focus happens to be. What it
 * types reaches no button: a blank in an address would press the one in focus.
 */
export function useHandScanner(handlers: HandScanner): void {
  const latest = useRef(handlers);
  latest.current = handlers;

  useEffect(() => {
    const timing = () => (latest.current.onTyped ? SCANNER_TIMING : PATIENT_SCANNER_TIMING);
    let state = NO_KEYS_HELD;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const take = (step: ScannerStep) => {
      state = step.state;
      for (const event of step.events) {
        if (event.kind === 'scanned') latest.current.onScan(event.text);
        else latest.current.onTyped?.(event.keys);
      }
    };
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const isCharacter = [...event.key].length === 1;
      const isInScan = state.held.length > 0;
      const step = scannerKey(state, { key: event.key, atMs: event.timeStamp }, timing());
      const hasScanned = step.events.some(({ kind }) => kind === 'scanned');
      if (hasScanned || (isCharacter && (isInScan || latest.current.onTyped))) {
        event.preventDefault();
        event.stopPropagation();
      }
      // A named key that ends no scan (Tab, Enter on a button) is for the page, not for the field.
      take({
        ...step,
        events: step.events.map((each) =>
          each.kind === 'typed' ? { ...each, keys: each.keys.filter((key) => isCharacter || key !== event.key) } : each,
        ),
      });
      clearTimeout(timer);
      if (state.held.length > 0)
        timer = setTimeout(() => take(scannerTick(state, performance.now(), timing())), timing().longestGapMs + 5);
    };
    window.addEventListener('keydown', pressed, { capture: true });
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', pressed, { capture: true });
    };
  }, []);
}
