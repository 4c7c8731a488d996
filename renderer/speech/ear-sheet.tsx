import { useSyncExternalStore } from 'react';
import { useSession } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { Sheet } from '../touch/sheet.tsx';
import { Lead } from '../touch/text.tsx';
import { useFrameWords } from '../words/use-words.ts';
import type { Guide } from './guide.ts';
import { VoiceSettings } from './voice-settings.tsx';

/** «Trợ giúp», the fourth key: hear again, hear clearly, a person, and how it sounds. Seen by whoever stands beside. */
export function EarSheet({ guide, isOpen }: { readonly guide: Guide; readonly isOpen: boolean }) {
  const t = useFrameWords();
  const { desk } = useSession();
  const { settings } = useSyncExternalStore(guide.observe, guide.state);
  const close = () => guide.setHelpOpen(false);
  return (
    <Sheet
      title={t('ear.helpTitle')}
      isOpen={isOpen}
      onClose={close}
      secondary={
        <Button
          onPress={() => {
            close();
            guide.lead(false);
          }}
        >
          {t('ear.switchOff')}
        </Button>
      }
      primary={
        <Button kind="primary" onPress={close}>
          {t('ear.goOn')}
        </Button>
      }
    >
      <Lead>{t('ear.helpLead')}</Lead>
      <Button icon="speaker" onPress={guide.repeat}>
        {t('ear.repeat')}
      </Button>
      {settings.headphones && (
        <Button icon="speech" onPress={guide.sayClearly}>
          {t('ear.sayClearly')}
        </Button>
      )}
      <Button
        icon="people"
        onPress={() => {
          close();
          void desk.callHelper().catch(() => {});
          desk.log({ code: 'help-called' });
        }}
      >
        {t('tools.help')}
      </Button>
      <VoiceSettings guide={guide} />
    </Sheet>
  );
}
