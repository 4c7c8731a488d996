import { z } from 'zod';

/*
 * Shapes of the files in assets/units. They are data from outside (a portal may send newer ones), so they are parsed once where
 * they are read.
 */

export const HanoiData = z.object({
  communes: z.array(
    z.tuple([z.string(), z.string(), z.enum(['p', 'x']), z.string(), z.record(z.string(), z.array(z.string()))]),
  ),
  /** Code of the unit, full name of the former ward. */
  doubtful: z.array(z.tuple([z.string(), z.string()])),
});
export type HanoiData = z.infer<typeof HanoiData>;

export const CountryData = z.object({
  provinces: z.array(z.tuple([z.string(), z.string(), z.enum(['tp', 't'])])),
  communes: z.array(z.tuple([z.string(), z.string(), z.enum(['p', 'x', 'dk']), z.string()])),
  oldProvinces: z.array(z.tuple([z.string(), z.string(), z.enum(['tp', 't']), z.string()])),
});
export type CountryData = z.infer<typeof CountryData>;
