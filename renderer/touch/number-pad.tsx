import { memo, type ReactNode, useCallback, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Icon } from './icon.tsx';
import type { Key } from './keys.ts';
import { useKeyPresses } from './use-key-presses.ts';
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
  const pad = useRef<HTMLDivElement>(null);
  const press = useKeyPresses(pad, { act: onKey, field, isShown: true });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as a form
    <div className="number-pad" role="group" aria-label={words.numberPad} ref={pad} {...press}>
      <PadKeys clear={words.clear} deleteBack={words.deleteBack} />
    </div>
  );
}

/** Drawn once, not with every digit that is entered. */
const PadKeys = memo(function PadKeys({ clear, deleteBack }: { readonly clear: string; readonly deleteBack: string }) {
  return (
    <>
      {digits.map((digit) => (
        <PadKey key={digit} types={digit}>
          {digit}
        </PadKey>
      ))}
      <PadKey types="<CLEAR>" isPlain>
        {clear}
      </PadKey>
      <PadKey types="0">0</PadKey>
      <PadKey types="<BS>" isPlain label={deleteBack}>
        <Icon name="back" size={56} />
      </PadKey>
    </>
  );
});

interface PadKeyProps {
  readonly children: ReactNode;
  readonly types: Key;
  readonly isPlain?: boolean;
  readonly label?: string;
}

function PadKey({ children, types, isPlain, label }: PadKeyProps) {
  return (
    <button type="button" className="pad-key" data-key={types} data-plain={isPlain || undefined} aria-label={label}>
      {children}
    </button>
  );
}

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
