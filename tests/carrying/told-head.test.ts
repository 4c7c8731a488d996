import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSafe } from '../../electron/shell/safe/safe.ts';
import { aFiling } from '../shell/a-filing.ts';
import { createSimulatedDisk } from '../support/simulated-disk.ts';

/** A false alarm would be believed once. Whatever the power does, a journal nobody touched is never called cut. */
test('power cuts at any moment, with anything unsynced surviving, never make a journal look cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ acts: fc.array(fc.constantFrom('file', 'tell', 'tidy'), { maxLength: 12 }), cutAt: fc.nat(60) }),
        {
          minLength: 1,
          maxLength: 4,
        },
      ),
      fc.infiniteStream(fc.nat(1_000_000)),
      async (lives, choices) => {
        const disk = createSimulatedDisk();
        const clock = { nowMs: () => 1_763_000_000_000 + disk.operations * 10_000 };
        for (const { acts, cutAt } of [...lives, { acts: ['file' as const], cutAt: Number.POSITIVE_INFINITY }]) {
          const end = disk.operations + cutAt;
          disk.setFault(({ index }) => (index >= end ? 'power-cut' : 'fine'));
          try {
            const safe = await openSafe({ disk, folder: '/safe', clock, segmentBytes: 900, onTrouble: () => {} });
            expect(safe.faults.filter(({ fault }) => fault !== 'torn-tail')).toEqual([]);
            expect(safe.cutAt()).toBeUndefined();
            for (const act of acts) {
              if (act === 'tell') await safe.rememberTold();
              else if (act === 'tidy') await safe.tidy({ forget: new Set(), closeCurrent: true });
              else {
                const { facts, filing } = aFiling(safe);
                await safe.file(facts, filing);
              }
            }
          } catch (error) {
            if (disk.operations < end) throw error;
          }
          disk.setFault(undefined);
          disk.powerCut((most) => (choices.next().value ?? 0) % (most + 1));
        }
      },
    ),
    { numRuns: 150 },
  );
});
