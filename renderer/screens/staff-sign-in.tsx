import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskProblem } from '../session/desk.ts';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Field } from '../touch/field.tsx';
import { ActionBar } from '../touch/frame.tsx';
import type { Key } from '../touch/keys.ts';
import { EntryWithPad, NumberPad } from '../touch/number-pad.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { ScreenFrame } from './screen-frame.tsx';

const shortestPin = 6;
const longestPin = 12;

export function SignIn({ role }: { readonly role: 'attendant' | 'technician' }) {
  const { desk } = useSession();
  const { t } = useTranslation('staff');
  const { t: frame } = useTranslation('frame');
  const { t: problem } = useTranslation('problems');
  const [pin, setPin] = useState('');
  const [trouble, setTrouble] = useState<DeskProblem | 'short'>();

  const type = (key: Key) => {
    setTrouble(undefined);
    setPin((before) => {
      if (key === '<CLEAR>') return '';
      if (key === '<BS>') return before.slice(0, -1);
      return /^\d$/.test(key) && before.length < longestPin ? before + key : before;
    });
  };
  const enter = async () => {
    if (pin.length < shortestPin) return setTrouble('short');
    setPin('');
    const answer = await desk.signIn(role, pin);
    if (!answer.ok) setTrouble(answer.code);
  };

  return (
    <ScreenFrame
      screen="sign-in"
      reading={
        <>
          <Heading focusFor="sign-in">
            {t(role === 'attendant' ? 'signIn.attendantTitle' : 'signIn.technicianTitle')}
          </Heading>
          <Lead>{t('signIn.lead')}</Lead>
        </>
      }
      actions={
        <ActionBar
          back={
            <Button kind="quiet" size="primary" icon="left" onPress={() => void desk.endVisit('finished')}>
              {frame('actions.back')}
            </Button>
          }
          primary={
            <Button kind="primary" size="primary" onPress={() => void enter()}>
              {t('signIn.enter')}
            </Button>
          }
        />
      }
    >
      {trouble && (
        <Banner tone="advice" icon="alert">
          {trouble === 'short' ? t('signIn.short') : problem(trouble)}
        </Banner>
      )}
      <EntryWithPad
        entry={
          <Field
            label={t('signIn.pin')}
            value={'•'.repeat(pin.length)}
            isActive
            takesFocus
            onActivate={() => {}}
            onKey={type}
            onEnter={() => void enter()}
          />
        }
        pad={<NumberPad onKey={type} />}
      />
    </ScreenFrame>
  );
}
