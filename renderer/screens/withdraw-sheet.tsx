import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseProof } from '../../shared/portal-contract/messages.ts';
import { useSession } from '../session/session.tsx';
import type { KnownCase } from '../session/visit.ts';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Sheet } from '../touch/sheet.tsx';
import { Lead } from '../touch/text.tsx';

interface WithdrawSheetProps {
  readonly known: KnownCase;
  readonly proof: CaseProof;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** What the kiosk still keeps is taken back here, network or not; what the portal has, there, and only when it says so. */
export function WithdrawSheet({ known, proof, isOpen, onClose }: WithdrawSheetProps) {
  const { desk, tell, state } = useSession();
  const { t } = useTranslation('follow');
  const { t: problem } = useTranslation('problems');
  const [trouble, setTrouble] = useState<string>();
  // A second tap comes before React has drawn again, and would count as another try.
  const isAsking = useRef(false);
  const phone = state.kiosk?.nearestCounter.phone ?? '';
  const isAtPortal = typeof known.portal === 'object' && known.portal.found === 'case';
  const ofRevision = !isAtPortal && isRevision(known);
  const close = () => {
    setTrouble(undefined);
    onClose();
  };
  const show = (change: Partial<KnownCase>) => {
    close();
    tell({ type: 'screen-opened', screen: { name: 'case', known: { ...known, ...change } } });
  };
  const withdrawHere = async () => {
    // Who came with the card alone holds no slip, and what this kiosk keeps is found by its slip.
    if ('card' in known.slip) return undefined;
    const answer = await desk.withdraw('token' in known.slip ? { slip: known.slip.token } : known.slip);
    if (!answer.ok) return problem(answer.code);
    const here = known.here.known === 'here' ? { ...known.here, withdrawn: true } : known.here;
    show({ here, portal: 'needs-network' });
    return undefined;
  };
  const withdrawAtPortal = async () => {
    const answer = await desk.withdrawCase(proof);
    if (answer === 'needs-network') return t('correction.trouble.needsNetwork', { phone });
    if (answer === 'too-many-tries') return t('correction.trouble.tooMany', { phone });
    if (answer.found === 'unknown') return t('case.unknownTitle');
    const portal = { found: 'case', case: answer.case } as const;
    const payment = await desk.readPayment(portal);
    if (answer.isWithdrawn) show({ portal, payment });
    else tell({ type: 'screen-opened', screen: { name: 'case', known: { ...known, portal, payment } } });
    return answer.isWithdrawn ? undefined : t('case.withdrawTooLate', { phone });
  };
  const withdraw = async () => {
    if (isAsking.current) return;
    isAsking.current = true;
    try {
      setTrouble(await (isAtPortal ? withdrawAtPortal() : withdrawHere()));
    } finally {
      isAsking.current = false;
    }
  };
  const isPaid = isAtPortal && known.payment?.order.standing.state === 'paid';
  return (
    <Sheet
      title={t(ofRevision ? 'revised.withdrawTitle' : 'case.withdrawTitle')}
      isOpen={isOpen}
      onClose={close}
      primary={
        <Button kind="primary" size="primary" onPress={close}>
          {t('case.withdrawNo')}
        </Button>
      }
      secondary={
        <Button kind="danger" size="primary" onPress={() => void withdraw()}>
          {t(ofRevision ? 'revised.withdrawYes' : 'case.withdrawYes')}
        </Button>
      }
    >
      <Lead>{t(ofRevision ? 'revised.withdrawLead' : 'case.withdrawLead')}</Lead>
      {isPaid && <Banner tone="advice">{t('case.withdrawPaid', { phone })}</Banner>}
      {trouble && <Banner tone="problem">{trouble}</Banner>}
    </Sheet>
  );
}

/** The slip is one of corrections, not of the dossier itself. */
export function isRevision({ here }: KnownCase): boolean {
  return here.known === 'here' && here.isRevision === true;
}
