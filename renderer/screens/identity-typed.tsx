import { useState } from 'react';
import { readCitizenNumber } from '../../shared/identity/citizen-number.ts';
import { useHandScanner } from '../capture/use-hand-scanner.ts';
import { useTyping } from '../questions/use-typing.ts';
import { useOpenDraft } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { CheckRow } from '../touch/check-row.tsx';
import { Field } from '../touch/field.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { EntryWithPad, NumberPad } from '../touch/number-pad.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { useFrameWords, useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { questionsFromCard } from './card-answers.ts';
import { ScreenFrame } from './screen-frame.tsx';

interface IdentityTypedProps {
  /** Name of the attendant signed in at this screen. */
  readonly attendant: string | undefined;
  readonly onScan: (text: string) => void;
  readonly onNumber: (number: string, isSeen: boolean) => void;
  readonly onBack: () => void;
}

const digitsOfNumber = 12;

export function IdentityTyped({ attendant, onScan, onNumber, onBack }: IdentityTypedProps) {
  const t = useVisitWords();
  const frame = useFrameWords();
  const { draft, service, facts } = useOpenDraft();
  const [number, setNumber] = useState(() => numberGiven(draft.answers, questionsFromCard(service)));
  const [tried, setTried] = useState<string>();
  const [isSeen, setSeen] = useState(false);
  const typing = useTyping({ kind: 'digits', value: number, onValue: setNumber });
  useHandScanner({
    onScan: (text) => (/^\d{12}$/.test(text.trim()) ? setNumber(text.trim()) : onScan(text)),
    onTyped: (keys) => keys.forEach(typing.onKey),
  });

  const reading = readCitizenNumber(number, { thisYear: Number(facts().today.slice(0, 4)) });
  const isFuture = reading.ok && reading.warnings.includes('born-in-future');
  const next = () => {
    if (reading.ok && (!isFuture || tried === number)) onNumber(reading.number, isSeen);
    else setTried(number);
  };
  const isTold = tried === number;

  return (
    <ScreenFrame
      screen="identity"
      part="typed"
      reading={
        <>
          <Heading focusFor="identity-typed">{t('identity.typeTitle')}</Heading>
          <Lead>{t('identity.typeLead')}</Lead>
        </>
      }
      actions={
        <ActionBar
          back={<BackButton onPress={onBack}>{t('identity.scan')}</BackButton>}
          primary={
            <Button kind="primary" size="primary" forward onPress={next}>
              {frame('actions.next')}
            </Button>
          }
        />
      }
    >
      <EntryWithPad
        entry={
          <>
            {isTold && <NumberProblem reading={reading} />}
            <Field
              label={t('identity.numberLabel')}
              value={number}
              isActive
              onActivate={() => {}}
              onKey={typing.onKey}
              onEnter={next}
              onPaste={typing.onPaste}
              onCaret={typing.onCaret}
              written={typing.written}
              isSensitive
              takesFocus
              hasProblem={isTold && !reading.ok}
              helper={{
                text: t('identity.digits', { count: number.length }),
                isGood: number.length === digitsOfNumber,
              }}
            />
            {attendant && (
              <CheckRow isChecked={isSeen} onChange={setSeen}>
                {t('identity.seen', { name: attendant })}
              </CheckRow>
            )}
          </>
        }
        pad={<NumberPad onKey={typing.onKey} />}
      />
    </ScreenFrame>
  );
}

function NumberProblem({ reading }: { readonly reading: ReturnType<typeof readCitizenNumber> }) {
  const t = useVisitWords();
  if (reading.ok)
    return reading.warnings.includes('born-in-future') ? (
      <Banner tone="advice" title={t('identity.bornInFuture')}>
        {t('identity.bornInFutureNote')}
      </Banner>
    ) : null;
  const [title, note] =
    reading.reason === 'old-nine'
      ? [t('identity.oldNine'), t('identity.oldNineNote')]
      : reading.reason === 'not-digits'
        ? [t('identity.notDigits'), t('identity.notDigitsNote')]
        : [t('identity.wrongLength', { length: reading.length }), t('identity.wrongLengthNote')];
  return (
    <Banner tone="problem" title={title}>
      {note}
    </Banner>
  );
}

function numberGiven(
  answers: Readonly<Record<string, unknown>>,
  questions: readonly { readonly id: string; readonly fromCard?: string }[],
): string {
  const asked = questions.find(({ fromCard }) => fromCard === 'number');
  const given = asked && answers[asked.id];
  return typeof given === 'string' ? given : '';
}
