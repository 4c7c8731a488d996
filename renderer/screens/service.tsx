import { useState } from 'react';
import { practiceExample } from '../../shared/catalogue/examples.ts';
import type { Service } from '../../shared/catalogue/service.ts';
import { outsideText } from '../../shared/catalogue/windows.ts';
import { toHex } from '../../shared/dossier/bytes.ts';
import { feesOf } from '../../shared/form/fees.ts';
import { possiblePapers } from '../../shared/form/papers.ts';
import { dateInWords } from '../../shared/vietnamese/dates.ts';
import { useSession } from '../session/session.tsx';
import { useToday } from '../session/use-today.ts';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { CardGrid, FactCard, LinkCard, PaperLines, Results } from '../touch/cards.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Badge, Heading, Lead, SectionTitle } from '../touch/text.tsx';
import { isUnchecked } from '../words/kiosk-languages.ts';
import { useFrameWords, useGuidanceWords, useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { BringCard } from './bring-card.tsx';
import { ConditionsSheet } from './conditions-sheet.tsx';
import { LawSheet } from './law-sheet.tsx';
import { iconNamed } from './life-event-icons.ts';
import { type Offered, offeredService } from './offered-services.ts';
import { PracticeSheet } from './practice-sheet.tsx';
import { ScreenFrame } from './screen-frame.tsx';

/** What the resident gets, how long, what it costs, who may, what to bring: before anything is asked. */
export function ServiceScreen() {
  const { visit, desk } = useSession();
  const { screen } = visit;
  const today = useToday();
  const offered = screen.name === 'service' ? offeredService(desk.services, screen.service, today) : undefined;
  return offered ? <ServicePage offered={offered} /> : null;
}

function ServicePage({ offered }: { readonly offered: Offered }) {
  const { service } = offered;
  const t = useVisitWords();
  const frame = useFrameWords();
  const guidance = useGuidanceWords();
  const { tell, say, facts, state, desk, language } = useSession();
  const [sheet, setSheet] = useState<'conditions' | 'law' | 'practice' | undefined>();
  const [hasNoRoom, setHasNoRoom] = useState(false);
  const now = facts();
  const fees = feesOf(service, {}, now);
  const waived = service.fees.flatMap(({ waivers }) => waivers.map((waiver) => say(waiver)));
  const papers = possiblePapers(service, {}, now);
  const example = practiceExample(service);

  const start = () => {
    if (!state.room.filings) return setHasNoRoom(true);
    // Touched in the second after midnight, the version of the new day begins, and none that has ended.
    const atTouch = offeredService(desk.services, service.id, facts().today);
    if (atTouch?.state === 'open')
      tell({ type: 'service-started', service: atTouch.service, nonce: toHex(desk.random(16)) });
  };

  return (
    <ScreenFrame
      screen="service"
      part={service.id}
      reading={
        <>
          <Badge icon="bridge">{t(`service.presence.${service.presence}`)}</Badge>
          <Heading focusFor={service.id} size="crowded">
            {say(service.name)}
          </Heading>
        </>
      }
      actions={
        <ActionBar
          extra={
            <>
              <Button icon="help" onPress={() => setSheet('conditions')}>
                {t('service.conditions')}
              </Button>
              <Button icon="book" onPress={() => setSheet('law')}>
                {t('service.law')}
              </Button>
            </>
          }
          back={<BackButton onPress={() => tell({ type: 'went-home' })} />}
          primary={
            offered.state === 'open' && (
              <Button
                kind="primary"
                size="primary"
                forward
                note={t('service.minutes', { minutes: service.minutesToFill })}
                onPress={start}
              >
                {t('service.start')}
              </Button>
            )
          }
        />
      }
    >
      {hasNoRoom && (
        <Banner tone="problem" title={t(state.room.shut ? 'service.shut' : 'service.noRoom')}>
          {state.kiosk &&
            t('service.noRoomNote', {
              name: state.kiosk.nearestCounter.name,
              address: state.kiosk.nearestCounter.address,
            })}
        </Banner>
      )}
      {offered.state !== 'open' && <ClosedBanner offered={offered} />}
      {hangsOnDay(desk.services, service) && !state.clock.confirmed && (
        <Banner tone="advice" icon="calendar" title={t('service.clockDoubtful')}>
          {t('service.clockDoubtfulNote', { date: dateInWords(now.today, language) })}
        </Banner>
      )}
      <Results
        title={
          service.results.some(({ asked }) => asked)
            ? t('service.mayGet')
            : t('service.get', { count: service.results.length })
        }
        results={service.results.map((result) => ({
          icon: iconNamed(result.icon),
          title: say(result.name),
          note: result.office ? `${say(result.when)} · ${say(result.office)}` : say(result.when),
        }))}
      />
      <CardGrid columns={2}>
        <FactCard icon="clock" label={t('service.time')} value={say(service.processing.text)}>
          {service.processing.notes.map((note) => (
            <p key={note.vi}>{say(note)}</p>
          ))}
        </FactCard>
        <FactCard icon="coin" label={t('service.fee')} value={asStart(say(fees.text))}>
          {fees.reason && <p>{say(fees.reason)}</p>}
          {[...new Set(fees.lines.flatMap(({ note }) => (note ? [say(note)] : [])))].map((note) => (
            <p key={note}>{note}</p>
          ))}
          {waived.length > 0 && <p>{t('service.waived', { who: waived.join('; ') })}</p>}
        </FactCard>
      </CardGrid>
      <div>
        <SectionTitle>{t('service.who')}</SectionTitle>
        <p>{say(service.who)}</p>
      </div>
      <div>
        <SectionTitle>{t('service.papers')}</SectionTitle>
        {papers.length === 0 ? (
          <Lead>{t('service.noPapers')}</Lead>
        ) : (
          <PaperLines
            label={t('service.papers')}
            papers={papers.map(({ paper, certain }) => ({
              name: paper.need === 'shown' ? `${say(paper.name)} (${t('service.shown')})` : say(paper.name),
              condition: certain ? undefined : paper.ifText && say(paper.ifText),
            }))}
          />
        )}
      </div>
      <CardGrid columns={2}>
        <BringCard offered={offered} />
        {example && (
          <LinkCard
            icon="book"
            title={guidance('practice.open')}
            note={guidance('practice.openNote')}
            onPress={() => setSheet('practice')}
          />
        )}
      </CardGrid>
      {service.confirmDraft && (
        <div>
          <SectionTitle>{t('service.confirm')}</SectionTitle>
          <p>{say(service.confirmDraft)}</p>
        </div>
      )}
      <div>
        <SectionTitle>{t('service.delivery')}</SectionTitle>
        <p>{say(service.deliveryNote)}</p>
      </div>
      {isUnchecked(language) && (
        <Banner tone="information" icon="globe" title={frame('unchecked.title')}>
          {frame('unchecked.lead')}
        </Banner>
      )}
      <ConditionsSheet service={service} isOpen={sheet === 'conditions'} onClose={() => setSheet(undefined)} />
      {example && (
        <PracticeSheet
          service={service}
          example={example}
          isOpen={sheet === 'practice'}
          onClose={() => setSheet(undefined)}
        />
      )}
      <LawSheet service={service} isOpen={sheet === 'law'} onClose={() => setSheet(undefined)} />
    </ScreenFrame>
  );
}

function ClosedBanner({ offered }: { readonly offered: Exclude<Offered, { readonly state: 'open' }> }) {
  const t = useVisitWords();
  const { say, language } = useSession();
  const date = dateInWords(offered.day, language);
  const outside = outsideText(offered.service, useToday());
  return (
    <Banner tone="advice" icon="calendar" title={t(offered.state === 'opens' ? 'home.opens' : 'home.closed', { date })}>
      {outside && say(outside)}
    </Banner>
  );
}

/** Whether another day would show another text: while the clock is doubtful no service opens, closes or changes without a word. */
function hangsOnDay(services: readonly Service[], { id, validUntil, windows }: Service): boolean {
  return validUntil !== undefined || windows.length > 0 || services.filter((each) => each.id === id).length > 1;
}

function asStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
