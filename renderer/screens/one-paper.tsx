import { useState } from 'react';
import type { Paper } from '../../shared/catalogue/service.ts';
import type { PaperPage, PhotoQuality } from '../../shared/dossier/dossier.ts';
import { type MadePage, makePage, qualityOf } from '../capture/make-page.ts';
import { useOpenDraft } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Heading, Lead, Note, SectionTitle } from '../touch/text.tsx';
import { WindowSpinner } from '../touch/window-clock.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { CameraShot } from './camera-shot.tsx';
import { MarkNote } from './mark-note.tsx';
import { PageThumbnails } from './page-thumbnails.tsx';
import { PhotoGuide } from './photo-guide.tsx';
import { PhotoResult } from './photo-result.tsx';
import { SampleShot } from './sample-shot.tsx';
import { ScreenFrame } from './screen-frame.tsx';
import { StickFiles, type TakenFile } from './stick-files.tsx';

type View =
  | { readonly name: 'pages' | 'camera' | 'stick' | 'keeping' }
  | { readonly name: 'result'; readonly page: MadePage };
type Trouble = 'no-room' | 'no-camera' | 'not-kept' | 'most-pages' | undefined;

interface OnePaperProps {
  readonly paper: Paper;
  readonly need: Paper['need'];
}

/** One paper: its pages so far, and the ways to add one. Each page is encrypted and kept the moment it is accepted. */
export function OnePaper({ paper, need }: OnePaperProps) {
  const { draft, tell, desk, state, isPractice } = useOpenDraft();
  const [view, setView] = useState<View>({ name: 'pages' });
  const [trouble, setTrouble] = useState<Trouble>();
  const pages = draft.papers.filter((page) => page.paper === paper.id);

  const leave = () => tell({ type: 'moved', place: { at: 'papers', paper: null, backToReview: isBackToReview() } });
  const isBackToReview = () => draft.place.at === 'papers' && draft.place.backToReview;
  const showPages = (why?: Trouble) => {
    setTrouble(why);
    setView({ name: 'pages' });
  };
  /** Said before the camera opens, not after the picture is taken. */
  const begin = (name: 'camera' | 'stick') => {
    if (!state.room.parts) return showPages('no-room');
    if (pages.length >= paper.pages) return showPages('most-pages');
    setTrouble(undefined);
    setView({ name });
  };

  const keep = async (bytes: Uint8Array, type: PaperPage['type'], quality: PhotoQuality | undefined) => {
    setView({ name: 'keeping' });
    const kept = await desk.keepPart(bytes).catch(() => undefined);
    if (!kept?.ok) return showPages(kept?.code === 'no-room-for-parts' ? 'no-room' : 'not-kept');
    tell({
      type: 'page-added',
      page: { paper: paper.id, page: pages.length + 1, ...kept.value, type, ...(quality ? { quality } : {}) },
    });
    showPages();
  };
  const takenPhoto = (page: MadePage, takenAnyway: boolean) =>
    keep(page.bytes, page.type, qualityOf(page.found, takenAnyway));
  const takenFile = (file: TakenFile) =>
    file.type === 'application/pdf'
      ? keep(file.bytes, file.type, undefined)
      : Promise.resolve(setView({ name: 'result', page: file.page }));
  const shot = async (picture: Blob) => {
    const page = await makePage(picture);
    if (page) setView({ name: 'result', page });
    else showPages('no-camera');
  };
  const putOff = () => {
    if (need === 'later') tell({ type: 'paper-put-off', paper: paper.id });
    leave();
  };

  switch (view.name) {
    case 'camera':
      return isPractice ? (
        <SampleShot paper={paper} onShot={shot} onBack={() => showPages()} />
      ) : (
        <CameraShot paper={paper} onShot={shot} onFailed={() => showPages('no-camera')} onBack={() => showPages()} />
      );
    case 'stick':
      return <StickFiles onTaken={(file) => void takenFile(file)} onBack={() => showPages()} />;
    case 'result':
      return (
        <PhotoResult
          paper={paper}
          page={view.page}
          onUse={(takenAnyway) => void takenPhoto(view.page, takenAnyway)}
          onRetake={() => setView({ name: 'camera' })}
          onLater={putOff}
          onBack={() => showPages()}
        />
      );
    case 'keeping':
      return <Keeping paper={paper} />;
    case 'pages':
      return (
        <PaperPages
          paper={paper}
          need={need}
          pages={pages}
          trouble={trouble}
          onCamera={() => begin('camera')}
          onStick={() => begin('stick')}
          onLater={putOff}
          onLeave={leave}
        />
      );
  }
}

