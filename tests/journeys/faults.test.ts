import { expect, test } from '@playwright/test';
import { storyOf } from '../support/known-services.ts';
import { type Lobby, openLobby } from '../support/lobby.ts';

/** A line or a portal that misbehaves: still exactly once, and what only a technician can mend is said so. */

test.describe.configure({ mode: 'serial' });

const story = storyOf('civil-extract', 'own-birth-copy');
let lobby: Lobby;
let filed = 0;

test.beforeAll(async () => {
  lobby = await openLobby();
});
test.afterAll(() => lobby?.close());

for (const { name, faults } of [
  { name: 'whose answer was lost after it had arrived', faults: [{ kind: 'lose-reply', route: 'sync' }] },
  { name: 'whose answer broke off in the middle', faults: [{ kind: 'truncate', route: 'sync' }] },
  { name: 'behind a network that answers with its own sign-in page', faults: [{ kind: 'html', count: 3 }] },
  {
    name: 'to a portal that is closed for a moment',
    faults: [{ kind: 'status', problem: 'unavailable', count: 2, retryAfterSeconds: 1 }],
  },
  { name: 'whose token has run out', faults: [] },
]) {
  test(`a dossier ${name} arrives exactly once, and is never called arrived before`, async () => {
    for (const fault of faults) await lobby.portal.misbehave(fault);
    if (faults.length === 0) await lobby.portal.test('tokens/expire', {});
    const slip = await lobby.fileQuickly(story);
    await lobby.resident().seesHeading(/^Hồ sơ đã tới/, 45_000);
    filed += 1;
    const there = await lobby.portal.filings();
    expect(there.map((filing) => filing.slip)).toContain(slip.number);
    expect(there).toHaveLength(filed);
    await lobby.endVisit();
  });
}

test('a kiosk the portal has shut out keeps what is filed, and its attendant reads that a technician must come', async () => {
  const { kiosks } = (await lobby.portal.test('kiosks')) as { kiosks: { id: string }[] };
  const kiosk = kiosks[0]?.id ?? '';
  await lobby.portal.test('devices/revoke', { kiosk });
  const slip = await lobby.fileQuickly(story);
  await lobby.resident().seesHeading(/được giữ ở đây/);
  await lobby.endVisit();

  const attendant = lobby.resident();
  await attendant.signIn('attendant', lobby.portal.staff);
  await attendant.seesScreen('attendant');
  await expect(lobby.page().locator('.frame')).toContainText(/cổng (đã khóa|không nhận ra) máy này/, {
    timeout: 30_000,
  });
  await expect(lobby.page().locator('.frame')).toContainText(/[Gg]ọi kỹ thuật/);
  expect(await lobby.portal.filings()).toHaveLength(filed);

  // A technician has had the kiosk let in again; nothing was lost meanwhile.
  await lobby.portal.test('devices/revoke', { kiosk, revoked: false });
  await attendant.press('Gửi ngay');
  const there = await lobby.portal.hasFilings(filed + 1);
  expect(there.map((filing) => filing.slip)).toContain(slip.number);
  expect(there).toHaveLength(filed + 1);
});
