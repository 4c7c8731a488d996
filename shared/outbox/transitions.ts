import { isFinal } from '../portal-contract/case-status.ts';
import { assertNever } from '../runtime.ts';
import type { Delivery, OutboxFiling, Outcome, ToldEarlier } from './outbox.ts';

type Status = NonNullable<NonNullable<ToldEarlier>['status']>;

/** What can happen to a delivery. */
export type Happening =
  | { readonly happened: 'leased' }
  | { readonly happened: 'put-off' }
  | { readonly happened: 'receipt-came'; readonly code: string; readonly receivedAt: string; readonly receiver: string }
  | { readonly happened: 'was-refused'; readonly problem: Extract<Delivery, { state: 'needs-attention' }>['problem'] }
  | { readonly happened: 'found-at-start' }
  | { readonly happened: 'asked-again' }
  | { readonly happened: 'body-gone' }
  | { readonly happened: 'lost-by-portal' }
  | { readonly happened: 'status-told'; readonly status: Status };

/**
 * Every transition of a delivery is made here.
 *
 * ```
 *               ┌──────────put-off, found-at-start──────────┐
 *               ▼                                           │
 *  put ──▶  waiting ──────────leased (attempts + 1)─────▶ sending      (body-gone: either ──▶ needs-attention)
 *            ▲   ▲ │                                     │      │
 *            │   │ └────────────receipt-came─────────┐   │      └──was-refused──▶ needs-attention
 *            │   │                                   ▼   ▼                          │    │
 *            │   └────lost-by-portal (earlier)──── received ◀──────receipt-came─────┘    │
 *            │                                     │     ▲                               │
 *            │                                     └─────┘ status-told                   │
 *            └───────────────────────────asked-again─────────────────────────────────────┘
 * ```
 *
 * What has no arrow changes nothing: a late word about a filing that is already further never takes it back.
 */
export function nextDelivery(delivery: Delivery, happening: Happening): Delivery {
  const { state, attempts } = delivery;
  const kept = state === 'received' ? {} : earlierOf(delivery);
  switch (happening.happened) {
    case 'leased':
      return state === 'waiting' ? { state: 'sending', attempts: attempts + 1, ...kept } : delivery;
    case 'put-off':
    case 'found-at-start':
      return state === 'sending' ? { state: 'waiting', attempts, ...kept } : delivery;
    case 'receipt-came': {
      if (state === 'received') return delivery;
      const { code, receivedAt, receiver } = happening;
      const status = delivery.earlier?.status;
      return { state: 'received', attempts, code, receivedAt, receiver, ...(status ? { status } : {}) };
    }
    case 'was-refused':
      return state === 'sending'
        ? { state: 'needs-attention', attempts, problem: happening.problem, ...kept }
        : delivery;
    case 'asked-again':
      return state === 'needs-attention' ? { state: 'waiting', attempts, ...kept } : delivery;
    case 'body-gone':
      return state === 'waiting' || state === 'sending'
        ? { state: 'needs-attention', attempts, problem: 'filing-changed', ...kept }
        : delivery;
    case 'lost-by-portal': {
      if (state !== 'received') return delivery;
      const { state: _state, attempts: _attempts, ...earlier } = delivery;
      return { state: 'waiting', attempts, earlier };
    }
    case 'status-told':
      return state === 'received' && !isOlder(happening.status, delivery.status)
        ? { ...delivery, status: happening.status }
        : delivery;
    default:
      return assertNever(happening);
  }
}

/** A leased filing after its one attempt. A receipt frees the body: the safe keeps its own until the portal's checkpoint. */
export function afterOutcome(filing: OutboxFiling, outcome: Outcome): OutboxFiling {
  const delivery = deliveryAfterOutcome(filing.delivery, outcome);
  return { ...filing, delivery, body: delivery.state === 'received' ? null : filing.body };
}

/** The same for who holds the delivery alone; `delivery` itself when the outcome changes nothing. */
export function deliveryAfterOutcome(delivery: Delivery, outcome: Outcome): Delivery {
  return nextDelivery(delivery, happeningOf(outcome));
}

