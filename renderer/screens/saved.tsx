import { useTranslation } from 'react-i18next';
import type { SavedDraftSlip } from '../../shared/shell-contract/messages.ts';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Slip } from '../touch/slip.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { moment } from './moment.ts';
import { ScreenFrame } from './screen-frame.tsx';

/** «Viết tiếp sau»: whoever has this slip can open the draft, so it is said to keep it private. */
export function Saved({ slip }: { readonly slip: SavedDraftSlip }) {
  const { desk, language } = useSession();
  const { t } = useTranslation('follow');
  return (
    <ScreenFrame
      screen="saved"
      sideBySide
      reading={
        <>
          <Heading focusFor="saved">{t('saved.title')}</Heading>
          <Lead>{t('saved.lead')}</Lead>
        </>
      }
      actions={
        <ActionBar
          primary={
            <Button kind="primary" size="primary" onPress={() => void desk.endVisit('finished')}>
              {t('saved.done')}
            </Button>
          }
        />
      }
    >
      <Slip
        title={t('saved.slip')}
        numberLabel={t('saved.number')}
        number={slip.number}
        lines={[
          { text: t('saved.until', { date: moment(slip.keptUntil, language).date }), weight: 'quiet' },
          { text: t('saved.notFiled'), weight: 'strong' },
        ]}
        checkLabel={t('saved.code')}
        check={slip.code}
        qr={slip.token}
        qrLabel={t('saved.qr')}
      />
      <Banner tone="advice" icon="camera">
        {t('saved.photo')}
      </Banner>
    </ScreenFrame>
  );
}
