import { newDraft } from '../../renderer/session/draft.ts';
import { lifeEvents, type Service } from '../../shared/catalogue/service.ts';
import { inHouseWords } from '../../shared/catalogue/text.ts';
import type { ShellState } from '../../shared/shell-contract/messages.ts';
import { finishedDraft, freshNonce } from './draft-scenes.ts';
import { goOnInPractice } from './practice-steps.ts';
import type { Scene } from './scene.ts';
import { askShell, type Stage, until } from './stage.ts';
import { wordsPattern } from './words-of-screen.ts';

/** An invented citizen of the specimen card: the random part of the number begins with 0000. */
const cardCode =
  '001090000017|012345678|Nguyễn Văn An|15031990|Nam|Tòa CT1, Khu đô thị Mẫu, Phường Yên Hòa, Hà Nội|20052021';
const hourMs = 3_600_000;

/** Screens of a resident's visit outside the form. Each comes from nothing, by acts a person can do. */
export function visitScenes(services: readonly Service[]): Scene[] {
  const [anyService] = services;
  if (!anyService) throw new Error('the catalogue is empty');
  const atIdentity = {
    ...newDraft(anyService, { language: 'vi', nonce: freshNonce() }),
    place: { at: 'identity' as const },
  };
  return [
    ...attract(),
    scene('home', 'home', 'switch', (stage) => stage.home()),
    scene('home-reach', 'home', 'switch', async (stage) => {
      await stage.home();
      await stage.press('frame:tools.reach');
    }),
    ...lifeEvents.map((event) =>
      scene(`life-event-${event}`, 'home', 'switch', async (stage) => {
        await stage.home();
        await stage.press(`visit:lifeEvents.${event}.title`);
      }),
    ),
    scene('search', 'home', 'switch', (stage) => search(stage, '')),
    scene('search-found', 'home', 'switch', (stage) => search(stage, 'khai sinh')),
    scene('search-guides', 'home', 'switch', (stage) => search(stage, 'giay phep hanh nghe')),
    scene('search-ward', 'home', 'switch', (stage) => search(stage, 'khai sinh phuong trung tu')),
    scene('search-ward-alone', 'home', 'switch', (stage) => search(stage, 'phuong nghia tan')),
    scene('guide', 'home', 'switch', (stage) => openGuide(stage, 'chung thuc giao dich', 'Chứng thực việc sửa đổi')),
    scene('guide-law', 'home', 'anew', async (stage) => {
      await openGuide(stage, 'chung thuc giao dich', 'Chứng thực việc sửa đổi');
      await stage.press('visit:service.law');
    }),
    scene('guide-details', 'home', 'anew', async (stage) => {
      await openGuide(stage, 'chung thuc giao dich', 'Chứng thực việc sửa đổi');
      await stage.press('visit:guide.details');
    }),
    scene('guide-long', 'home', 'switch', (stage) => openGuide(stage, '1.115494', 'Giao đất')),
    scene('guide-internal', 'home', 'switch', (stage) => openGuide(stage, '6.006572', 'Phê duyệt kế hoạch')),
    scene('search-none', 'home', 'switch', (stage) => search(stage, 'xe bay')),
    scene('information', 'home', 'switch', async (stage) => {
      await stage.home();
      await stage.press('visit:home.ward');
    }),
    ...services.flatMap((service) => [
      scene(`${service.id}/service`, service.id, 'switch', (stage) => openService(stage, service)),
      scene(`${service.id}/service-conditions`, service.id, 'anew', async (stage) => {
        await openService(stage, service);
        await stage.press('visit:service.conditions');
      }),
      scene(`${service.id}/service-law`, service.id, 'anew', async (stage) => {
        await openService(stage, service);
        await stage.press('visit:service.law');
      }),
    ]),
    scene('identity-not-a-card', 'identity', 'anew', async (stage) => {
      await stage.resume(atIdentity);
      await stage.scan('https://example.com/khong-phai-the');
    }),
    scene('identity-no-card', 'identity', 'anew', async (stage) => {
      await stage.resume(atIdentity);
      await stage.press('visit:identity.noCard');
    }),
    scene('identity-camera', 'identity', 'anew', async (stage) => {
      await stage.resume(atIdentity);
      await stage.press('visit:identity.camera');
      await stage.page.locator('video').waitFor();
      await until(() => stage.page.evaluate('document.querySelector("video").videoWidth > 0'));
    }),
    scene('identity-typed', 'identity', 'anew', async (stage) => {
      await stage.resume(atIdentity);
      await stage.press('visit:identity.type');
    }),
    scene('identity-typed-short', 'identity', 'anew', async (stage) => {
      await stage.resume(atIdentity);
      await stage.press('visit:identity.type');
      await stage.page.keyboard.type('0010900', { delay: 120 });
      await stage.press('frame:actions.next');
    }),
    scene('identity-confirm', 'identity', 'anew', async (stage) => {
      await stage.resume(atIdentity);
      await stage.scan(cardCode);
    }),
    ...practice(services),
    ...papers(services),
    ...sheets(services),
  ];
}

