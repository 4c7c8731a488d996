import { useTranslation } from 'react-i18next';
import type { Mark } from '../../shared/portal-contract/correction.ts';
import { markOf } from '../session/correction-draft.ts';
import { useOpenDraft } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';

/** In a correction: what the officer wrote beside this question or paper. Elsewhere nothing. */
export function MarkNote({ kind, id }: Pick<Mark, 'kind' | 'id'>) {
  const { draft } = useOpenDraft();
  const { t } = useTranslation('follow');
  const mark = markOf(draft, kind, id);
  if (!mark) return null;
  return (
    <Banner tone="asks" title={t('correction.officerSays')}>
      {t('case.quote', { note: mark.note })}
    </Banner>
  );
}
