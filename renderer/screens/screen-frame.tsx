import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useCover } from '../session/cover.ts';
import { useSession } from '../session/session.tsx';
import { Frame } from '../touch/frame.tsx';
import { NetworkPill, StatusHeader } from '../touch/header.tsx';
import { type Tool, ToolsBar } from '../touch/tools-bar.tsx';
import { isUnchecked, kioskLanguages } from '../words/kiosk-languages.ts';
import { useFrameWords } from '../words/use-words.ts';
import { useReadAloud } from './read-aloud.ts';
import type { OpenSheet } from './tool-sheets.tsx';

const ToolSheets = lazy(() => import('./tool-sheets.tsx').then(({ ToolSheets }) => ({ default: ToolSheets })));

interface ScreenFrameProps {
  /** Kind of screen: `data-screen` of the root. */
  readonly screen: string;
  /** Changes within one kind of screen, where the page shall begin anew (a question's step). */
  readonly part?: string;
  readonly reading?: ReactNode;
  readonly children?: ReactNode;
  readonly answer?: ReactNode;
  readonly actions?: ReactNode;
  readonly keyboard?: ReactNode;
  /** Instead of the usual status header. */
  readonly header?: ReactNode;
  readonly reachScene?: ReactNode;
  /** In landscape what is read stands beside the rest. */
  readonly sideBySide?: boolean;
  readonly travel?: 'forward' | 'back';
}

/** Every screen of a visit: header, content, actions, keyboard, and the tools in their fixed order. */
export function ScreenFrame({ screen, part, header, ...rest }: ScreenFrameProps) {
  const { tools, sheets } = useTools('visit');
  return (
    <>
      <Frame
        {...rest}
        name={screen}
        screen={part === undefined ? screen : `${screen}-${part}`}
        header={header ?? <VisitHeader />}
        tools={tools}
      />
      {sheets}
    </>
  );
}

function VisitHeader() {
  const t = useFrameWords();
  const { state, language } = useSession();
  const { online } = state.network;
  const offline = state.room.filings ? t('network.offline') : t('network.offlineAndFull');
  // What is about to happen at this kiosk comes before what is always so.
  const note =
    state.touch === 'lost'
      ? t('header.touchLost', { phone: state.kiosk?.helpPhone ?? '' })
      : state.help?.state === 'coming'
        ? t('header.helpComing')
        : undefined;
  return (
    <StatusHeader
      name={t('name')}
      place={state.kiosk?.ward.name}
      note={note ?? (isUnchecked(language) ? t('unchecked.short') : undefined)}
      network={<NetworkPill linked={online} words={online ? t('network.online') : offline} />}
    />
  );
}

/** The tools bar and the sheets it opens. The attract screen has four tools: there is nothing to cover or to end. */
export function useTools(where: 'attract' | 'visit'): { tools: ReactNode; sheets: ReactNode } {
  const t = useFrameWords();
  const { visit, language, tell, desk } = useSession();
  const cover = useCover();
  const reading = useReadAloud();
  const [open, setOpen] = useState<OpenSheet>();
  const close = () => setOpen(undefined);
  const isReading = reading.state === 'reading';

  const askForHelp = () => {
    void desk.callHelper().catch(() => {});
    setOpen('help');
  };
  const otherLanguage = language === 'vi' ? 'en' : 'vi';

  const readAloud: Tool = {
    id: 'read-aloud',
    icon: isReading ? 'pause' : 'speaker',
    label: isReading ? t('tools.stopReading') : t('tools.readAloud'),
    onPress: isReading ? reading.stop : reading.start,
    isOn: isReading,
  };
  const look: Tool = {
    id: 'look',
    icon: 'aa',
    label: t('tools.look'),
    onPress: () => setOpen('look'),
    whenLarge: 'hidden',
  };
  const reach: Tool = {
    id: 'reach',
    icon: 'reach',
    label: t('tools.reach'),
    onPress: () => tell({ type: 'comfort-changed', comfort: { reach: !visit.comfort.reach } }),
    isOn: visit.comfort.reach,
    whenLarge: 'hidden',
  };
  const translate: Tool = {
    id: 'language',
    icon: 'globe',
    label: t('tools.otherLanguage'),
    lang: otherLanguage,
    onPress: () => tell({ type: 'language-chosen', language: otherLanguage, begin: false }),
    whenLarge: 'hidden',
  };
  // Languages further than the tool's one step: in the sheet, so that a wrong touch at the beginning can be mended.
  const languages: Tool[] = kioskLanguages
    .filter(({ tag }) => tag !== language && tag !== otherLanguage)
    .map(({ tag, name }) => ({
      id: `language-${tag}`,
      icon: 'globe',
      label: name,
      lang: tag,
      onPress: () => tell({ type: 'language-chosen', language: tag, begin: false }),
    }));
  const help: Tool = {
    id: 'help',
    icon: 'people',
    label: where === 'attract' ? t('tools.helpAtStart') : t('tools.help'),
    onPress: askForHelp,
  };
  const hide: Tool = { id: 'cover', icon: 'cover', label: t('tools.cover'), onPress: cover };
  const all: Tool = { id: 'all', icon: 'aa', label: t('tools.all'), onPress: () => setOpen('look'), whenLarge: 'only' };
  const leave: Tool = {
    id: 'leave',
    icon: 'exit',
    label: t('tools.leave'),
    onPress: () => setOpen('leave'),
    leaves: true,
  };

  const tools =
    where === 'attract'
      ? [readAloud, look, reach, help, all]
      : [readAloud, look, reach, translate, help, hide, all, leave];
  // At 200 % the others move into the sheet; a person and the cover stay one tap away.
  const others = where === 'visit' ? [reach, translate] : [reach];

  return {
    tools: <ToolsBar tools={tools} />,
    sheets: (
      <Suspense>
        <ToolSheets
          open={reading.state === 'no-voice' ? 'no-voice' : open}
          onClose={() => {
            if (reading.state === 'no-voice') reading.stop();
            close();
          }}
          others={others}
          languages={where === 'visit' ? languages : []}
          onLarger={() => {
            reading.stop();
            setOpen('look');
          }}
          onHelp={() => {
            reading.stop();
            askForHelp();
          }}
        />
      </Suspense>
    ),
  };
}
