import { z } from 'zod';
import { createAnnouncer } from '../../shared/outbox/announcer.ts';
import type { OutboxChange } from '../../shared/outbox/outbox.ts';

const Change = z.object({ ids: z.array(z.string()), owed: z.boolean() }).strict();

const channelName = 'diem-cham-outbox';

/** Tells observers in this page or worker and in every other one of this kiosk. Ids only. */
export function announceToAllPages() {
  const { announce, observe } = createAnnouncer();
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = (message: MessageEvent<unknown>) => {
    const change = Change.safeParse(message.data);
    if (change.success) announce(change.data);
  };
  return {
    announce(change: OutboxChange): void {
      announce(change);
      channel.postMessage({ ids: [...change.ids], owed: change.owed });
    },
    observe,
    close: () => channel.close(),
  };
}
