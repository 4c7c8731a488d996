import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import './viewfinder.css';

type ViewfinderProps = {
  /** The live picture or the taken one. */
  readonly children: ReactNode;
  /** Part of the picture that cannot be read, in fractions of its width and height. */
  readonly badRegion?: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  /** Width and height of the picture in any unit: it stands whole inside the frame, so the outline must know its shape. */
  readonly shape?: { readonly width: number; readonly height: number };
};

/** Corner marks around a paper; the outline of what is not readable. */
export function PaperViewfinder({ children, badRegion, shape = { width: 4, height: 3 } }: ViewfinderProps) {
  return (
    <div className="viewfinder">
      {children}
      <div className="viewfinder-corners" aria-hidden="true">
        <span />
        <span />
        <span />
        <span />
      </div>
      {badRegion && (
        <svg
          className="viewfinder-outline"
          viewBox={`0 0 ${shape.width} ${shape.height}`}
          aria-hidden="true"
          focusable="false"
        >
          <rect
            className="viewfinder-bad"
            x={badRegion.left * shape.width}
            y={badRegion.top * shape.height}
            width={badRegion.width * shape.width}
            height={badRegion.height * shape.height}
          />
        </svg>
      )}
    </div>
  );
}

export type PictureCheck = { readonly label: string; readonly isGood: boolean };

/** Four checks: corners, light, glare, sharpness. */
export function PictureChecks({ label, checks }: { readonly label: string; readonly checks: readonly PictureCheck[] }) {
  return (
    <ul className="picture-checks" aria-label={label}>
      {checks.map((check) => (
        <li className="picture-check" key={check.label} data-good={check.isGood || undefined}>
          <span className="picture-check-dot">
            {check.isGood ? <Icon name="check" size={28} /> : <span aria-hidden="true">!</span>}
          </span>
          {check.label}
        </li>
      ))}
    </ul>
  );
}
