import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openNetwork } from '../../electron/shell/network.ts';
import type { PortalConnection } from '../../electron/shell/portal-connection.ts';
import { createSimulatedDisk } from '../support/simulated-disk.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a portal that went silent is noticed one interval after its last answer, whoever asked last', async () => {
  const probeMs = 30_000;
  const disk = createSimulatedDisk({ freeBytes: 10 ** 9 });
  await disk.makeFolder('/kiosk');
  const network = await openNetwork({
    disk,
    folder: '/kiosk',
    clock: { nowMs: () => Date.now() },
    probeMs,
    onChange: () => {},
  });
  let isThere = true;
  const ask = async () => {
    network.contact({ isPortal: isThere, problem: undefined });
    return { kind: 'unreachable' as const };
  };
  network.start({ ask } as unknown as PortalConnection);
  await vi.advanceTimersByTimeAsync(0);
  expect(network.state().online).toBe(true);

  // A filing is sent just behind a look of the kiosk's own, and then the line is cut.
  await vi.advanceTimersByTimeAsync(1_000);
  await ask();
  isThere = false;
  await vi.advanceTimersByTimeAsync(probeMs - 10);
  expect(network.state().online).toBe(true);
  await vi.advanceTimersByTimeAsync(20);
  expect(network.state().online).toBe(false);
  await network.close();
});
