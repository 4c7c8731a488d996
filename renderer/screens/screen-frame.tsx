import type { ReactNode } from 'react';
import { FrameMain } from '../touch/frame.tsx';
import { useStanding } from './visit-frame.tsx';

interface ScreenFrameProps {
  /** Kind of screen: `data-screen` of the root. */
  readonly screen: string;
  /** Changes within one kind of screen, where the page shall begin anew (a question's step). */
  readonly part?: string;
  readonly reading?: ReactNode;
  readonly children?: ReactNode;
  readonly answer?: ReactNode;
  readonly actions?: ReactNode;
  /** Instead of the usual status header. */
  readonly header?: ReactNode;
  readonly reachScene?: ReactNode;
  /** In landscape what is read stands beside the rest. */
  readonly sideBySide?: boolean;
  readonly travel?: 'forward' | 'back';
}

/** A screen of a visit, between the header above it and the keys and tools below (visit-frame.tsx). */
export function ScreenFrame({ screen, part, header, ...main }: ScreenFrameProps) {
  useStanding({ screen, part, header });
  return <FrameMain {...main} screen={part === undefined ? screen : `${screen}-${part}`} />;
}
