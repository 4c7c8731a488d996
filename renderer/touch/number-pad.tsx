import { memo, type ReactNode, useCallback, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { createPortal } from 'react-dom';
import { Icon } from './icon.tsx';
import type { Key } from './keys.ts';
import { useRepeatedPress } from './use-repeated-press.ts';
import { useTouchWords } from './words.tsx';
import './number-pad.css';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

interface NumberPadProps {
  readonly onKey: (key: Key) => void;
  /** The field that is written, where the pad stays from one to the next. */
  readonly field?: string;
}

/** The only keys of a number question: 1–9, clear, 0, delete. */
export function NumberPad({ onKey, field }: NumberPadProps) {
  const words = useTouchWords().keyboard;
  const latest = useRef(onKey);
  latest.current = onKey;
  const press = useCallback((key: Key) => latest.current(key), []);
  const deleteBack = useRepeatedPress(() => onKey('<BS>'), field);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as a form
    <div className="number-pad" role="group" aria-label={words.numberPad}>
      {digits.map((digit) => (
        <PadKey key={digit} types={digit} onKey={press}>
          {digit}
        </PadKey>
      ))}
      <PadKey types="<CLEAR>" onKey={press} isPlain>
        {words.clear}
      </PadKey>
      <PadKey types="0" onKey={press}>
        0
      </PadKey>
      <Button className="pad-key pressable" data-plain {...deleteBack} aria-label={words.deleteBack}>
        <Icon name="back" size={56} />
      </Button>
    </div>
  );
}

interface PadKeyProps {
  readonly children: string;
  readonly types: Key;
  readonly onKey: (key: Key) => void;
  readonly isPlain?: boolean;
}

/** Drawn once, not with every digit that is entered. */
const PadKey = memo(function PadKey({ children, types, onKey, isPlain }: PadKeyProps) {
  return (
    <Button
      className="pad-key pressable"
      data-plain={isPlain || undefined}
      onPress={() => onKey(types)}
      preventFocusOnPress
    >
      {children}
    </Button>
  );
});

/** What is entered, and the pad it is entered with: in a frame the pad stands below the pages and stays while they are turned. */
export function EntryWithPad({ entry, pad }: { readonly entry: ReactNode; readonly pad: ReactNode }) {
  const [place, setPlace] = useState<Element | null>();
  const find = useCallback((element: HTMLElement | null) => {
    if (element) setPlace(element.closest('.frame-main')?.querySelector('.frame-pad') ?? null);
  }, []);
  return (
    <div className="entry-with-pad" ref={find}>
      <div className="entry-with-pad-entry">{entry}</div>
      {place === null ? pad : place && createPortal(pad, place)}
    </div>
  );
}
