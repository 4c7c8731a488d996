import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { Icon, RingIcon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import { Kept } from './kept.tsx';
import './text.css';
import './cards.css';

/** A plain white card. */
export function Card({ children, tone }: { readonly children: ReactNode; readonly tone?: 'asks' }) {
  return (
    <div className="card" data-tone={tone}>
      {children}
    </div>
  );
}

/** Cards side by side; `columns` is what portrait shows, landscape shows twice as many where they fit. */
export function CardGrid({
  children,
  columns = 2,
  fills,
  label,
}: {
  readonly children: ReactNode;
  readonly columns?: 1 | 2 | 3;
  /** The rows share the height that is left. */
  readonly fills?: boolean;
  readonly label?: string;
}) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the name comes only together with the role
    <div
      className="card-grid"
      data-columns={columns}
      data-fills={fills || undefined}
      role={label ? 'group' : undefined}
      aria-label={label}
    >
      {children}
    </div>
  );
}

type LifeEventCardProps = {
  readonly icon: IconName;
  readonly title: string;
  /** One line of examples; hidden in reach mode, where the grid must fit the lower half. */
  readonly examples: string;
  readonly onPress: () => void;
};

/** The whole card is the target. */
export function LifeEventCard({ icon, title, examples, onPress }: LifeEventCardProps) {
  return (
    <Button className="life-event-card pressable" onPress={onPress}>
      <RingIcon name={icon} />
      <span className="life-event-card-words">
        <span className="life-event-card-title">
          <Kept>{title}</Kept>
        </span>
        <span className="life-event-card-examples">
          <Kept>{examples}</Kept>
        </span>
      </span>
    </Button>
  );
}

type LinkCardProps = {
  readonly icon?: IconName;
  readonly title: string;
  readonly note?: string;
  readonly onPress: () => void;
  /** `tint` for what the resident has already begun. */
  readonly kind?: 'tint' | 'plain';
};

export function LinkCard({ icon, title, note, onPress, kind = 'plain' }: LinkCardProps) {
  return (
    <Button className="link-card pressable" data-kind={kind} onPress={onPress}>
      {icon && <Icon name={icon} size={56} />}
      <span className="link-card-words">
        <span className="link-card-title">
          <Kept>{title}</Kept>
        </span>
        {note && (
          <span className="link-card-note">
            <Kept>{note}</Kept>
          </span>
        )}
      </span>
    </Button>
  );
}

type ServiceCardProps = {
  readonly icon: IconName;
  readonly title: string;
  readonly note: string;
  /** «Làm hết tại máy», «Mở từ thứ Hai, 30/11». */
  readonly badge?: ReactNode;
  readonly onPress: () => void;
};

/** A service in a list or among the results of a search. */
export function ServiceCard({ icon, title, note, badge, onPress }: ServiceCardProps) {
  return (
    <Button className="service-card pressable" onPress={onPress}>
      <RingIcon name={icon} size={96} />
      <span className="service-card-words">
        <span className="life-event-card-title">
          <Kept>{title}</Kept>
        </span>
        <span className="life-event-card-examples">
          <Kept>{note}</Kept>
        </span>
        {badge}
      </span>
      <Icon name="right" />
    </Button>
  );
}

type FactCardProps = {
  readonly icon: IconName;
  readonly label: string;
  readonly value: string;
  readonly children?: ReactNode;
};

/** Time or fee on a service page: a small label, the value, the conditions. */
export function FactCard({ icon, label, value, children }: FactCardProps) {
  return (
    <div className="card fact-card">
      <p className="fact-card-label">
        <Icon name={icon} />
        {label}
      </p>
      <p className="fact-card-value">
        <Kept>{value}</Kept>
      </p>
      {children && <div className="note">{children}</div>}
    </div>
  );
}

export type Result = { readonly icon: IconName; readonly title: string; readonly note?: string };

/** What the resident gets. */
export function Results({ title, results }: { readonly title: ReactNode; readonly results: readonly Result[] }) {
  return (
    <div className="card results">
      <h2 className="section-title">{title}</h2>
      <ul className="results-list">
        {results.map((result) => (
          <li className="result" key={result.title}>
            <RingIcon name={result.icon} size={84} />
            <span className="result-title">
              <Kept>{result.title}</Kept>
            </span>
            {result.note && <span className="note">{result.note}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

export type PaperLine = {
  readonly name: string;
  /** «nếu cha mẹ đã đăng ký»: drawn dashed, because it is not needed for sure. */
  readonly condition?: string;
};

export function PaperLines({ papers, label }: { readonly papers: readonly PaperLine[]; readonly label?: string }) {
  return (
    <ul className="paper-lines" aria-label={label}>
      {papers.map((paper) => (
        <li className="paper-line" key={paper.name} data-condition={paper.condition ? true : undefined}>
          <Icon name="paper" />
          <span>
            {paper.name}
            {paper.condition && <span className="paper-line-condition">, {paper.condition}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** An answer as it will be printed: «Trên giấy khai sinh sẽ ghi NGUYỄN THỊ HƯỜNG». */
export function AsPrinted({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div className="as-printed" role="status">
      <Icon name="cert" size={52} />
      <span>
        <span className="note">{label}</span>
        <span className="as-printed-value">{value || '…'}</span>
      </span>
    </div>
  );
}
