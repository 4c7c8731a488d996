import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { useFrameWords } from '../words/use-words.ts';

/**
 * Says only what is known: that it rings where somebody sits, that nobody hears it, or that they are on their way. The duty number
 * stands in all of them, and first where nobody hears.
 */
export function CallTold() {
  const t = useFrameWords();
  const { state } = useSession();
  const phone = state.kiosk?.helpPhone;
  const number = phone ? t('help.phone', { phone }) : t('help.noPhone');
  if (state.help?.state === 'unheard') {
    return (
      <Banner tone="advice" title={`${t('help.unheard')} ${number}`}>
        {t('help.unheardNote')}
      </Banner>
    );
  }
  return (
    <>
      <Ringing />
      <p>
        <strong>{number}</strong>
      </p>
    </>
  );
}

function Ringing() {
  const t = useFrameWords();
  const { state } = useSession();
  switch (state.help?.state) {
    case 'coming':
      return (
        <Banner tone="good" icon="people" title={t('help.coming')}>
          {t('help.comingNote')}
        </Banner>
      );
    case 'ringing':
      return (
        <Banner tone="information" icon="people" title={t('help.ringing')}>
          {t('help.ringingNote')}
        </Banner>
      );
    default:
      return <Banner tone="information" icon="people" title={t('help.calling')} />;
  }
}
