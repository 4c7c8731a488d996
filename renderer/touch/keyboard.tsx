import { type KeyboardEvent, memo, useEffect, useMemo, useRef, useState } from 'react';
import SimpleKeyboardImport from 'react-simple-keyboard';
import type { TypingMethod } from '../../shared/vietnamese/word-keys.ts';
import { Button } from './button.tsx';
import { isPadLayout, type KeyboardLayout, keyRows } from './key-rows.ts';
import type { Key } from './keys.ts';
import { NumberPad } from './number-pad.tsx';
import { useAfterLetter } from './shown-first.ts';
import { useKeyPresses } from './use-key-presses.ts';
import { useLandscape } from './use-landscape.ts';
import { type KeyboardWords, useTouchWords } from './words.tsx';
import './keyboard.css';

// The package is CommonJS: depending on the bundler its default export is the component or an object holding it.
const SimpleKeyboard =
  (SimpleKeyboardImport as unknown as { default?: typeof SimpleKeyboardImport }).default ?? SimpleKeyboardImport;

type KeyboardProps = {
  /** The field that is written. The keys stay from one to the next; what was pressed for one is not pressed for another. */
  readonly field?: string;
  readonly layout: KeyboardLayout;
  readonly onKey: (key: Key) => void;
  readonly method: TypingMethod;
  /** Without it the mode key is not shown. */
  readonly onMethod?: (method: TypingMethod) => void;
  /** The next letter will be a capital by itself (start of a name): the legends say so. */
  readonly isCapitalNext?: boolean;
  /** Private answers: pressed keys are not lit. */
  readonly isPrivate?: boolean;
  /** Audio mode reads the key's name; called on touch, before the key acts. */
  readonly onTouchKey?: (name: string) => void;
};

/** react-simple-keyboard draws; pressing, repeating, shift and layers are ours, so that a key acts on release and once. */
export function Keyboard(props: KeyboardProps) {
  if (isPadLayout(props.layout)) {
    return (
      <div className="keyboard-pad">
        <NumberPad onKey={props.onKey} field={props.field} />
      </div>
    );
  }
  return <LetterKeyboard {...props} />;
}

function LetterKeyboard({
  field,
  layout,
  onKey,
  method,
  onMethod,
  isCapitalNext,
  isPrivate,
  onTouchKey,
}: KeyboardProps) {
  const words = useTouchWords().keyboard;
  const isLandscape = useLandscape();
  const [isShifted, setShifted] = useState(false);
  // Whether the next letter is a capital by shift; what the legends show follows a letter by a frame.
  const isShiftOn = useRef(false);
  const shift = (isOn: boolean) => {
    isShiftOn.current = isOn;
    setShifted(isOn);
  };
  const showShiftSoon = useAfterLetter(() => setShifted(isShiftOn.current));
  const [isNumbers, setNumbers] = useState(false);
  const [isChoosing, setChoosing] = useState(false);
  const [openFor, setOpenFor] = useState(field);
  if (openFor !== field) {
    setOpenFor(field);
    shift(false);
    setNumbers(false);
    setChoosing(false);
  }
  const isUpper = isShifted || (isCapitalNext ?? false);
  const bed = useRef<HTMLDivElement>(null);
  const returnTo = useRef<Element>(null);

  const rows = useMemo(
    () =>
      keyRows({ layout, isLandscape, isNumbers })
        .map((row) => (onMethod ? row : row.replace('{method} ', '').replace(' {method}', '')))
        .filter((row) => row !== ''),
    [layout, isLandscape, isNumbers, onMethod],
  );
  const names = useMemo(() => keyNames(words, method), [words, method]);
  const faces = useMemo(() => keyFaces(words, method), [words, method]);
  const attributes = useMemo(() => keyAttributes(rows, names, words), [rows, names, words]);
  const drawn = useMemo(() => ({ rows, faces, attributes }), [rows, faces, attributes]);
  const isKeys = !isChoosing;
  // biome-ignore lint/correctness/useExhaustiveDependencies: keys drawn anew are other buttons, and the package knows nothing of pressed ones
  useEffect(() => {
    if (isKeys) bed.current?.querySelector('[data-skbtn="{shift}"]')?.setAttribute('aria-pressed', String(isShifted));
  }, [isKeys, isShifted, drawn]);

  const act = (face: string) => {
    switch (face) {
      case '{shift}':
        shift(!isShiftOn.current);
        return;
      case '{numbers}':
      case '{letters}':
        setNumbers(face === '{numbers}');
        return;
      case '{method}':
        returnTo.current = document.activeElement;
        setChoosing(true);
        return;
      default:
        // A capital that comes by itself is written by the field: by the time the finger is up another letter may be next.
        for (const key of keysOf(isShiftOn.current && isLetter(face) ? face.toUpperCase() : face)) onKey(key);
        if (!isShiftOn.current || face === '{bksp}') return;
        isShiftOn.current = false;
        showShiftSoon();
    }
  };

  const press = useKeyPresses(bed, {
    act,
    field,
    isPrivate,
    isShown: !isChoosing,
    onTouch: (face) => onTouchKey?.(names.get(face) ?? face),
  });
  useOnlyDrawn(bed, isChoosing ? undefined : drawn);
  useRovingFocus(bed, { drawn: isChoosing ? undefined : drawn, field });
  // Whoever chose how to type goes on where they were: in the field, or on the key that opened the choice.
  useEffect(() => {
    if (isChoosing || returnTo.current === null) return;
    const from = returnTo.current;
    returnTo.current = null;
    const back =
      from.isConnected && from !== document.body ? from : bed.current?.querySelector('[data-skbtn="{method}"]');
    if (back instanceof HTMLElement) back.focus({ preventScroll: true });
  }, [isChoosing]);

  if (isChoosing) {
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as a form
      <div key="methods" className="keyboard-methods" role="group" aria-label={words.chooseMethod}>
        <p className="section-title">{words.chooseMethod}</p>
        {(['telex', 'vni', 'direct'] as const).map((choice) => (
          <Button
            key={choice}
            kind={choice === method ? 'tint' : 'secondary'}
            icon={choice === method ? 'check' : undefined}
            onPress={() => {
              setChoosing(false);
              onMethod?.(choice);
            }}
          >
            {words.methods[choice]}
          </Button>
        ))}
      </div>
    );
  }

  return (
    <div
      key="keys"
      className="keyboard"
      data-layer={isNumbers ? 'numbers' : layout}
      data-upper={isUpper || undefined}
      ref={bed}
      {...press}
    >
      <DrawnKeys {...drawn} />
    </div>
  );
}

