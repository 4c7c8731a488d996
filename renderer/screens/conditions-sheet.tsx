import type { Service } from '../../shared/catalogue/service.ts';
import { useSession } from '../session/session.tsx';
import { DoneSheet } from '../touch/done-sheet.tsx';
import { FactList } from '../touch/facts.tsx';
import { useVisitWords } from '../words/use-words.ts';

interface ServiceSheetProps {
  readonly service: Service;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The same two or three questions that come first after «Bắt đầu», to be read before anything begins. */
export function ConditionsSheet({ service, isOpen, onClose }: ServiceSheetProps) {
  const t = useVisitWords();
  const { say } = useSession();
  return (
    <DoneSheet title={t('service.conditionsTitle')} isOpen={isOpen} onClose={onClose}>
      {service.eligibility.length === 0 ? (
        <p>{t('service.conditionsNone')}</p>
      ) : (
        <FactList
          stacked
          facts={service.eligibility.map((question) => ({
            label: say(question.text),
            value: question.goesOnWith === 'yes' ? t('service.answerYes') : t('service.answerNo'),
            note: say(question.otherwise),
          }))}
        />
      )}
    </DoneSheet>
  );
}
