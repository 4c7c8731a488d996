import type { FilingSeen } from '../support/lobby.ts';
import type { SlipSeen } from '../support/slip-on-screen.ts';
import { copyAndSelect, endVisit, type Visit, visitByHand, visitQuickly } from './ways.ts';

/** The ways in which somebody leaves. Each ends at the attract screen, in this start of the kiosk or the next. */

/** Everything by hand, filed, slip printed. */
export async function finishByHand(visit: Visit): Promise<void> {
  await visitByHand(visit);
  await fileAndGo(visit);
}

export async function finish(visit: Visit): Promise<void> {
  await begin(visit);
  await toReview(visit);
  await fileAndGo(visit);
}

/** Files where there is no printer and slips become files (demo and tests): the file says what the slip says, and opens nothing. */
export async function finishWithSlipAsFile(visit: Visit): Promise<void> {
  await begin(visit);
  await toReview(visit);
  const slip = await visit.resident.file(visit.way.story);
  visit.hold(slip);
  // Without a printer the page shows no button for it; the door is the same.
  const printed = await visit.page().evaluate(async ({ number, checkCode, token }) => {
    const request = { kind: 'slip', number, lines: [number, checkCode], qr: token };
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch('/shell/print', { method: 'POST', headers, body: JSON.stringify(request) });
    return ((await answer.json()) as { printed: boolean }).printed;
  }, slip);
  if (!printed) throw new Error('no slip became a file');
  await endVisit(visit);
  await visit.look('after the visit');
}

/** Filed without a network; the kiosk is started anew before it comes back. */
export async function finishOffline(visit: Visit): Promise<void> {
  const { kiosk } = visit;
  await kiosk.portal.stop();
  await finish(visit);
  await kiosk.stop();
  await visit.look('shut down with a filing unsent');
  await start(visit);
  await kiosk.portal.start();
  await visit.look('after the next start');
}

/** «Xóa hết và kết thúc». */
export async function clear(visit: Visit): Promise<void> {
  await begin(visit);
  await clearAndGo(visit);
}

/** Walks away: the kiosk asks, waits and ends the visit by itself. */
export async function walkAway(visit: Visit): Promise<void> {
  const { kiosk, resident } = visit;
  await begin(visit);
  await kiosk.running().app.waitForEvent('window', { timeout: timeOutLimitMs });
  await resident.seesScreen('attract');
  await visit.look('after the visit');
}

/** The page's process dies; it comes back where it was, and then the visit is cleared. */
export async function crash(visit: Visit): Promise<void> {
  const { kiosk, resident } = visit;
  await begin(visit);
  const fresh = kiosk.running().nextPage();
  await kiosk
    .running()
    .app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  await fresh;
  await resident.seesScreen('papers');
  await visit.look('when the page came back');
  await clearAndGo(visit);
}

/** SIGKILL to every process while somebody types. */
export async function killed(visit: Visit): Promise<void> {
  await begin(visit);
  await plugAndStart(visit);
}

/** The power goes while somebody types: nothing that was not synced is there, and what was removed may be there again. */
export async function powerCut(visit: Visit): Promise<void> {
  await begin(visit);
  await cutAndStart(visit, 'nothing');
}

/** The same with some pages of what was not synced, in any order. */
export async function powerCutAtTheTap(visit: Visit): Promise<void> {
  const { resident, way } = visit;
  await begin(visit);
  await toReview(visit);
  await resident.tickPledge(way.story);
  await resident.pressPrimary();
  await cutAndStart(visit, 'scattered');
}

/** SIGKILL to every process right after the tap that files. */
export async function killedAtTheTap(visit: Visit): Promise<void> {
  const { resident, way, page } = visit;
  await begin(visit);
  await toReview(visit);
  await resident.tickPledge(way.story);
  await resident.pressPrimary();
  await page().waitForTimeout(tapMs);
  await plugAndStart(visit);
}

/** «Giữ lại để làm tiếp»: the draft stays, the resident takes the slip. */
export async function continueLater(visit: Visit): Promise<void> {
  await begin(visit);
  await saveAndGo(visit);
}

