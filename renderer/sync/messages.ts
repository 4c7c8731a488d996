import { z } from 'zod';
import { SyncEvent } from '../../shared/sync/sync-event.ts';

/** Page → worker. */
export const ToWorker = z.discriminatedUnion('say', [
  z.object({ say: z.literal('send-now') }).strict(),
  z.object({ say: z.literal('somebody-at-the-screen'), somebody: z.boolean() }).strict(),
  /** The page could not put a filing that the safe has: agree with the safe again. */
  z.object({ say: z.literal('agree-with-safe') }).strict(),
]);
export type ToWorker = z.infer<typeof ToWorker>;

/** Worker → page. */
export const FromWorker = z.union([
  SyncEvent,
  /** The first word of a worker: it runs, whether or not it is its turn to send. */
  z.object({ event: z.literal('started') }).strict(),
  /** The outbox agrees with the safe; filings are shown and sent from now on. */
  z
    .object({
      event: z.literal('outbox-ready'),
      /** The store had vanished, in whole or in part, and was rebuilt from the safe. */
      rebuilt: z.boolean(),
      added: z.number().int(),
    })
    .strict(),
  /** The browser cannot open the store; the safe still keeps everything. Tried again by itself. */
  z.object({ event: z.literal('outbox-unavailable') }).strict(),
]);
export type FromWorker = z.infer<typeof FromWorker>;
