import { createContext, memo, type ReactNode, useContext, useLayoutEffect, useState } from 'react';
import { type Bed, BedKeyboard, BedProvider } from '../questions/keyboard-bed.tsx';
import { useKiosk } from '../session/session.tsx';
import { FrameAround } from '../touch/frame.tsx';
import { NetworkPill, StatusHeader } from '../touch/header.tsx';
import { isUnchecked } from '../words/kiosk-languages.ts';
import { useFrameWords } from '../words/use-words.ts';
import { Tools } from './tools.tsx';

/** What a screen tells of itself to the frame it stands in. */
interface Standing {
  /** Kind of screen: `data-screen` of the root. */
  readonly screen: string;
  /** Changes within one kind of screen, where the page shall begin anew (a question's step). */
  readonly part?: string;
  /** Instead of the usual status header. */
  readonly header?: ReactNode;
}

const Tell = createContext<(standing: Standing) => void>(() => {});

/**
 * Header, keys and tools stand while the screens of a visit change between them: drawing forty keys and eight tools anew costs a slow
 * machine as much as the rest of the screen.
 */
export function VisitFrame({ children }: { readonly children: ReactNode }) {
  const [standing, tell] = useState<Standing>();
  const [bed, setBed] = useState<Bed>();
  return (
    <Tell value={tell}>
      <BedProvider bed={bed} onBed={setBed}>
        <FrameAround
          name={standing?.screen}
          header={standing?.header ?? <VisitHeader />}
          keyboard={bed && <BedKeyboard bed={bed} />}
          tools={<Tools where="visit" screen={standing ? `${standing.screen}-${standing.part}` : ''} />}
        >
          {children}
        </FrameAround>
      </BedProvider>
    </Tell>
  );
}

/** Told before the screen is drawn for the first time, and again when it changes. */
export function useStanding({ screen, part, header }: Standing): void {
  const tell = useContext(Tell);
  useLayoutEffect(() => tell({ screen, part, header }), [tell, screen, part, header]);
}

const VisitHeader = memo(function VisitHeader() {
  const t = useFrameWords();
  const { state, language } = useKiosk();
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
      note={note ?? (isUnchecked(language) ? t('unchecked.short') : undefined)}
      network={<NetworkPill linked={online} words={online ? t('network.online') : offline} />}
    />
  );
});
