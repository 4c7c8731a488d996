import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type RatedFactor, ratedFactors } from '../../shared/portal-contract/messages.ts';
import { useSession } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { Rating } from '../touch/rating.tsx';
import { Sheet } from '../touch/sheet.tsx';
import { Lead } from '../touch/text.tsx';
import { useFrameWords } from '../words/use-words.ts';
import { ratedLevels } from './rated-levels.ts';

interface SurveySheetProps {
  readonly service: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Its answers are kept; they are not asked again. */
  readonly onSent: () => void;
}

/** Five factors, five levels, each of them optional. Nothing is kept before the green button; then each answer by itself. */
export function SurveySheet({ service, isOpen, onClose, onSent }: SurveySheetProps) {
  const { desk } = useSession();
  const { t } = useTranslation('follow');
  const frame = useFrameWords();
  const [given, setGiven] = useState<Partial<Record<RatedFactor, string>>>({});
  const send = () => {
    // Told at once: a kiosk that cannot keep an opinion bothers nobody with it.
    onSent();
    for (const factor of ratedFactors) {
      const score = given[factor];
      if (score !== undefined) void desk.rate({ service, factor, score: Number(score) });
    }
  };
  return (
    <Sheet
      title={t('survey.title')}
      isOpen={isOpen}
      onClose={onClose}
      secondary={<Button onPress={onClose}>{frame('back')}</Button>}
      primary={
        <Button kind="primary" onPress={send}>
          {t('survey.send')}
        </Button>
      }
    >
      <Lead>{t('survey.lead')}</Lead>
      {ratedFactors.map((factor) => (
        <Rating
          key={factor}
          title={t(`survey.factors.${factor}.title`)}
          note={t(`survey.factors.${factor}.note`)}
          answers={ratedLevels.map((value) => ({ value, label: t(`filed.ratings.${value}`) }))}
          chosen={given[factor]}
          onChoose={(value) => setGiven((before) => ({ ...before, [factor]: value }))}
        />
      ))}
    </Sheet>
  );
}
