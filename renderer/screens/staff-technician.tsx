import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Health, ShellState } from '../../shared/shell-contract/messages.ts';
import { sizeText } from '../../shared/vietnamese/dates.ts';
import type { Answered } from '../session/desk.ts';
import { useSession } from '../session/session.tsx';
import { useStaffTouches } from '../session/use-staff-touches.ts';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Card } from '../touch/cards.tsx';
import { type Fact, FactList } from '../touch/facts.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { StaffHeader } from '../touch/header.tsx';
import { Heading, SectionTitle } from '../touch/text.tsx';
import { useAge } from './age.ts';
import { CarrySheet } from './carry-sheet.tsx';
import { moment } from './moment.ts';
import { offlineSince } from './offline-since.ts';
import { ScreenFrame } from './screen-frame.tsx';
import { UpdatesCard } from './updates-card.tsx';
import { useUncheckedNote } from './use-unchecked-note.ts';

const refreshEveryMs = 10_000;

/** Plain facts as label and value with an age. What would happen to filings kept inside is said first. */
export function Technician({ staff }: { readonly staff: NonNullable<ShellState['staff']> }) {
  const { desk, state, language } = useSession();
  const { t } = useTranslation('staff');
  const { t: problem } = useTranslation('problems');
  const [health, setHealth] = useState<Answered<Health>>();
  const [isCarrying, setCarrying] = useState(false);
  const since = offlineSince(state);
  const look = useCallback(() => void desk.health().then(setHealth), [desk]);
  const unchecked = useUncheckedNote();
  useStaffTouches(desk);
  useEffect(() => {
    look();
    const timer = setInterval(look, refreshEveryMs);
    return () => clearInterval(timer);
  }, [look]);

  return (
    <ScreenFrame
      screen="technician"
      header={
        <StaffHeader
          name={t('technician.name')}
          place={t('technician.shift', { name: staff.name })}
          note={unchecked}
          action={
            <Button onPress={() => void desk.signOut().then(() => desk.endVisit('finished'))}>
              {t('technician.end')}
            </Button>
          }
        />
      }
      actions={
        <ActionBar
          extra={
            <Button icon="usb" onPress={() => setCarrying(true)}>
              {t('carry.open')}
            </Button>
          }
          primary={
            <Button kind="primary" size="primary" onPress={look}>
              {t('technician.refresh')}
            </Button>
          }
        />
      }
    >
      <Heading focusFor="technician" size="crowded">
        {t('technician.title')}
      </Heading>
      {since && (
        <Banner tone="advice" icon="unlinked">
          {t('attendant.long', moment(since, language))}
        </Banner>
      )}
      {health?.ok === false && <Banner tone="problem">{problem(health.code)}</Banner>}
      {health?.ok && <HealthFacts health={health.value} onUpdate={look} />}
      <CarrySheet isOpen={isCarrying} onClose={() => setCarrying(false)} />
    </ScreenFrame>
  );
}

type Words = ReturnType<typeof useTranslation<'staff'>>['t'];

/** How the browser's store stands; that it was lost and made again stays to be read. */
function storeFacts({ state, vanished, persistent }: Health['store'], t: Words, age: (at: string) => string): Fact[] {
  const promised = persistent ? 'technician.persistentYes' : 'technician.persistentNo';
  return [
    { label: t('technician.store'), value: t(`technician.stores.${state}`) },
    {
      label: t('technician.persistent'),
      value: t(persistent === null ? 'technician.persistentUnknown' : promised),
    },
    ...(vanished
      ? [
          {
            label: t('technician.vanished'),
            value: age(vanished.at),
            note: `${t(`technician.lost.${vanished.how}`)}, ${t('technician.times', { count: vanished.times })}`,
          },
        ]
      : []),
  ];
}

