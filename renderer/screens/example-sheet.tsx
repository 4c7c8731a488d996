import { exampleAnswer } from '../../shared/catalogue/examples.ts';
import type { Question } from '../../shared/catalogue/question.ts';
import type { Answer, Service } from '../../shared/catalogue/service.ts';
import { showAnswer } from '../../shared/form/show-answer.ts';
import { allCountries } from '../questions/listed-question.tsx';
import { useSession } from '../session/session.tsx';
import { DoneSheet } from '../touch/done-sheet.tsx';
import { FactList } from '../touch/facts.tsx';
import { Note } from '../touch/text.tsx';
import { useGuidanceWords } from '../words/use-words.ts';

interface Example {
  readonly question: Question;
  readonly answer: Answer;
}

/** Of the questions on the screen those whose form nobody can guess, as the service's own worked examples answer them. */
export function examplesFor(service: Service, questions: readonly Question[]): Example[] {
  return questions.flatMap((question) => {
    const answer = exampleAnswer(service, question);
    return answer === undefined ? [] : [{ question, answer }];
  });
}

interface ExampleSheetProps {
  readonly examples: readonly Example[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Only shown: what stands here is written into no field and goes nowhere. */
export function ExampleSheet({ examples, isOpen, onClose }: ExampleSheetProps) {
  const t = useGuidanceWords();
  const { say, language, places } = useSession();
  return (
    <DoneSheet title={t('example.title')} isOpen={isOpen} onClose={onClose}>
      <FactList
        stacked
        facts={examples.map(({ question, answer }) => ({
          label: say(question.label),
          value: showAnswer(question, answer, language, places, { countries: allCountries, say }),
        }))}
      />
      <Note>{t('example.note')}</Note>
    </DoneSheet>
  );
}
