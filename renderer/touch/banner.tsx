import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import { Kept } from './kept.tsx';
import type { Tone } from './text.tsx';
import './banner.css';

const usualIcon: Record<Tone, IconName> = {
  good: 'check',
  advice: 'help',
  asks: 'pencil',
  problem: 'alert',
  information: 'help',
};

type BannerProps = {
  /** advice or offline · good · the ward asks · must change or destroys · neutral information. One banner a screen. */
  readonly tone: Tone;
  readonly icon?: IconName;
  /** What is so, in one sentence. */
  readonly title?: ReactNode;
  /** What to do, or what still works. */
  readonly children?: ReactNode;
  readonly id?: string;
};

/** Problems interrupt the ear, everything else waits its turn. */
export function Banner({ tone, icon, title, children, id }: BannerProps) {
  return (
    <div className="banner" data-tone={tone} role={tone === 'problem' ? 'alert' : 'status'} id={id}>
      <Icon name={icon ?? usualIcon[tone]} size={52} />
      <div className="banner-words">
        {title && (
          <p className="banner-title">
            <Kept>{title}</Kept>
          </p>
        )}
        {children && <div>{children}</div>}
      </div>
    </div>
  );
}

export type Problem = { readonly id: string; readonly text: string; readonly onGo: () => void };

/** On review: each sentence is a link to the place that must change. */
export function ProblemSummary({ title, problems }: { readonly title: string; readonly problems: readonly Problem[] }) {
  return (
    <div className="banner problem-summary" data-tone="problem" role="alert">
      <Icon name="alert" size={52} />
      <div className="banner-words">
        <p className="banner-title">{title}</p>
        <ul className="problem-summary-list">
          {problems.map((problem) => (
            <li key={problem.id}>
              <Button className="problem-link pressable" onPress={problem.onGo}>
                <span>{problem.text}</span>
                <Icon name="right" />
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
