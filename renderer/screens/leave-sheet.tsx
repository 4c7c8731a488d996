import { useState } from 'react';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Sheet } from '../touch/sheet.tsx';
import { useFrameWords, useGuidanceWords } from '../words/use-words.ts';

/** «Kết thúc»: keep the open work on a slip, or clear everything. Never wipes by itself. */
export function LeaveSheet({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const t = useFrameWords();
  const { visit, tell, desk, isPractice } = useSession();
  const [saving, setSaving] = useState<'no' | 'saving' | 'failed'>('no');
  const guidance = useGuidanceWords();
  // Practice leaves nothing to keep.
  const draft = isPractice ? null : visit.draft;

  const save = async () => {
    if (!draft || saving === 'saving') return;
    setSaving('saving');
    const saved = await desk.saveForLater(draft).catch(() => undefined);
    if (!saved?.ok) {
      setSaving('failed');
      return;
    }
    setSaving('no');
    onClose();
    tell({ type: 'screen-opened', screen: { name: 'saved', slip: saved.value } });
  };
  const emptyLead = isPractice ? guidance('practice.leave') : t('leave.emptyLead');
  const wipe = () => void desk.endVisit(draft ? 'wiped' : 'finished');

  return (
    <Sheet
      title={t('leave.title')}
      isOpen={isOpen}
      onClose={onClose}
      secondary={<Button onPress={onClose}>{t('leave.stay')}</Button>}
      primary={
        draft ? (
          <Button kind="primary" onPress={() => void save()} note={t('leave.saveNote')}>
            {t('leave.save')}
          </Button>
        ) : (
          <Button kind="primary" onPress={wipe}>
            {t('leave.finish')}
          </Button>
        )
      }
    >
      {saving === 'failed' ? (
        <Banner tone="advice" title={t('leave.saveFailed')} />
      ) : (
        <p role="status">{saving === 'saving' ? t('leave.saving') : draft ? t('leave.openLead') : emptyLead}</p>
      )}
      {draft && (
        <Button kind="danger" onPress={wipe}>
          {t('leave.wipe')}
        </Button>
      )}
    </Sheet>
  );
}
