import { outsideText } from '../../shared/catalogue/windows.ts';
import { hanoiDay } from '../../shared/identity/calendar-date.ts';
import { dateInWords } from '../../shared/vietnamese/dates.ts';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Heading, SectionTitle } from '../touch/text.tsx';
import { useGuidanceWords, useVisitWords } from '../words/use-words.ts';
import { type Offered, offeredService } from './offered-services.ts';
import { endsWithForm } from './print-form.tsx';
import { ScreenFrame } from './screen-frame.tsx';
import { useInstant } from './use-instant.ts';

/** The end of practice says what did not happen. It leads nowhere but to a fresh page: what comes next may be real. */
export function Practised({ isWhole }: { readonly isWhole: boolean }) {
  const t = useGuidanceWords();
  const visitWords = useVisitWords();
  const { desk, visit, say, language } = useSession();
  const { practice } = visit;
  const practised = desk.services.find(({ examples }) => examples.some((each) => each === practice));
  // The real day: the session of practice goes by the example's.
  const now = useInstant();
  const today = hanoiDay(Date.parse(now()));
  const offered = practised && offeredService(desk.services, practised.id, today);
  const outside = offered && offered.state !== 'open' && outsideText(offered.service, today);
  const whenAndHow = (found: Offered) => {
    const said = { service: say(found.service.name), start: visitWords('service.start') };
    if (found.state === 'open') return t('practice.end.choose', said);
    return t(`practice.end.${found.state}`, { ...said, date: dateInWords(found.day, language) });
  };
  return (
    <ScreenFrame
      screen="practised"
      reading={<Heading focusFor="practised">{isWhole ? t('practice.end.whole') : t('practice.end.stopped')}</Heading>}
      actions={
        <ActionBar
          primary={
            <Button kind="primary" size="primary" onPress={() => void desk.endVisit('finished')}>
              {t('practice.end.done')}
            </Button>
          }
        />
      }
    >
      <Banner tone="information" icon="check" title={t('practice.end.nothing')}>
        {t('practice.end.nothingNote')}
      </Banner>
      <SectionTitle>{t('practice.end.really')}</SectionTitle>
      {offered?.state !== 'closed' && !practised?.unnamed && <p>{t('practice.end.bring')}</p>}
      {offered && <p>{whenAndHow(offered)}</p>}
      {outside && <p>{say(outside)}</p>}
      {offered?.state !== 'closed' && (
        <p>{practised && endsWithForm(practised) ? t('practice.end.form') : t('practice.end.slip')}</p>
      )}
    </ScreenFrame>
  );
}
