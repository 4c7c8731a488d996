import { Icon, RingIcon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import './cards.css';
import './text.css';
import './timeline.css';

export type TimelineRow = {
  /** done · now: somebody works on it · asks: it waits for the resident · ahead. */
  readonly state: 'done' | 'now' | 'asks' | 'ahead';
  readonly title: string;
  /** When in words, and who is next. */
  readonly note?: string;
};

const icons: Record<TimelineRow['state'], IconName | undefined> = {
  done: 'check',
  now: 'clock',
  asks: 'pencil',
  ahead: undefined,
};

export function Timeline({ label, rows }: { readonly label: string; readonly rows: readonly TimelineRow[] }) {
  return (
    <ol className="timeline" aria-label={label}>
      {rows.map((row, place) => {
        const icon = icons[row.state];
        return (
          <li
            className="timeline-row"
            // A dossier comes back to a status it had; its rows only ever grow at the end.
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a row is
            key={place}
            data-state={row.state}
            aria-current={row.state === 'now' || row.state === 'asks' ? 'step' : undefined}
          >
            <span className="timeline-dot">{icon && <Icon name={icon} size={36} />}</span>
            <span className="timeline-words">
              <span className="timeline-title">{row.title}</span>
              {row.note && <span className="timeline-note">{row.note}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

export type DayTile = { readonly weekday: string; readonly day: string; readonly state: 'passed' | 'left' | 'last' };

/** The sentence «Còn 6 ngày làm việc» leads; the tiles only prove it. */
export function DayTiles({ label, days }: { readonly label: string; readonly days: readonly DayTile[] }) {
  return (
    <ul className="day-tiles" aria-label={label}>
      {days.map((day) => (
        <li className="day-tile" key={day.day} data-state={day.state}>
          <span className="day-tile-weekday">{day.weekday}</span>
          <span className="day-tile-day">{day.day}</span>
        </li>
      ))}
    </ul>
  );
}

type WardAsksProps = {
  readonly icon: IconName;
  /** Which paper or answer. */
  readonly title: string;
  /** The ward's own words, in « ». */
  readonly quote: string;
  /** «Còn 6 ngày làm việc». */
  readonly left: string;
  /** «đến hết thứ Hai, 30/11». */
  readonly until: string;
  readonly daysLabel: string;
  readonly days: readonly DayTile[];
  readonly note?: string;
};

/** If the ward waits for the resident, that comes first. */
export function WardAsks({ icon, title, quote, left, until, daysLabel, days, note }: WardAsksProps) {
  return (
    <section className="card ward-asks" data-tone="asks" aria-label={title}>
      <div className="ward-asks-what">
        <RingIcon name={icon} tone="sen" size={104} />
        <div>
          <h2 className="section-title">{title}</h2>
          <p>{quote}</p>
        </div>
      </div>
      <p className="ward-asks-when">
        <strong>{left}</strong> <span>{until}</span>
      </p>
      <DayTiles label={daysLabel} days={days} />
      {note && <p className="note">{note}</p>}
    </section>
  );
}

export type Step = { readonly title: string; readonly note?: string };

/** What happens next, numbered. */
export function Steps({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <ol className="steps">
      {steps.map((step, index) => (
        <li className="step" key={step.title}>
          <span className="step-number" aria-hidden="true">
            {index + 1}
          </span>
          <span className="timeline-words">
            <span className="step-title">{step.title}</span>
            {step.note && <span className="timeline-note">{step.note}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
