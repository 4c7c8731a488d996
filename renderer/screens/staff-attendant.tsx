import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeliveryState, OutboxFiling } from '../../shared/outbox/outbox.ts';
import { type ProblemCode, problems } from '../../shared/portal-contract/problems.ts';
import type { ShellState } from '../../shared/shell-contract/messages.ts';
import { sizeText } from '../../shared/vietnamese/dates.ts';
import { type Session, useSession } from '../session/session.tsx';
import { useFromDesk } from '../session/use-delivery.ts';
import { useStaffTouches } from '../session/use-staff-touches.ts';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { StaffHeader } from '../touch/header.tsx';
import { BigNumbers, type MachineFact, MachineFacts, type Work, WorkList } from '../touch/staff.tsx';
import { Heading } from '../touch/text.tsx';
import { useAge } from './age.ts';
import { CarrySheet } from './carry-sheet.tsx';
import { moment } from './moment.ts';
import { offlineSince } from './offline-since.ts';
import { ScreenFrame } from './screen-frame.tsx';
import { useUncheckedNote } from './use-unchecked-note.ts';

type List = 'needs' | 'kept' | 'arrived';

const statesOf: Record<List, readonly DeliveryState[]> = {
  needs: ['needs-attention'],
  kept: ['waiting', 'sending'],
  arrived: ['received'],
};

const rowsShown = 50;

/** 14: what waits, what arrived, what needs a person. No residents' names, numbers or data. */
export function Attendant({ staff }: { readonly staff: NonNullable<ShellState['staff']> }) {
  const session = useSession();
  const { desk, state, tell } = session;
  const { t } = useTranslation('staff');
  const [list, setList] = useState<List>('needs');
  const [hasSent, setSent] = useState(false);
  const [isCarrying, setCarrying] = useState(false);
  const carry = () => setCarrying(true);
  const unchecked = useUncheckedNote();
  useStaffTouches(desk);

  const counts = useFromDesk(desk, () => desk.counts(), 'counts');
  const filings = useFromDesk(desk, () => desk.filings({ states: statesOf[list], limit: rowsShown }), list) ?? [];
  const [oldest] = useFromDesk(desk, () => desk.filings({ states: statesOf.kept, limit: 1 }), 'oldest') ?? [];
  const refusal = useFromDesk(desk, async () => desk.portalRefusal(), 'refusal');
  const age = useAge();
  const waiting = (counts?.waiting ?? 0) + (counts?.sending ?? 0);
  const sendNow = () => {
    setSent(true);
    desk.sendNow();
  };

  return (
    <ScreenFrame
      screen="attendant"
      header={
        <StaffHeader
          name={t('attendant.name')}
          place={t('attendant.shift', { name: staff.name })}
          note={unchecked}
          action={
            <Button onPress={() => void desk.signOut().then(() => desk.endVisit('finished'))}>
              {t('attendant.end')}
            </Button>
          }
        />
      }
      actions={
        <ActionBar
          extra={
            <Button icon="linked" onPress={sendNow}>
              {t('attendant.sendNow')}
            </Button>
          }
          primary={
            <Button kind="primary" size="primary" icon="people" onPress={() => tell({ type: 'went-home' })}>
              {t('attendant.help')}
            </Button>
          }
        />
      }
    >
      <Heading focusFor="attendant" size="crowded">
        {t('attendant.name')}
      </Heading>
      <BigNumbers
        numbers={[
          {
            number: counts?.['needs-attention'] ?? 0,
            label: t('attendant.needs'),
            note: t('attendant.needsNote'),
            tone: 'problem',
            onPress: () => setList('needs'),
          },
          {
            number: waiting,
            label: t('attendant.kept'),
            note: oldest ? t('attendant.keptNote', { age: age(oldest.filedAt) }) : t('attendant.keptNone'),
            tone: 'kept',
            onPress: () => setList('kept'),
          },
          {
            number: counts?.received ?? 0,
            label: t('attendant.arrived'),
            note: t('attendant.arrivedNote'),
            tone: 'arrived',
            onPress: () => setList('arrived'),
          },
        ]}
      />
      <StateBanner waiting={waiting} hasSent={hasSent} refusal={refusal} />
      <WorkList
        title={t(
          list === 'needs' ? 'attendant.listNeeds' : list === 'kept' ? 'attendant.listKept' : 'attendant.listArrived',
        )}
        works={filings.map((filing) => workOf(filing, session, { t, carry }))}
        empty={t(list === 'needs' ? 'attendant.nothing' : 'attendant.empty')}
      />
      <MachineFacts title={t('attendant.machine')} facts={machineFacts(state, session.language, t)} />
      <Button icon="usb" onPress={carry}>
        {t('carry.open')}
      </Button>
      <CarrySheet isOpen={isCarrying} onClose={() => setCarrying(false)} />
    </ScreenFrame>
  );
}

interface StateBannerProps {
  readonly waiting: number;
  readonly hasSent: boolean;
  readonly refusal: ProblemCode | undefined;
}

