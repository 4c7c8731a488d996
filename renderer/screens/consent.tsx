import { useEffect, useState } from 'react';
import { placeAfter, placeBefore } from '../session/screen-path.ts';
import { useOpenDraft } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Card } from '../touch/cards.tsx';
import { CheckRow } from '../touch/check-row.tsx';
import { FactList } from '../touch/facts.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Heading, SectionTitle } from '../touch/text.tsx';
import { useLandscape } from '../touch/use-landscape.ts';
import { useReach } from '../touch/use-reach.ts';
import { useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { ScreenFrame } from './screen-frame.tsx';
import { useInstant } from './use-instant.ts';

/** Notice and consent, before anything personal is read or typed. The very words shown and the moment of each tick are kept. */
export function Consent() {
  const t = useVisitWords();
  const { draft, service, tell, say, facts, visit } = useOpenDraft();
  const isReach = useReach();
  const isLow = !useLandscape() && isReach;
  const instant = useInstant();
  const [ticked, setTicked] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(draft.consents.map(({ id, at }) => [id, at])),
  );
  const [tries, setTries] = useState(0);
  const hasTried = tries > 0;
  const open = service.consents.filter(({ id }) => !(id in ticked));

  // Pressed too early: the page goes to the first box that is missing.
  const missing = open[0]?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when pressed, not at every tick
  useEffect(() => {
    if (tries > 0 && missing)
      document.getElementById(`consent-${missing}`)?.closest('.check-row')?.scrollIntoView({ block: 'end' });
  }, [tries]);

  const tick = (id: string, isTicked: boolean) =>
    setTicked(({ [id]: _before, ...others }) => (isTicked ? { ...others, [id]: instant() } : others));
  const agree = () => {
    if (open.length > 0) return setTries((before) => before + 1);
    tell({
      type: 'consented',
      consents: service.consents.map(({ id, text }) => ({ id, text: say(text), at: ticked[id] ?? instant() })),
    });
    tell({ type: 'moved', place: placeAfter(draft, service, facts()) });
  };
  const refuse = () => {
    tell({ type: 'consented', consents: [] });
    const id = open[0]?.id ?? service.consents[0]?.id ?? '';
    tell({ type: 'screen-opened', screen: { name: 'refused', reason: 'consent', id } });
  };
  const back = () => {
    const place = placeBefore(draft, service, facts());
    if (place === 'left') tell({ type: 'screen-opened', screen: { name: 'service', service: service.id } });
    else tell({ type: 'moved', place });
  };

  // Held low, what is only read stands in the upper half, so that the boxes to tick are on the first page.
  const isAbove = isLow && visit.comfort.textSize < 150;
  const notice = (
    <Card>
      <FactList
        facts={[
          { label: t('consent.taken'), value: say(service.notice.taken) },
          { label: t('consent.forWhom'), value: say(service.notice.forWhom) },
          { label: t('consent.howLong'), value: say(service.notice.howLong) },
          { label: t('consent.rights'), value: say(service.notice.rights) },
        ]}
      />
    </Card>
  );

  return (
    <ScreenFrame
      screen="consent"
      reading={
        <>
          <Heading focusFor="consent">{t('consent.title')}</Heading>
          {isAbove && notice}
        </>
      }
      actions={
        <ActionBar
          extra={<Button onPress={refuse}>{t('consent.refuse')}</Button>}
          back={<BackButton onPress={back} />}
          primary={
            <Button kind="primary" size="primary" forward onPress={agree}>
              {t('consent.agree')}
            </Button>
          }
        />
      }
    >
      {!isAbove && notice}
      <SectionTitle>{t('consent.purposes')}</SectionTitle>
      {hasTried && open.length > 0 && (
        <Banner tone="problem" title={t('consent.missing', { count: open.length })}>
          {t('consent.missingNote')}
        </Banner>
      )}
      {service.consents.map(({ id, text }) => (
        <CheckRow
          key={id}
          id={`consent-${id}`}
          isChecked={id in ticked}
          hasProblem={hasTried && !(id in ticked)}
          onChange={(isTicked) => tick(id, isTicked)}
        >
          {say(text)}
        </CheckRow>
      ))}
    </ScreenFrame>
  );
}