function attract(): Scene[] {
  return [
    scene('attract-day', 'attract', 'vi', async (stage) => {
      await stage.setClock('2026-11-21T02:10:00Z');
      await stage.attract();
    }),
    scene('attract-night', 'attract', 'vi', async (stage) => {
      await stage.setClock('2026-11-21T12:42:00Z');
      await stage.attract();
    }),
    scene('attract-offline', 'attract', 'vi', async (stage) => {
      await stage.network('down');
      await stage.attract();
    }),
    scene('attract-offline-long', 'attract', 'vi', async (stage) => {
      // It lost its network, and was switched off for more than a day.
      const before = await stage.anotherKiosk('long-offline');
      const isOnline = async () => (await askShell<ShellState>(before, 'GET', '/shell/state')).network.online;
      await until(isOnline);
      await stage.network('down');
      await until(async () => !(await isOnline()));
      await before.close();
      stage.show(await stage.anotherKiosk('long-offline', { blank: true, aheadMs: 30 * hourMs }));
      await stage.attract();
    }),
    scene('attract-blank', 'attract', 'vi', async (stage) => {
      stage.show(await stage.anotherKiosk('blank', { blank: true }));
      await stage.attract();
    }),
  ];
}

/** Practice as somebody sees it, each screen from the service page on; the paper's own screen shows what a good photo is. */
function practice(services: readonly Service[]): Scene[] {
  const service = services.find(({ id }) => id === 'driver-licence');
  if (!service) return [];
  const open = async (stage: Stage) => {
    await openService(stage, service);
    await stage.press('guidance:practice.open');
    await stage.page.getByRole('dialog').waitFor();
  };
  const begin = async (stage: Stage, until: string) => {
    await open(stage);
    await stage.press('guidance:practice.begin');
    await goOnInPractice(stage.page, service, until);
  };
  const openPaper = async (stage: Stage) => {
    await begin(stage, 'papers');
    await stage.page.locator('.service-card').first().click();
    await stage.page.locator('.photo-examples').waitFor();
  };
  return [
    scene('practice-sheet', 'practice', 'anew', open),
    scene('practice-card', 'practice', 'anew', (stage) => begin(stage, 'identity')),
    scene('practice-question', 'practice', 'anew', (stage) => begin(stage, 'question')),
    scene('practice-typing', 'practice', 'anew', async (stage) => {
      await begin(stage, 'question');
      const keys = stage.page.locator('.frame[data-typing] .frame-keyboard');
      for (let screens = 0; screens < 30 && (await keys.count()) === 0; screens += 1) {
        await stage.page.locator('.action-bar-primary button').click();
        await stage.page.waitForTimeout(150);
      }
    }),
    scene('practice-example', 'practice', 'anew', async (stage) => {
      await begin(stage, 'question');
      const example = stage.page.getByRole('button', { name: wordsPattern('guidance:example.press', stage.language) });
      for (let screens = 0; screens < 30 && (await example.count()) === 0; screens += 1) {
        await stage.page.locator('.action-bar-primary button').click();
        await stage.page.waitForTimeout(150);
      }
      await example.first().click();
      await stage.page.getByRole('dialog').waitFor();
    }),
    scene('practice-paper', 'practice', 'anew', openPaper),
    scene('practice-sample', 'practice', 'anew', async (stage) => {
      await openPaper(stage);
      await stage.press('visit:papers.take');
      await stage.page.locator('canvas').waitFor();
    }),
    scene('practice-photo', 'practice', 'anew', async (stage) => {
      await openPaper(stage);
      await stage.press('visit:papers.take');
      await stage.press('visit:capture.shoot');
      await stage.page.locator('.picture-checks').waitFor();
    }),
    scene('practice-review', 'practice', 'anew', (stage) => begin(stage, 'review')),
    scene('practice-end', 'practice', 'anew', (stage) => begin(stage, 'practised')),
  ];
}

