import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { LinkCard } from '../touch/cards.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Heading, SectionTitle } from '../touch/text.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { CounterNote } from './counter-note.tsx';
import { ScreenFrame } from './screen-frame.tsx';

/** The polite way out: why it stops here, and what can be done instead. */
export function Refused() {
  const t = useVisitWords();
  const { visit, service, tell, say } = useSession();
  const { screen } = visit;
  if (screen.name !== 'refused') return null;
  const question = service?.eligibility.find(({ id }) => id === screen.id);
  const consent = service?.consents.find(({ id }) => id === screen.id);
  const isConsent = screen.reason === 'consent';
  return (
    <ScreenFrame
      screen="refused"
      reading={<Heading focusFor="refused">{isConsent ? t('refused.consent') : t('refused.eligibility')}</Heading>}
      actions={
        <ActionBar
          back={
            <BackButton onPress={() => tell({ type: 'screen-opened', screen: { name: 'draft' } })}>
              {t('refused.change')}
            </BackButton>
          }
          primary={
            <Button kind="primary" size="primary" onPress={() => tell({ type: 'went-home' })}>
              {t('refused.home')}
            </Button>
          }
        />
      }
    >
      <Banner tone="advice" title={isConsent ? t('refused.consentLead') : question && say(question.otherwise)}>
        {isConsent && consent ? say(consent.without) : undefined}
      </Banner>
      <SectionTitle>{t('refused.instead')}</SectionTitle>
      <p>
        <CounterNote />
      </p>
      {service && (
        <LinkCard
          icon="paper"
          title={t('refused.read')}
          onPress={() => tell({ type: 'screen-opened', screen: { name: 'service', service: service.id } })}
        />
      )}
    </ScreenFrame>
  );
}
