import { isUnknown } from '../../shared/form/given-answer.ts';
import { maskedText } from '../../shared/form/show-answer.ts';
import { useHandScanner } from '../capture/use-hand-scanner.ts';
import { placeAfter, placeBefore } from '../session/screen-path.ts';
import { useOpenDraft } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Card } from '../touch/cards.tsx';
import { FactList } from '../touch/facts.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { useGuidanceWords, useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { questionsFromCard } from './card-answers.ts';
import { ScreenFrame } from './screen-frame.tsx';
import { shortName } from './short-name.ts';

/** In place of the card: in practice it is the example's. No scanner is listened to and no number asked for. */
export function PracticeCard() {
  const t = useGuidanceWords();
  const visitWords = useVisitWords();
  const { draft, service, tell, facts } = useOpenDraft();
  // Whoever holds a real card to the scanner all the same: nothing of it is read, and nothing typed into the page.
  useHandScanner({ onScan: () => {} });
  const { unnamed } = service;
  const isNamed = !unnamed || draft.answers[unnamed.question] !== unnamed.answer;
  const onCard = questionsFromCard(service).filter(({ id }) => {
    const answer = draft.answers[id];
    return isNamed && answer !== undefined && !isUnknown(answer);
  });
  const told = (field: 'number' | 'name') => {
    const answer = draft.answers[onCard.find(({ fromCard }) => fromCard === field)?.id ?? ''];
    return typeof answer === 'string' ? answer : undefined;
  };
  const [number, name] = [told('number'), told('name')];

  const goOn = () => {
    const identity = { how: isNamed ? 'card-read' : 'not-given', helped: false } as const;
    const fromCard = onCard.map(({ id }) => id);
    tell({ type: 'identified', identity, answers: {}, fromCard });
    tell({ type: 'moved', place: placeAfter({ ...draft, identity, fromCard }, service, facts()) });
  };
  const back = () => {
    const place = placeBefore(draft, service, facts());
    if (place !== 'left') tell({ type: 'moved', place });
  };

  return (
    <ScreenFrame
      screen="identity"
      part="practice"
      reading={
        <>
          <Heading focusFor="practice-card">{t('practice.card.title')}</Heading>
          <Lead>{isNamed ? t('practice.card.lead') : t('practice.card.nobody')}</Lead>
        </>
      }
      actions={
        <ActionBar
          back={<BackButton onPress={back} />}
          primary={
            <Button kind="primary" size="primary" forward onPress={goOn}>
              {isNamed ? t('practice.card.use') : t('practice.card.goOn')}
            </Button>
          }
        />
      }
    >
      <Banner tone="information" icon="lock" title={t('practice.card.keep')} />
      {isNamed && (number || name) && (
        <Card>
          <FactList
            facts={[
              ...(number ? [{ label: visitWords('identity.number'), value: maskedText(number) }] : []),
              ...(name ? [{ label: visitWords('identity.name'), value: shortName(name) }] : []),
            ]}
          />
        </Card>
      )}
    </ScreenFrame>
  );
}