function papers(services: readonly Service[]): Scene[] {
  const service = services.find(({ papers: each }) => each.some(({ need, when }) => need === 'required' && !when));
  const paper = service?.papers.find(({ need, when }) => need === 'required' && !when);
  if (!service || !paper) return [];
  const draft = { ...finishedDraft(service), place: { at: 'papers' as const, paper: paper.id, backToReview: false } };
  const camera = async (stage: Stage) => {
    await stage.resume(draft);
    await stage.press('visit:papers.take');
    await stage.page.locator('video').waitFor();
    await stage.page.waitForFunction('document.querySelector("video").videoWidth > 0');
  };
  return [
    scene('paper-camera', 'papers', 'anew', camera),
    scene('paper-photo', 'papers', 'anew', async (stage) => {
      await camera(stage);
      await stage.press('visit:capture.shoot');
      await stage.page.locator('video').waitFor({ state: 'detached' });
    }),
    scene('paper-stick', 'papers', 'anew', async (stage) => {
      await stage.resume(draft);
      await stage.press('visit:papers.stick');
    }),
  ];
}

function sheets(services: readonly Service[]): Scene[] {
  const [service] = services;
  if (!service) return [];
  const openWork = async (stage: Stage) => stage.resume(finishedDraft(service));
  return [
    scene('tools-sheet', 'tools', 'anew', async (stage) => {
      await stage.home();
      await stage.press('frame:tools.look');
    }),
    scene('tools-sheet-200', 'tools', 'anew', async (stage) => {
      await stage.home();
      await stage.press('frame:tools.look');
      await stage.page
        .getByText('200')
        .or(stage.page.locator('[data-size="200"]'))
        .first()
        .click({ timeout: 2000 })
        .catch(() => {});
      await stage.page.evaluate('document.documentElement.dataset.text = "200"');
    }),
    scene('help-sheet', 'tools', 'anew', async (stage) => {
      await stage.home();
      await stage.press('frame:tools.help');
    }),
    scene('leave-sheet', 'tools', 'anew', async (stage) => {
      await openWork(stage);
      await stage.press('frame:tools.leave');
    }),
    scene('leave-sheet-empty', 'tools', 'anew', async (stage) => {
      await stage.home();
      await stage.press('frame:tools.leave');
    }),
    scene('read-aloud-no-voice', 'tools', 'anew', async (stage) => {
      await stage.home();
      await stage.press('frame:tools.readAloud');
    }),
    scene('covered', 'tools', 'anew', async (stage) => {
      await openWork(stage);
      await stage.press('frame:tools.cover');
      await stage.page.locator('[data-screen="idle"]').first().waitFor();
    }),
    scene('idle', 'tools', 'anew', async (stage) => {
      await stage.setClock('by-hand');
      await openWork(stage);
      await stage.page.clock.runFor(66_000);
      await stage.page.locator('[data-screen="idle"]').first().waitFor();
    }),
    scene('saved', 'after', 'anew', async (stage) => {
      await openWork(stage);
      await stage.press('frame:tools.leave');
      await stage.press('frame:leave.save');
      await stage.page.locator('[data-screen="saved"]').waitFor();
    }),
  ];
}

async function search(stage: Stage, typed: string): Promise<void> {
  await stage.home();
  await stage.page.locator('.search-field, [role="searchbox"]').first().click();
  await stage.page.locator('[data-screen="search"]').waitFor();
  if (typed !== '') await stage.page.keyboard.type(typed, { delay: 15 });
}

async function openGuide(stage: Stage, typed: string, name: string): Promise<void> {
  await search(stage, typed);
  await stage.page
    .getByRole('button', { name: new RegExp(name, 'u') })
    .first()
    .click();
  await stage.page.locator('[data-screen="guide"] h1[data-size="crowded"]').waitFor();
}

/** By its life event or its own door, as most people come. */
async function openService(stage: Stage, service: Service): Promise<void> {
  await stage.home();
  if (service.ends === 'answer') {
    await stage.press('visit:home.feedback');
    await stage.page.locator('[data-screen="service"]').waitFor();
    return;
  }
  await stage.press(`visit:lifeEvents.${service.lifeEvents[0] ?? ''}.title`);
  const name = inHouseWords(service.name, stage.language)
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\s+/g, '\\s+');
  await stage.page
    .getByRole('button', { name: new RegExp(name, 'u') })
    .first()
    .click();
  await stage.page.locator('[data-screen="service"]').waitFor();
}

function scene(name: string, group: string, languages: Scene['languages'], open: Scene['open']): Scene {
  return { name, group, languages, open };
}
