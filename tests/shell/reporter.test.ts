import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createReporter } from '../../electron/shell/reporter.ts';
import type { KioskReport } from '../../shared/portal-contract/kiosk-report.ts';

/** When a kiosk tells how its storage stands, with nobody else talking to the portal. */

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-22T01:00:00Z') }));
afterEach(() => void vi.useRealTimers());

const facts: KioskReport = {
  kiosk: 'kiosk-a6',
  at: '2026-11-22T01:00:00.000Z',
  build: 'test',
  store: { state: 'open', vanished: null, persistent: true },
  safe: { shut: false, damaged: 0, cutAt: null },
  room: { freeBytes: 1, parts: true, filings: true },
};

function aReporter({ isProvisioned = true }: { isProvisioned?: boolean } = {}) {
  const state = { asked: 0, status: 204 };
  const reporter = createReporter({
    portal: {
      ask() {
        state.asked += 1;
        const { status } = state;
        return Promise.resolve({
          kind: 'answered',
          status,
          isJson: true,
          headers: {},
          body: new Uint8Array(),
        } as never);
      },
    },
    describe: () => Promise.resolve(isProvisioned ? facts : undefined),
    clock: { nowMs: () => Date.now() },
    onReported: () => undefined,
  });
  return { reporter, state };
}

test('a change right after a report is told by itself five seconds later, once for all changes', async () => {
  const { reporter, state } = aReporter();
  reporter.heardOfPortal();
  await vi.advanceTimersByTimeAsync(10);
  expect(state.asked).toBe(1);
  reporter.owe();
  reporter.owe();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(state.asked).toBe(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(state.asked).toBe(2);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(state.asked).toBe(2);
});

test('nothing is tried before the portal is heard of, and after a failure not before it is heard of again', async () => {
  const { reporter, state } = aReporter();
  reporter.owe();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state.asked).toBe(0);

  state.status = 503;
  reporter.heardOfPortal();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(state.asked).toBe(1);

  state.status = 204;
  reporter.heardOfPortal();
  await vi.advanceTimersByTimeAsync(10);
  expect(state.asked).toBe(2);
});

test('a kiosk that is nobody yet does not ask itself again and again', async () => {
  const { reporter, state } = aReporter({ isProvisioned: false });
  reporter.heardOfPortal();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([state.asked, vi.getTimerCount()]).toEqual([0, 0]);
});
