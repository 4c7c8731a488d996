import { useSession } from '../session/session.tsx';
import { CallTold } from '../speech/call-told.tsx';
import { Button } from '../touch/button.tsx';
import { DoneSheet } from '../touch/done-sheet.tsx';
import { Note, SectionTitle } from '../touch/text.tsx';
import { useFrameWords } from '../words/use-words.ts';
import { HelperChoice } from './helper-choice.tsx';

/** The bell rings already: whether somebody hears it, who to telephone, and the resident's own word on being helped. */
export function HelpSheet({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const t = useFrameWords();
  const { state, visit, say, desk } = useSession();
  const { kiosk } = state;
  return (
    <DoneSheet
      title={t('help.title')}
      isOpen={isOpen}
      onClose={onClose}
      secondary={
        state.help && state.help.state !== 'coming' ? (
          <Button
            onPress={() => {
              void desk.endHelp().catch(() => {});
              onClose();
            }}
          >
            {t('help.cancel')}
          </Button>
        ) : undefined
      }
    >
      <div role="status">
        <CallTold />
      </div>
      {kiosk && (
        <Note>
          {t('help.counter', {
            name: kiosk.nearestCounter.name,
            address: kiosk.nearestCounter.address,
            hours: say(kiosk.nearestCounter.hours),
          })}
        </Note>
      )}
      {visit.screen.name !== 'attract' && (
        <>
          <SectionTitle>{t('help.who')}</SectionTitle>
          <HelperChoice />
        </>
      )}
    </DoneSheet>
  );
}
