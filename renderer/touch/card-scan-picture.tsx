import type { ReactNode } from 'react';
import './cards.css';
import './card-scan-picture.css';

/** The act to do: the card's square code to the lit slot right below the screen. */
export function CardScanPicture() {
  return (
    <svg
      className="card-scan"
      viewBox="0 0 980 790"
      aria-hidden="true"
      focusable="false"
      preserveAspectRatio="xMidYMax meet"
    >
      <rect className="card-scan-ground" width="980" height="790" />
      <path className="card-scan-light" d="M165 625h650q14 0 22 12L976 790H4L143 637q8-12 22-12z" />
      <g transform="rotate(-5 490 275)">
        <rect className="card-scan-card" x="186" y="82" width="608" height="384" rx="38" />
        <rect className="card-scan-tint" x="238" y="156" width="150" height="196" rx="20" />
        <circle className="card-scan-person" cx="313" cy="228" r="38" />
        <path className="card-scan-person" d="M254 352c2-46 24-70 59-70s57 24 59 70z" />
        <path className="card-scan-line" d="M434 176h156M434 226h102M434 276h140M434 326h86" />
        <path className="card-scan-faint" d="M238 412h430" />
        <rect className="card-scan-lit" x="612" y="134" width="138" height="138" rx="14" />
        <g transform="translate(622 144)">
          <path className="card-scan-code" d={codePath} />
        </g>
      </g>
      <path className="card-scan-arrow" d="M490 506v86m-40-36 40 38 40-38" />
      <rect className="card-scan-slot" x="98" y="636" width="784" height="82" rx="41" />
      <rect className="card-scan-glow" x="142" y="662" width="696" height="30" rx="15" />
    </svg>
  );
}

/** Looks like a square code and says nothing: three finders and a fixed sprinkling. */
const codePath = code();

function code(): string {
  const cell = 118 / 21;
  const isFinder = (x: number, y: number) => (x < 8 && y < 8) || (x > 12 && y < 8) || (x < 8 && y > 12);
  const squares: string[] = [];
  for (let y = 0; y < 21; y++) {
    for (let x = 0; x < 21; x++) {
      if (!isFinder(x, y) && (x * 7 + y * 13 + x * y * 5) % 11 < 5) squares.push(square(x, y, 1));
    }
  }
  for (const [x, y] of [
    [0, 0],
    [14, 0],
    [0, 14],
  ] as const) {
    squares.push(`${square(x, y, 7)}${hole(x + 1, y + 1, 5)}${square(x + 2, y + 2, 3)}`);
  }
  return squares.join('');

  function square(x: number, y: number, size: number): string {
    return `M${(x * cell).toFixed(2)} ${(y * cell).toFixed(2)}h${(size * cell).toFixed(2)}v${(size * cell).toFixed(2)}h-${(size * cell).toFixed(2)}z`;
  }
  function hole(x: number, y: number, size: number): string {
    return `M${(x * cell).toFixed(2)} ${(y * cell).toFixed(2)}v${(size * cell).toFixed(2)}h${(size * cell).toFixed(2)}v-${(size * cell).toFixed(2)}z`;
  }
}

/** The picture of an act with its live state (WindowSpinner) below it. */
export function ActCard({ picture, children }: { readonly picture: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="card act-card">
      <div className="act-card-picture">{picture}</div>
      {children}
    </div>
  );
}
