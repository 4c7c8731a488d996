import { useSyncExternalStore } from 'react';
import { Button } from '../touch/button.tsx';
import { CheckRow } from '../touch/check-row.tsx';
import { Note, SectionTitle } from '../touch/text.tsx';
import { useFrameWords } from '../words/use-words.ts';
import { speeds, stepped, volumes } from './ear-settings.ts';
import type { Guide } from './guide.ts';

/** How fast, how loud, for whom; in force at once, and as before for the next resident. */
export function VoiceSettings({ guide }: { readonly guide: Guide }) {
  const t = useFrameWords();
  const { settings } = useSyncExternalStore(guide.observe, guide.state);
  const { speed, volume, headphones, sounds } = settings;
  return (
    <section className="voice-settings" aria-label={t('ear.voice')}>
      <SectionTitle>{t('ear.voice')}</SectionTitle>
      <p className="voice-state" role="status">
        {t('ear.howItSounds', {
          speed: speed + 1,
          speeds: speeds.length,
          volume: volume + 1,
          volumes: volumes.length,
        })}
      </p>
      <div className="voice-steps">
        <Button onPress={() => guide.change({ speed: stepped(speed, -1, speeds) })}>{t('ear.slower')}</Button>
        <Button onPress={() => guide.change({ speed: stepped(speed, 1, speeds) })}>{t('ear.faster')}</Button>
        <Button onPress={() => guide.change({ volume: stepped(volume, -1, volumes) })}>{t('ear.quieter')}</Button>
        <Button onPress={() => guide.change({ volume: stepped(volume, 1, volumes) })}>{t('ear.louder')}</Button>
      </div>
      <CheckRow isChecked={headphones} onChange={(isOn) => guide.change({ headphones: isOn })}>
        {t('ear.headphones')}
      </CheckRow>
      <CheckRow isChecked={sounds} onChange={(isOn) => guide.change({ sounds: isOn })}>
        {t('ear.sounds')}
      </CheckRow>
      <Note>{t('ear.resets')}</Note>
    </section>
  );
}