/**
 * What the outbox holds of a filing once it agrees with the safe, which is the truth; `held` itself when it agreed already. `bodies`
 * says whether there was one in the outbox and whether there is one in either: a filing whose body can be read nowhere is set aside
 * for an attendant to see, and goes on by itself when the safe can read it again.
 */
export function inAgreement(
  held: OutboxFiling | undefined,
  kept: OutboxFiling,
  bodies: { readonly had: boolean; readonly has: boolean } = bodiesOf(held, kept),
): OutboxFiling {
  const { had, has } = bodies;
  if (held === undefined)
    return has ? kept : { ...kept, delivery: nextDelivery(kept.delivery, { happened: 'body-gone' }) };
  const told = nextDelivery(held.delivery, whatSafeSays(kept.delivery));
  // What was received under a receipt the safe cannot read stays received: there is nothing to send again.
  if (!has && held.delivery.state === 'received' && told.state !== 'received') return held;
  const delivery = has
    ? had
      ? told
      : nextDelivery(told, { happened: 'asked-again' })
    : nextDelivery(told, { happened: 'body-gone' });
  const isLost = held.delivery.state === 'received' && delivery.state !== 'received';
  // Lost with the filing: what reached the portal once must reach it again.
  const withdrawal = isLost ? kept.withdrawal : mergeWithdrawals(held.withdrawal, kept.withdrawal);
  const body = delivery.state === 'received' ? null : (held.body ?? kept.body);
  const agreed = withdrawal === held.withdrawal && delivery === held.delivery && body === held.body;
  return agreed ? held : { ...held, withdrawal, delivery, body };
}

function bodiesOf(held: OutboxFiling | undefined, kept: OutboxFiling): { had: boolean; has: boolean } {
  const had = held !== undefined && held.body !== null;
  return { had, has: had || kept.body !== null };
}

function whatSafeSays(kept: Delivery): Happening {
  if (kept.state !== 'received') return { happened: 'lost-by-portal' };
  const { code, receivedAt, receiver } = kept;
  return { happened: 'receipt-came', code, receivedAt, receiver };
}

/** The portal has the filing and may still say something new about it. */
export function isFollowed({ delivery }: Pick<OutboxFiling, 'delivery'>): boolean {
  return delivery.state === 'received' && !(delivery.status && isFinal(delivery.status.status));
}

export function hasOpenWithdrawal({ withdrawal }: Pick<OutboxFiling, 'withdrawal'>): boolean {
  return withdrawal !== null && !withdrawal.reached;
}

/** Bytes a filing takes in a request, near enough to bound a page. */
export function bytesToSend({ body }: Pick<OutboxFiling, 'body'>): number {
  return body === null ? 0 : body.id.length + body.envelope.length + body.ciphertext.length;
}

function happeningOf(outcome: Outcome): Happening {
  switch (outcome.kind) {
    case 'later':
      return { happened: 'put-off' };
    case 'received': {
      const { code, receivedAt, receiver } = outcome;
      return { happened: 'receipt-came', code, receivedAt, receiver };
    }
    case 'needs-attention':
      return { happened: 'was-refused', problem: outcome.problem };
    default:
      return assertNever(outcome);
  }
}

function mergeWithdrawals(
  held: OutboxFiling['withdrawal'],
  kept: OutboxFiling['withdrawal'],
): OutboxFiling['withdrawal'] {
  if (held === null || kept === null) return held ?? kept;
  if (held.token === kept.token && (held.reached || !kept.reached)) return held;
  return { token: kept.token, reached: held.reached || kept.reached };
}

function earlierOf(delivery: Exclude<Delivery, { state: 'received' }>): { earlier?: NonNullable<ToldEarlier> } {
  return delivery.earlier ? { earlier: delivery.earlier } : {};
}

function isOlder(told: Status, known: Status | undefined): boolean {
  return known !== undefined && Date.parse(told.since) < Date.parse(known.since);
}
