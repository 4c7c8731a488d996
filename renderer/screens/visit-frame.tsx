import { createContext, type ReactNode, useContext, useLayoutEffect, useState } from 'react';
import { type Bed, BedKeyboard, BedProvider } from '../questions/keyboard-bed.tsx';
import { FrameAround } from '../touch/frame.tsx';
import { Tools } from './tools.tsx';
import { VisitHeader } from './visit-header.tsx';

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
          keyboard={<BedKeyboard bed={bed} />}
          isTyping={bed !== undefined}
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
