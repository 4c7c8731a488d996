import type { Text } from '../../shared/catalogue/text.ts';
import { useSession } from '../session/session.tsx';
import { DoneSheet } from '../touch/done-sheet.tsx';
import { Note } from '../touch/text.tsx';
import { useVisitWords } from '../words/use-words.ts';

interface WhySheetProps {
  readonly why: { readonly text: Text; readonly source: Text };
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** «Vì sao hỏi câu này?»: two sentences and the source. */
export function WhySheet({ why, isOpen, onClose }: WhySheetProps) {
  const t = useVisitWords();
  const { say } = useSession();
  return (
    <DoneSheet title={t('question.why')} isOpen={isOpen} onClose={onClose}>
      <p>{say(why.text)}</p>
      <Note>{t('question.whySource', { source: say(why.source) })}</Note>
    </DoneSheet>
  );
}
