import { useRef, useState } from 'react';
import type { Service, WorkedExample } from '../../shared/catalogue/service.ts';
import { toHex } from '../../shared/dossier/bytes.ts';
import { dateInWords } from '../../shared/vietnamese/dates.ts';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Sheet } from '../touch/sheet.tsx';
import { Note } from '../touch/text.tsx';
import { useGuidanceWords } from '../words/use-words.ts';

interface PracticeSheetProps {
  readonly service: Service;
  readonly example: WorkedExample;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** What practice is, before it begins: only once the shell keeps and files nothing any more is the first screen of it shown. */
export function PracticeSheet({ service, example, isOpen, onClose }: PracticeSheetProps) {
  const t = useGuidanceWords();
  const { desk, tell, language } = useSession();
  const [hasFailed, setHasFailed] = useState(false);
  const isBeginning = useRef(false);
  const begin = async () => {
    // Two taps of one finger begin one practice.
    if (isBeginning.current) return;
    isBeginning.current = true;
    const begun = await desk.practise().catch(() => ({ ok: false }) as const);
    if (!begun.ok) {
      isBeginning.current = false;
      return setHasFailed(true);
    }
    tell({ type: 'practice-begun', service, example, nonce: toHex(desk.random(16)) });
  };
  return (
    <Sheet
      title={t('practice.title')}
      isOpen={isOpen}
      onClose={onClose}
      primary={
        <Button kind="primary" forward onPress={() => void begin()}>
          {t('practice.begin')}
        </Button>
      }
    >
      {hasFailed && <Banner tone="problem" title={t('practice.notBegun')} />}
      <p>{t('practice.lead')}</p>
      <p>{t('practice.nothing')}</p>
      <Note>{t('practice.day', { date: dateInWords(example.today, language) })}</Note>
    </Sheet>
  );
}
