import { Icon } from './icon.tsx';
import './photo-examples.css';

export type PhotoSubject = 'sheet' | 'card' | 'booklet' | 'portrait' | 'scene';
type Fault = 'cut' | 'glare' | 'finger' | 'blurred';
type Told = {
  readonly words: string;
  /** With what the tick or the cross says. */
  readonly label: string;
};

type PhotoExamplesProps = {
  readonly looks: PhotoSubject;
  readonly good: Told;
  readonly bad: Readonly<Record<Fault, Told>>;
};

const faults: readonly Fault[] = ['cut', 'glare', 'finger', 'blurred'];

/** One good photo and four useless ones, drawn: by tick or cross, by words and by the picture itself. */
export function PhotoExamples({ looks, good, bad }: PhotoExamplesProps) {
  return (
    <ul className="photo-examples">
      <Example looks={looks} told={good} />
      {faults.map((fault) => (
        <Example key={fault} looks={looks} fault={fault} told={bad[fault]} />
      ))}
    </ul>
  );
}

function Example({ looks, fault, told }: { looks: PhotoSubject; fault?: Fault; told: Told }) {
  return (
    <li className="photo-example" data-good={fault === undefined || undefined}>
      <svg viewBox="0 0 200 150" role="img" aria-label={told.label}>
        <rect className="photo-example-table" width="200" height="150" />
        <g transform={fault === 'cut' ? 'translate(-62 -44)' : undefined}>
          <g className={fault === 'blurred' ? 'photo-example-blurred' : undefined}>
            <Subject looks={looks} />
          </g>
        </g>
        {fault === 'glare' && <ellipse className="photo-example-glare" cx="104" cy="70" rx="34" ry="26" />}
        {fault === 'finger' && <path className="photo-example-finger" d="M212 160 132 96q-14-14-2-28t30 0l70 56z" />}
      </svg>
      <span className="photo-example-words" aria-hidden="true">
        <Icon name={fault === undefined ? 'check' : 'cross'} size={32} />
        {told.words}
      </span>
    </li>
  );
}

function Subject({ looks }: { readonly looks: PhotoSubject }) {
  switch (looks) {
    case 'sheet':
      return (
        <>
          <rect className="photo-example-paper" x="56" y="10" width="88" height="130" rx="3" />
          <path className="photo-example-line" d="M76 28h48M66 46h68M66 60h68M66 74h52M66 88h68M66 102h60M98 124h34" />
        </>
      );
    case 'card':
      return (
        <>
          <rect className="photo-example-paper" x="30" y="32" width="140" height="88" rx="10" />
          <rect className="photo-example-tint" x="42" y="48" width="36" height="50" rx="4" />
          <circle className="photo-example-person" cx="60" cy="66" r="9" />
          <path className="photo-example-person" d="M46 98q2-18 14-18t14 18z" />
          <path className="photo-example-line" d="M90 52h66M90 68h52M90 84h66M90 100h40" />
        </>
      );
    case 'booklet':
      return (
        <>
          <rect className="photo-example-paper" x="22" y="22" width="156" height="106" rx="6" />
          <path
            className="photo-example-line"
            d="M100 22v106M36 44h48M36 60h48M36 76h36M116 44h48M116 60h48M116 76h40M116 92h48"
          />
        </>
      );
    case 'portrait':
      return (
        <>
          <rect className="photo-example-paper" x="58" y="14" width="84" height="122" rx="3" />
          <circle className="photo-example-person" cx="100" cy="58" r="22" />
          <path className="photo-example-person" d="M66 136q2-48 34-48t34 48z" />
        </>
      );
    case 'scene':
      return (
        <>
          <rect className="photo-example-paper" x="18" y="16" width="164" height="118" rx="3" />
          <path
            className="photo-example-line"
            d="M18 108h164M44 108V62l24-18 24 18v46M120 108V78h36v30M60 108V86h16v22"
          />
        </>
      );
  }
}