function StateBanner({ waiting, hasSent, refusal }: StateBannerProps) {
  const { state, language } = useSession();
  const { t } = useTranslation('staff');
  if (refusal) {
    return (
      <Banner tone="problem" title={t('attendant.refused', { reason: t(`reasons.${refusal}`) })}>
        {t('attendant.refusedNote')} {t('attendant.callTechnician', { phone: state.kiosk?.helpPhone ?? '' })}
      </Banner>
    );
  }
  if (hasSent) {
    return (
      <Banner tone={state.network.online ? 'information' : 'advice'}>
        {t(state.network.online ? 'attendant.sending' : 'attendant.sendOffline')}
      </Banner>
    );
  }
  const since = offlineSince(state);
  if (since) {
    return (
      <Banner tone="advice" icon="unlinked">
        {t('attendant.long', moment(since, language))}
      </Banner>
    );
  }
  if (waiting === 0) return null;
  return (
    <Banner tone="advice" icon={state.network.online ? 'linked' : 'unlinked'}>
      {t(state.network.online ? 'attendant.withNetwork' : 'attendant.waitingBanner', { count: waiting })}
    </Banner>
  );
}

type Words = ReturnType<typeof useTranslation<'staff'>>['t'];

function workOf(filing: OutboxFiling, session: Session, { t, carry }: { t: Words; carry: () => void }): Work {
  const { desk, say, language } = session;
  const service = desk.services.find(({ id }) => id === filing.service.id);
  const filed = t('attendant.lastFiled', moment(filing.filedAt, language));
  const withdrawn = filing.withdrawal ? ` · ${t('attendant.withdrawn')}` : '';
  const { delivery } = filing;
  const base = {
    id: filing.id,
    number: filing.slip,
    service: (service ? say(service.name) : filing.service.id) + withdrawn,
  };
  if (delivery.state === 'needs-attention') {
    const { owner } = problems[delivery.problem];
    return {
      ...base,
      reason: t(`reasons.${delivery.problem}`),
      isProblem: true,
      whose: t('attendant.owner', { who: t(`owners.${owner}`) }),
      action: <NextAct filing={filing} problem={delivery.problem} onCarry={carry} />,
    };
  }
  if (delivery.state === 'received') {
    return { ...base, reason: delivery.code, isProblem: false, whose: filed };
  }
  return { ...base, reason: t('attendant.attempts', { count: delivery.attempts }), isProblem: false, whose: filed };
}

interface NextActProps {
  readonly filing: OutboxFiling;
  readonly problem: keyof typeof problems;
  readonly onCarry: () => void;
}

function NextAct({ filing, problem, onCarry }: NextActProps) {
  const { desk, state } = useSession();
  const { t } = useTranslation('staff');
  const { nextStep } = problems[problem];
  // Trying again never hurts: the same id and bytes.
  if (nextStep === 'call-technician') {
    return (
      <>
        <p className="note">{t('attendant.callTechnician', { phone: state.kiosk?.helpPhone ?? '' })}</p>
        <Button onPress={() => void desk.tryAgain(filing.id)}>{t('attendant.tryAgain')}</Button>
      </>
    );
  }
  return (
    <>
      {nextStep === 'carry-by-usb' && (
        <Button icon="usb" onPress={onCarry}>
          {t('carry.open')}
        </Button>
      )}
      <Button onPress={() => void desk.tryAgain(filing.id)}>{t('attendant.tryAgain')}</Button>
    </>
  );
}

function machineFacts(state: ShellState, language: Session['language'], t: Words): MachineFact[] {
  const { network, room, clock } = state;
  const since = network.since ? moment(network.since, language) : undefined;
  return [
    network.online
      ? { icon: 'linked', title: t('attendant.online'), note: since && t('attendant.onlineSince', since), tone: 'good' }
      : {
          icon: 'unlinked',
          title: since ? t('attendant.offlineSince', since) : t('attendant.neverOnline'),
          note: t('attendant.retrying'),
          tone: 'advice',
        },
    state.hasPrinter
      ? { icon: 'printer', title: t('attendant.printer'), tone: 'good' }
      : { icon: 'printer', title: t('attendant.noPrinter'), note: t('attendant.noPrinterNote'), tone: 'advice' },
    {
      icon: 'lock',
      title: t('attendant.roomLeft', { size: sizeText(room.freeBytes, language) }),
      note: t(!room.filings ? 'attendant.roomNoFilings' : !room.parts ? 'attendant.roomNoParts' : 'attendant.roomOk'),
      tone: room.filings && room.parts ? 'good' : 'problem',
    },
    clock.confirmed
      ? {
          icon: 'clock',
          title: t('attendant.clockOk'),
          note: t('attendant.clockOffset', { seconds: Math.round((clock.offsetMs ?? 0) / 1000) }),
          tone: 'good',
        }
      : { icon: 'clock', title: t('attendant.clockDoubtful'), tone: 'advice' },
  ];
}
