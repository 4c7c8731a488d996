import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CitizenCard, readCardQr } from '../../shared/identity/card-qr.ts';
import { readCheckCode, readSlipNumber, slipNumber } from '../../shared/identity/slip-code.ts';
import type { DeskProblem } from '../session/desk.ts';
import { findByCard, findSlip } from '../session/find-slip.ts';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { CaseByCard } from './case-by-card.tsx';
import { SlipEntry } from './slip-entry.tsx';

type Trouble =
  | { kind: 'words'; key: 'badNumber' | 'badCode' | 'notSlip' | 'noBirthDate' }
  | { kind: 'desk'; code: DeskProblem };

/** «Theo dõi hồ sơ»: by the slip's square code, its number and check code, or the card of whoever filed and the number. */
export function Follow() {
  const { desk, tell } = useSession();
  const { t } = useTranslation('follow');
  const { t: problem } = useTranslation('problems');
  const [trouble, setTrouble] = useState<Trouble>();
  const [card, setCard] = useState<Required<Pick<CitizenCard, 'number' | 'birthDate'>>>();

  const show = (known: Awaited<ReturnType<typeof findSlip>>) => {
    if (known.ok) tell({ type: 'screen-opened', screen: { name: 'case', known: known.value } });
    else
      setTrouble(
        known.code === 'slip-not-genuine' ? { kind: 'words', key: 'notSlip' } : { kind: 'desk', code: known.code },
      );
  };
  const look = async (slip: Parameters<typeof findSlip>[1]) => show(await findSlip(desk, slip));
  const scanned = (text: string) => {
    const read = readCardQr(text);
    if (!read.ok) return void look({ slip: text.trim() });
    const { number, birthDate } = read.card;
    if (birthDate === undefined) return setTrouble({ kind: 'words', key: 'noBirthDate' });
    setTrouble(undefined);
    setCard({ number, birthDate });
  };
  const typed = ({ number, code }: { number: string; code: string }) => {
    const slip = readSlipNumber(number);
    const check = readCheckCode(code);
    if (!slip) setTrouble({ kind: 'words', key: 'badNumber' });
    else if (!check.ok) setTrouble({ kind: 'words', key: 'badCode' });
    else void look({ number: slipNumber(slip), checkCode: check.code });
  };
  const told = trouble && (
    <Banner tone="advice" icon="alert">
      {trouble.kind === 'words' ? t(`find.${trouble.key}`) : problem(trouble.code)}
    </Banner>
  );

  if (card)
    return (
      <CaseByCard
        problem={told}
        onNumber={(number) => void findByCard(desk, { number, card }).then(show)}
        onBack={() => {
          setTrouble(undefined);
          setCard(undefined);
        }}
      />
    );
  return (
    <SlipEntry
      screen="follow"
      title={t('find.title')}
      lead={t('find.lead')}
      numberLabel={t('find.number')}
      codeLabel={t('find.code')}
      typeLabel={t('find.type')}
      goLabel={t('find.look')}
      problem={told}
      onScan={scanned}
      onTyped={typed}
      onBack={() => tell({ type: 'went-home' })}
    />
  );
}