interface DrawnKeysProps {
  readonly rows: string[];
  readonly faces: Record<string, string>;
  readonly attributes: ReturnType<typeof keyAttributes>;
}

/** Drawn anew when the keys change: what is handed to the package is compared with what it had, key by key, at every letter. */
const DrawnKeys = memo(function DrawnKeys({ rows, faces, attributes }: DrawnKeysProps) {
  return (
    <SimpleKeyboard
      baseClass="touch-keyboard"
      theme="touch-keys"
      layout={{ default: rows }}
      display={faces}
      buttonAttributes={attributes}
      useButtonTag
      disableButtonHold
      disableCaretPositioning
      physicalKeyboardHighlight={false}
      physicalKeyboardHighlightPress={false}
      enableLayoutCandidates={false}
    />
  );
});

const named: Record<string, Key> = {
  '{sac}': '<SAC>',
  '{huyen}': '<HUYEN>',
  '{hoi}': '<HOI>',
  '{nga}': '<NGA>',
  '{nang}': '<NANG>',
  '{none}': '<XOA>',
  '{bksp}': '<BS>',
  '{clear}': '<CLEAR>',
  '{space}': ' ',
};

function keysOf(face: string): readonly Key[] {
  const key = named[face];
  return key === undefined ? [...face] : [key];
}

const isLetter = (face: string) => [...face].length === 1;

function keyFaces(words: KeyboardWords, method: TypingMethod): Record<string, string> {
  return {
    '{sac}': 'á',
    '{huyen}': 'à',
    '{hoi}': 'ả',
    '{nga}': 'ã',
    '{nang}': 'ạ',
    '{none}': 'a',
    '{space}': words.space,
    '{clear}': words.clear,
    '{numbers}': words.numbers,
    '{letters}': words.letters,
    '{method}': words.methods[method],
    // Drawn by the style sheet from assets/icons.
    '{shift}': ' ',
    '{bksp}': ' ',
  };
}

function keyNames(words: KeyboardWords, method: TypingMethod): Map<string, string> {
  return new Map([
    ['{sac}', words.tones.sac],
    ['{huyen}', words.tones.huyen],
    ['{hoi}', words.tones.hoi],
    ['{nga}', words.tones.nga],
    ['{nang}', words.tones.nang],
    ['{none}', words.tones.none],
    ['{space}', words.space],
    ['{clear}', words.clear],
    ['{numbers}', words.numbers],
    ['{letters}', words.letters],
    ['{method}', words.methods[method]],
    ['{shift}', words.shift],
    ['{bksp}', words.deleteBack],
  ]);
}

