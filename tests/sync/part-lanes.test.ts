import { expect, test } from 'vitest';
import { createPartLanes } from '../../shared/sync/part-lanes.ts';
import type { PartSending } from '../../shared/sync/ports.ts';

/** Ten parts that arrive one after the other, each after so long; answers how many were under way when each began. */
async function sendTen(
  answers: (place: number) => { sent: PartSending | Error; tookMs: number },
  isPolite = () => false,
): Promise<number[]> {
  let nowMs = 0;
  const lanes = createPartLanes({ clock: { nowMs: () => nowMs }, isPolite });
  const beside: number[] = [];
  const arriving: (() => void)[] = [];
  const all = Array.from({ length: 10 }, (_, place) =>
    lanes
      .inTurn(async () => {
        await new Promise<void>((arrived) => {
          arriving.push(arrived);
          beside.push(arriving.length);
        });
        const { sent, tookMs } = answers(place);
        nowMs += tookMs;
        if (sent instanceof Error) throw sent;
        return sent;
      })
      .catch(() => 'later'),
  );
  while (beside.length < 10 || arriving.length > 0) {
    await new Promise((settled) => setImmediate(settled));
    arriving.shift()?.();
  }
  await Promise.all(all);
  return beside;
}

test('parts go one by one until the line shows that it is quick, then three at once', async () => {
  const beside = await sendTen(() => ({ sent: 'sent', tookMs: 100 }));
  expect(beside[0]).toBe(1);
  expect(Math.max(...beside)).toBe(3);
});

test.each([
  ['slow', { sent: 'sent', tookMs: 5000 }],
  ['broken', { sent: 'later', tookMs: 100 }],
  ['failing', { sent: new Error('no'), tookMs: 100 }],
] as const)('over a %s line each has it for itself, and none is left behind', async (_line, answer) => {
  expect(await sendTen(() => answer)).toEqual(Array.from({ length: 10 }, () => 1));
});

test('while somebody is at the screen there is never more than one', async () => {
  const beside = await sendTen(
    () => ({ sent: 'sent', tookMs: 1 }),
    () => true,
  );
  expect(Math.max(...beside)).toBe(1);
});
