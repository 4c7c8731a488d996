import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBed } from '../questions/keyboard-bed.tsx';
import { Button } from '../touch/button.tsx';
import { Field } from '../touch/field.tsx';
import { ActionBar } from '../touch/frame.tsx';
import type { Key } from '../touch/keys.ts';
import { Heading, Lead } from '../touch/text.tsx';
import { useLandscape } from '../touch/use-landscape.ts';
import { useFrameWords } from '../words/use-words.ts';
import { ScreenFrame } from './screen-frame.tsx';

const longestNumber = 40;

interface CaseByCardProps {
  /** A sentence when the last try did not work. */
  readonly problem: ReactNode;
  readonly onNumber: (number: string) => void;
  readonly onBack: () => void;
}

/** The card has been read, the slip is not at hand: the number of the dossier or of the slip is asked for beside it. */
export function CaseByCard({ problem, onNumber, onBack }: CaseByCardProps) {
  const { t } = useTranslation('follow');
  const frame = useFrameWords();
  const [number, setNumber] = useState('');
  const isLandscape = useLandscape();
  const type = (key: Key) => setNumber((before) => after(before, key));
  useBed(true, { layout: 'document', isDirect: true, onKey: type });
  const go = () => onNumber(number);
  const field = (
    <Field
      label={t('byCard.number')}
      value={number}
      isActive
      takesFocus
      onActivate={() => {}}
      onKey={type}
      onEnter={go}
      onPaste={(text) => setNumber(text.trim().toUpperCase().slice(0, longestNumber))}
    />
  );
  return (
    <ScreenFrame
      screen="follow"
      part="card"
      reading={
        <>
          <Heading focusFor="follow-card">{t('byCard.title')}</Heading>
          {!(isLandscape && problem) && <Lead>{t('byCard.lead')}</Lead>}
        </>
      }
      answer={isLandscape ? field : undefined}
      actions={
        <ActionBar
          back={
            <Button kind="quiet" size="primary" icon="left" iconOnlyWhenLarge onPress={onBack}>
              {frame('actions.back')}
            </Button>
          }
          primary={
            <Button kind="primary" size="primary" forward onPress={go}>
              {t('find.look')}
            </Button>
          }
        />
      }
    >
      {problem}
      {!isLandscape && field}
    </ScreenFrame>
  );
}

function after(value: string, key: Key): string {
  if (key === '<CLEAR>') return '';
  if (key === '<BS>') return [...value].slice(0, -1).join('');
  return [...key].length === 1 && value.length < longestNumber ? value + key.toUpperCase() : value;
}
