import { lazy, memo, Suspense, useState } from 'react';
import { useCover } from '../session/cover.ts';
import { useKiosk } from '../session/session.tsx';
import { useSpeech } from '../speech/speech.tsx';
import { type Tool, ToolsBar } from '../touch/tools-bar.tsx';
import { kioskLanguages } from '../words/kiosk-languages.ts';
import { useFrameWords } from '../words/use-words.ts';
import type { OpenSheet } from './tool-sheets.tsx';

const ToolSheets = lazy(() => import('./tool-sheets.tsx').then(({ ToolSheets }) => ({ default: ToolSheets })));

interface ToolsProps {
  /** The attract screen has four tools: there is nothing to cover or to end. */
  readonly where: 'attract' | 'visit';
  /** On another screen an open sheet is gone. */
  readonly screen: string;
}

/** The tools bar, in its fixed order, and the sheets it opens. */
export const Tools = memo(function Tools({ where, screen }: ToolsProps) {
  const t = useFrameWords();
  const { comfort, language, tell, desk } = useKiosk();
  const cover = useCover();
  const { guide, state: speech } = useSpeech();
  const [opened, setOpened] = useState<{ readonly sheet: OpenSheet; readonly on: string }>();
  const open = (sheet: OpenSheet) => setOpened({ sheet, on: screen });
  const close = () => setOpened(undefined);
  const otherLanguage = language === 'vi' ? 'en' : 'vi';

  const askForHelp = () => {
    void desk.callHelper().catch(() => {});
    open('help');
  };

  const readAloud: Tool = {
    id: 'read-aloud',
    icon: speech.isReading ? 'pause' : 'speaker',
    label: speech.isReading ? t('tools.stopReading') : t('tools.readAloud'),
    // The voice of this machine; without one that is said instead of doing nothing. Any touch stops it.
    onPress: () => {
      if (speech.isReading) guide?.hush();
      else if (guide && speech.hasVoice) guide.read();
      else open('no-voice');
    },
    isOn: speech.isReading,
  };
  const look: Tool = {
    id: 'look',
    icon: 'aa',
    label: t('tools.look'),
    onPress: () => open('look'),
    whenLarge: 'hidden',
  };
  const reach: Tool = {
    id: 'reach',
    icon: 'reach',
    label: t('tools.reach'),
    onPress: () => tell({ type: 'comfort-changed', comfort: { reach: !comfort.reach } }),
    isOn: comfort.reach,
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
  const all: Tool = { id: 'all', icon: 'aa', label: t('tools.all'), onPress: () => open('look'), whenLarge: 'only' };
  const leave: Tool = {
    id: 'leave',
    icon: 'exit',
    label: t('tools.leave'),
    onPress: () => open('leave'),
    leaves: true,
  };

  const tools =
    where === 'attract'
      ? [readAloud, look, reach, help, all]
      : [readAloud, look, reach, translate, help, hide, all, leave];
  // At 200 % the others move into the sheet; a person and the cover stay one tap away.
  const others = where === 'visit' ? [reach, translate] : [reach];

  return (
    <>
      <ToolsBar tools={tools} />
      <Suspense>
        <ToolSheets
          key={screen}
          open={opened?.on === screen ? opened.sheet : undefined}
          onClose={close}
          others={others}
          languages={where === 'visit' ? languages : []}
          onLarger={() => open('look')}
          onHelp={askForHelp}
        />
      </Suspense>
    </>
  );
});
