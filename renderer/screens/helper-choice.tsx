import type { Helper } from '../../shared/dossier/dossier.ts';
import { useSession } from '../session/session.tsx';
import { ChoiceCards } from '../touch/choice-cards.tsx';
import { Note } from '../touch/text.tsx';
import { useFrameWords } from '../words/use-words.ts';

const helpers: readonly Helper[] = ['family', 'attendant', 'ward-staff'];
const nobody = 'nobody';

/** Who sits beside the resident: their own word, never guessed, and the dossier says it. */
export function HelperChoice() {
  const t = useFrameWords();
  const { visit, tell } = useSession();
  return (
    <>
      <ChoiceCards
        label={t('help.who')}
        columns={2}
        choices={[nobody, ...helpers].map((value) => ({
          value,
          label: t(`help.helpers.${value as Helper | typeof nobody}`),
        }))}
        chosen={[visit.helper ?? nobody]}
        onChoose={([chosen]) =>
          tell({ type: 'helper-chosen', helper: helpers.find((helper) => helper === chosen) ?? null })
        }
      />
      <Note>{t('help.helpedNote')}</Note>
    </>
  );
}
