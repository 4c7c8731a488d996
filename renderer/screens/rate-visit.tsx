import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { Rating } from '../touch/rating.tsx';
import { ratedLevels } from './rated-levels.ts';
import { SurveySheet } from './survey-sheet.tsx';

/** Optional, one tap, no name. Who wants to say more opens five lines of the same kind. */
export function RateVisit({ service }: { readonly service: string }) {
  const { desk } = useSession();
  const { t } = useTranslation('follow');
  const [chosen, setChosen] = useState<string>();
  const [survey, setSurvey] = useState<'not-yet' | 'open' | 'sent'>('not-yet');
  const choose = (value: string) => {
    if (chosen !== undefined) return;
    setChosen(value);
    void desk.rate({ service, score: Number(value) });
  };
  return (
    <div>
      <Rating
        title={t('filed.ratingTitle')}
        note={chosen === undefined ? t('filed.ratingNote') : t('filed.ratingThanks')}
        answers={ratedLevels.map((value) => ({ value, label: t(`filed.ratings.${value}`) }))}
        chosen={chosen}
        onChoose={choose}
      />
      {chosen !== undefined && survey !== 'sent' && (
        <>
          <div className="rating-more">
            <Button icon="pencil" onPress={() => setSurvey('open')}>
              {t('survey.open')}
            </Button>
          </div>
          <SurveySheet
            service={service}
            isOpen={survey === 'open'}
            onClose={() => setSurvey('not-yet')}
            onSent={() => setSurvey('sent')}
          />
        </>
      )}
    </div>
  );
}
