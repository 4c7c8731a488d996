import { memo } from 'react';
import { useKiosk } from '../session/session.tsx';
import { NetworkPill, PracticePill, StatusHeader } from '../touch/header.tsx';
import { useFrameWords, useGuidanceWords } from '../words/use-words.ts';
import { useUncheckedNote } from './use-unchecked-note.ts';

/** Whose kiosk this is, and whether it has a line: above every screen of a visit, and above what covers it. */
export const VisitHeader = memo(function VisitHeader() {
  const t = useFrameWords();
  const guidance = useGuidanceWords();
  const { state, isPractice } = useKiosk();
  const unchecked = useUncheckedNote();
  const { online } = state.network;
  const offline = state.room.filings ? t('network.offline') : t('network.offlineAndFull');
  // What is about to happen at this kiosk comes before what is always so.
  const note =
    state.touch === 'lost'
      ? t('header.touchLost', { phone: state.kiosk?.helpPhone ?? '' })
      : state.help?.state === 'coming'
        ? t('header.helpComing')
        : undefined;
  return (
    <StatusHeader
      name={t('name')}
      place={state.kiosk?.ward.name}
      note={note ?? unchecked}
      network={
        isPractice ? (
          <PracticePill words={guidance('practice.pill')} />
        ) : (
          <NetworkPill linked={online} words={online ? t('network.online') : offline} />
        )
      }
    />
  );
});
