import { rays } from './mark.tsx';
import './mark.css';
import './text.css';
import './timeline.css';
import './window-clock.css';

type IdleClockProps = {
  readonly secondsLeft: number;
  /** «giây». */
  readonly unit: string;
  readonly total?: number;
};

/** The round window counts down, one ray a second. The spoken warning is the screen's; the ticking is for the eye. */
export function IdleClock({ secondsLeft, unit, total = 30 }: IdleClockProps) {
  return (
    <div className="idle-clock" role="timer" aria-label={`${secondsLeft} ${unit}`}>
      <svg viewBox="0 0 560 560" aria-hidden="true" focusable="false">
        <circle className="idle-clock-ring" cx="280" cy="280" r="274" />
        {rays(total).map((angle, ray) => (
          <path
            key={angle}
            className="idle-clock-ray"
            data-gone={isGone(ray, { secondsLeft, total }) || undefined}
            d="M280 28V102"
            transform={`rotate(${angle} 280 280)`}
          />
        ))}
      </svg>
      <span className="idle-clock-words" aria-hidden="true">
        <span className="idle-clock-number">{secondsLeft}</span>
        <span>{unit}</span>
      </span>
    </div>
  );
}

/** The rays go out anticlockwise from the top: with 24 of 30 seconds left, the six before twelve o'clock are out. */
function isGone(ray: number, clock: { readonly secondsLeft: number; readonly total: number }): boolean {
  return ray >= clock.secondsLeft;
}

/** Waiting: rays light one after another. After ten seconds the screen must offer another way. */
export function WindowSpinner({ words, note }: { readonly words: string; readonly note?: string }) {
  return (
    <div className="window-spinner" role="status">
      <svg className="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
        <circle className="mark-ring" cx="24" cy="24" r="22" />
        {rays(16).map((angle, ray) => (
          <path
            key={angle}
            className="mark-ray window-spinner-ray"
            d="M24 11.5V4"
            transform={`rotate(${angle} 24 24)`}
            style={{ animationDelay: `${(ray - 16) * 100}ms` }}
          />
        ))}
        <circle className="mark-ring" cx="24" cy="24" r="10.2" />
        <circle className="mark-dot" cx="24" cy="24" r="4.6" />
      </svg>
      <span className="timeline-words">
        <strong>{words}</strong>
        {note && <span className="note">{note}</span>}
      </span>
    </div>
  );
}
