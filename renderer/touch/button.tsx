import { memo, type ReactNode, useCallback, useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import { Kept } from './kept.tsx';
import './button.css';

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger' | 'tint';

type ButtonProps = {
  /** Says the result: «Nộp hồ sơ», not «OK». */
  readonly children: ReactNode;
  readonly onPress: () => void;
  /** At most one primary on a screen. `tint` is an equal second way. */
  readonly kind?: ButtonKind;
  readonly size?: 'normal' | 'primary' | 'attract';
  readonly icon?: IconName;
  /** An arrow to the right, only when it goes forward. */
  readonly forward?: boolean;
  /** Quieter words after (or, on the attract screen, below) the words. */
  readonly note?: string;
  /** Spoken name where the visible words are not enough; must contain the visible words. */
  readonly label?: string;
  readonly id?: string;
  readonly autoFocus?: boolean;
  readonly describedBy?: string;
  /** Language of the words when it is not the session's. */
  readonly lang?: string;
  /** At 200 % text (and beside a landscape keyboard) the words go to the ear only: for «Quay lại». */
  readonly iconOnlyWhenLarge?: boolean;
};

/** Fires on release; sliding off cancels. Always enabled: pressing too early moves to what is missing. */
export function Button({ onPress, ...look }: ButtonProps) {
  const latest = useRef(onPress);
  latest.current = onPress;
  const press = useCallback(() => latest.current(), []);
  return <DrawnButton {...look} onPress={press} />;
}

/** Drawn anew when it looks different, not with every letter that is written beside it. */
const DrawnButton = memo(function DrawnButton({
  children,
  onPress,
  kind = 'secondary',
  size = 'normal',
  icon,
  forward,
  note,
  label,
  id,
  autoFocus,
  describedBy,
  lang,
  iconOnlyWhenLarge,
}: ButtonProps) {
  return (
    <AriaButton
      className="button"
      data-kind={kind}
      data-size={size}
      data-icon-only={iconOnlyWhenLarge || undefined}
      onPress={onPress}
      aria-label={label}
      aria-describedby={describedBy}
      id={id}
      autoFocus={autoFocus}
    >
      {icon && <Icon name={icon} />}
      <span className="button-words" lang={lang}>
        <span className="button-name">
          <Kept>{children}</Kept>
        </span>
        {note && ' '}
        {note && <span className="button-note">{note}</span>}
      </span>
      {forward && <Icon name="right" />}
    </AriaButton>
  );
});