function HealthFacts({ health, onUpdate }: { readonly health: Health; readonly onUpdate: () => void }) {
  const { state, language } = useSession();
  const { t } = useTranslation('staff');
  const age = useAge();
  const { kiosk } = state;
  const place: Fact[] = kiosk
    ? [
        { label: t('technician.label'), value: kiosk.label, note: kiosk.id },
        { label: t('technician.site'), value: `${kiosk.site.name}, ${kiosk.ward.name}` },
      ]
    : [];
  const portal: Fact[] = health.portal
    ? [
        { label: t('technician.portal'), value: health.portal.address },
        {
          label: t('technician.lastContact'),
          value: health.portal.lastContact ? age(health.portal.lastContact) : t('technician.never'),
        },
        { label: t('technician.lastProblem'), value: health.portal.lastProblem ?? t('technician.none') },
      ]
    : [];
  const safe: Fact[] = [
    { label: t('technician.filings'), value: String(health.safe.filings) },
    { label: t('technician.withoutReceipt'), value: String(health.safe.withoutReceipt) },
    { label: t('technician.parts'), value: String(health.safe.parts) },
    { label: t('technician.size'), value: sizeText(health.safe.bytes, language) },
    { label: t('technician.head'), value: health.safe.headHash.slice(0, 16) },
    {
      label: t('technician.torn'),
      value: health.safe.tornBytes > 0 ? `${health.safe.tornBytes} B` : t('technician.none'),
    },
    { label: t('technician.room'), value: sizeText(health.room.freeBytes, language) },
    ...(health.safe.cutAt ? [{ label: t('technician.cut'), value: age(health.safe.cutAt) }] : []),
    ...storeFacts(health.store, t, age),
  ];
  const machine: Fact[] = [
    { label: t('technician.build'), value: health.build },
    {
      label: t('technician.runtime'),
      value: [health.runtime.electron && `Electron ${health.runtime.electron}`, `Node ${health.runtime.node}`]
        .filter(Boolean)
        .join(' · '),
    },
    { label: t('technician.started'), value: age(health.startedAt) },
    {
      label: t('technician.clock'),
      value: t(health.clock.confirmed ? 'technician.clockOk' : 'technician.clockDoubtful'),
      note: health.clock.confirmedAt ? age(health.clock.confirmedAt) : undefined,
    },
    {
      label: t('technician.vault'),
      value: health.vault ? t(`technician.vaults.${health.vault}`) : t('technician.none'),
    },
    ...(health.keys
      ? [
          {
            label: t('technician.trust'),
            value: t('technician.version', { version: `${health.keys.trustVersion}/${health.keys.configVersion}` }),
          },
          { label: t('technician.device'), value: health.keys.device.slice(0, 16) },
        ]
      : []),
    {
      label: t('technician.catalogue'),
      value: health.catalogue.map(({ id, version }) => `${id} ${version}`).join(', ') || t('technician.none'),
    },
    ...(health.faultyCatalogueFiles.length > 0
      ? [{ label: t('technician.faulty'), value: health.faultyCatalogueFiles.join(', ') }]
      : []),
    ...(health.outboxRebuiltAt ? [{ label: t('technician.outbox'), value: age(health.outboxRebuiltAt) }] : []),
  ];
  return (
    <>
      {health.room.shut && <Banner tone="problem">{t('technician.shut')}</Banner>}
      <Banner tone="information" icon="lock">
        {t('technician.safeNote', { count: health.safe.withoutReceipt })}
      </Banner>
      {[[...place, ...portal], safe, machine].map(
        (facts, index) =>
          facts.length > 0 && (
            <Card key={['place', 'safe', 'machine'][index]}>
              <FactList facts={facts} />
            </Card>
          ),
      )}
      <UpdatesCard health={health} onTaken={onUpdate} />
      <Card>
        <SectionTitle>{t('technician.log')}</SectionTitle>
        <FactList
          facts={health.lastLog.slice(-12).map(({ at, code, about }, index) => ({
            label: `${index + 1}. ${moment(at, language).time}`,
            value: about ? `${code} (${about})` : code,
          }))}
        />
      </Card>
    </>
  );
}
