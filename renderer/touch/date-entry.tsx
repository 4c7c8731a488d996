import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Button } from './button.tsx';
import type { DatePart, DateTyping } from './date-typing.ts';
import type { IconName } from './icon-names.ts';
import { hardwareKey, type Key } from './keys.ts';
import { useShownFirst } from './shown-first.ts';
import { TypedText } from './typed-text.tsx';
import './field.css';
import './date-entry.css';

export type DateShortcut = { readonly label: string; readonly icon?: IconName; readonly onPress: () => void };

type DateEntryProps = {
  /** Name of the group for the ear: the question. */
  readonly label: string;
  readonly partLabels: { readonly day: string; readonly month: string; readonly year: string };
  /** Feed keys of NumberPad and hardware alike to `typeDate`. */
  readonly value: DateTyping;
  readonly onKey: (key: Key) => void;
  readonly onActivate: (part: DatePart) => void;
  readonly onEnter?: () => void;
  /** Hôm nay, Hôm qua, Mở lịch: only where likely. */
  readonly shortcuts?: readonly DateShortcut[];
  /** Edge and tint in the wrong part only. */
  readonly problemPart?: DatePart;
  readonly describedBy?: string;
  /** False while another field of the screen is being written: no box is lit. */
  readonly isWritten?: boolean;
  /** «Chỉ nhớ năm»: one box. */
  readonly isYearOnly?: boolean;
  /** The date in words, or the problem: a Banner. */
  readonly children?: ReactNode;
};

export function DateEntry(props: DateEntryProps) {
  const {
    label,
    partLabels,
    value,
    onKey,
    onActivate,
    onEnter,
    shortcuts,
    problemPart,
    describedBy,
    isYearOnly,
    isWritten = true,
  } = props;
  const parts: readonly DatePart[] = isYearOnly ? ['year'] : ['day', 'month', 'year'];
  return (
    <div className="date-entry">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as a form */}
      <div className="date-entry-parts" role="group" aria-label={label} aria-describedby={describedBy}>
        {parts.map((part) => (
          <DateBox
            key={part}
            part={part}
            label={partLabels[part]}
            digits={value[part]}
            isActive={isWritten && value.active === part}
            hasProblem={problemPart === part}
            onKey={onKey}
            onActivate={() => onActivate(part)}
            onEnter={onEnter}
          />
        ))}
      </div>
      {props.children}
      {shortcuts && shortcuts.length > 0 && (
        <div className="date-entry-shortcuts">
          {shortcuts.map((shortcut) => (
            <Button key={shortcut.label} icon={shortcut.icon} onPress={shortcut.onPress}>
              {shortcut.label}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

type DateBoxProps = {
  readonly part: DatePart;
  readonly label: string;
  readonly digits: string;
  readonly isActive: boolean;
  readonly hasProblem: boolean;
  readonly onKey: (key: Key) => void;
  readonly onActivate: () => void;
  readonly onEnter?: () => void;
};

function DateBox({ part, label, digits, isActive, hasProblem, onKey, onActivate, onEnter }: DateBoxProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [isTouched, showTouched] = useShownFirst<true>(onActivate);
  // A full box moves on: focus follows, so that the hardware keyboard and the ear are where the caret is.
  useEffect(() => {
    const focused = document.activeElement;
    if (isActive && focused !== box.current && focused?.closest('.date-entry'))
      box.current?.focus({ preventScroll: true });
  }, [isActive]);
  return (
    <div className="date-box" data-part={part}>
      <span className="field-label" id={`${id}-label`}>
        {label}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: our keyboards write the value; an input would compose twice */}
      <div
        role="textbox"
        className="date-box-value"
        inputMode="numeric"
        tabIndex={0}
        ref={box}
        aria-labelledby={`${id}-label`}
        aria-invalid={hasProblem || undefined}
        data-active={isActive || isTouched}
        data-problem={hasProblem || undefined}
        onFocus={() => isActive || showTouched(true)}
        onClick={(event) => {
          event.currentTarget.focus({ preventScroll: true });
          showTouched(true);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            onEnter?.();
            return;
          }
          const key = hardwareKey(event);
          if (key === undefined) return;
          event.preventDefault();
          onKey(key);
        }}
      >
        <TypedText value={digits} caret={isActive ? digits.length : undefined} />
      </div>
    </div>
  );
}
