import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { Rating } from '../touch/rating.tsx';
import { ratedLevels } from './rated-levels.ts';
import { SurveySheet } from './survey-sheet.tsx';

/** Kept above the screen: another may stand in its place for a while (paying), and one visit is rated once. */
export interface Rated {
  readonly chosen?: string;
  readonly survey: 'not-yet' | 'open' | 'sent';
}

export const notRated: Rated = { survey: 'not-yet' };

interface RateVisitProps {
  readonly service: string;
  readonly rated: Rated;
  readonly onRated: (rated: Rated) => void;
}

/** Optional, one tap, no name. Who wants to say more opens five lines of the same kind. */
export function RateVisit({ service, rated, onRated }: RateVisitProps) {
  const { desk } = useSession();
  const { t } = useTranslation('follow');
  const { chosen, survey } = rated;
  const choose = (value: string) => {
    if (chosen !== undefined) return;
    onRated({ ...rated, chosen: value });
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
            <Button icon="pencil" onPress={() => onRated({ ...rated, survey: 'open' })}>
              {t('survey.open')}
            </Button>
          </div>
          <SurveySheet
            service={service}
            isOpen={survey === 'open'}
            onClose={() => onRated({ ...rated, survey: 'not-yet' })}
            onSent={() => onRated({ ...rated, survey: 'sent' })}
          />
        </>
      )}
    </div>
  );
}
