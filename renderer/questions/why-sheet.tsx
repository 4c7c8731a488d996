import type { Text } from '../../shared/catalogue/text.ts';
import { useSession } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { Sheet } from '../touch/sheet.tsx';
import { Note } from '../touch/text.tsx';
import { useFrameWords, useVisitWords } from '../words/use-words.ts';

interface WhySheetProps {
  readonly why: { readonly text: Text; readonly source: Text };
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** «Vì sao hỏi câu này?»: two sentences and the source. */
export function WhySheet({ why, isOpen, onClose }: WhySheetProps) {
  const t = useVisitWords();
  const frame = useFrameWords();
  const { say } = useSession();
  return (
    <Sheet
      title={t('question.why')}
      isOpen={isOpen}
      onClose={onClose}
      primary={
        <Button kind="primary" onPress={onClose}>
          {frame('actions.done')}
        </Button>
      }
    >
      <p>{say(why.text)}</p>
      <Note>{t('question.whySource', { source: say(why.source) })}</Note>
    </Sheet>
  );
}
