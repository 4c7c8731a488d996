import { z } from 'zod';

/** How a result reaches the resident. */
export const deliveryWays = ['post', 'electronic', 'counter'] as const;
export const Delivery = z
  .object({
    way: z.enum(deliveryWays),
    /** Number of the parcel, or where and when it can be fetched; in the officer's words. */
    detail: z.string().min(1).max(200).optional(),
  })
  .strict();
export type Delivery = z.infer<typeof Delivery>;
