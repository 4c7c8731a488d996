import i18next from 'i18next';
import { type ReactNode, useLayoutEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useKiosk } from '../session/session.tsx';
import { type TouchWords, TouchWordsProvider } from '../touch/words.tsx';
import { factsOfLanguage, isTranslation } from './kiosk-languages.ts';
import { useMarkUntranslated } from './untranslated.ts';

/** Keeps i18next at the language of the visit and gives the touch components their few words. */
export function KioskWords({ children }: { readonly children: ReactNode }) {
  const { language } = useKiosk();
  const { t } = useTranslation('frame', { lng: language });
  useMarkUntranslated(isTranslation(language));
  useLayoutEffect(() => {
    void i18next.changeLanguage(language);
    document.documentElement.style.wordBreak = factsOfLanguage(language)?.wordBreak ?? '';
  }, [language]);
  const words = useMemo<TouchWords>(
    () => ({
      tools: t('touch.tools'),
      close: t('touch.close'),
      done: t('actions.done'),
      show: t('touch.show'),
      readBack: t('touch.readBack'),
      seeMore: t('touch.seeMore'),
      seeFromStart: t('touch.seeFromStart'),
      pageOf: (place) => t('touch.pageOf', place),
      masked: (last) => t('touch.masked', { last }),
      keyboard: {
        name: t('touch.keyboard.name'),
        numberPad: t('touch.keyboard.numberPad'),
        space: t('touch.keyboard.space'),
        deleteBack: t('touch.keyboard.deleteBack'),
        clear: t('touch.keyboard.clear'),
        shift: t('touch.keyboard.shift'),
        letters: t('touch.keyboard.letters'),
        numbers: t('touch.keyboard.numbers'),
        chooseMethod: t('touch.keyboard.chooseMethod'),
        methods: {
          telex: t('touch.keyboard.methods.telex'),
          vni: t('touch.keyboard.methods.vni'),
          direct: t('touch.keyboard.methods.direct'),
        },
        tones: {
          sac: t('touch.keyboard.tones.sac'),
          huyen: t('touch.keyboard.tones.huyen'),
          hoi: t('touch.keyboard.tones.hoi'),
          nga: t('touch.keyboard.tones.nga'),
          nang: t('touch.keyboard.tones.nang'),
          none: t('touch.keyboard.tones.none'),
        },
      },
    }),
    [t],
  );
  return <TouchWordsProvider words={words}>{children}</TouchWordsProvider>;
}
