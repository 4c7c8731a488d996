import { useEffect, useRef, useState } from 'react';
import type { CaseLookup } from '../../shared/portal-contract/messages.ts';
import type { Desk } from '../session/desk.ts';
import type { KnownPayment } from '../session/visit.ts';

/** While somebody may be paying. An officer, and one day a bank, tells the portal; nobody else is waited for. */
const askAgainMs = 4000;

export interface PaymentAsked {
  readonly payment: KnownPayment | undefined;
  /** The portal could not be asked just now; what is known may be old. */
  readonly isCut: boolean;
  readonly isAsking: boolean;
}

/**
 * How a dossier's payment stands, in the portal's own signed words. Asked once, and again and again while its code is on the screen:
 * that ends with the visit at the latest, or when the money has come.
 * @param proof what the resident has shown for the dossier; undefined while the portal cannot know it or cannot be asked
 */
export function usePayment(
  desk: Desk,
  proof: CaseLookup | undefined,
  { isPaying, known }: { readonly isPaying: boolean; readonly known?: KnownPayment | undefined },
): PaymentAsked {
  const [payment, setPayment] = useState(known);
  const [isCut, setCut] = useState(false);
  const [hasAsked, setAsked] = useState(known !== undefined);
  const newest = useRef(known);
  const shown = proof && JSON.stringify(proof);

  // The case stands anew on the same screen (it was withdrawn): what was asked for before is not asked for any more.
  useEffect(() => {
    newest.current = known;
    setPayment(known);
  }, [known]);

  useEffect(() => {
    if (shown === undefined || (newest.current && !isPaying)) return;
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      // The order itself, so that a number typed once is not counted as a try each time.
      const by = newest.current ? { payment: newest.current.token } : (JSON.parse(shown) as CaseLookup);
      const answer = await desk.lookUp(by);
      const found = await desk.readPayment(answer);
      if (isGone) return;
      if (found) setPayment(found);
      // An order too old to ask by is no answer: the next time the slip is shown again.
      newest.current = found ?? (answer === 'needs-network' ? newest.current : undefined);
      setCut(!found);
      setAsked(true);
      if (isPaying && found?.order.standing.state !== 'paid') timer = setTimeout(() => void ask(), askAgainMs);
    };
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [desk, shown, isPaying]);

  return { payment, isCut: isCut || (isPaying && shown === undefined), isAsking: shown !== undefined && !hasAsked };
}
