import { memo, type ReactNode } from 'react';
import { piecesOf } from '../../shared/vietnamese/kept-together.ts';
import './text.css';

/** Words of a heading, a button or a card: those that belong together stay on one line where there is room for them. */
export const Kept = memo(function Kept({ children }: { readonly children: ReactNode }): ReactNode {
  if (typeof children !== 'string' || !children.includes(' ')) return children;
  const pieces = piecesOf(children);
  if (!pieces.some(({ isKept }) => isKept)) return children;
  return pieces.map(({ text, isKept }, place) =>
    isKept ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
      <span key={place} className="kept">
        {text}
      </span>
    ) : (
      text
    ),
  );
});
