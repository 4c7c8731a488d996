import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readCheckCode, readSlipNumber, slipNumber } from '../../shared/identity/slip-code.ts';
import type { DeskProblem } from '../session/desk.ts';
import { findSlip } from '../session/find-slip.ts';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { SlipEntry } from './slip-entry.tsx';

type Trouble = { kind: 'words'; key: 'badNumber' | 'badCode' | 'notSlip' } | { kind: 'desk'; code: DeskProblem };

/** «Theo dõi hồ sơ»: by the slip's square code, or its number and check code. */
export function Follow() {
  const { desk, tell } = useSession();
  const { t } = useTranslation('follow');
  const { t: problem } = useTranslation('problems');
  const [trouble, setTrouble] = useState<Trouble>();

  const look = async (slip: Parameters<typeof findSlip>[1]) => {
    const known = await findSlip(desk, slip);
    if (known.ok) tell({ type: 'screen-opened', screen: { name: 'case', known: known.value } });
    else
      setTrouble(
        known.code === 'slip-not-genuine' ? { kind: 'words', key: 'notSlip' } : { kind: 'desk', code: known.code },
      );
  };
  const typed = ({ number, code }: { number: string; code: string }) => {
    const slip = readSlipNumber(number);
    const check = readCheckCode(code);
    if (!slip) setTrouble({ kind: 'words', key: 'badNumber' });
    else if (!check.ok) setTrouble({ kind: 'words', key: 'badCode' });
    else void look({ number: slipNumber(slip), checkCode: check.code });
  };

  return (
    <SlipEntry
      screen="follow"
      title={t('find.title')}
      lead={t('find.lead')}
      numberLabel={t('find.number')}
      codeLabel={t('find.code')}
      typeLabel={t('find.type')}
      goLabel={t('find.look')}
      problem={
        trouble && (
          <Banner tone="advice" icon="alert">
            {trouble.kind === 'words' ? t(`find.${trouble.key}`) : problem(trouble.code)}
          </Banner>
        )
      }
      onScan={(text) => void look({ slip: text.trim() })}
      onTyped={typed}
      onBack={() => tell({ type: 'went-home' })}
    />
  );
}
