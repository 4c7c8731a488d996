import type { ReactNode } from 'react';
import { Button } from '../touch/button.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { PaperViewfinder } from '../touch/viewfinder.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { ScreenFrame } from './screen-frame.tsx';

interface AimPageProps {
  readonly part: 'camera' | 'sample';
  readonly title: string;
  readonly lead: string;
  readonly onShoot: () => void;
  readonly onBack: () => void;
  /** What lies under the camera. */
  readonly children: ReactNode;
}

/** A view with corner marks, and one press that takes one picture: of the camera, or in practice of a drawn page. */
export function AimPage({ part, title, lead, onShoot, onBack, children }: AimPageProps) {
  const t = useVisitWords();
  return (
    <ScreenFrame
      screen="papers"
      part={part}
      reading={
        <>
          <Heading focusFor={part} size="crowded">
            {title}
          </Heading>
          <Lead>{lead}</Lead>
        </>
      }
      actions={
        <ActionBar
          back={<BackButton onPress={onBack} />}
          primary={
            <Button kind="primary" size="primary" icon="camera" onPress={onShoot}>
              {t('capture.shoot')}
            </Button>
          }
        />
      }
    >
      <PaperViewfinder>{children}</PaperViewfinder>
    </ScreenFrame>
  );
}
