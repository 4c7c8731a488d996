import type { ReactNode } from 'react';
import { useTextSize } from '../touch/use-reach.ts';
import { ScreenFrame } from './screen-frame.tsx';

interface SlipPageProps {
  readonly screen: string;
  readonly picture?: ReactNode;
  readonly heading: ReactNode;
  readonly lead: ReactNode;
  readonly slip: ReactNode;
  readonly children?: ReactNode;
  readonly actions: ReactNode;
}

/**
 * A screen that hands out a slip. In letters so large that not all fits one page, the slip comes right behind the heading: whoever
 * presses the green button without turning the page has seen its number.
 */
export function SlipPage({ screen, picture, heading, lead, slip, children, actions }: SlipPageProps) {
  const isSlipFirst = useTextSize() >= 150;
  return (
    <ScreenFrame
      screen={screen}
      sideBySide
      reading={
        isSlipFirst ? (
          heading
        ) : (
          <>
            {picture}
            {heading}
            {lead}
          </>
        )
      }
      actions={actions}
    >
      {slip}
      {isSlipFirst && (
        <>
          {lead}
          {picture}
        </>
      )}
      {children}
    </ScreenFrame>
  );
}
