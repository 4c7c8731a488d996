import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { useFrameWords } from '../words/use-words.ts';

/** Says only what is known: that it rings somewhere where somebody sits, that nobody does, or that they are on their way. */
export function CallTold() {
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
    case 'unheard':
      return (
        <Banner tone="advice" title={t('help.unheard')}>
          {t('help.unheardNote')}
        </Banner>
      );
    default:
      return <Banner tone="information" icon="people" title={t('help.calling')} />;
  }
}
