import { useCallback, useEffect, useState } from 'react';
import type { StickList } from '../../shared/shell-contract/messages.ts';
import { sizeText } from '../../shared/vietnamese/dates.ts';
import { checkFile, type FileRefusal } from '../capture/file-kind.ts';
import { type MadePage, makePage } from '../capture/make-page.ts';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { LinkCard } from '../touch/cards.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { WindowSpinner } from '../touch/window-clock.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { ScreenFrame } from './screen-frame.tsx';

export type TakenFile =
  | { readonly type: 'application/pdf'; readonly bytes: Uint8Array }
  | { readonly type: 'picture'; readonly page: MadePage };

interface StickFilesProps {
  readonly onTaken: (file: TakenFile) => void;
  readonly onBack: () => void;
}

type State =
  | { readonly name: 'looking' | 'listed' | 'reading' | 'gone' }
  | { readonly name: 'refused'; readonly reason: FileRefusal };
type StickFile = StickList['files'][number];

const mostListed = 60;

/** Our own list of what lies on the stick; every file is judged by its bytes, whatever its name says. */
export function StickFiles({ onTaken, onBack }: StickFilesProps) {
  const t = useVisitWords();
  const { desk, language } = useSession();
  const [files, setFiles] = useState<readonly StickFile[]>([]);
  const [state, setState] = useState<State>({ name: 'looking' });

  const look = useCallback(async () => {
    setState({ name: 'looking' });
    setFiles(await desk.sticks().catch(() => []));
    setState({ name: 'listed' });
  }, [desk]);
  useEffect(() => void look(), [look]);

  const refuse = (reason: FileRefusal) => {
    desk.log({ code: 'paper-refused', about: reason });
    setState({ name: 'refused', reason });
  };
  const take = async (file: StickFile) => {
    setState({ name: 'reading' });
    const bytes = await desk.stickFile(file.id).catch(() => undefined);
    if (!bytes) return setState({ name: 'gone' });
    const checked = checkFile(bytes);
    if (!checked.ok) return refuse(checked.reason);
    if (checked.kind === 'application/pdf') return onTaken({ type: checked.kind, bytes });
    const page = await makePage(new Blob([new Uint8Array(bytes)], { type: checked.kind }));
    if (page) onTaken({ type: 'picture', page });
    else refuse('unreadable');
  };

  return (
    <ScreenFrame
      screen="papers"
      part="stick"
      reading={
        <>
          <Heading focusFor="stick" size="crowded">
            {t('stick.title')}
          </Heading>
          <Lead>{t('stick.lead')}</Lead>
        </>
      }
      actions={
        <ActionBar
          back={<BackButton onPress={onBack} />}
          primary={
            <Button size="primary" icon="usb" onPress={() => void look()}>
              {t('stick.again')}
            </Button>
          }
        />
      }
    >
      {state.name === 'reading' && <WindowSpinner words={t('stick.reading')} />}
      {state.name === 'refused' && (
        <Banner tone="problem" title={t(`stick.refused.${state.reason}`)}>
          {t('stick.refusedNote')}
        </Banner>
      )}
      {state.name === 'gone' && (
        <Banner tone="problem" title={t('stick.gone')}>
          {t('stick.goneNote')}
        </Banner>
      )}
      {state.name === 'listed' && files.length === 0 && (
        <Banner tone="advice" icon="usb" title={t('stick.none')}>
          {t('stick.noneNote')}
        </Banner>
      )}
      {state.name !== 'reading' &&
        files
          .slice(0, mostListed)
          .map((file) => (
            <LinkCard
              key={file.id}
              icon="paper"
              title={file.name}
              note={sizeText(file.bytes, language)}
              onPress={() => void take(file)}
            />
          ))}
    </ScreenFrame>
  );
}
