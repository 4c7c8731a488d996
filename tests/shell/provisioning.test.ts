import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SafeFilings, ShellState } from '../../shared/shell-contract/messages.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { kioskAt } from './with-kiosk.ts';

let portal: EmbeddedPortal;
beforeAll(async () => {
  portal = await anEmbeddedPortal();
});
afterAll(() => portal.close());
const withKiosk = kioskAt(() => portal);

describe('provisioning', () => {
  test('shows eight digits, then enrols; a second time is refused', () =>
    withKiosk(async (kiosk) => {
      const enrolment = JSON.stringify(await portal.enrolment());
      const request = { enrolment, panelDiagonalInches: 24 };
      expect(await kiosk.get('POST', '/shell/provisioning/check', request)).toEqual({
        portal: portal.url,
        rootDigits: expect.stringMatching(/^\d{8}$/),
      });
      expect((await kiosk.get<ShellState>('GET', '/shell/state')).kiosk).toBeNull();
      await kiosk.get('POST', '/shell/provisioning/confirm', request);
      const state = await kiosk.get<ShellState>('GET', '/shell/state');
      expect(state.kiosk?.ward.unit).toBe('00190');
      expect(state.panel.diagonalInches).toBe(24);
      expect(await kiosk.code('POST', '/shell/provisioning/confirm', request)).toBe('already-provisioned');
      const again = await kiosk.restart();
      expect((await again.get<ShellState>('GET', '/shell/state')).kiosk?.id).toBe(state.kiosk?.id);
      await again.shell.close();
    }, {}));

  test('another root key, a spent secret, no portal, no text: the kiosk stays blank', () =>
    withKiosk(async (kiosk) => {
      const good = await portal.enrolment();
      const confirm = (enrolment: unknown) =>
        kiosk.code('POST', '/shell/provisioning/confirm', {
          enrolment: JSON.stringify(enrolment),
          panelDiagonalInches: 24,
        });
      expect(await confirm({ ...good, rootKey: 'A'.repeat(43) })).toBe('enrolment-root-mismatch');
      expect(await confirm(good)).toBe('enrolment-refused');
      expect(await confirm({ ...good, portal: 'http://127.0.0.1:1' })).toBe('portal-unreachable');
      expect(await confirm({ ...good, portal: 'ftp://x.example' })).toBe('enrolment-unreadable');
      expect(await confirm({ hello: 1 })).toBe('enrolment-unreadable');
      expect((await kiosk.get<ShellState>('GET', '/shell/state')).kiosk).toBeNull();
      await kiosk.get('POST', '/shell/provisioning/confirm', {
        enrolment: JSON.stringify(await portal.enrolment()),
        panelDiagonalInches: 24,
      });
    }, {}));

  test('a kiosk whose vault does not open is not blank: nobody gives it another identity, and it is itself again when it opens', () =>
    withKiosk(
      async (kiosk) => {
        const { filing } = await kiosk.file();
        const before = (await kiosk.get<ShellState>('GET', '/shell/state')).kiosk?.id;
        const lockedKeyRing = { ...kiosk.host.secrets, available: true, wrap: async (plain: Uint8Array) => plain };
        const locked = await kiosk.restart({
          host: { ...kiosk.host, secrets: lockedKeyRing },
          demoEnrolmentFile: undefined,
        });
        expect((await locked.get<ShellState>('GET', '/shell/state')).kiosk).toBeNull();
        const request = { enrolment: JSON.stringify(await portal.enrolment()), panelDiagonalInches: 24 };
        expect(await locked.code('POST', '/shell/provisioning/confirm', request)).toBe('secrets-unavailable');
        await locked.shell.close();
        const again = await kiosk.restart();
        expect((await again.get<ShellState>('GET', '/shell/state')).kiosk?.id).toBe(before);
        expect((await again.get<SafeFilings>('GET', '/shell/filings')).filings.map(({ id }) => id)).toEqual([
          filing.id,
        ]);
        await again.shell.close();
      },
      { portal },
    ));

  test('in production a machine without a place for secrets is not provisioned', () =>
    withKiosk(
      async (kiosk) => {
        const request = { enrolment: JSON.stringify(await portal.enrolment()), panelDiagonalInches: 24 };
        expect(await kiosk.code('POST', '/shell/provisioning/confirm', request)).toBe('secrets-unavailable');
      },
      { mode: 'production' },
    ));
});
