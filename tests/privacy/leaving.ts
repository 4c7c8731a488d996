import type { Visit, Way } from './ways.ts';
import { copyAndSelect, endVisit, visitByHand, visitQuickly } from './ways.ts';

/** The ways in which somebody leaves. Each ends at the attract screen, or where the next start shows it. */

/** Files by hand, with slip printed; the portal takes it. */
export async function finishByHand(visit: Visit): Promise<void> {
  await visitByHand(visit);
  await fileAndGo(visit);
}

/** Files what was laid in. */
export async function finish(visit: Visit): Promise<void> {
  await visitQuickly(visit);
  await visit.look('while the resident is at it');
  await toReview(visit);
  await fileAndGo(visit);
}

/** SIGKILL to everything while somebody types; what is on the disk then, and after the next start. */
export async function killed(visit: Visit): Promise<void> {
  await visitQuickly(visit);
  await copyAndSelect(visit);
  await visit.kiosk.pullPlug();
  await visit.look('killed, before the next start');
  await visit.kiosk.start();
  await visit.kiosk.resident().seesScreen('attract');
  await visit.look('after the next start');
}

async function toReview({ resident }: Visit): Promise<void> {
  await resident.press(resident.say('visit', 'papers.useDone'));
  await resident.press(resident.say('visit', 'papers.next'));
  await resident.seesScreen('review');
}

async function fileAndGo(visit: Visit): Promise<void> {
  const { resident, way, page } = visit;
  await copyAndSelect(visit);
  const slip = await resident.file(way.story);
  visit.hold(slip);
  const print = page().getByRole('button', { name: 'In phiếu' });
  if (await print.isVisible()) {
    await print.click();
    await page().getByRole('button', { name: 'In lại phiếu' }).waitFor();
  }
  await visit.look('filed, the slip on the screen');
  await endVisit(visit);
  await visit.look('after the visit');
}

export type Leave = Way['leave'];
