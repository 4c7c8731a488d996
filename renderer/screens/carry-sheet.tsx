import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CarryState } from '../../shared/shell-contract/carry.ts';
import { sizeText } from '../../shared/vietnamese/dates.ts';
import type { Answered } from '../session/desk.ts';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Sheet } from '../touch/sheet.tsx';

const lookEveryMs = 1000;
const slipsNamed = 20;

/** Sealed filings onto a stick, for the ward: what there is, onto which stick, how it goes, and what to do with it then. */
export function CarrySheet({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { desk, language } = useSession();
  const { t } = useTranslation('staff');
  const { t: problem } = useTranslation('problems');
  const [answer, setAnswer] = useState<Answered<CarryState>>();
  /** What was refused at once; what fails later stands in the work itself. */
  const [refused, setRefused] = useState<Extract<Answered<CarryState>, { ok: false }>['code']>();
  /** What an earlier shift copied is no news any more. */
  const [hasBegun, setBegun] = useState(false);
  const look = useCallback(() => void desk.carryState().then(setAnswer), [desk]);
  useEffect(() => {
    if (!isOpen) return undefined;
    look();
    const timer = setInterval(look, lookEveryMs);
    return () => clearInterval(timer);
  }, [isOpen, look]);

  const copy = async (stick: string) => {
    setRefused(undefined);
    setBegun(true);
    const begun = await desk.carry(stick);
    if (begun.ok) setAnswer(begun);
    else setRefused(begun.code);
  };
  const close = () => {
    setRefused(undefined);
    setBegun(false);
    onClose();
  };

  const state = answer?.ok ? answer.value : undefined;
  const isWriting = state?.work.state === 'writing';
  const isDone = hasBegun && state?.work.state === 'done';
  const mayCopy = state !== undefined && !isWriting && !isDone && state.filings > 0;
  const copyTo = (stick: CarryState['sticks'][number], isPrimary: boolean) => (
    <Button
      key={stick.id}
      kind={isPrimary ? 'primary' : 'secondary'}
      icon="usb"
      note={t('carry.free', { size: sizeText(stick.freeBytes, language) })}
      onPress={() => void copy(stick.id)}
    >
      {t('carry.copy', { name: stick.name })}
    </Button>
  );
  const [only, ...others] = state?.sticks ?? [];

  return (
    <Sheet
      title={t('carry.title')}
      isOpen={isOpen}
      onClose={close}
      primary={mayCopy && only && others.length === 0 ? copyTo(only, true) : undefined}
      secondary={<Button onPress={close}>{t('carry.close')}</Button>}
    >
      {answer?.ok === false && <Banner tone="problem">{problem(answer.code)}</Banner>}
      {refused && <Banner tone="problem">{problem(refused)}</Banner>}
      {state && (
        <>
          <p>
            {state.filings === 0
              ? problem('nothing-to-carry')
              : t('carry.lead', { count: state.filings, size: sizeText(state.bytes, language) })}
          </p>
          {(isWriting || hasBegun) && !refused && <CarryWorkBanner work={state.work} />}
          {mayCopy && !only && (
            <Banner tone="advice" icon="usb">
              {t('carry.plugIn')}
            </Banner>
          )}
          {mayCopy && others.length > 0 && state.sticks.map((stick) => copyTo(stick, false))}
        </>
      )}
    </Sheet>
  );
}

function CarryWorkBanner({ work }: { readonly work: CarryState['work'] }) {
  const { t } = useTranslation('staff');
  const { t: problem } = useTranslation('problems');
  switch (work.state) {
    case 'none':
      return null;
    case 'writing':
      return (
        <Banner tone="information" icon="usb">
          {t('carry.writing', { done: work.filings, count: work.of })}
        </Banner>
      );
    case 'failed':
      return <Banner tone="problem">{problem(work.code)}</Banner>;
    case 'done': {
      const slips = work.left.slice(0, slipsNamed).map(({ slip }) => slip);
      return (
        <>
          <Banner tone="good" title={t('carry.done', { count: work.filings })}>
            {t('carry.next', { files: work.files.join(', ') })}
          </Banner>
          {work.left.length > 0 && (
            <Banner tone="problem">{t('carry.left', { count: work.left.length, slips: slips.join(', ') })}</Banner>
          )}
        </>
      );
    }
  }
}
