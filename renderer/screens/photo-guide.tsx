import type { Paper } from '../../shared/catalogue/service.ts';
import { PhotoExamples } from '../touch/photo-examples.tsx';
import { SectionTitle } from '../touch/text.tsx';
import { useGuidanceWords } from '../words/use-words.ts';

/** How a good photo of this kind of paper looks, and what makes one useless: before the camera opens. */
export function PhotoGuide({ looks = 'sheet' }: { readonly looks: Paper['looks'] }) {
  const t = useGuidanceWords();
  return (
    <div>
      <SectionTitle>{t('photo.title')}</SectionTitle>
      <PhotoExamples
        looks={looks}
        good={{ words: t('photo.good'), label: t('photo.yes', { what: t('photo.good') }) }}
        bad={{
          cut: { words: t('photo.cut'), label: t('photo.no', { what: t('photo.cut') }) },
          glare: { words: t('photo.glare'), label: t('photo.no', { what: t('photo.glare') }) },
          finger: { words: t('photo.finger'), label: t('photo.no', { what: t('photo.finger') }) },
          blurred: { words: t('photo.blurred'), label: t('photo.no', { what: t('photo.blurred') }) },
        }}
      />
    </div>
  );
}
