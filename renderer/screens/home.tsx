import { type LifeEvent, lifeEvents, type Service } from '../../shared/catalogue/service.ts';
import { useSession } from '../session/session.tsx';
import { useToday } from '../session/use-today.ts';
import { AttractScene } from '../touch/attract-scene.tsx';
import { Card, CardGrid, LifeEventCard, LinkCard } from '../touch/cards.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { SearchField } from '../touch/search-field.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { useLandscape } from '../touch/use-landscape.ts';
import { useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { CounterNote } from './counter-note.tsx';
import { lifeEventIcons } from './life-event-icons.ts';
import { OfferedCard } from './offered-card.tsx';
import { offeredServices, servicesOf } from './offered-services.ts';
import { ScreenFrame } from './screen-frame.tsx';
import './home.css';

/** Eight life events, search, and what was already begun. */
export function Home() {
  const { visit } = useSession();
  const event = visit.screen.name === 'home' ? lifeEvents.find((each) => each === nameOf(visit.screen)) : undefined;
  return event ? <EventServices event={event} /> : <LifeEvents />;
}

function nameOf(screen: { readonly name: string; readonly lifeEvent?: string | null }): string | null {
  return screen.lifeEvent ?? null;
}

function LifeEvents() {
  const t = useVisitWords();
  const { desk, tell } = useSession();
  const answering = answeringService(desk.services, useToday());
  // Side by side in landscape, so that the eight events need no second page.
  const isLandscape = useLandscape();
  const openSearch = () => tell({ type: 'screen-opened', screen: { name: 'search' } });
  const search = (
    <SearchField
      label={t('home.searchLabel')}
      example={
        isLandscape ? (
          t('home.searchLabel')
        ) : (
          <>
            {t('home.searchExample')} <strong>{t('home.searchExample1')}</strong>,{' '}
            <strong>{t('home.searchExample2')}</strong>
          </>
        )
      }
      value=""
      isActive={false}
      onActivate={() => {}}
      onPress={openSearch}
      onKey={openSearch}
      onEnter={openSearch}
    />
  );
  return (
    <ScreenFrame
      screen="home"
      reachScene={<AttractScene time="day" />}
      reading={
        <Heading focusFor="home" beside={isLandscape ? <div className="home-search">{search}</div> : undefined}>
          {t('home.title')}
        </Heading>
      }
    >
      {!isLandscape && search}
      <CardGrid columns={2} label={t('home.events')}>
        {lifeEvents.map((event) => (
          <LifeEventCard
            key={event}
            icon={lifeEventIcons[event]}
            title={t(`lifeEvents.${event}.title`)}
            examples={t(`lifeEvents.${event}.examples`)}
            onPress={() => tell({ type: 'screen-opened', screen: { name: 'home', lifeEvent: event } })}
          />
        ))}
      </CardGrid>
      <CardGrid columns={2} label={t('home.doors')}>
        <LinkCard
          kind="tint"
          icon="folder"
          title={t('home.follow')}
          note={t('home.followNote')}
          onPress={() => tell({ type: 'screen-opened', screen: { name: 'follow' } })}
        />
        <LinkCard
          kind="tint"
          icon="resume"
          title={t('home.continue')}
          note={t('home.continueNote')}
          onPress={() => tell({ type: 'screen-opened', screen: { name: 'continue' } })}
        />
        {answering && (
          <LinkCard
            icon="speech"
            title={t('home.feedback')}
            onPress={() => tell({ type: 'screen-opened', screen: { name: 'service', service: answering.id } })}
          />
        )}
        <LinkCard
          icon="bridge"
          title={t('home.ward')}
          onPress={() => tell({ type: 'screen-opened', screen: { name: 'information' } })}
        />
      </CardGrid>
    </ScreenFrame>
  );
}

/** The service that ends with an answer, where this kiosk's catalogue has one that is open. */
function answeringService(services: readonly Service[], today: string): Service | undefined {
  return offeredServices(services, today).find(({ state, service }) => state === 'open' && service.ends === 'answer')
    ?.service;
}

function EventServices({ event }: { readonly event: LifeEvent }) {
  const t = useVisitWords();
  const { desk, tell } = useSession();
  const offered = servicesOf(offeredServices(desk.services, useToday()), event);
  return (
    <ScreenFrame
      screen="home"
      part={event}
      reading={
        <>
          <Heading focusFor={event}>{t(`lifeEvents.${event}.title`)}</Heading>
          <Lead>{offered.length > 0 ? t('home.choose') : t('home.nothingYet')}</Lead>
        </>
      }
      actions={<ActionBar back={<BackButton onPress={() => tell({ type: 'went-home' })} />} />}
    >
      {offered.length === 0 && (
        <Card>
          <CounterNote />
        </Card>
      )}
      {offered.map((each) => (
        <OfferedCard key={each.service.id} offered={each} />
      ))}
    </ScreenFrame>
  );
}
