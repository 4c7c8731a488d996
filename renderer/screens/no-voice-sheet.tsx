import { Button } from '../touch/button.tsx';
import { Sheet } from '../touch/sheet.tsx';
import { useFrameWords } from '../words/use-words.ts';

interface NoVoiceSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onLarger: () => void;
  readonly onHelp: () => void;
}

/** «Đọc to» on a machine without a voice for the language: said, with what works instead. */
export function NoVoiceSheet({ isOpen, onClose, onLarger, onHelp }: NoVoiceSheetProps) {
  const t = useFrameWords();
  return (
    <Sheet
      title={t('reading.title')}
      isOpen={isOpen}
      onClose={onClose}
      secondary={<Button onPress={onHelp}>{t('reading.ask')}</Button>}
      primary={
        <Button kind="primary" onPress={onLarger}>
          {t('reading.larger')}
        </Button>
      }
    >
      <p>{t('reading.lead')}</p>
    </Sheet>
  );
}
