import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { Mark } from './mark.tsx';
import './header.css';

type StatusHeaderProps = {
  /** «Điểm Chạm». */
  readonly name: string;
  /** Ward of the kiosk; hidden at 200 % text. */
  readonly place?: string;
  /** Stands at every text size. */
  readonly note?: string;
  readonly network?: ReactNode;
};

export function StatusHeader({ name, place, note, network }: StatusHeaderProps) {
  return (
    <header className="status-header">
      <Mark />
      <div className="status-header-names">
        <span className="status-header-name">{name}</span>
        {place && <span className="status-header-place">{place}</span>}
        {note && <span className="status-header-note">{note}</span>}
      </div>
      {network}
    </header>
  );
}

type StaffHeaderProps = {
  readonly name: string;
  /** Whose shift it is; hidden at 200 % text. */
  readonly place: string;
  /** Stands at every text size. */
  readonly note?: string;
  /** «Kết ca»: the only interactive thing a header may hold. */
  readonly action?: ReactNode;
};

/** The dark header tells passers-by that staff is signed in. */
export function StaffHeader({ name, place, note, action }: StaffHeaderProps) {
  return (
    <header className="status-header" data-staff>
      <Mark />
      <div className="status-header-names">
        <span className="status-header-name">{name}</span>
        <span className="status-header-place">{place}</span>
        {note && <span className="status-header-note">{note}</span>}
      </div>
      {action}
    </header>
  );
}

/** Whole arch or broken arch; never red, never blinking, not tappable. A change is announced once, politely. */
export function NetworkPill({ linked, words }: { readonly linked: boolean; readonly words: string }) {
  return (
    <p className="network-pill" data-linked={linked || undefined} role="status">
      <Icon name={linked ? 'linked' : 'unlinked'} />
      <span className="network-pill-words">{words}</span>
    </p>
  );
}

/** Instead of the network's pill while somebody practises: words and icon, at every size of text. */
export function PracticePill({ words }: { readonly words: string }) {
  return (
    <p className="practice-pill" role="status">
      <Icon name="book" />
      <span>{words}</span>
    </p>
  );
}
