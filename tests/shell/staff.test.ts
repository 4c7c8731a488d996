import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCounters } from '../../electron/shell/counters.ts';
import { hashPassword } from '../../portal/access/passwords.ts';
import type { ShellState } from '../../shared/shell-contract/messages.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { createSimulatedDisk } from '../support/simulated-disk.ts';
import { kioskAt } from './with-kiosk.ts';

const pins = { attendant: '271828', technician: '314159' } as const;
let portal: EmbeddedPortal;
beforeAll(async () => {
  portal = await anEmbeddedPortal();
  for (const [role, pin] of Object.entries(pins) as ['attendant' | 'technician', string][]) {
    await portal.ports.register.addStaff({
      id: `staff-${role}`,
      name: 'Phạm Thu Hà',
      role,
      pin: await hashPassword(pin, portal.ports.dice),
    });
  }
});
afterAll(() => portal.close());
const withKiosk = kioskAt(() => portal);

describe('staff', () => {
  test('sign in with the PIN of the role, see health, are signed out after three minutes without a touch', () => {
    let now = Date.now();
    return withKiosk(
      async (kiosk) => {
        expect(await kiosk.get('POST', '/shell/staff/sign-in', { role: 'technician', pin: pins.technician })).toEqual({
          id: 'staff-technician',
          name: 'Phạm Thu Hà',
          role: 'technician',
        });
        expect(await kiosk.get('GET', '/shell/health')).toMatchObject({
          vault: 'development-only',
          safe: { tornBytes: 0 },
        });
        now += 170_000;
        await kiosk.get('POST', '/shell/staff/touch');
        now += 170_000;
        expect((await kiosk.get<ShellState>('GET', '/shell/state')).staff?.id).toBe('staff-technician');
        now += 20_000;
        expect((await kiosk.get<ShellState>('GET', '/shell/state')).staff).toBeNull();
        expect(await kiosk.code('POST', '/shell/staff/touch')).toBe('not-signed-in');
      },
      { portal, clock: { nowMs: () => now } },
    );
  });

  test('are signed out with the visit: nobody after it speaks in their name', () =>
    withKiosk(
      async (kiosk) => {
        await kiosk.get('POST', '/shell/staff/sign-in', { role: 'attendant', pin: pins.attendant });
        expect((await kiosk.get<ShellState>('GET', '/shell/state')).staff?.id).toBe('staff-attendant');
        await kiosk.get('POST', '/shell/session/end');
        expect((await kiosk.get<ShellState>('GET', '/shell/state')).staff).toBeNull();
      },
      { portal },
    ));

  test('wrong PINs are counted across restarts, wait longer each time, and lock at ten', () => {
    let now = Date.now();
    return withKiosk(
      async (first) => {
        let kiosk = first;
        const wrong = () => kiosk.code('POST', '/shell/staff/sign-in', { role: 'attendant', pin: '000000' });
        expect([await wrong(), await wrong(), await wrong()]).toEqual(['wrong-pin', 'wrong-pin', 'wrong-pin']);
        expect(await wrong()).toBe('pin-locked');
        kiosk = await kiosk.restart();
        expect(await kiosk.code('POST', '/shell/staff/sign-in', { role: 'attendant', pin: pins.attendant })).toBe(
          'pin-locked',
        );
        // A clock that goes back opens nothing.
        now -= 3600_000;
        expect(await wrong()).toBe('pin-locked');
        now += 3600_000;
        for (let count = 4; count <= 10; count += 1) {
          now += 2 * 3600_000;
          expect(await wrong()).toBe(count < 10 ? 'wrong-pin' : 'pin-locked');
        }
        now += 100 * 3600_000;
        expect(await kiosk.code('POST', '/shell/staff/sign-in', { role: 'attendant', pin: pins.attendant })).toBe(
          'pin-locked',
        );
        expect(
          await kiosk.get('POST', '/shell/staff/sign-in', { role: 'technician', pin: pins.technician }),
        ).toMatchObject({ role: 'technician' });
        await kiosk.shell.close();
      },
      { portal, clock: { nowMs: () => now } },
    );
  });
});

test('a clock set back by years keeps nobody out for years: waits and hours begin anew, and open nothing early', () => {
  const yearsAhead = Date.parse('2036-01-01T00:00:00Z');
  let now = yearsAhead;
  return withKiosk(
    async (kiosk) => {
      const signIn = (pin: string) => ({ role: 'attendant', pin });
      const { slip } = await kiosk.file();
      const ofSlip = (checkCode: string) => ({ number: slip.number, checkCode });
      for (const _try of [1, 2, 3]) await kiosk.code('POST', '/shell/staff/sign-in', signIn('000000'));
      for (const _try of [1, 2, 3, 4, 5]) await kiosk.code('POST', '/shell/slips', ofSlip('AAAAAA'));
      now = Date.parse('2026-11-21T02:00:00Z');
      expect(await kiosk.code('POST', '/shell/staff/sign-in', signIn(pins.attendant))).toBe('pin-locked');
      expect(await kiosk.code('POST', '/shell/slips', ofSlip('K7M2QX'))).toBe('code-locked');
      now += 29_000;
      expect(await kiosk.code('POST', '/shell/staff/sign-in', signIn(pins.attendant))).toBe('pin-locked');
      now += 3600_000;
      expect(await kiosk.get('POST', '/shell/staff/sign-in', signIn(pins.attendant))).toMatchObject({
        role: 'attendant',
      });
      expect(await kiosk.get('POST', '/shell/slips', ofSlip('K7M2QX'))).toMatchObject({ known: 'here' });
    },
    { portal, clock: { nowMs: () => now } },
  );
});

test('wrong codes for thousands of slips do not make the kiosk forget wrong PINs', async () => {
  const disk = createSimulatedDisk();
  await disk.makeFolder('/kiosk');
  const counters = await openCounters({ disk, folder: '/kiosk' });
  const count = { wrong: 9, sinceMs: 0, lastMs: 0 };
  await counters.write('pin/attendant', count);
  for (let slip = 0; slip < 2100; slip += 1) await counters.write(`slip/A6-${slip}`, count);
  const again = await openCounters({ disk, folder: '/kiosk' });
  expect(again.read('pin/attendant')).toEqual(count);
  expect(again.read('slip/A6-0')).toBeUndefined();
});
