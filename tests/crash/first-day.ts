import { createDice } from '../simulation/seeded-dice.ts';
import { openCrashWorld } from './crash-world.ts';

/**
 * The day a machine is set up: everything on its disk is new, folders and all, when the power goes. What was filed (at the
 * kiosk) and what was given a receipt for (by the portal) must be there afterwards. Sentences about what is not.
 */
export async function cutOnFirstDay(
  seed: number,
  whose: 'kiosk' | 'portal',
  world: { readonly library: string; readonly resident: string },
): Promise<readonly string[]> {
  const dice = createDice(seed, `first day of the ${whose}`);
  const crash = await openCrashWorld({ ...world, watched: whose });
  try {
    // Provisioned, and all keys made.
    const broken = [...(await crash.drain())];
    const filing = { dice, mostFilings: 3, photos: { photos: 2, bytes: 50_000 } };
    const kiosk = { at: 'shown', nth: 3, afterMs: 30 } as const;
    broken.push(...(await crash.live({ ...filing, kiosk, portal: whose === 'kiosk' ? 'cut' : 'lives' })).broken);
    if (whose === 'portal') {
      broken.push(...(await crash.drain()));
      await crash.portal.kill();
    }
    broken.push(...crash.missedByWatch(whose));
    crash.cutPower(whose, { survival: 'nothing', dice });
    broken.push(...(await crash.drain()));
    const { filed, lost, duplicated, corrupt } = await crash.compare({ again: true });
    if (filed === 0) broken.push('nothing was filed');
    return [...broken, ...lost, ...duplicated, ...corrupt].map((what) => `first day of the ${whose}: ${what}`);
  } finally {
    await crash.close({ keeps: false });
  }
}
