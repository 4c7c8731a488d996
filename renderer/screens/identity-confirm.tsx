import { useState } from 'react';
import { maskedText } from '../../shared/form/show-answer.ts';
import type { CardReading } from '../../shared/identity/card-qr.ts';
import { useHandScanner } from '../capture/use-hand-scanner.ts';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Card } from '../touch/cards.tsx';
import { CheckRow } from '../touch/check-row.tsx';
import { FactList } from '../touch/facts.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { ScreenFrame } from './screen-frame.tsx';
import { shortName } from './short-name.ts';

interface IdentityConfirmProps {
  readonly reading: Extract<CardReading, { ok: true }>;
  readonly attendant: string | undefined;
  readonly onYes: (isSeen: boolean) => void;
  readonly onAgain: () => void;
}

/** What was read, for a yes; masked, because people queue behind. */
export function IdentityConfirm({ reading, attendant, onYes, onAgain }: IdentityConfirmProps) {
  const t = useVisitWords();
  const [isSeen, setSeen] = useState(false);
  const { card, nameUsable, disagreements } = reading;
  // A second scan while the question stands must not type into the page.
  useHandScanner({ onScan: () => {} });
  return (
    <ScreenFrame
      screen="identity"
      part="confirm"
      reading={
        <>
          <Heading focusFor="identity-confirm">{t('identity.confirmTitle')}</Heading>
          <Lead>{t('identity.confirmLead')}</Lead>
        </>
      }
      actions={
        <ActionBar
          back={<BackButton onPress={onAgain}>{t('identity.again')}</BackButton>}
          primary={
            <Button kind="primary" size="primary" forward onPress={() => onYes(isSeen)}>
              {t('identity.yes')}
            </Button>
          }
        />
      }
    >
      {disagreements.length > 0 ? (
        <Banner tone="advice" title={t('identity.disagrees')}>
          {t('identity.disagreesNote')}
        </Banner>
      ) : (
        !nameUsable && <Banner tone="advice" title={t('identity.nameUnusable')} />
      )}
      <Card>
        <FactList
          facts={[
            { label: t('identity.number'), value: maskedText(card.number) },
            { label: t('identity.name'), value: shortName(card.name) },
            ...(card.birthDate
              ? [{ label: t('identity.birthDate'), value: `••/••/${card.birthDate.slice(0, 4)}` }]
              : []),
            ...(card.address ? [{ label: t('identity.address'), value: t('identity.addressRead') }] : []),
          ]}
        />
      </Card>
      {attendant && (
        <CheckRow isChecked={isSeen} onChange={setSeen}>
          {t('identity.seen', { name: attendant })}
        </CheckRow>
      )}
    </ScreenFrame>
  );
}
