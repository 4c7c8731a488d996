import { useState } from 'react';
import type { Answer } from '../../shared/catalogue/service.ts';
import type { Identity as IdentityGiven } from '../../shared/dossier/dossier.ts';
import { type CardReading, readCardQr } from '../../shared/identity/card-qr.ts';
import { readOldNumber } from '../../shared/identity/citizen-number.ts';
import { placeAfter, placeBefore } from '../session/screen-path.ts';
import { useOpenDraft } from '../session/session.tsx';
import {
  answersFromCard,
  answersFromNumber,
  answersOfNaming,
  answersWithoutNumber,
  asksNumber,
} from './card-answers.ts';
import { IdentityConfirm } from './identity-confirm.tsx';
import { IdentityScan, type ScanProblem } from './identity-scan.tsx';
import { IdentityTyped } from './identity-typed.tsx';

type View =
  | { readonly name: 'scan'; readonly problem?: ScanProblem }
  | { readonly name: 'typed' }
  | { readonly name: 'confirm'; readonly reading: Extract<CardReading, { ok: true }> };

/** Who files: by the card's square code (hand scanner or camera), or typed. How it was given goes into the dossier. */
export function Identity() {
  const { draft, service, tell, facts, places, desk, state, visit, say } = useOpenDraft();
  const [view, setView] = useState<View>({ name: 'scan' });
  const attendant = state.staff?.role === 'attendant' ? state.staff : undefined;

  const scanned = (text: string) => {
    const reading = readCardQr(text);
    if (reading.ok) return setView({ name: 'confirm', reading });
    desk.log({ code: 'card-unreadable', about: reading.reason });
    const problem = readOldNumber(text) ? 'old-nine' : reading.reason === 'not-a-card' ? 'not-a-card' : 'unreadable';
    setView({ name: 'scan', problem });
  };

  const identified = (
    how: 'card-read' | 'typed' | 'not-given',
    told: Readonly<Record<string, Answer>>,
    isSeen: boolean,
  ) => {
    const answers = { ...told, ...answersOfNaming(service, how !== 'not-given') };
    const identity: IdentityGiven =
      isSeen && attendant
        ? { how: 'seen-by-attendant', attendant: attendant.id, helped: visit.helper !== null }
        : { how, helped: visit.helper !== null };
    const fromCard = how === 'card-read' ? Object.keys(told) : [];
    tell({ type: 'identified', identity, answers, fromCard });
    const answered = { ...draft, identity, answers: { ...draft.answers, ...answers }, fromCard };
    tell({ type: 'moved', place: placeAfter(answered, service, facts()) });
  };

  const withoutNumber = answersWithoutNumber(service);

  const back = () => {
    const place = placeBefore(draft, service, facts());
    if (place !== 'left') tell({ type: 'moved', place });
  };

  switch (view.name) {
    case 'scan':
      return (
        <IdentityScan
          problem={view.problem}
          onScan={scanned}
          onType={() => (asksNumber(service) ? setView({ name: 'typed' }) : identified('typed', {}, false))}
          typesNumber={asksNumber(service)}
          withoutName={
            service.unnamed && { note: say(service.unnamed.note), go: () => identified('not-given', {}, false) }
          }
          onOtherPaper={withoutNumber && (() => identified('typed', withoutNumber, false))}
          onBack={back}
        />
      );
    case 'typed':
      return (
        <IdentityTyped
          attendant={attendant?.name}
          onScan={scanned}
          onNumber={(number, isSeen) => identified('typed', answersFromNumber(number, service), isSeen)}
          onBack={() => setView({ name: 'scan' })}
        />
      );
    case 'confirm':
      return (
        <IdentityConfirm
          reading={view.reading}
          attendant={attendant?.name}
          onYes={(isSeen) => identified('card-read', answersFromCard(view.reading, service, places), isSeen)}
          onAgain={() => setView({ name: 'scan' })}
        />
      );
  }
}
