import { describe, expect, test } from 'vitest';
import { isStale, noticesOn } from '../../renderer/screens/reading-age.ts';

const reading = { at: '2026-11-22T03:00:00Z', staleAfterMinutes: 60 };
const at = (time: string, confirmed = true) => ({ ms: Date.parse(`2026-11-22T${time}Z`), confirmed });

describe('a reading', () => {
  test('is one of now until its time is over, and old from then on', () => {
    expect([at('03:00:00'), at('04:00:00'), at('04:00:01')].map((now) => isStale(reading, now))).toEqual([
      false,
      false,
      true,
    ]);
  });
  test('is never one of now where the kiosk does not know the time', () => {
    expect(isStale(reading, at('03:00:00', false))).toBe(true);
  });
  test('from a future beyond what clocks differ by is not believed', () => {
    expect([isStale(reading, at('02:56:00')), isStale(reading, at('02:54:00'))]).toEqual([false, true]);
  });
});

test('a notice is told from its first day to its last, the newest first', () => {
  const text = { vi: 'x', en: 'x' };
  const notice = (id: string, from: string, until?: string) => ({
    id,
    title: text,
    text,
    from,
    ...(until ? { until } : {}),
    source: text,
  });
  const notices = [
    notice('old', '2026-11-01', '2026-11-21'),
    notice('open', '2026-11-02'),
    notice('new', '2026-11-22', '2026-11-22'),
    notice('ahead', '2026-11-23'),
  ];
  const told = (day: string) => noticesOn(notices, day).map(({ id }) => id);
  expect([told('2026-11-21'), told('2026-11-22'), told('2026-11-23')]).toEqual([
    ['open', 'old'],
    ['new', 'open'],
    ['ahead', 'open'],
  ]);
});
