import { z } from 'zod';
import { LeftBehind } from '../carrying/carried-entry.ts';
import { ShellProblemCode } from './shell-problems.ts';

/** `POST /shell/carry`: everything the portal has given no receipt for is copied to this stick, sealed as it lies. Staff only. */
export const CarryRequest = z.object({ stick: z.string().regex(/^[0-9a-f]{32}$/) }).strict();
export type CarryRequest = z.infer<typeof CarryRequest>;

/** How the copying goes; the newest one, also after staff has signed out and in again. */
export const CarryWork = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }).strict(),
  z
    .object({
      state: z.literal('writing'),
      filings: z.number().int(),
      of: z.number().int(),
      bytes: z.number(),
      ofBytes: z.number(),
    })
    .strict(),
  z
    .object({
      state: z.literal('done'),
      /** Names of the files on the stick. */
      files: z.array(z.string()),
      filings: z.number().int(),
      bytes: z.number(),
      /** What could not be put into them as a whole. */
      left: z.array(LeftBehind),
    })
    .strict(),
  /** Nothing on the stick looks whole. */
  z.object({ state: z.literal('failed'), code: ShellProblemCode }).strict(),
]);
export type CarryWork = z.infer<typeof CarryWork>;

/** `GET /shell/carry`: what there is to carry, onto what, and how it goes. Staff only. */
export const CarryState = z
  .object({
    filings: z.number().int(),
    bytes: z.number(),
    sticks: z.array(z.object({ id: z.string(), name: z.string(), freeBytes: z.number() }).strict()),
    work: CarryWork,
  })
  .strict();
export type CarryState = z.infer<typeof CarryState>;
