import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { Card } from '../touch/cards.tsx';
import { FactList } from '../touch/facts.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Heading, SectionTitle } from '../touch/text.tsx';
import { ScreenFrame } from './screen-frame.tsx';
import { WardNews } from './ward-news.tsx';

/** What city and ward tell, and where a person can be found. All of it signed by the portal, as true as the day it was signed. */
export function Information() {
  const { state, tell, say } = useSession();
  const { t } = useTranslation('follow');
  const { t: frame } = useTranslation('frame');
  const { kiosk } = state;
  return (
    <ScreenFrame
      screen="information"
      reading={<Heading focusFor="information">{t('information.title')}</Heading>}
      actions={
        <ActionBar
          back={
            <Button kind="quiet" size="primary" icon="left" onPress={() => tell({ type: 'went-home' })}>
              {frame('actions.back')}
            </Button>
          }
        />
      }
    >
      <WardNews />
      {kiosk && (
        <>
          <Card>
            <SectionTitle>{t('information.counter')}</SectionTitle>
            <FactList
              facts={[
                { label: t('information.ward'), value: kiosk.nearestCounter.name },
                { label: t('information.address'), value: kiosk.nearestCounter.address },
                { label: t('information.hours'), value: say(kiosk.nearestCounter.hours) },
                { label: t('information.phone'), value: kiosk.nearestCounter.phone },
              ]}
            />
          </Card>
          <Card>
            <SectionTitle>{t('information.site')}</SectionTitle>
            <FactList
              facts={[
                { label: t('information.address'), value: `${kiosk.site.name}, ${kiosk.site.address}` },
                { label: t('information.help'), value: kiosk.helpPhone },
              ]}
            />
          </Card>
        </>
      )}
    </ScreenFrame>
  );
}
