import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CameraScan } from '../capture/camera-scan.tsx';
import { useHandScanner } from '../capture/use-hand-scanner.ts';
import { useBed } from '../questions/keyboard-bed.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { ActCard, CardScanPicture } from '../touch/card-scan-picture.tsx';
import { Field } from '../touch/field.tsx';
import { ActionBar } from '../touch/frame.tsx';
import type { Key } from '../touch/keys.ts';
import { Heading, Lead } from '../touch/text.tsx';
import { useLandscape } from '../touch/use-landscape.ts';
import { WindowSpinner } from '../touch/window-clock.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { ScreenFrame } from './screen-frame.tsx';

interface SlipEntryProps {
  readonly screen: string;
  readonly title: string;
  readonly lead: string;
  readonly numberLabel: string;
  readonly codeLabel: string;
  readonly typeLabel: string;
  readonly goLabel: string;
  /** A sentence when the last try did not work. */
  readonly problem: ReactNode;
  readonly onScan: (text: string) => void;
  readonly onTyped: (typed: { number: string; code: string }) => void;
  readonly onBack: () => void;
}

const longestTyped = 24;

/** A slip held to the scanner or the camera, or its two lines typed: used to follow a dossier and to continue a draft. */
export function SlipEntry(props: SlipEntryProps) {
  const [isTyping, setTyping] = useState(false);
  return isTyping ? (
    <TypedSlip {...props} onScanInstead={() => setTyping(false)} />
  ) : (
    <ScannedSlip {...props} onTypeInstead={() => setTyping(true)} />
  );
}

function ScannedSlip(props: SlipEntryProps & { readonly onTypeInstead: () => void }) {
  const { screen, title, lead, typeLabel, problem, onScan, onBack, onTypeInstead } = props;
  const { t } = useTranslation('follow');
  const { t: frame } = useTranslation('frame');
  const visit = useVisitWords();
  const [isFilming, setFilming] = useState(false);
  const [hasNoCamera, setNoCamera] = useState(false);
  useHandScanner({ onScan });
  return (
    <ScreenFrame
      screen={screen}
      sideBySide
      reading={
        <>
          <Heading focusFor={screen}>{title}</Heading>
          <Lead>{isFilming ? visit('identity.cameraTitle') : lead}</Lead>
        </>
      }
      actions={
        <ActionBar
          back={
            <Button kind="quiet" size="primary" icon="left" onPress={onBack}>
              {frame('actions.back')}
            </Button>
          }
          primary={
            <Button kind="tint" size="primary" onPress={onTypeInstead}>
              {typeLabel}
            </Button>
          }
        />
      }
    >
      {problem ?? (hasNoCamera && <Banner tone="advice">{t('find.noCamera')}</Banner>)}
      <ActCard
        picture={
          isFilming ? (
            <CameraScan
              onCode={onScan}
              onFailed={() => {
                setFilming(false);
                setNoCamera(true);
              }}
            />
          ) : (
            <CardScanPicture />
          )
        }
      >
        <WindowSpinner words={t('find.waiting')} note={t('find.scanNote')} />
      </ActCard>
      {!hasNoCamera && (
        <Button kind="secondary" icon="camera" onPress={() => setFilming(!isFilming)}>
          {isFilming ? visit('identity.cameraStop') : t('find.camera')}
        </Button>
      )}
    </ScreenFrame>
  );
}

function TypedSlip(props: SlipEntryProps & { readonly onScanInstead: () => void }) {
  const { screen, title, numberLabel, codeLabel, goLabel, problem, onTyped, onScanInstead } = props;
  const { t: frame } = useTranslation('frame');
  const [typed, setTyped] = useState({ number: '', code: '' });
  const [active, setActive] = useState<'number' | 'code'>('number');
  const isLandscape = useLandscape();
  const type = (key: Key) => setTyped((before) => ({ ...before, [active]: keyTyped(before[active], key) }));
  useBed(true, { layout: 'document', isDirect: true, onKey: type });
  const go = () => {
    if (active === 'number' && typed.code === '') return setActive('code');
    onTyped(typed);
    // What was wrong is more often the number; in landscape only one of the two can be seen.
    if (isLandscape) setActive('number');
  };
  const labels = { number: numberLabel, code: codeLabel };
  const fieldOf = (field: 'number' | 'code') => (
    <Field
      key={field}
      label={labels[field]}
      isLabelHidden={isLandscape}
      value={typed[field]}
      isActive={active === field}
      takesFocus
      onActivate={() => setActive(field)}
      onKey={type}
      onEnter={go}
      onPaste={(text) =>
        setTyped((before) => ({ ...before, [field]: text.trim().toUpperCase().slice(0, longestTyped) }))
      }
    />
  );
  // Beside a landscape keyboard there is room for one field; the primary goes to the other.
  return (
    <ScreenFrame
      screen={screen}
      reading={
        <>
          <Heading focusFor={`${screen}-typed`}>{title}</Heading>
          {isLandscape && !problem && <Lead>{labels[active]}</Lead>}
        </>
      }
      answer={isLandscape ? fieldOf(active) : undefined}
      actions={
        <ActionBar
          back={
            <Button kind="quiet" size="primary" icon="left" iconOnlyWhenLarge onPress={onScanInstead}>
              {frame('actions.back')}
            </Button>
          }
          primary={
            <Button kind="primary" size="primary" forward onPress={go}>
              {goLabel}
            </Button>
          }
        />
      }
    >
      {problem}
      {!isLandscape && (['number', 'code'] as const).map(fieldOf)}
    </ScreenFrame>
  );
}

function keyTyped(value: string, key: Key): string {
  if (key === '<CLEAR>') return '';
  if (key === '<BS>') return [...value].slice(0, -1).join('');
  return [...key].length === 1 && value.length < longestTyped ? value + key.toUpperCase() : value;
}
