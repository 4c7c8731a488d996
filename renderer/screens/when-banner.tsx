import { timingOf } from '../../shared/form/timing.ts';
import { useOpenDraft } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { moment } from './moment.ts';
import { offlineSince } from './offline-since.ts';

/** A deadline or cut-off that could pass before the network returns, with the nearest open counter; since when there is none. */
export function WhenBanner() {
  const t = useVisitWords();
  const { draft, service, facts, state, say, language } = useOpenDraft();
  const { mayPassBeforeNetwork, deadlineNotes } = timingOf(service, draft.answers, facts(), {
    online: state.network.online,
  });
  const since = offlineSince(state);
  const counter = state.kiosk?.nearestCounter;
  const late = deadlineNotes.find((note) => note.late);
  if (!mayPassBeforeNetwork && since === undefined)
    return late ? <Banner tone="advice" icon="calendar" title={say(late.text)} /> : null;
  return (
    <Banner
      tone="advice"
      icon="unlinked"
      title={mayPassBeforeNetwork ? say(mayPassBeforeNetwork) : since && t('review.offline', moment(since, language))}
    >
      {mayPassBeforeNetwork && since !== undefined && <p>{t('review.offline', moment(since, language))}</p>}
      {counter && (
        <p>
          {t('review.nearest', {
            name: counter.name,
            address: counter.address,
            hours: say(counter.hours),
            phone: counter.phone,
          })}
        </p>
      )}
    </Banner>
  );
}
