import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Delivery } from '../../shared/outbox/outbox.ts';
import {
  afterOutcome,
  type Happening,
  inAgreement,
  isFollowed,
  nextDelivery,
} from '../../shared/outbox/transitions.ts';
import { aFiling } from './some-filings.ts';

const status = fc.record({
  status: fc.constantFrom(1, 2, 4, 5, 9, 10) as fc.Arbitrary<1 | 2 | 4 | 5 | 9 | 10>,
  since: fc.integer({ min: 0, max: 59 }).map((minute) => `2026-11-21T10:${String(minute).padStart(2, '0')}:00Z`),
});

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.constantFrom<Happening>(
    { happened: 'leased' },
    { happened: 'put-off' },
    { happened: 'found-at-start' },
    { happened: 'asked-again' },
    { happened: 'body-gone' },
    { happened: 'lost-by-portal' },
    { happened: 'was-refused', problem: 'filing-signature' },
    { happened: 'was-refused', problem: 'too-large' },
  ),
  fc.constantFrom('H26-1', 'H26-2').map((code): Happening => {
    return { happened: 'receipt-came', code, receivedAt: '2026-11-21T10:00:00Z', receiver: 'UBND' };
  }),
  status.map((told): Happening => ({ happened: 'status-told', status: told })),
);

const start = { state: 'waiting', attempts: 0 } as Delivery;

it('whatever happens in whatever order, a delivery stays one the schema allows', () => {
  fc.assert(
    fc.property(fc.array(happening), (happenings) => {
      for (let step = 0, delivery = start; step < happenings.length; step++) {
        delivery = nextDelivery(delivery, happenings[step] as Happening);
        expect(Delivery.safeParse(delivery).error).toBeUndefined();
      }
    }),
  );
});

it('attempts count leases and are never taken back', () => {
  fc.assert(
    fc.property(fc.array(happening), (happenings) => {
      let delivery = start;
      for (const one of happenings) {
        const next = nextDelivery(delivery, one);
        const leased = one.happened === 'leased' && delivery.state === 'waiting';
        expect(next.attempts).toBe(delivery.attempts + (leased ? 1 : 0));
        delivery = next;
      }
    }),
  );
});

it('received is left only when the portal lost the filing, and then what was told is kept', () => {
  fc.assert(
    fc.property(fc.array(happening), (happenings) => {
      let delivery = start;
      for (const one of happenings) {
        const next = nextDelivery(delivery, one);
        if (delivery.state === 'received' && next.state !== 'received') {
          expect(one.happened).toBe('lost-by-portal');
          expect(next.state).toBe('waiting');
          expect(next.state === 'waiting' && next.earlier?.code).toBe(delivery.code);
        }
        if (delivery.state === 'received' && next.state === 'received') expect(next.code).toBe(delivery.code);
        delivery = next;
      }
    }),
  );
});

it('only a receipt frees a body', () => {
  const sending = { ...aFiling(1), delivery: { state: 'sending', attempts: 1 } as const };
  expect(afterOutcome(sending, { kind: 'later' }).body).toEqual(sending.body);
  expect(afterOutcome(sending, { kind: 'needs-attention', problem: 'too-large' }).body).toEqual(sending.body);
  const told = { code: 'H26-1', receivedAt: '2026-11-21T10:00:00Z', receiver: 'UBND' };
  expect(afterOutcome(sending, { kind: 'received', ...told }).body).toBeNull();
});

it('agreeing with the safe never forgets a withdrawal, and never opens one that reached the portal', () => {
  const held = aFiling(1, { withdrawal: { token: 'w', reached: true } });
  expect(inAgreement(held, aFiling(1, { withdrawal: { token: 'w', reached: false } })).withdrawal?.reached).toBe(true);
  expect(inAgreement(held, aFiling(1)).withdrawal).toEqual({ token: 'w', reached: true });
  expect(inAgreement(aFiling(1), held).withdrawal).toEqual({ token: 'w', reached: true });
});

it('a case is followed until its status is final', () => {
  const told = { code: 'c', receivedAt: '2026-11-21T10:00:00Z', receiver: 'UBND' };
  const with9 = { state: 'received', attempts: 1, ...told, status: { status: 9, since: told.receivedAt } } as const;
  const with10 = { ...with9, status: { status: 10, since: told.receivedAt } } as const;
  expect([isFollowed(aFiling(1)), isFollowed({ delivery: with9 }), isFollowed({ delivery: with10 })]).toEqual([
    false,
    true,
    false,
  ]);
});

it('what the portal lost with a filing is owed again: the withdrawal, too', () => {
  const told = { code: 'c', receivedAt: '2026-11-21T10:00:00Z', receiver: 'UBND' };
  const held = aFiling(1, {
    delivery: { state: 'received', attempts: 1, ...told },
    withdrawal: { token: 'w', reached: true },
  });
  const lost = inAgreement(held, aFiling(1, { withdrawal: { token: 'w', reached: false } }));
  expect(lost.delivery.state).toBe('waiting');
  expect(lost.withdrawal).toEqual({ token: 'w', reached: false });
});
