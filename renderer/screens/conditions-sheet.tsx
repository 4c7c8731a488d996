import type { Service } from '../../shared/catalogue/service.ts';
import { useSession } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { FactList } from '../touch/facts.tsx';
import { Sheet } from '../touch/sheet.tsx';
import { useFrameWords, useVisitWords } from '../words/use-words.ts';

interface ServiceSheetProps {
  readonly service: Service;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The same two or three questions that come first after «Bắt đầu», to be read before anything begins. */
export function ConditionsSheet({ service, isOpen, onClose }: ServiceSheetProps) {
  const t = useVisitWords();
  const frame = useFrameWords();
  const { say } = useSession();
  return (
    <Sheet
      title={t('service.conditionsTitle')}
      isOpen={isOpen}
      onClose={onClose}
      primary={
        <Button kind="primary" onPress={onClose}>
          {frame('actions.done')}
        </Button>
      }
    >
      {service.eligibility.length === 0 ? (
        <p>{t('service.conditionsNone')}</p>
      ) : (
        <FactList
          facts={service.eligibility.map((question) => ({
            label: say(question.text),
            value: question.goesOnWith === 'yes' ? t('service.answerYes') : t('service.answerNo'),
            note: say(question.otherwise),
          }))}
        />
      )}
    </Sheet>
  );
}
