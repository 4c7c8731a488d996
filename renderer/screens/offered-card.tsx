import { useState } from 'react';
import { dateInWords } from '../../shared/vietnamese/dates.ts';
import { useSession } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { ServiceCard } from '../touch/cards.tsx';
import { Sheet } from '../touch/sheet.tsx';
import { Badge } from '../touch/text.tsx';
import { useFrameWords, useVisitWords } from '../words/use-words.ts';
import { CounterNote } from './counter-note.tsx';
import { iconNamed } from './life-event-icons.ts';
import type { Offered } from './offered-services.ts';

/** A service in a list. One that is closed by date is shown with its day and says so when pressed. */
export function OfferedCard({ offered }: { readonly offered: Offered }) {
  const t = useVisitWords();
  const frame = useFrameWords();
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
          offered.state === 'open'
            ? tell({ type: 'screen-opened', screen: { name: 'service', service: service.id } })
            : setTold(true)
        }
      />
      {offered.state !== 'open' && (
        <Sheet
          title={say(service.name)}
          isOpen={isTold}
          onClose={() => setTold(false)}
          primary={
            <Button kind="primary" onPress={() => setTold(false)}>
              {frame('actions.done')}
            </Button>
          }
        >
          <p>
            {offered.state === 'opens'
              ? t('home.notOpenLead', { date: dateInWords(offered.day, language) })
              : t('home.closed', { date: dateInWords(offered.day, language) })}
          </p>
          <CounterNote />
        </Sheet>
      )}
    </>
  );
}
