import { expect, test } from '@playwright/test';
import { costGoal, costOfVisit } from '../support/cost-of-visit.ts';
import { demoWard, storyOf } from '../support/known-services.ts';
import { openLobby } from '../support/lobby.ts';

/** One line of `npm run cost`: nobody types what the card says, and the visit stays as short as it was promised. */
test('a certificate of marital status with the card takes at most forty-five touches beyond free text', async () => {
  test.setTimeout(180_000);
  const lobby = await openLobby({ settings: { kiosk: { idleSeconds: 600 } } });
  try {
    const story = storyOf(costGoal.service, 'single-to-marry', { ward: demoWard });
    const cost = await costOfVisit(lobby, story, { hasCard: true });
    expect(cost.typedThoughOnCard).toEqual([]);
    expect(cost.fromCard).toBeGreaterThanOrEqual(8);
    expect(cost.taps + cost.keys, JSON.stringify(cost.path, undefined, 1)).toBeLessThanOrEqual(costGoal.most);
  } finally {
    await lobby.close();
  }
});
