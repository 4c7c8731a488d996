import { useState } from 'react';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Sheet } from '../touch/sheet.tsx';
import { useFrameWords, useVisitWords } from '../words/use-words.ts';

interface NoCardSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onType: () => void;
  /** Where the service takes a passport or another paper instead of a number. */
  readonly onOtherPaper?: () => void;
}

/** «Tôi không mang thẻ»: what can be done without it. */
export function NoCardSheet({ isOpen, onClose, onType, onOtherPaper }: NoCardSheetProps) {
  const t = useVisitWords();
  const frame = useFrameWords();
  const { visit, desk, tell } = useSession();
  const [hasFailed, setFailed] = useState(false);

  const later = async () => {
    if (!visit.draft) return;
    const saved = await desk.saveForLater(visit.draft).catch(() => undefined);
    if (saved?.ok) tell({ type: 'screen-opened', screen: { name: 'saved', slip: saved.value } });
    else setFailed(true);
  };

  return (
    <Sheet
      title={t('identity.noCardTitle')}
      isOpen={isOpen}
      onClose={onClose}
      secondary={<Button onPress={() => void later()}>{t('identity.noCardLater')}</Button>}
      primary={
        <Button
          kind="primary"
          onPress={() => {
            onClose();
            onType();
          }}
        >
          {t('identity.noCardType')}
        </Button>
      }
    >
      <p>{t('identity.noCardLead')}</p>
      {onOtherPaper && (
        <Button
          onPress={() => {
            onClose();
            onOtherPaper();
          }}
        >
          {t('identity.otherPaper')}
        </Button>
      )}
      {hasFailed && <Banner tone="advice" title={frame('leave.saveFailed')} />}
    </Sheet>
  );
}
