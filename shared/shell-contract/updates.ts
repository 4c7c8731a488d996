import { z } from 'zod';
import { bundleFaults, bundleKinds } from '../portal-contract/bundle-kinds.ts';

/** `POST /shell/updates/stick`: what became of each kind found; `nothing`: it could not be kept now; `no-room`: nor was it copied. */
export const StickUpdates = z
  .object({
    found: z.array(
      z
        .object({
          kind: z.enum(bundleKinds),
          arrival: z.union([
            z.enum(['taken', 'nothing', 'no-room']),
            z.templateLiteral([z.enum(bundleKinds), '-', z.enum(bundleFaults)]),
          ]),
        })
        .strict(),
    ),
  })
  .strict();
export type StickUpdates = z.infer<typeof StickUpdates>;
