import { type ReactNode, useRef } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import { Kept } from './kept.tsx';
import { useFocus } from './use-focus.ts';
import './text.css';

type HeadingProps = {
  /** A question or a fact, at most ten words. */
  readonly children: ReactNode;
  /** Stands at the end of the heading's line: a Badge. */
  readonly beside?: ReactNode;
  readonly size?: 'question' | 'crowded' | 'promise';
  /** The heading receives focus when a screen opens; give the screen's name, nothing for a heading that should not. */
  readonly focusFor?: string;
  readonly centred?: boolean;
};

/** The one h1 of a screen. */
export function Heading({ children, beside, size = 'question', focusFor, centred }: HeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useFocus(heading, focusFor);
  return (
    <div className="heading-row" data-centred={centred || undefined}>
      <h1 className="heading" data-size={size} tabIndex={-1} ref={heading}>
        <Kept>{children}</Kept>
      </h1>
      {beside}
    </div>
  );
}

export function Lead({ children, centred }: { readonly children: ReactNode; readonly centred?: boolean }) {
  return (
    <p className="lead" data-centred={centred || undefined}>
      <Kept>{children}</Kept>
    </p>
  );
}

export function SectionTitle({ children, id }: { readonly children: ReactNode; readonly id?: string }) {
  return (
    <h2 className="section-title" id={id}>
      <Kept>{children}</Kept>
    </h2>
  );
}

/** Quiet small text: where something comes from, what is optional. */
export function Note({ children }: { readonly children: ReactNode }) {
  return (
    <p className="note">
      <Kept>{children}</Kept>
    </p>
  );
}

/** The phrase being read aloud, lit in lime. */
export function Highlight({ children, isLit = true }: { readonly children: ReactNode; readonly isLit?: boolean }) {
  return (
    <span className="highlight" data-lit={isLit || undefined}>
      {children}
    </span>
  );
}

export type Tone = 'good' | 'advice' | 'asks' | 'problem' | 'information';

export function Badge({
  children,
  tone = 'good',
  icon,
}: {
  readonly children: ReactNode;
  readonly tone?: Tone;
  readonly icon?: IconName;
}) {
  return (
    <p className="badge" data-tone={tone}>
      {icon && <Icon name={icon} size={36} />}
      <span>{children}</span>
    </p>
  );
}

/** The heading and one control (a search): below each other in portrait, in one row in landscape. */
export function TopRow({ children }: { readonly children: ReactNode }) {
  return <div className="top-row">{children}</div>;
}
