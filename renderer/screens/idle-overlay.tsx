import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCover } from '../session/cover.ts';
import type { Idle } from '../session/idle.ts';
import { useSession } from '../session/session.tsx';
import { CallTold } from '../speech/call-told.tsx';
import { useSpeech } from '../speech/speech.tsx';
import { Button } from '../touch/button.tsx';
import { CentredWords, Frame, StackedActs } from '../touch/frame.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { type Tool, ToolsBar } from '../touch/tools-bar.tsx';
import { IdleClock } from '../touch/window-clock.tsx';
import { useFrameWords } from '../words/use-words.ts';
import { VisitHeader } from './visit-header.tsx';

interface IdleOverlayProps {
  readonly idle: Idle;
  readonly onStay: () => void;
}

/**
 * 13: the page is replaced, not dimmed. «Che lại» shows the same without the clock. A helper can be called from here too; taking a
 * slip away or ending with one cannot be done, because a stranger could.
 */
export function IdleOverlay({ idle, onStay }: IdleOverlayProps) {
  const { desk, state } = useSession();
  const { t } = useTranslation('follow');
  const { tools, hasCalled } = useToolsOfCover();
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
        header={<VisitHeader />}
        reading={
          <CentredWords>
            {counting && <IdleClock secondsLeft={idle.secondsLeft} unit={t('idle.seconds')} />}
            <div className="idle-words">
              <Heading centred>{counting ? t('idle.title') : t('idle.covered')}</Heading>
              {hasCalled || state.help ? (
                <div role="status">
                  <CallTold />
                </div>
              ) : (
                <Lead centred>{counting ? t('idle.lead') : t('idle.coveredLead')}</Lead>
              )}
            </div>
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
        tools={<ToolsBar tools={tools} />}
      />
    </div>
  );
}

function useToolsOfCover(): { readonly tools: readonly Tool[]; readonly hasCalled: boolean } {
  const { desk } = useSession();
  const t = useFrameWords();
  const cover = useCover();
  const { guide, state: speech } = useSpeech();
  const [hasCalled, setCalled] = useState(false);
  const readAloud: Tool = {
    id: 'read-aloud',
    icon: speech.isReading ? 'pause' : 'speaker',
    label: speech.isReading ? t('tools.stopReading') : t('tools.readAloud'),
    onPress: () => (speech.isReading ? guide?.hush() : guide?.read()),
    isOn: speech.isReading,
  };
  const help: Tool = {
    id: 'help',
    icon: 'people',
    label: t('tools.help'),
    onPress: () => {
      // Whoever calls is there: nothing is wiped while they wait, and nothing is shown either.
      cover();
      setCalled(true);
      void desk.callHelper().catch(() => {});
    },
  };
  return { tools: speech.hasVoice ? [readAloud, help] : [help], hasCalled };
}
