import { neededPapers } from '../../shared/form/papers.ts';
import { pagesByPaper } from '../session/draft.ts';
import { placeAfter } from '../session/screen-path.ts';
import { useOpenDraft } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { ServiceCard } from '../touch/cards.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Badge, Heading, Lead } from '../touch/text.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { OnePaper } from './one-paper.tsx';
import { ScreenFrame } from './screen-frame.tsx';
import { useWayBack } from './use-way-back.ts';

/** The papers these answers ask for, each with its state; one of them opens to be photographed or taken from a stick. */
export function Papers() {
  const { draft, service, facts } = useOpenDraft();
  const { place } = draft;
  const needed = neededPapers(service, draft.answers, facts());
  const open = place.at === 'papers' ? needed.find(({ paper }) => paper.id === place.paper) : undefined;
  return open ? <OnePaper key={open.paper.id} paper={open.paper} need={open.need} /> : <PaperList />;
}

function PaperList() {
  const t = useVisitWords();
  const { draft, service, tell, say, facts, state } = useOpenDraft();
  const { place } = draft;
  const needed = neededPapers(service, draft.answers, facts());
  const pages = pagesByPaper(draft);
  const backToReview = place.at === 'papers' && place.backToReview;
  const back = useWayBack();

  const badgeOf = (id: string, need: 'required' | 'later' | 'shown') => {
    const count = pages[id] ?? 0;
    if (count > 0) return <Badge icon="check">{t('papers.state.pages', { count })}</Badge>;
    if (need === 'shown') return <Badge tone="information">{t('papers.state.shown')}</Badge>;
    if (draft.papersLater.includes(id))
      return (
        <Badge tone="advice" icon="clock">
          {t('papers.state.later')}
        </Badge>
      );
    return (
      <Badge tone="advice" icon={need === 'required' ? 'camera' : 'clock'}>
        {need === 'required' ? t('papers.state.missing') : t('papers.state.optional')}
      </Badge>
    );
  };

  return (
    <ScreenFrame
      screen="papers"
      reading={
        <>
          <Heading focusFor="papers">{t('papers.title')}</Heading>
          <Lead>{needed.length === 0 ? t('papers.none') : t('papers.lead')}</Lead>
        </>
      }
      actions={
        <ActionBar
          back={<BackButton onPress={back} />}
          primary={
            <Button
              kind="primary"
              size="primary"
              forward
              onPress={() => tell({ type: 'moved', place: placeAfter(draft, service, facts()) })}
            >
              {t('papers.next')}
            </Button>
          }
        />
      }
    >
      {!state.room.parts && (
        <Banner tone="advice" title={t('papers.noRoom')}>
          {t('papers.noRoomNote')}
        </Banner>
      )}
      {needed.map(({ paper, need }) => (
        <ServiceCard
          key={paper.id}
          icon="paper"
          title={say(paper.name)}
          note={paper.what ? say(paper.what) : ''}
          badge={badgeOf(paper.id, need)}
          onPress={() => tell({ type: 'moved', place: { at: 'papers', paper: paper.id, backToReview } })}
        />
      ))}
    </ScreenFrame>
  );
}