function keyAttributes(rows: readonly string[], names: ReadonlyMap<string, string>, words: KeyboardWords) {
  const all = rows.join(' ');
  const kinds: Record<string, string> = {
    tone: '{sac} {huyen} {hoi} {nga} {nang} {none}',
    vowel: 'ă â đ ê ô ơ ư',
  };
  return [
    { attribute: 'tabindex', value: '-1', buttons: all },
    { attribute: 'type', value: 'button', buttons: all },
    ...Object.entries(kinds).map(([value, buttons]) => ({ attribute: 'data-kind', value, buttons })),
    { attribute: 'data-kind', value: 'plain', buttons: '{shift} {bksp} {clear} {numbers} {letters} {method}' },
    ...[...names].map(([button, name]) => ({ attribute: 'aria-label', value: name, buttons: button })),
    ...Object.entries(words.tones).map(([tone, name]) => ({
      attribute: 'data-name',
      value: name,
      buttons: `{${tone}}`,
    })),
  ];
}

/**
 * The package draws. What it would do with every touch itself (a copy of all that was typed, a mark put on forty keys and taken off again)
 * is neither wanted nor free.
 */
function useOnlyDrawn(bed: { readonly current: HTMLElement | null }, drawn: DrawnKeysProps | undefined) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: keys drawn anew are other buttons
  useEffect(() => {
    if (!bed.current) return;
    for (const element of [document, ...bed.current.querySelectorAll<HTMLElement>('.touch-keyboard, [data-skbtn]')]) {
      element.onpointerdown = null;
      element.onpointerup = null;
      element.onpointercancel = null;
    }
  }, [bed, drawn]);
}

/** The keyboard is one stop; arrows move inside. */
function useRovingFocus(
  bed: { readonly current: HTMLElement | null },
  { drawn, field }: { readonly drawn: DrawnKeysProps | undefined; readonly field: string | undefined },
) {
  const place = useRef({ row: 0, column: 0 });
  // Keys that were hidden under the focus have lost it without a word.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of this field
  useEffect(() => {
    const element = bed.current;
    return () => {
      delete element?.dataset.focused;
    };
  }, [bed, field]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: keys drawn anew are other buttons on the page
  useEffect(() => {
    const element = bed.current;
    if (!element) return;
    const grid = () =>
      [...element.querySelectorAll('.hg-row')].map((row) => [...row.querySelectorAll<HTMLElement>('[data-skbtn]')]);
    const at = () => {
      const lines = grid();
      const line = lines[Math.min(place.current.row, lines.length - 1)];
      return line?.[Math.min(place.current.column, line.length - 1)];
    };
    const hadFocus = element.contains(document.activeElement) || element.dataset.focused !== undefined;
    const enter = () => {
      for (const button of element.querySelectorAll<HTMLElement>('[data-skbtn]')) button.tabIndex = -1;
      const button = at();
      if (button) button.tabIndex = 0;
      return button;
    };
    const button = enter();
    if (hadFocus) button?.focus();

    const move = (event: globalThis.KeyboardEvent) => {
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      const lines = grid();
      const row = clamp(place.current.row + step.row, lines.length);
      // Up and down keep the place across rows of different length.
      const from = lines[place.current.row]?.length ?? 1;
      const to = lines[row]?.length ?? 1;
      const column =
        step.row === 0
          ? clamp(place.current.column + step.column, to)
          : Math.round((place.current.column / Math.max(1, from - 1)) * (to - 1));
      place.current = { row, column };
      enter()?.focus();
    };
    const note = (event: FocusEvent) => {
      element.dataset.focused = '';
      for (const [row, line] of grid().entries()) {
        const column = line.indexOf(event.target as HTMLElement);
        if (column >= 0) place.current = { row, column };
      }
    };
    const leave = (event: FocusEvent) => {
      if (event.relatedTarget) delete element.dataset.focused;
    };
    element.addEventListener('keydown', move);
    element.addEventListener('focusin', note);
    element.addEventListener('focusout', leave);
    return () => {
      element.removeEventListener('keydown', move);
      element.removeEventListener('focusin', note);
      element.removeEventListener('focusout', leave);
    };
  }, [bed, drawn]);
}

const steps: Record<KeyboardEvent['key'], { row: number; column: number }> = {
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
};

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}
