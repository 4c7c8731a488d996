import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import './cards.css';
import './text.css';
import './timeline.css';
import './facts.css';

export type Fact = {
  readonly label: string;
  readonly value: ReactNode;
  /** «lấy từ thẻ», «30 giây trước». */
  readonly note?: string;
};

/** Label–value rows; `stacked` where the labels are sentences. */
export function FactList({ facts, stacked }: { readonly facts: readonly Fact[]; readonly stacked?: boolean }) {
  return (
    <dl className="facts" data-stacked={stacked || undefined}>
      {facts.map((fact, place) => (
        // An officer may write two lines of one name.
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
        <div className="fact" key={place}>
          <dt>{fact.label}</dt>
          <dd>
            {fact.value}
            {fact.note && <span className="fact-note">{fact.note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

type ReviewGroupProps = {
  readonly title: string;
  readonly facts: readonly Fact[];
  /** «Sửa»: goes to the questions and comes back here. */
  readonly changeLabel: string;
  readonly onChange: () => void;
  /** «Hiện» / «Che» of what is masked in this group. */
  readonly reveal?: { readonly label: string; readonly isShown: boolean; readonly onPress: () => void };
  readonly id?: string;
  /** A sentence against this group, from the pre-check. */
  readonly problem?: ReactNode;
};

export function ReviewGroup({ title, facts, changeLabel, onChange, reveal, id, problem }: ReviewGroupProps) {
  return (
    <section className="card review-group" id={id} aria-label={title} data-problem={problem ? true : undefined}>
      <div className="review-group-top">
        <h2 className="section-title">{title}</h2>
        <div className="review-group-acts">
          {reveal && (
            <Button
              icon={reveal.isShown ? 'cover' : 'search'}
              onPress={reveal.onPress}
              label={`${reveal.label}: ${title}`}
            >
              {reveal.label}
            </Button>
          )}
          <Button icon="pencil" onPress={onChange} label={`${changeLabel}: ${title}`}>
            {changeLabel}
          </Button>
        </div>
      </div>
      {problem && <p className="review-group-problem">{problem}</p>}
      <FactList facts={facts} />
    </section>
  );
}
