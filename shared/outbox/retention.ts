/** How long the line of a received filing stays, in the safe and in the outbox: long enough for anybody to come back with a slip. */
export const receiptLineMs = 90 * 24 * 60 * 60 * 1000;
