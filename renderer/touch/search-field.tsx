import { type ReactNode, useRef } from 'react';
import { Button } from 'react-aria-components';
import { Icon } from './icon.tsx';
import { type Key, pressInField } from './keys.ts';
import { offsetAt } from './offset-at.ts';
import { TypedText } from './typed-text.tsx';
import { useFocus } from './use-focus.ts';
import { useLandscape } from './use-landscape.ts';
import { useLargestText } from './use-reach.ts';
import { useTouchWords } from './words.tsx';
import { type WrittenNow, WrittenText } from './written.tsx';
import './field.css';
import './search-field.css';

type SearchFieldProps = {
  /** Spoken name. */
  readonly label: string;
  /** «Gõ tên việc, ví dụ: **tạm trú**»: shown while nothing is typed, also behind the caret. */
  readonly example: ReactNode;
  readonly value: string;
  readonly isActive: boolean;
  readonly onActivate: () => void;
  /** The field only leads to a search screen: pressing does, being focused on the way past does not. */
  readonly onPress?: () => void;
  /** With the event's own time where a hardware keyboard or scanner pressed it. */
  readonly onKey: (key: Key, atMs?: number) => void;
  readonly onEnter?: (atMs: number) => void;
  /** While it is written: letters stand in the field before its owner knows them. */
  readonly written?: WrittenNow;
  readonly onCaret?: (offset: number) => void;
  /** Receives focus when it becomes active. */
  readonly takesFocus?: boolean;
};

export function SearchField({
  label,
  example,
  value,
  isActive,
  onActivate,
  onPress,
  onKey,
  onEnter,
  written,
  takesFocus,
  onCaret,
}: SearchFieldProps) {
  const words = useTouchWords();
  // Beside a landscape keyboard, and in the largest letters, there is room for the name only.
  const isNarrow = [useLandscape(), useLargestText()].includes(true);
  const box = useRef<HTMLDivElement>(null);
  const now = () => written?.now() ?? { text: value, caret: value.length };
  useFocus(box, (isActive && takesFocus) || undefined);
  return (
    <div className="field-box search-field" data-active={isActive || undefined}>
      <Icon name="search" size={52} />
      {/* biome-ignore lint/a11y/useSemanticElements: our keyboards write the value; an input would compose twice */}
      <div
        role="searchbox"
        className="field-value"
        tabIndex={0}
        ref={box}
        aria-label={label}
        onFocus={() => isActive || onPress || onActivate()}
        onClick={(event) => {
          event.currentTarget.focus({ preventScroll: true });
          (onPress ?? onActivate)();
          const { length } = now().text;
          onCaret?.(Math.min(offsetAt(event.currentTarget, event.clientX, event.clientY) ?? length, length));
        }}
        onKeyDown={(event) => {
          const { text, caret } = now();
          pressInField(event, { value: text, caret, onCaret, onKey, onEnter });
        }}
      >
        {value === '' && !isActive ? (
          <span className="search-field-example">{example}</span>
        ) : written && isActive ? (
          <WrittenText
            written={written}
            isWordShown
            hint={<span className="search-field-example">{isNarrow ? label : example}</span>}
          />
        ) : (
          <TypedText value={value} caret={isActive ? value.length : undefined} />
        )}
      </div>
      {value !== '' && (
        <Button className="field-button pressable" onPress={() => onKey('<CLEAR>')} aria-label={words.keyboard.clear}>
          <Icon name="cross" />
        </Button>
      )}
    </div>
  );
}
