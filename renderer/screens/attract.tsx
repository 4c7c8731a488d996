import { useEffect, useState } from 'react';
import type { Language } from '../../shared/catalogue/text.ts';
import type { ShellState } from '../../shared/shell-contract/messages.ts';
import { dayInWords } from '../../shared/vietnamese/dates.ts';
import { useSession } from '../session/session.tsx';
import { Attract as AttractFrame, type AttractPromise } from '../touch/attract.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Heading, Lead } from '../touch/text.tsx';
import { kioskLanguages } from '../words/kiosk-languages.ts';
import { useLunarDay } from '../words/lunar-day.ts';
import { useFrameWords, useVisitWords } from '../words/use-words.ts';
import { moment } from './moment.ts';
import { offlineSince } from './offline-since.ts';
import { Tools } from './tools.tsx';

/** Half scene, half action. The one banner says the most important thing: not set up, lived through a power cut, long offline. */
export function Attract() {
  const t = useVisitWords();
  const frame = useFrameWords();
  const { state, tell, language, facts } = useSession();
  const minute = useMinute();
  const lunar = useLunarDay();
  const { time, today } = facts();
  const { online } = state.network;
  const hasNews = state.livedThroughPowerCut.length > 0 || offlineSince(state) !== undefined;
  const begin = (chosen: Language) => tell({ type: 'language-chosen', language: chosen, begin: true });

  return (
    <AttractFrame
      name={frame('name')}
      clock={time}
      date={dayTold(today, language)}
      lunarDate={lunar(today, 'short')}
      time={isNight(time) ? 'night' : 'day'}
      shift={minute % 5}
      tools={<Tools where="attract" screen="attract" />}
      promises={
        state.kiosk && [
          networkPromise(),
          { icon: 'lock', title: t('attract.privateTitle'), text: t('attract.privateText') },
        ]
      }
    >
      {state.kiosk ? (
        <>
          <Heading size="promise" focusFor="attract">
            {t('attract.promise1')}
            <br />
            {t('attract.promise2')}
          </Heading>
          {!hasNews && <Lead>{t('attract.services')}</Lead>}
          <div className="languages">
            {kioskLanguages.map(({ tag, name, start }, place) => (
              <Button
                key={tag}
                kind={place === 0 ? 'primary' : 'secondary'}
                size="attract"
                lang={tag}
                note={start}
                onPress={() => begin(tag)}
              >
                {name}
              </Button>
            ))}
          </div>
          {hasNews && <Announcement state={state} />}
        </>
      ) : (
        <>
          <Heading size="promise" focusFor="attract">
            {t('attract.notInstalled')}
          </Heading>
          <Lead>{t('attract.notInstalledLead')}</Lead>
          <Button
            kind="primary"
            size="primary"
            icon="wrench"
            onPress={() => tell({ type: 'screen-opened', screen: { name: 'staff', role: 'technician' } })}
          >
            {t('attract.install')}
          </Button>
        </>
      )}
    </AttractFrame>
  );

  function networkPromise(): AttractPromise {
    if (!state.room.filings)
      return {
        icon: 'lock',
        title: t(state.room.shut ? 'attract.shutTitle' : 'attract.fullTitle'),
        text: t(state.room.shut ? 'attract.shutText' : 'attract.fullText'),
        tone: 'advice',
      };
    return online
      ? { icon: 'linked', title: t('attract.linkedTitle'), text: t('attract.linkedText') }
      : { icon: 'unlinked', title: t('attract.unlinkedTitle'), text: t('attract.unlinkedText'), tone: 'advice' };
  }
}

function Announcement({ state }: { readonly state: ShellState }) {
  const t = useVisitWords();
  const { language } = useSession();
  const [firstCut] = state.livedThroughPowerCut;
  if (firstCut) {
    const slips = state.livedThroughPowerCut.map(({ slip }) => slip).join(', ');
    return (
      <Banner
        tone="good"
        icon="lock"
        title={t('attract.powerCut', { slips, time: moment(firstCut.at, language).time })}
      >
        {t('attract.powerCutNote')}
      </Banner>
    );
  }
  const since = offlineSince(state);
  if (since) {
    return (
      <Banner tone="advice" icon="unlinked" title={t('attract.offlineSince', moment(since, language))}>
        {t('attract.offlineStill')}
      </Banner>
    );
  }
  return null;
}

/** Counts minutes: the clock goes on, and the picture shifts by a pixel against burn-in. */
function useMinute(): number {
  const [minute, setMinute] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setMinute((before) => before + 1), 60_000);
    return () => clearInterval(timer);
  }, []);
  return minute;
}

/** The picture is chosen by the clock, not by the sun: lamps are lit in the lobby from six. */
function isNight(time: string): boolean {
  return time < '05:30' || time >= '18:00';
}

/** «Thứ Bảy, 21/11»: the weekday begins the line here. */
function dayTold(iso: string, language: Language): string {
  const day = dayInWords(iso, language);
  return day.charAt(0).toUpperCase() + day.slice(1);
}
