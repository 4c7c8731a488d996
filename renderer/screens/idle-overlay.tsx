import { useTranslation } from 'react-i18next';
import type { Idle } from '../session/idle.ts';
import { useSession } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { CentredWords, Frame, StackedActs } from '../touch/frame.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { IdleClock } from '../touch/window-clock.tsx';

interface IdleOverlayProps {
  readonly idle: Idle;
  readonly onStay: () => void;
}

/** 13: the page is replaced, not dimmed. «Che lại» shows the same without the clock. */
export function IdleOverlay({ idle, onStay }: IdleOverlayProps) {
  const { desk } = useSession();
  const { t } = useTranslation('follow');
  const counting = idle.state === 'warning';
  return (
    <div
      role="alertdialog"
      aria-label={counting ? t('idle.title') : t('idle.covered')}
      className="idle-overlay"
      data-screen="idle"
    >
      <Frame
        screen="idle"
        reading={
          <CentredWords>
            {counting && <IdleClock secondsLeft={idle.secondsLeft} unit={t('idle.seconds')} />}
            <Heading centred>{counting ? t('idle.title') : t('idle.covered')}</Heading>
            <Lead centred>{counting ? t('idle.lead') : t('idle.coveredLead')}</Lead>
          </CentredWords>
        }
        actions={
          <StackedActs>
            <Button kind="primary" size="attract" autoFocus onPress={onStay}>
              {t('idle.stay')}
            </Button>
            <Button kind="danger" size="primary" onPress={() => void desk.endVisit('wiped')}>
              {t('idle.wipe')}
            </Button>
          </StackedActs>
        }
      />
    </div>
  );
}
