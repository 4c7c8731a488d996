import { useState } from 'react';
import { useSession } from '../session/session.tsx';
import { LinkCard } from '../touch/cards.tsx';
import { Note } from '../touch/text.tsx';
import { useGuidanceWords, useVisitWords } from '../words/use-words.ts';
import { bringLines } from './bring-list.ts';
import type { Offered } from './offered-services.ts';

/** «In danh sách giấy tờ»: before anything is typed. Without a printer the screen says what to do instead. */
export function BringCard({ offered }: { readonly offered: Offered }) {
  const guidance = useGuidanceWords();
  const t = useVisitWords();
  const { desk, state, facts, say, language } = useSession();
  const [outcome, setOutcome] = useState<'not-yet' | 'printing' | 'printed' | 'failed'>('not-yet');
  if (!state.hasPrinter) return <Note>{guidance('bring.noPrinter')}</Note>;
  const print = async () => {
    // A second tap while the paper is on its way would print it twice.
    if (outcome === 'printing') return;
    setOutcome('printing');
    const lines = bringLines(offered, { facts: facts(), kiosk: state.kiosk }, { t, guidance, say, language });
    const { printed } = await desk.printGuide({ code: offered.service.id, lines }).catch(() => ({ printed: false }));
    setOutcome(printed ? 'printed' : 'failed');
  };
  return (
    <div>
      <LinkCard
        icon="printer"
        title={guidance('bring.press')}
        note={guidance('bring.note')}
        onPress={() => void print()}
      />
      {outcome !== 'not-yet' && <p role="status">{guidance(`bring.${outcome}`)}</p>}
    </div>
  );
}
