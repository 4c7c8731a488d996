import { useSession } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { CheckRow } from '../touch/check-row.tsx';
import { Sheet } from '../touch/sheet.tsx';
import { Note } from '../touch/text.tsx';
import { useFrameWords } from '../words/use-words.ts';

/** The bell has rung already; who to call, and the resident's own word on being helped (it stands in the dossier). */
export function HelpSheet({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const t = useFrameWords();
  const { state, visit, tell, say } = useSession();
  const { kiosk } = state;
  return (
    <Sheet
      title={t('help.title')}
      isOpen={isOpen}
      onClose={onClose}
      primary={
        <Button kind="primary" onPress={onClose}>
          {t('actions.done')}
        </Button>
      }
    >
      <p>
        <strong>{t('help.rung')}</strong> {t('help.rungNote')}
      </p>
      <p>
        <strong>{kiosk?.helpPhone ? t('help.phone', { phone: kiosk.helpPhone }) : t('help.noPhone')}</strong>
      </p>
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
          <CheckRow isChecked={visit.helped} onChange={(helped) => tell({ type: 'helper-chosen', helped })}>
            {t('help.helped')}
          </CheckRow>
          <Note>{t('help.helpedNote')}</Note>
        </>
      )}
    </Sheet>
  );
}
