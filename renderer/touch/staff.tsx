import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import './cards.css';
import './text.css';
import './timeline.css';
import './staff.css';

export type BigNumber = {
  readonly number: number;
  readonly label: string;
  readonly note: string;
  readonly tone: 'problem' | 'kept' | 'arrived';
  /** Opens its list. */
  readonly onPress: () => void;
};

export function BigNumbers({ numbers }: { readonly numbers: readonly BigNumber[] }) {
  return (
    <div className="big-numbers">
      {numbers.map((one) => (
        <AriaButton className="big-number pressable" key={one.label} data-tone={one.tone} onPress={one.onPress}>
          <span className="big-number-bar" />
          <span className="big-number-number">{one.number}</span>
          <span className="big-number-label">{one.label}</span>
          <span className="note">{one.note}</span>
        </AriaButton>
      ))}
    </div>
  );
}

export type Work = {
  readonly id: string;
  /** «A6-0139», and the service. Never a name or a number of the resident. */
  readonly number: string;
  readonly service: string;
  readonly reason: string;
  readonly isProblem: boolean;
  /** «Việc của: kỹ thuật. Hồ sơ không mất». */
  readonly whose: string;
  readonly action?: ReactNode;
};

/** What waits for somebody, with the reason in words and the next act. */
export function WorkList({
  title,
  works,
  empty,
}: {
  readonly title: string;
  readonly works: readonly Work[];
  readonly empty: string;
}) {
  return (
    <section className="card work-list" aria-label={title}>
      <h2 className="section-title">{title}</h2>
      {works.length === 0 && <p className="work-empty">{empty}</p>}
      <ul>
        {works.map((work) => (
          <li className="work" key={work.id}>
            <div className="work-words">
              <p>
                <strong>{work.number}</strong> · {work.service}
              </p>
              <p className="work-reason" data-problem={work.isProblem || undefined}>
                {work.reason}
              </p>
              <p className="note">{work.whose}</p>
            </div>
            {work.action}
          </li>
        ))}
      </ul>
    </section>
  );
}

export type MachineFact = {
  readonly icon: IconName;
  readonly title: string;
  readonly note?: string;
  readonly tone: 'good' | 'advice' | 'problem';
};

/** The state of the machine in plain lines. */
export function MachineFacts({ title, facts }: { readonly title: string; readonly facts: readonly MachineFact[] }) {
  return (
    <section className="card" aria-label={title}>
      <h2 className="section-title">{title}</h2>
      <ul className="machine-facts">
        {facts.map((fact) => (
          <li className="machine-fact" key={fact.title} data-tone={fact.tone}>
            <Icon name={fact.icon} size={52} />
            <span className="timeline-words">
              <strong>{fact.title}</strong>
              {fact.note && <span className="note">{fact.note}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
