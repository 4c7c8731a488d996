import type { Service } from '../../shared/catalogue/service.ts';
import { useSession } from '../session/session.tsx';
import { DoneSheet } from '../touch/done-sheet.tsx';
import { Note } from '../touch/text.tsx';
import { useVisitWords } from '../words/use-words.ts';

interface LawSheetProps {
  readonly service: Service;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Law numbers stand here and nowhere else. Names of laws stay Vietnamese. */
export function LawSheet({ service, isOpen, onClose }: LawSheetProps) {
  const t = useVisitWords();
  const { say } = useSession();
  return (
    <DoneSheet title={t('service.law')} isOpen={isOpen} onClose={onClose}>
      {service.code && <p>{t('service.lawCode', { code: service.code, name: say(service.officialName) })}</p>}
      <p>
        {service.mode && `${t(service.mode === 'toàn trình' ? 'service.lawMode.whole' : 'service.lawMode.part')} `}
        {t('service.lawAuthority', { authority: say(service.authority).replace(/\.$/, '') })}
      </p>
      <ul>
        {service.legalBasis.map((basis) => (
          <li key={basis.text}>
            <span lang="vi">{basis.text}</span>
            {basis.note && <Note>{say(basis.note)}</Note>}
          </li>
        ))}
      </ul>
    </DoneSheet>
  );
}
