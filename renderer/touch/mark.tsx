import { memo } from 'react';
import './mark.css';

/** The round window of Khuê Văn Các: a ring, sixteen rays, and the dot that is the touch. */
export const Mark = memo(function Mark({
  size,
  plain,
}: {
  readonly size?: number /** Black on white, for paper. */;
  readonly plain?: boolean;
}) {
  return (
    <svg
      className="mark"
      data-plain={plain || undefined}
      viewBox="0 0 48 48"
      aria-hidden="true"
      focusable="false"
      style={
        size === undefined
          ? undefined
          : { inlineSize: `calc(${size} * var(--u))`, blockSize: `calc(${size} * var(--u))` }
      }
    >
      <circle className="mark-ring" cx="24" cy="24" r="22" />
      {rays(16).map((angle) => (
        <path key={angle} className="mark-ray" d="M24 11.5V4" transform={`rotate(${angle} 24 24)`} />
      ))}
      <circle className="mark-ring" cx="24" cy="24" r="10.2" />
      <circle className="mark-dot" cx="24" cy="24" r="4.6" />
    </svg>
  );
});

/** Angles in degrees, clockwise from the top. */
export function rays(count: number): number[] {
  return Array.from({ length: count }, (_, ray) => (ray * 360) / count);
}
