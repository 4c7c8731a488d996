import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { Icon } from './icon.tsx';
import { type Key, pressInField } from './keys.ts';
import { masked } from './masked.ts';
import { offsetAt } from './offset-at.ts';
import { useShownFirst } from './shown-first.ts';
import { TypedText } from './typed-text.tsx';
import { useFocus } from './use-focus.ts';
import { useTouchWords } from './words.tsx';
import { type WrittenNow, WrittenText } from './written.tsx';
import './field.css';

type FieldProps = {
  readonly label: string;
  readonly value: string;
  /** While it is written: letters stand in the field before its owner knows them. Instead of `caret` and `currentWord`. */
  readonly written?: WrittenNow;
  /** This field is being written: thick edge, caret, keyboard open. */
  readonly isActive: boolean;
  /** Touched or reached by keyboard. */
  readonly onActivate: () => void;
  /** Keys of a hardware keyboard or scanner, with the event's own time; the value is written by whoever owns the typing. */
  readonly onKey: (key: Key, atMs: number) => void;
  /** Enter means «Tiếp tục», unless it ends what a scanner typed: `atMs` tells. */
  readonly onEnter?: (atMs: number) => void;
  readonly onPaste?: (text: string) => void;
  readonly currentWord?: { readonly start: number; readonly end: number };
  /** Offset of the caret; the end unless told. */
  readonly caret?: number;
  readonly onCaret?: (offset: number) => void;
  /** One line below; `isGood` shows a tick («Máy tự viết hoa…»). */
  readonly helper?: { readonly text: string; readonly isGood?: boolean };
  readonly hasProblem?: boolean;
  /** Masked to the last four on leaving; «Hiện» shows it until the next tap elsewhere. */
  readonly isSensitive?: boolean;
  readonly onReadBack?: () => void;
  /** Several lines high from the start. */
  readonly isLong?: boolean;
  /** Id of the heading or banner that explains it. */
  readonly describedBy?: string;
  readonly id?: string;
  /** A mark such as «lấy từ thẻ». */
  readonly badge?: ReactNode;
  /** The heading above already says it: the label is only for the ear. */
  readonly isLabelHidden?: boolean;
  /** Receives focus when it becomes active. */
  readonly takesFocus?: boolean;
};

/** The field a finger or the focus came to. */
interface Touched {
  /** Where the finger was. */
  readonly caret?: number;
}

/** Never hides what was typed: it grows and wraps, it does not scroll or shrink its letters. */
export function Field(props: FieldProps) {
  const { label, value, isActive, onActivate, onKey, onEnter, onPaste, currentWord, onCaret, helper, hasProblem } =
    props;
  const { isSensitive, onReadBack, isLong, describedBy, badge, isLabelHidden, takesFocus } = props;
  const words = useTouchWords();
  const madeId = useId();
  const id = props.id ?? madeId;
  const box = useRef<HTMLDivElement>(null);
  const [isShown, setShown] = useShownUntilTapElsewhere(box);
  const written = isActive ? props.written : undefined;
  const now = () => written?.now() ?? { text: value, caret: props.caret ?? value.length };
  const isMasked = isSensitive && !isActive && !isShown && value.length > 4;
  const [touched, showTouched] = useShownFirst<Touched>(({ caret }) => {
    onActivate();
    if (caret !== undefined) onCaret?.(caret);
  });

  useFocus(box, (isActive && takesFocus) || undefined);

  usePaste(box, onPaste);

  return (
    <div className="field">
      <div className="field-above">
        <span className={isLabelHidden ? 'for-the-ear' : 'field-label'} id={`${id}-label`}>
          {label}
        </span>
        {badge}
      </div>
      <div
        className="field-box"
        data-active={isActive || touched !== undefined || undefined}
        data-problem={hasProblem || undefined}
        data-long={isLong || undefined}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: our keyboards write the value; an input would compose twice */}
        <div
          role="textbox"
          className="field-value"
          tabIndex={0}
          id={id}
          ref={box}
          aria-multiline={isLong || undefined}
          aria-labelledby={`${id}-label`}
          aria-describedby={[describedBy, helper && `${id}-helper`].filter(Boolean).join(' ') || undefined}
          aria-invalid={hasProblem || undefined}
          onFocus={() => isActive || showTouched({})}
          onClick={(event) => {
            event.currentTarget.focus({ preventScroll: true });
            const { length } = now().text;
            const caret = offsetAt(event.currentTarget, event.clientX, event.clientY) ?? length;
            showTouched({ caret: Math.min(caret, length) });
          }}
          onKeyDown={(event) =>
            pressInField(event, {
              value: now().text,
              caret: now().caret,
              onCaret: isActive ? onCaret : undefined,
              onKey,
              onEnter,
            })
          }
        >
          {isMasked ? (
            <>
              <span className="for-the-ear">{words.masked(value.slice(-4))}</span>
              <span className="typed-text" aria-hidden="true">
                {masked(value)}
              </span>
            </>
          ) : written ? (
            <WrittenText
              written={written}
              isWordShown={!isSensitive}
              hint={
                <span className="field-hint" aria-hidden="true">
                  {label}
                </span>
              }
            />
          ) : (
            <TypedText
              value={value}
              currentWord={isActive ? currentWord : undefined}
              caret={isActive ? (props.caret ?? value.length) : undefined}
            />
          )}
        </div>
        {isMasked && (
          <Button
            className="field-button pressable"
            onPress={() => setShown(true)}
            aria-label={`${words.show}: ${label}`}
          >
            {words.show}
          </Button>
        )}
        {onReadBack && !isMasked && (
          <Button
            className="field-button field-speaker pressable"
            onPress={onReadBack}
            aria-label={`${words.readBack}: ${label}`}
          >
            <Icon name="speaker" size={52} />
          </Button>
        )}
      </div>
      {helper && (
        <p className="field-helper" data-good={helper.isGood || undefined} id={`${id}-helper`}>
          {helper.isGood && <Icon name="check" size={36} />}
          {helper.text}
        </p>
      )}
    </div>
  );
}

/** No caret of the browser stands in our fields, so it pastes into the document: the field in focus takes it. */
function usePaste(box: { readonly current: HTMLElement | null }, onPaste: ((text: string) => void) | undefined) {
  const latest = useRef(onPaste);
  latest.current = onPaste;
  useEffect(() => {
    const pasted = (event: ClipboardEvent) => {
      if (document.activeElement !== box.current) return;
      event.preventDefault();
      latest.current?.(event.clipboardData?.getData('text/plain') ?? '');
    };
    document.addEventListener('paste', pasted);
    return () => document.removeEventListener('paste', pasted);
  }, [box]);
}

function useShownUntilTapElsewhere(box: { readonly current: HTMLElement | null }) {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (!isShown) return;
    const hide = (event: PointerEvent) => {
      if (!(event.target instanceof Node && box.current?.parentElement?.contains(event.target))) setShown(false);
    };
    document.addEventListener('pointerdown', hide);
    return () => document.removeEventListener('pointerdown', hide);
  }, [isShown, box]);
  return [isShown, setShown] as const;
}
