import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Information, Reading } from '../../shared/portal-contract/information.ts';
import type { InformationKnown } from '../../shared/shell-contract/messages.ts';
import { agoText } from '../../shared/vietnamese/dates.ts';
import { useSession } from '../session/session.tsx';
import { useToday } from '../session/use-today.ts';
import { Banner } from '../touch/banner.tsx';
import { Card } from '../touch/cards.tsx';
import { FactList } from '../touch/facts.tsx';
import { Badge, Note, SectionTitle } from '../touch/text.tsx';
import { moment } from './moment.ts';
import { isStale, noticesOn } from './reading-age.ts';

/** Notices, readings and offices as the portal signed them last: each with its source and its age, with or without network. */
export function WardNews() {
  const { desk, state, language, say } = useSession();
  const { t } = useTranslation('follow');
  const [known, setKnown] = useState<InformationKnown['known'] | 'asking' | undefined>('asking');
  const today = useToday();
  const now = { ms: useNowMs(), confirmed: state.clock.confirmed };

  useEffect(() => {
    let isHere = true;
    void desk.information().then((answer) => isHere && setKnown(answer));
    return () => {
      isHere = false;
    };
  }, [desk]);

  if (known === 'asking') return null;
  if (!known)
    return (
      <Card>
        <SectionTitle>{t('information.notices')}</SectionTitle>
        <p>{t('information.nothing')}</p>
      </Card>
    );
  const { notices, readings, offices, isExample } = known.information;
  const told = noticesOn(notices, today);
  const age = (instant: string) => agoText(Math.max(0, now.ms - Date.parse(instant)), language);
  return (
    <>
      {isExample && (
        <Banner tone="advice" title={t('information.example')}>
          {t('information.exampleNote')}
        </Banner>
      )}
      {told.map(({ id, title, text, source }) => (
        <Card key={id}>
          <SectionTitle>{say(title)}</SectionTitle>
          <p>{say(text)}</p>
          <Note>{t('information.source', { source: say(source) })}</Note>
        </Card>
      ))}
      {readings.length > 0 && <SectionTitle>{t('information.readings')}</SectionTitle>}
      {readings.map((reading) => (
        <ReadingCard key={`${reading.kind} ${reading.place.vi} ${reading.at}`} reading={reading} now={now} age={age} />
      ))}
      {offices.map((office) => (
        <OfficeCard key={office.name.vi} office={office} />
      ))}
      <Note>
        {t('information.heard', { ...moment(known.heardAt, language), age: age(known.heardAt) })}
        {!state.network.online && ` ${t('information.offline')}`}
      </Note>
    </>
  );
}

interface ReadingCardProps {
  readonly reading: Reading;
  readonly now: { readonly ms: number; readonly confirmed: boolean };
  readonly age: (instant: string) => string;
}

/** An old reading keeps its value and loses its meaning: «good air» of yesterday tells nobody whether to open the window. */
function ReadingCard({ reading, now, age }: ReadingCardProps) {
  const { language, say } = useSession();
  const { t } = useTranslation('follow');
  const { kind, place, value, unit, meaning, at, source } = reading;
  const isOld = isStale(reading, now);
  const amount = new Intl.NumberFormat(language === 'en' ? 'en' : 'vi').format(value);
  return (
    <Card>
      <SectionTitle>
        {t('information.reading', { kind: t(`information.kinds.${kind}`), place: say(place) })}
      </SectionTitle>
      {isOld && (
        <p>
          <Badge tone="advice" icon="clock">
            {t(now.confirmed ? 'information.stale' : 'information.clockDoubtful')}
          </Badge>
        </p>
      )}
      <p>
        <strong>
          {t(isOld ? 'information.was' : 'information.is', { amount, unit })}
          {!isOld && meaning && ` · ${say(meaning)}`}
        </strong>
      </p>
      <Note>
        {t('information.measured', { ...moment(at, language), age: age(at) })}{' '}
        {t('information.source', { source: say(source) })}
      </Note>
    </Card>
  );
}

function OfficeCard({ office }: { readonly office: Information['offices'][number] }) {
  const { say } = useSession();
  const { t } = useTranslation('follow');
  return (
    <Card>
      <SectionTitle>{say(office.name)}</SectionTitle>
      <FactList
        facts={[
          { label: t('information.address'), value: office.address },
          { label: t('information.hours'), value: say(office.hours) },
          { label: t('information.phone'), value: office.phone },
        ]}
      />
    </Card>
  );
}

const lookAgainMs = 30_000;

/** By the kiosk's corrected clock, moving on while somebody reads: a reading grows old on the screen too. */
function useNowMs(): number {
  const { state } = useSession();
  const [machineMs, setMachineMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setMachineMs(Date.now()), lookAgainMs);
    return () => clearInterval(timer);
  }, []);
  return machineMs + (state.clock.offsetMs ?? 0);
}
