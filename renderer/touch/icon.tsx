import type { CSSProperties, ReactNode } from 'react';
import { readShapes } from './drawing.tsx';
import type { IconName } from './icon-names.ts';
import './icon.css';

const files = import.meta.glob<string>('../../assets/icons/*.svg', { query: '?raw', import: 'default', eager: true });

const shapes = new Map<string, ReactNode[]>(
  Object.entries(files).map(([path, svg]) => [path.slice(path.lastIndexOf('/') + 1, -'.svg'.length), readShapes(svg)]),
);

type IconProps = {
  readonly name: IconName;
  /** Drawn size in design units (u); 44 unless told. */
  readonly size?: number;
};

/** A drawing that always stands beside words, so assistive technology does not see it. */
export function Icon({ name, size }: IconProps) {
  return (
    <svg
      className="icon"
      viewBox="0 0 48 48"
      aria-hidden="true"
      focusable="false"
      style={size === undefined ? undefined : sized('--icon-size', size)}
    >
      {shapes.get(name)}
    </svg>
  );
}

/** An icon inside the round window: life events and results. The ticks stand every 15°. */
export function RingIcon({ name, size = 124, tone = 'lime' }: IconProps & { readonly tone?: 'lime' | 'sen' }) {
  const ticks = Array.from({ length: 24 }, (_, tick) => tick * 15);
  return (
    <span className="ring-icon" data-tone={tone} style={sized('--ring-size', size)}>
      <svg viewBox="0 0 124 124" aria-hidden="true" focusable="false">
        <circle className="ring-icon-ground" cx="62" cy="62" r="60" />
        {ticks.map((angle) => (
          <path key={angle} className="ring-icon-tick" d="M62 6v6" transform={`rotate(${angle} 62 62)`} />
        ))}
      </svg>
      <Icon name={name} />
    </span>
  );
}

// A property and not a width, so that style sheets can still change it for an orientation or a text size.
function sized(property: '--icon-size' | '--ring-size', size: number): CSSProperties {
  return { [property]: size } as CSSProperties;
}
