import { useOpenDraft } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Heading } from '../touch/text.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { ScreenFrame } from './screen-frame.tsx';

/** A question that other answers took off the route (a draft resumed under a newer rule); the way leads to review. */
export function StepGone() {
  const t = useVisitWords();
  const { tell } = useOpenDraft();
  return (
    <ScreenFrame
      screen="question"
      part="gone"
      reading={<Heading focusFor="gone">{t('question.noNeed')}</Heading>}
      actions={
        <ActionBar
          primary={
            <Button kind="primary" size="primary" onPress={() => tell({ type: 'moved', place: { at: 'review' } })}>
              {t('question.backToReview')}
            </Button>
          }
        />
      }
    />
  );
}