/** Comes back with the slip and files. */
export async function continueAndFinish(visit: Visit): Promise<void> {
  const { resident } = visit;
  await begin(visit);
  const token = await saveAndGo(visit);
  await resident.begin();
  await resident.press('Viết tiếp hồ sơ dở');
  await resident.seesScreen('continue');
  await resident.scan(token);
  await resident.seesScreen('papers');
  await visit.look('when the draft was open again');
  await toReview(visit);
  await fileAndGo(visit);
}

/** An officer writes a note; the resident reads it at the kiosk, with an attendant signed in before. */
export async function followWithNote(visit: Visit): Promise<void> {
  const { kiosk, resident, way } = visit;
  const { portal } = kiosk;
  await begin(visit);
  await toReview(visit);
  const slip = await fileAndGo(visit);
  const filing = await arrived(visit, slip.number);
  const officer = await portal.officer(filing.unit);
  await officer.setStatus(filing.filing, { from: 1, to: 3, note: way.planted.note });

  const attendant = portal.staff.find(({ role }) => role === 'attendant');
  await resident.signIn('attendant', portal.staff);
  visit.knows('staff-pin', 'pin', attendant?.pin ?? '');
  await visit.look('with an attendant signed in');
  await endVisitOfStaff(visit);

  await resident.begin();
  await resident.press('Theo dõi hồ sơ');
  await resident.seesScreen('follow');
  await resident.scan(slip.token);
  await resident.seesScreen('case');
  await visit.page().getByText(way.planted.note).first().waitFor();
  await visit.look('while the note is read');
  await clearAndGo(visit, resident.say('frame', 'leave.finish'));
}

const timeOutLimitMs = 120_000;
const arriveMs = 60_000;
const tapMs = 25;

async function begin(visit: Visit): Promise<void> {
  await visitQuickly(visit);
  await copyAndSelect(visit);
  await visit.look('while the resident is at it');
}

async function toReview({ resident }: Visit): Promise<void> {
  await resident.press(resident.say('visit', 'papers.useDone'));
  await resident.press(resident.say('visit', 'papers.next'));
  await resident.seesScreen('review');
}

async function arrived({ kiosk }: Visit, number: string): Promise<FilingSeen> {
  const giveUpAt = performance.now() + arriveMs;
  for (;;) {
    const filing = (await kiosk.portal.filings()).find(({ slip }) => slip === number);
    if (filing) return filing;
    if (performance.now() > giveUpAt) throw new Error(`the filing ${number} did not arrive`);
    await new Promise((again) => setTimeout(again, 200));
  }
}

async function fileAndGo(visit: Visit): Promise<SlipSeen> {
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
  return slip;
}

async function saveAndGo(visit: Visit): Promise<string> {
  const { resident } = visit;
  await resident.openTool('leave');
  await resident.press(resident.say('frame', 'leave.save'));
  await resident.seesScreen('saved');
  const slip = await resident.readSlip();
  visit.hold(slip);
  await endVisit(visit);
  await visit.look('after the visit');
  return slip.token;
}

async function clearAndGo(visit: Visit, button = visit.resident.say('frame', 'leave.wipe')): Promise<void> {
  await visit.resident.openTool('leave');
  await endVisit(visit, button);
  await visit.look('after the visit');
}

async function endVisitOfStaff({ resident, kiosk }: Visit): Promise<void> {
  const fresh = kiosk.running().nextPage();
  await resident.openTool('leave');
  await resident.press(resident.say('frame', 'leave.finish'));
  await fresh;
  await resident.seesScreen('attract');
}

async function cutAndStart(visit: Visit, survival: 'nothing' | 'scattered'): Promise<void> {
  await visit.kiosk.pullPlug();
  visit.cutPower(survival);
  await visit.look('after the power cut, before the next start');
  await start(visit);
  await visit.look('after the next start');
}

async function plugAndStart(visit: Visit): Promise<void> {
  await visit.kiosk.pullPlug();
  await visit.look('killed, before the next start');
  await start(visit);
  await visit.look('after the next start');
}

async function start({ kiosk, resident }: Visit): Promise<void> {
  await kiosk.start();
  await resident.seesScreen('attract');
}
