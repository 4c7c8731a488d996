import { createDice } from '../simulation/seeded-dice.ts';
import { openCrashWorld } from './crash-world.ts';

export interface ControlCut {
  readonly whose: 'kiosk' | 'portal';
  readonly syncsAreIgnored: boolean;
}

export const controlCuts: readonly ControlCut[] = [
  { whose: 'kiosk', syncsAreIgnored: false },
  { whose: 'kiosk', syncsAreIgnored: true },
  { whose: 'portal', syncsAreIgnored: false },
  { whose: 'portal', syncsAreIgnored: true },
];

/**
 * The control: the same power cuts on a disk whose syncs do nothing. What was promised must then be lost, or the cuts would
 * prove nothing; the same cut with syncs that work loses nothing.
 */
export async function loseOnPurpose(
  seed: number,
  world: { readonly library: string; readonly resident: string },
  cuts: readonly ControlCut[] = controlCuts,
): Promise<{ readonly isShown: boolean; readonly said: readonly string[] }> {
  const said: string[] = [];
  let isShown = true;
  for (const { whose, syncsAreIgnored } of cuts) {
    const { filed, lost } = await cutOnce({ seed, whose, syncsAreIgnored, world });
    said.push(`power of the ${whose} cut, syncs ${syncsAreIgnored ? 'ignored' : 'heeded'}: ${lost} of ${filed} lost`);
    isShown &&= filed > 0 && (syncsAreIgnored ? lost > 0 : lost === 0);
  }
  return { isShown, said };
}

async function cutOnce(
  how: ControlCut & { seed: number; world: { readonly library: string; readonly resident: string } },
): Promise<{ filed: number; lost: number }> {
  const { whose, syncsAreIgnored } = how;
  const dice = createDice(how.seed, `control ${whose} ${syncsAreIgnored}`);
  const crash = await openCrashWorld(how.world);
  try {
    await crash.drain();
    if (whose === 'portal') await crash.portal.kill();
    crash.watch(whose);
    // The kiosk is cut with all of it still waiting; the portal when it has given receipts.
    const filing = { dice, mostFilings: 4, photos: { photos: 1, bytes: 20_000 } };
    if (whose === 'kiosk') await crash.live({ ...filing, portal: 'cut', kiosk: { at: 'shown', nth: 4, afterMs: 50 } });
    else {
      await crash.live({ ...filing, portal: 'lives', kiosk: { at: 'shown', nth: 4, afterMs: 50 } });
      await crash.drain();
      await crash.portal.kill();
    }
    crash.cutPower(whose, { survival: 'nothing', dice, syncsAreIgnored });
    await crash.drain();
    const { filed, lost } = await crash.compare({ again: true });
    return { filed, lost: lost.length };
  } finally {
    await crash.close({ keeps: false });
  }
}
