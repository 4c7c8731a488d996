import { useMemo, useState } from 'react';
import { buildServiceSearch } from '../../shared/catalogue/search.ts';
import { BedKeyboard } from '../questions/keyboard-bed.tsx';
import { useTyping } from '../questions/use-typing.ts';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { SearchField } from '../touch/search-field.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { BackButton } from './back-button.tsx';
import { OfferedCard } from './offered-card.tsx';
import { offeredServices } from './offered-services.ts';
import { ScreenFrame } from './screen-frame.tsx';
import { useVisitWords } from './use-words.ts';
import '../questions/questions.css';

const mostResults = 5;

/** Search by any word people use, with or without tone marks. */
export function Search() {
  const t = useVisitWords();
  const { desk, facts, tell } = useSession();
  const [query, setQuery] = useState('');
  const { today } = facts();
  const offered = useMemo(() => offeredServices(desk.services, today), [desk.services, today]);
  const search = useMemo(() => buildServiceSearch(offered.map(({ service }) => service)), [offered]);
  const found = search
    .find(query, mostResults)
    .flatMap((service) => offered.filter((each) => each.service === service));
  const typing = useTyping({ kind: 'search', value: query, onValue: setQuery });
  const goHome = () => tell({ type: 'went-home' });

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
          currentWord={typing.currentWord}
        />
      }
      actions={<ActionBar back={<BackButton onPress={goHome} />} />}
      keyboard={<BedKeyboard bed={{ layout: 'search', onKey: typing.onKey }} />}
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
      <div role="group" aria-label={t('search.results')} className="search-results">
        {found.map((each) => (
          <OfferedCard key={each.service.id} offered={each} />
        ))}
      </div>
    </ScreenFrame>
  );
}
