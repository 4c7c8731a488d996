import { type KeyboardEvent, memo, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import SimpleKeyboardImport from 'react-simple-keyboard';
import type { TypingMethod } from '../../shared/vietnamese/word-keys.ts';
import { Button } from './button.tsx';
import { isPadLayout, type KeyboardLayout, keyRows } from './key-rows.ts';
import type { Key } from './keys.ts';
import { NumberPad } from './number-pad.tsx';
import { useAfterLetter } from './shown-first.ts';
import { useLandscape } from './use-landscape.ts';
import { mayRepeat } from './use-repeated-press.ts';
import { type KeyboardWords, useTouchWords } from './words.tsx';
import './keyboard.css';

// The package is CommonJS: depending on the bundler its default export is the component or an object holding it.
const SimpleKeyboard =
  (SimpleKeyboardImport as unknown as { default?: typeof SimpleKeyboardImport }).default ?? SimpleKeyboardImport;

const repeatAfterMs = 500;
const repeatEveryMs = 100;

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

  const press = useKeyPresses({ act, field, isPrivate, onTouch: (face) => onTouchKey?.(names.get(face) ?? face) });
  useRovingFocus(bed, { drawn: isChoosing ? undefined : drawn, field });
  useNoMouseAfterTouch(bed, !isChoosing);
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

function faceAt(target: EventTarget | null): HTMLElement | undefined {
  return target instanceof Element ? (target.closest<HTMLElement>('[data-skbtn]') ?? undefined) : undefined;
}

/** Touch-down lights a key, release on the same key acts, sliding off cancels; ⌫ repeats while held. */
function useKeyPresses(given: {
  readonly act: (face: string) => void;
  readonly field?: string;
  readonly onTouch: (face: string) => void;
  readonly isPrivate?: boolean;
}) {
  const latest = useRef(given);
  latest.current = given;
  const held = useRef(new Map<number, { button: HTMLElement; face: string; hasRepeated: boolean }>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a finger still down on a key of the field before is not one of this field
  useEffect(() => {
    const fingers = held.current;
    return () => {
      clearTimeout(timer.current);
      for (const { button } of fingers.values()) button.removeAttribute('data-lit');
      fingers.clear();
    };
  }, [given.field]);

  const release = (event: PointerEvent) => {
    const press = held.current.get(event.pointerId);
    held.current.delete(event.pointerId);
    press?.button.removeAttribute('data-lit');
    clearTimeout(timer.current);
    return press;
  };

  return {
    onPointerDown: (event: PointerEvent) => {
      const button = faceAt(event.target);
      const face = button?.dataset.skbtn;
      if (!button || !face || event.button !== 0) return;
      const press = { button, face, hasRepeated: false };
      held.current.set(event.pointerId, press);
      if (!latest.current.isPrivate) button.setAttribute('data-lit', '');
      latest.current.onTouch(face);
      if (face !== '{bksp}' || !mayRepeat()) return;
      const repeat = () => {
        press.hasRepeated = true;
        latest.current.act(face);
        timer.current = setTimeout(repeat, repeatEveryMs);
      };
      timer.current = setTimeout(repeat, repeatAfterMs);
    },
    onPointerUp: (event: PointerEvent) => {
      // Touch captures the pointer, so where the finger is decides, not the event's target. Asked while nothing has changed yet: the
      // page would be laid out for the answer.
      const under = faceAt(document.elementFromPoint(event.clientX, event.clientY))?.dataset.skbtn;
      const press = release(event);
      if (press && !press.hasRepeated && under === press.face) latest.current.act(under);
    },
    onPointerCancel: release,
    // Focus stays in the field.
    onMouseDown: (event: { preventDefault: () => void }) => event.preventDefault(),
    // A click without a pointer comes from Enter, Space or assistive technology.
    onClick: (event: { detail: number; target: EventTarget }) => {
      const face = faceAt(event.target)?.dataset.skbtn;
      if (event.detail === 0 && face) latest.current.act(face);
    },
  };
}

/**
 * A key has acted by the time the finger is up. What a browser sends after a touch for pages that know only a mouse (over, move, down,
 * up, click, each with its search for what lies under it) costs as much again as the letter, before the frame that shows it.
 */
function useNoMouseAfterTouch(bed: { readonly current: HTMLElement | null }, isShown: boolean) {
  useEffect(() => {
    const element = bed.current;
    if (!isShown || !element) return;
    const end = (event: TouchEvent) => {
      if (event.cancelable) event.preventDefault();
    };
    // React listens to touches passively.
    element.addEventListener('touchend', end, { passive: false });
    return () => element.removeEventListener('touchend', end);
  }, [bed, isShown]);
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
