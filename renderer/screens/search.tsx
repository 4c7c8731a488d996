import { useMemo, useState } from 'react';
import type { FoundGuide } from '../../shared/catalogue/catalogue-search.ts';
import type { NamedWard } from '../../shared/places/named-wards.ts';
import { useBed } from '../questions/keyboard-bed.tsx';
import { useTyping } from '../questions/use-typing.ts';
import { useSession } from '../session/session.tsx';
import { useToday } from '../session/use-today.ts';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { CardGrid, ServiceCard } from '../touch/cards.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { SearchField } from '../touch/search-field.tsx';
import { Badge, Heading, Lead } from '../touch/text.tsx';
import { useLandscape } from '../touch/use-landscape.ts';
import { useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { OfferedCard } from './offered-card.tsx';
import { offeredServices } from './offered-services.ts';
import { ScreenFrame } from './screen-frame.tsx';
import { useCatalogueSearch } from './use-catalogue-search.ts';

/** What can be done here leaves room for what is only explained. */
const most = { services: 4, guides: 6, chips: 5 };
const chipLetters = 28;
const noFind = { services: [], guides: [], ward: undefined };

/** Search by any word people use, with or without tone marks: services of this kiosk, guide entries, wards by their old names. */
export function Search({ asked = '' }: { readonly asked?: string | undefined }) {
  const t = useVisitWords();
  const { desk, tell, say } = useSession();
  const [query, setQuery] = useState(asked);
  const today = useToday();
  const offered = useMemo(() => offeredServices(desk.services, today), [desk.services, today]);
  const services = useMemo(() => offered.map(({ service }) => service), [offered]);
  const { search, version = 0 } = useCatalogueSearch(services);
  const results = useMemo(() => search?.find(query, most) ?? noFind, [search, query]);
  const found = results.services.flatMap((service) => offered.filter((each) => each.service === service));
  const { guides, ward } = results;
  const isNothing = search !== undefined && query.trim() !== '' && found.length === 0 && guides.length === 0;
  const typing = useTyping({ kind: 'search', value: query, onValue: setQuery });
  // A landscape panel has no room for cards above its keyboard: the finds stand as chips right above the keys.
  const isLandscape = useLandscape();
  const openGuide = (row: number) => tell({ type: 'screen-opened', screen: { name: 'guide', version, row, query } });
  const openService = (service: string) => tell({ type: 'screen-opened', screen: { name: 'service', service } });
  const chips = [
    ...found.map(({ service }) => ({ value: service.id, label: say(service.name) })),
    ...guides.map(({ row, name }) => ({ value: String(row), label: shortened(name), note: t('search.guide') })),
  ].slice(0, most.chips);
  // Names of services begin with a letter.
  const open = (value: string) => (/^\d/.test(value) ? openGuide(Number(value)) : openService(value));
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
      {ward && <WardBanner ward={ward} isAlone={isNothing} />}
      {isNothing && !ward && (
        <Banner tone="advice" icon="search" title={t('search.none', { query: query.slice(0, 60) })}>
          {t('search.noneLead')}
        </Banner>
      )}
      {isNothing && (
        <Button icon="left" onPress={goHome}>
          {t('search.events')}
        </Button>
      )}
      {!isLandscape && !isNothing && query !== '' && (
        <CardGrid columns={1} label={t('search.results')}>
          {found.map((each) => (
            <OfferedCard key={each.service.id} offered={each} />
          ))}
          {guides.map((guide) => (
            <GuideCard key={guide.row} guide={guide} onPress={() => openGuide(guide.row)} />
          ))}
        </CardGrid>
      )}
    </ScreenFrame>
  );
}

/** Names of the database are Vietnamese in every language. */
function GuideCard({ guide, onPress }: { readonly guide: FoundGuide; readonly onPress: () => void }) {
  const t = useVisitWords();
  return (
    <div lang="vi">
      <ServiceCard
        icon="book"
        title={guide.name}
        note={guide.field}
        badge={<Badge icon="book">{t('search.guide')}</Badge>}
        onPress={onPress}
      />
    </div>
  );
}

/** What a ward is now, for whoever still calls it by its old name. */
function WardBanner({ ward, isAlone }: { readonly ward: NamedWard; readonly isAlone: boolean }) {
  const t = useVisitWords();
  const units = ward.units.map(({ fullName }) => fullName).join(', ');
  return (
    <Banner
      tone="information"
      icon="house"
      title={ward.former ? t('search.wardFormer', { former: ward.former, units }) : t('search.wardNow', { units })}
    >
      {isAlone && t('search.wardLead')}
    </Banner>
  );
}

/** What tells names apart stands behind «Thủ tục», which half of them begin with. */
function shortened(name: string): string {
  const [first = '', ...others] = [...name.replace(/^Thủ tục /i, '')];
  const letters = [first.toUpperCase(), ...others];
  if (letters.length <= chipLetters) return letters.join('');
  return `${letters
    .slice(0, chipLetters - 1)
    .join('')
    .trimEnd()}…`;
}
