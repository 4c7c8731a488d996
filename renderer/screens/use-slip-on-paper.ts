import { useCallback, useEffect, useRef, useState } from 'react';
import { useSession } from '../session/session.tsx';
import type { SlipProps } from '../touch/slip.tsx';

/** `none`: this kiosk has no printer, the slip is photographed. */
export type SlipPaper = 'none' | 'coming' | 'failed';

/** With network a receipt is here within a second or two, and then the paper should say so. */
const receiptWaitMs = 2500;

/**
 * The slip comes out of the printer by itself, once, with the words of the screen; `print` gives one more. Nobody in a queue should
 * have to know that a paper must be asked for.
 */
export function useSlipOnPaper(
  slip: SlipProps,
  { slipNumber, mayChange }: { readonly slipNumber: string; readonly mayChange: boolean },
): { readonly paper: SlipPaper; readonly print: () => void } {
  const { desk, state } = useSession();
  const [hasFailed, setFailed] = useState(false);
  const hasBegun = useRef(false);
  const shown = useRef(slip);
  shown.current = slip;

  const print = useCallback(() => {
    hasBegun.current = true;
    const { title, numberLabel, number, lines, checkLabel, check, qr } = shown.current;
    const words = [
      title,
      numberLabel,
      { large: number },
      checkLabel,
      { large: check },
      ...lines.map(({ text }) => text),
    ];
    desk
      .print({ kind: 'slip', number: slipNumber, lines: words, qr })
      .then(({ printed }) => setFailed(!printed))
      .catch(() => setFailed(true));
  }, [desk, slipNumber]);

  useEffect(() => {
    if (!state.hasPrinter || hasBegun.current) return;
    const timer = setTimeout(print, mayChange ? receiptWaitMs : 0);
    return () => clearTimeout(timer);
  }, [state.hasPrinter, mayChange, print]);

  return { paper: !state.hasPrinter ? 'none' : hasFailed ? 'failed' : 'coming', print };
}
