import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DRAFT_CODE_LENGTH, readCheckCode } from '../../shared/identity/slip-code.ts';
import type { OpenSavedDraft } from '../../shared/shell-contract/messages.ts';
import type { DeskProblem } from '../session/desk.ts';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { SlipEntry } from './slip-entry.tsx';

/** «Viết tiếp hồ sơ dở»: the slip's secret opens the draft at the same question. */
export function ContinueLater() {
  const { desk, tell, state } = useSession();
  const { t } = useTranslation('follow');
  const { t: problem } = useTranslation('problems');
  const [trouble, setTrouble] = useState<DeskProblem | 'shape'>();

  const open = async (request: OpenSavedDraft) => {
    const opened = await desk.openSaved(request);
    if (opened.ok) tell({ type: 'draft-resumed', draft: opened.value });
    else setTrouble(opened.code);
  };
  const typed = ({ number, code }: { number: string; code: string }) => {
    const letters = readCheckCode(code, DRAFT_CODE_LENGTH);
    if (number.trim() === '' || !letters.ok) setTrouble('shape');
    else void open({ number: number.trim().toUpperCase(), code: letters.code });
  };

  return (
    <SlipEntry
      screen="continue"
      title={t('continue.title')}
      lead={t('continue.lead')}
      numberLabel={t('continue.number')}
      codeLabel={t('continue.code')}
      typeLabel={t('continue.type')}
      goLabel={t('continue.open')}
      problem={
        trouble && (
          <Banner tone="advice" icon="alert">
            {trouble === 'shape'
              ? t('continue.wrong', { number: `${state.kiosk?.label ?? 'A6'}-N012` })
              : problem(trouble)}
          </Banner>
        )
      }
      onScan={(token) => void open({ token: token.trim() })}
      onTyped={typed}
      onBack={() => tell({ type: 'went-home' })}
    />
  );
}
