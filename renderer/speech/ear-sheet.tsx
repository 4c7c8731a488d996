import { useState, useSyncExternalStore } from 'react';
import { useSession } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { Sheet } from '../touch/sheet.tsx';
import { Lead } from '../touch/text.tsx';
import { useFrameWords } from '../words/use-words.ts';
import { CallTold } from './call-told.tsx';
import type { Guide } from './guide.ts';
import { VoiceSettings } from './voice-settings.tsx';

/** «Trợ giúp», the fourth key: hear again, hear clearly, a person, and how it sounds. Seen by whoever stands beside. */
export function EarSheet({ guide, isOpen }: { readonly guide: Guide; readonly isOpen: boolean }) {
  const t = useFrameWords();
  const { settings, isLeading } = useSyncExternalStore(guide.observe, guide.state);
  const close = () => guide.setHelpOpen(false);
  return (
    <Sheet
      title={t('ear.helpTitle')}
      isOpen={isOpen}
      onClose={close}
      secondary={
        isLeading ? (
          <Button
            onPress={() => {
              close();
              guide.lead(false);
            }}
          >
            {t('ear.switchOff')}
          </Button>
        ) : undefined
      }
      primary={
        <Button kind="primary" onPress={close}>
          {t('ear.goOn')}
        </Button>
      }
    >
      {isLeading && <Lead>{t('ear.helpLead')}</Lead>}
      <Button icon="speaker" onPress={guide.repeat}>
        {t('ear.repeat')}
      </Button>
      {settings.headphones && (
        <Button icon="speech" onPress={guide.sayClearly}>
          {t('ear.sayClearly')}
        </Button>
      )}
      <CallHelper />
      <VoiceSettings guide={guide} />
    </Sheet>
  );
}

/** Said and shown where it was pressed: it is one sheet already, and no dialog comes on a dialog. */
function CallHelper() {
  const t = useFrameWords();
  const { desk } = useSession();
  const [isRung, setRung] = useState(false);
  return (
    <>
      <Button
        icon="people"
        onPress={() => {
          setRung(true);
          void desk.callHelper().catch(() => {});
        }}
      >
        {t('tools.help')}
      </Button>
      {isRung && (
        <div role="status">
          <CallTold />
        </div>
      )}
    </>
  );
}
