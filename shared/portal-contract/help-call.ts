import { z } from 'zod';

/**
 * `POST /v1/help-calls`: somebody at a kiosk asks for a person. Sent again every few seconds while it rings (the same call), so
 * that a kiosk whose power went stops ringing by itself; `over` takes it back. Says nothing of the resident or their matter:
 * which kiosk it is, the device's token tells.
 */
export const HelpCall = z
  .object({ call: z.string().regex(/^[0-9a-f]{32}$/), state: z.enum(['ringing', 'over']) })
  .strict();
export type HelpCall = z.infer<typeof HelpCall>;

/** `heard`: somebody has the page of calls open. `coming`: an attendant has said so. `over`: the portal knows of no such call. */
export const HelpCallAnswer = z.object({ state: z.enum(['ringing', 'coming', 'over']), heard: z.boolean() }).strict();
export type HelpCallAnswer = z.infer<typeof HelpCallAnswer>;

/** A call not heard of for so long rings no more. */
export const helpCallSilenceMs = 20_000;
