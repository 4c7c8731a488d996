import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bundleFaults } from '../../shared/portal-contract/bundle-kinds.ts';
import type { Health } from '../../shared/shell-contract/messages.ts';
import type { StickUpdates } from '../../shared/shell-contract/updates.ts';
import type { Answered } from '../session/desk.ts';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Card } from '../touch/cards.tsx';
import { FactList } from '../touch/facts.tsx';
import { SectionTitle } from '../touch/text.tsx';
import { useAge } from './age.ts';

/** What this kiosk is brought up to date with, what it would not take and why; and bundles from a technician's stick. */
export function UpdatesCard({ health, onTaken }: { readonly health: Health; readonly onTaken: () => void }) {
  const { desk } = useSession();
  const { t } = useTranslation('staff');
  const { t: problem } = useTranslation('problems');
  const age = useAge();
  const words = useUpdateWords();
  const [answer, setAnswer] = useState<Answered<StickUpdates>>();
  const [isTaking, setTaking] = useState(false);
  const take = async () => {
    if (isTaking) return;
    setTaking(true);
    setAnswer(await desk.stickUpdates());
    setTaking(false);
    onTaken();
  };
  const facts = health.updates.flatMap(({ kind, version, refused }) => [
    {
      label: words.what(kind),
      value: version === null ? t('technician.none') : t('technician.version', { version }),
      ...(kind === 'guides' && health.guideEntries !== null
        ? { note: t('technician.guideCount', { count: health.guideEntries }) }
        : {}),
    },
    ...(refused
      ? [
          {
            label: t('updates.refused', { what: words.what(kind) }),
            value: words.why(refused.code),
            note: age(refused.at),
          },
        ]
      : []),
  ]);
  return (
    <Card>
      <SectionTitle>{t('updates.title')}</SectionTitle>
      <FactList facts={facts} />
      {answer?.ok === false && <Banner tone="problem">{problem(answer.code)}</Banner>}
      {answer?.ok && answer.value.found.length === 0 && <Banner tone="advice">{t('updates.noneFound')}</Banner>}
      {answer?.ok &&
        answer.value.found.map(({ kind, arrival }) => (
          <Banner key={kind} tone={arrival === 'taken' ? 'good' : 'problem'}>
            {words.became(kind, arrival)}
          </Banner>
        ))}
      <Button icon="usb" onPress={() => void take()}>
        {t('updates.fromStick')}
      </Button>
    </Card>
  );
}

const kinds = ['content', 'guides', 'information', 'config', 'trust'] as const;

function useUpdateWords() {
  const { t } = useTranslation('staff');
  const what = (kind: string) => {
    const known = kinds.find((one) => one === kind);
    return known ? t(`updates.${known}`) : kind;
  };
  const why = (code: string) => {
    const known = bundleFaults.find((fault) => code.endsWith(`-${fault}`));
    return known ? t(`updates.why.${known}`) : code;
  };
  return {
    what,
    why,
    became(kind: string, arrival: StickUpdates['found'][number]['arrival']): string {
      if (arrival === 'taken') return t('updates.taken', { what: what(kind) });
      if (arrival === 'no-room') return t('updates.noRoom', { what: what(kind) });
      if (arrival === 'nothing') return t('updates.notKept', { what: what(kind) });
      return t('updates.notTaken', { what: what(kind), why: why(arrival) });
    },
  };
}
