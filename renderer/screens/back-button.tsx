import { Button } from '../touch/button.tsx';
import { useFrameWords } from '../words/use-words.ts';

/** «Quay lại», always at the same place and looking the same. */
export function BackButton({ onPress, children }: { readonly onPress: () => void; readonly children?: string }) {
  const t = useFrameWords();
  return (
    <Button kind="quiet" size="primary" icon="left" iconOnlyWhenLarge onPress={onPress}>
      {children ?? t('back')}
    </Button>
  );
}
