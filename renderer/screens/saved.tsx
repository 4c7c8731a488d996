import { useTranslation } from 'react-i18next';
import type { SavedDraftSlip } from '../../shared/shell-contract/messages.ts';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Slip, type SlipProps } from '../touch/slip.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { moment } from './moment.ts';
import { SlipPage } from './slip-page.tsx';
import { useSlipOnPaper } from './use-slip-on-paper.ts';

/** «Viết tiếp sau»: whoever has this slip can open the draft, so it is said to keep it private. */
export function Saved({ slip: saved }: { readonly slip: SavedDraftSlip }) {
  const { desk, language } = useSession();
  const { t } = useTranslation('follow');
  const { t: problem } = useTranslation('problems');
  const slip: SlipProps = {
    title: t('saved.slip'),
    numberLabel: t('saved.number'),
    number: saved.number,
    lines: [
      { text: t('saved.until', { date: moment(saved.keptUntil, language).date }), weight: 'quiet' },
      { text: t('saved.notFiled'), weight: 'strong' },
    ],
    checkLabel: t('saved.code'),
    check: saved.code,
    qr: saved.token,
    qrLabel: t('saved.qr'),
  };
  const { paper, print } = useSlipOnPaper(slip, { slipNumber: saved.number, mayChange: false });
  return (
    <SlipPage
      screen="saved"
      heading={<Heading focusFor="saved">{t('saved.title')}</Heading>}
      lead={<Lead>{t('saved.lead')}</Lead>}
      slip={<Slip {...slip} />}
      actions={
        <ActionBar
          back={
            paper === 'none' ? undefined : (
              <Button kind="quiet" size="primary" icon="printer" onPress={print}>
                {t('filed.printAgain')}
              </Button>
            )
          }
          primary={
            <Button kind="primary" size="primary" onPress={() => void desk.endVisit('finished')}>
              {t('saved.done')}
            </Button>
          }
        />
      }
    >
      {paper === 'coming' ? (
        <Banner tone="information" icon="printer" title={t('filed.stepTakePrinted')} />
      ) : (
        <Banner tone="advice" icon="camera" title={paper === 'failed' ? problem('printer-failed') : undefined}>
          {t('saved.photo')}
        </Banner>
      )}
    </SlipPage>
  );
}
