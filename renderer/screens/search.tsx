import { useMemo, useState } from 'react';
import { buildServiceSearch } from '../../shared/catalogue/search.ts';
import { useBed } from '../questions/keyboard-bed.tsx';
import { useTyping } from '../questions/use-typing.ts';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { CardGrid } from '../touch/cards.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { SearchField } from '../touch/search-field.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { useLandscape } from '../touch/use-landscape.ts';
import { useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { OfferedCard } from './offered-card.tsx';
import { offeredServices } from './offered-services.ts';
import { ScreenFrame } from './screen-frame.tsx';

const mostResults = 5;

/** Search by any word people use, with or without tone marks. */
export function Search() {
  const t = useVisitWords();
  const { desk, facts, tell, say } = useSession();
  const [query, setQuery] = useState('');
  const { today } = facts();
  const offered = useMemo(() => offeredServices(desk.services, today), [desk.services, today]);
  const search = useMemo(() => buildServiceSearch(offered.map(({ service }) => service)), [offered]);
  const found = search
    .find(query, mostResults)
    .flatMap((service) => offered.filter((each) => each.service === service));
  const typing = useTyping({ kind: 'search', value: query, onValue: setQuery });
  // A landscape panel has no room for cards above its keyboard: the finds stand as chips right above the keys.
  const isLandscape = useLandscape();
  const chips = found.map(({ service }) => ({ value: service.id, label: say(service.name) }));
  const open = (service: string) => tell({ type: 'screen-opened', screen: { name: 'service', service } });
  const goHome = () => tell({ type: 'went-home' });
  useBed(true, {
    layout: 'search',
    onKey: typing.onKey,
    ...(isLandscape ? { suggestions: { label: t('search.results'), list: chips, onChoose: open } } : {}),
  });

  return (
    <ScreenFrame
      screen="search"
      reading={
        <>
          <Heading size="crowded">{t('search.title')}</Heading>
          {query === '' && <Lead>{t('search.lead')}</Lead>}
        </>
      }
      answer={
        <SearchField
          label={t('home.searchLabel')}
          example={
            <>
              {t('home.searchExample')} <strong>{t('home.searchExample1')}</strong>
            </>
          }
          value={query}
          isActive
          takesFocus
          onActivate={() => {}}
          onKey={typing.onKey}
          onEnter={typing.endsScan}
          written={typing.written}
          onCaret={typing.onCaret}
        />
      }
      actions={<ActionBar back={<BackButton onPress={goHome} />} />}
    >
      {query !== '' && found.length === 0 && (
        <>
          <Banner tone="advice" icon="search" title={t('search.none', { query: query.slice(0, 60) })}>
            {t('search.noneLead')}
          </Banner>
          <Button icon="left" onPress={goHome}>
            {t('search.events')}
          </Button>
        </>
      )}
      {!isLandscape && found.length > 0 && (
        <CardGrid columns={1} label={t('search.results')}>
          {found.map((each) => (
            <OfferedCard key={each.service.id} offered={each} />
          ))}
        </CardGrid>
      )}
    </ScreenFrame>
  );
}
