import { useState } from 'react';
import { placeAfter, placeBefore } from '../session/screen-path.ts';
import { useOpenDraft } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { ChoiceCards } from '../touch/choice-cards.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Heading, Note } from '../touch/text.tsx';
import { useFrameWords, useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { ScreenFrame } from './screen-frame.tsx';

/** Two or three yes/no questions before anything personal; advice goes on when pressed again, a hindrance leads out politely. */
export function Eligibility() {
  const t = useVisitWords();
  const frame = useFrameWords();
  const { draft, service, tell, say, facts } = useOpenDraft();
  const index = draft.place.at === 'eligibility' ? draft.place.question : 0;
  const [missingAt, setMissingAt] = useState<number>();
  const [advisedAt, setAdvisedAt] = useState<number>();
  const question = service.eligibility[index];
  if (!question) return null;
  const answer = draft.eligibility[question.id];
  const isOther = answer !== undefined && answer !== question.goesOnWith;

  const next = () => {
    if (answer === undefined) return setMissingAt(index);
    if (isOther && question.blocks)
      return tell({ type: 'screen-opened', screen: { name: 'refused', reason: 'eligibility', id: question.id } });
    if (isOther && advisedAt !== index) return setAdvisedAt(index);
    tell({ type: 'moved', place: placeAfter(draft, service, facts()) });
  };
  const back = () => {
    const place = placeBefore(draft, service, facts());
    if (place === 'left') tell({ type: 'screen-opened', screen: { name: 'service', service: service.id } });
    else tell({ type: 'moved', place });
  };

  return (
    <ScreenFrame
      screen="eligibility"
      part={String(index)}
      reading={
        <>
          <Note>
            {t('eligibility.progress')} ·{' '}
            {t('eligibility.count', { question: index + 1, questions: service.eligibility.length })}
          </Note>
          <Heading focusFor={`eligibility-${index}`}>{say(question.text)}</Heading>
        </>
      }
      actions={
        <ActionBar
          back={<BackButton onPress={back} />}
          primary={
            <Button kind="primary" size="primary" forward onPress={next}>
              {frame('actions.next')}
            </Button>
          }
        />
      }
    >
      {missingAt === index && answer === undefined && (
        <Banner tone="problem" title={t('eligibility.missing')}>
          {t('eligibility.missingNote')}
        </Banner>
      )}
      {isOther && advisedAt === index && !question.blocks && (
        <Banner tone="advice" title={say(question.otherwise)}>
          {t('question.warningGoesOn')}
        </Banner>
      )}
      <ChoiceCards
        label={say(question.text)}
        choices={[
          { value: 'yes', label: t('eligibility.yes') },
          { value: 'no', label: t('eligibility.no') },
        ]}
        chosen={answer === undefined ? [] : [answer]}
        hasProblem={missingAt === index && answer === undefined}
        onChoose={([chosen]) => {
          if (chosen === 'yes' || chosen === 'no')
            tell({ type: 'eligibility-answered', id: question.id, answer: chosen });
        }}
      />
    </ScreenFrame>
  );
}