function Keeping({ paper }: { readonly paper: Paper }) {
  const t = useVisitWords();
  const { say } = useOpenDraft();
  return (
    <ScreenFrame screen="papers" part="keeping" reading={<Heading focusFor="keeping">{say(paper.name)}</Heading>}>
      <WindowSpinner words={t('papers.keeping')} />
    </ScreenFrame>
  );
}

interface PaperPagesProps extends OnePaperProps {
  readonly pages: readonly PaperPage[];
  readonly trouble: Trouble;
  readonly onCamera: () => void;
  readonly onStick: () => void;
  readonly onLater: () => void;
  readonly onLeave: () => void;
}

function PaperPages({ paper, need, pages, trouble, onCamera, onStick, onLater, onLeave }: PaperPagesProps) {
  const t = useVisitWords();
  const { say, tell, desk, state, isPractice } = useOpenDraft();
  const has = pages.length > 0;
  const counter = state.kiosk?.nearestCounter;
  const drop = (sha256: string) => {
    tell({ type: 'page-dropped', sha256 });
    void desk.dropPart(sha256).catch(() => {});
  };
  return (
    <ScreenFrame
      screen="papers"
      part={paper.id}
      reading={
        <>
          <Heading focusFor={paper.id} size="crowded">
            {say(paper.name)}
          </Heading>
          {paper.what && <Lead>{say(paper.what)}</Lead>}
        </>
      }
      actions={
        <ActionBar
          extra={
            <>
              {!isPractice && (
                <Button icon="usb" onPress={onStick}>
                  {t('papers.stick')}
                </Button>
              )}
              {has ? (
                <Button icon="camera" onPress={onCamera}>
                  {t('papers.addPage')}
                </Button>
              ) : (
                <Button icon="clock" onPress={onLater}>
                  {t('papers.later')}
                </Button>
              )}
            </>
          }
          back={<BackButton onPress={onLeave} />}
          primary={
            has ? (
              <Button kind="primary" size="primary" forward onPress={onLeave}>
                {t('papers.useDone')}
              </Button>
            ) : (
              <Button kind="primary" size="primary" icon="camera" onPress={onCamera}>
                {t('papers.take')}
              </Button>
            )
          }
        />
      }
    >
      <TroubleBanner trouble={trouble} most={paper.pages} />
      <MarkNote kind="paper" id={paper.id} />
      {has && (
        <>
          <SectionTitle>{t('papers.pages')}</SectionTitle>
          <PageThumbnails pages={pages} />
          {pages.map((page) => (
            <Button key={page.sha256} kind="danger" icon="cross" onPress={() => drop(page.sha256)}>
              {`${t('papers.drop')}: ${t('papers.page', { page: page.page })}`}
            </Button>
          ))}
        </>
      )}
      {!has && need !== 'shown' && <PhotoGuide looks={paper.looks} />}
      {!has && need === 'shown' && <p>{t('papers.state.shown')}</p>}
      {!has && paper.without && (
        <div>
          <SectionTitle>{t('papers.without')}</SectionTitle>
          <p>{say(paper.without)}</p>
        </div>
      )}
      {!has && counter && <Note>{t('papers.bring', { name: counter.name, address: counter.address })}</Note>}
    </ScreenFrame>
  );
}

function TroubleBanner({ trouble, most }: { readonly trouble: Trouble; readonly most: number }) {
  const t = useVisitWords();
  switch (trouble) {
    case 'no-room':
      return (
        <Banner tone="advice" title={t('papers.noRoom')}>
          {t('papers.noRoomNote')}
        </Banner>
      );
    case 'no-camera':
      return (
        <Banner tone="advice" icon="camera" title={t('capture.noCamera')}>
          {t('capture.noCameraNote')}
        </Banner>
      );
    case 'not-kept':
      return (
        <Banner tone="problem" title={t('papers.notKept')}>
          {t('papers.notKeptNote')}
        </Banner>
      );
    case 'most-pages':
      return <Banner tone="advice" title={t('papers.mostPages', { pages: most })} />;
    case undefined:
      return null;
  }
}
