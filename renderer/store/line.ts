import { Delivery, OutboxFiling } from '../../shared/outbox/outbox.ts';
import { bytesToSend, hasOpenWithdrawal, isFollowed, nextDelivery } from '../../shared/outbox/transitions.ts';
import type { LineRow } from './outbox-database.ts';

/** Between filings and their lines on disk. A line is never `sending`: that it is under way is a lease beside it. */

export function lineOf(filing: OutboxFiling, bytes = bytesToSend(filing)): LineRow {
  const { body: _body, delivery, ...rest } = filing;
  return {
    ...rest,
    delivery: onDisk(delivery),
    bytes: delivery.state === 'received' ? 0 : bytes,
    ...(hasOpenWithdrawal(filing) ? { openWithdrawal: 1 as const } : {}),
    ...(isFollowed(filing) ? { followed: 1 as const } : {}),
  };
}

/** What comes out of a database comes from outside: an older build, a half-broken disk. */
export function readLine(row: LineRow, isLeased: boolean, body: unknown = null): OutboxFiling | undefined {
  const { bytes: _bytes, openWithdrawal: _open, followed: _followed, ...line } = row;
  const filing = OutboxFiling.safeParse({ ...line, body });
  if (!filing.success) return undefined;
  return isLeased ? { ...filing.data, delivery: leased(filing.data.delivery) } : filing.data;
}

/** How it stands with the filing of this line. */
export function deliveryOf(row: LineRow, isLeased: boolean): Delivery | undefined {
  const delivery = Delivery.safeParse(row.delivery);
  if (!delivery.success) return undefined;
  return isLeased ? leased(delivery.data) : delivery.data;
}

/** The line once its delivery has gone on; everything else stays as it lies there. */
export function lineAfter(row: LineRow, delivery: Delivery): LineRow {
  const { followed: _followed, ...rest } = row;
  return {
    ...rest,
    delivery: onDisk(delivery),
    bytes: delivery.state === 'received' ? 0 : row.bytes,
    ...(isFollowed({ delivery }) ? { followed: 1 as const } : {}),
  };
}

function leased(delivery: Delivery): Delivery {
  return nextDelivery(delivery, { happened: 'leased' });
}

/** The attempts of a line are those before the one under way, which the lease counts. */
function onDisk(delivery: Delivery): Delivery {
  return delivery.state === 'sending' ? { ...delivery, state: 'waiting', attempts: delivery.attempts - 1 } : delivery;
}
