import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Format } from './formats.ts';

/** Which version of which format lies frozen where. Never edited by hand: `npm run freeze` adds to it. */
const Frozen = z.record(
  z.string(),
  z.array(
    z
      .object({
        version: z.number().int().positive(),
        /** Of the build that froze it; absent for the first, which was frozen before shapes were counted. */
        shape: z.string().optional(),
        in: z.string(),
      })
      .strict(),
  ),
);
export type Frozen = z.infer<typeof Frozen>;

const file = join(import.meta.dirname, 'fixtures', 'frozen.json');

export function readFrozen(): Frozen {
  return existsSync(file) ? Frozen.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
}

export function writeFrozen(frozen: Frozen): void {
  writeFileSync(file, `${JSON.stringify(frozen, null, 2)}\n`);
}

/** How today's formats stand to what is frozen. `changed`: another shape under a version that is frozen already. */
export function compare(format: Format, frozen: Frozen): 'frozen' | 'new-version' | 'changed' {
  const known = frozen[format.name]?.find(({ version }) => version === format.version);
  if (!known) return 'new-version';
  return known.shape === format.shape ? 'frozen' : 'changed';
}

export function sentence(format: Format, how: 'new-version' | 'changed'): string {
  return how === 'changed'
    ? `The shape of "${format.name}" has changed: raise its version in ${format.where}, write the upgrade from version ${format.version}, then run "npm run freeze".`
    : `Version ${format.version} of "${format.name}" is not frozen yet: run "npm run freeze" and commit what it writes.`;
}
