import { useState } from 'react';
import { dateInWords } from '../../shared/vietnamese/dates.ts';
import { useSession } from '../session/session.tsx';
import { ServiceCard } from '../touch/cards.tsx';
import { DoneSheet } from '../touch/done-sheet.tsx';
import { Badge } from '../touch/text.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { CounterNote } from './counter-note.tsx';
import { iconNamed } from './life-event-icons.ts';
import type { Offered } from './offered-services.ts';

/** A service in a list. One that is closed by date is shown with its day and says so when pressed. */
export function OfferedCard({ offered }: { readonly offered: Offered }) {
  const t = useVisitWords();
  const { tell, say, language } = useSession();
  const [isTold, setTold] = useState(false);
  const { service } = offered;
  const badge =
    offered.state === 'open' ? (
      <Badge icon="bridge">{t(`service.presence.${service.presence}`)}</Badge>
    ) : (
      <Badge tone="advice" icon="calendar">
        {t(offered.state === 'opens' ? 'home.opens' : 'home.closed', { date: dateInWords(offered.day, language) })}
      </Badge>
    );
  return (
    <>
      <ServiceCard
        icon={iconNamed(service.icon)}
        title={say(service.name)}
        note={say(service.processing.text)}
        badge={badge}
        onPress={() =>
          // Outside its days an enrolment can be read all the same: what to bring, and when.
          offered.state === 'open' || service.windows.length > 0
            ? tell({ type: 'screen-opened', screen: { name: 'service', service: service.id } })
            : setTold(true)
        }
      />
      {offered.state !== 'open' && service.windows.length === 0 && (
        <DoneSheet title={say(service.name)} isOpen={isTold} onClose={() => setTold(false)}>
          <p>
            {offered.state === 'opens'
              ? t('home.notOpenLead', { date: dateInWords(offered.day, language) })
              : t('home.closed', { date: dateInWords(offered.day, language) })}
          </p>
          <CounterNote />
        </DoneSheet>
      )}
    </>
  );
}
