import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dossierOfDraft } from '../../renderer/session/dossier-of-draft.ts';
import type { Service } from '../../shared/catalogue/service.ts';
import { inHouseWords } from '../../shared/catalogue/text.ts';
import type { PaperPage } from '../../shared/dossier/dossier.ts';
import { CHECK_CODE_LENGTH, makeCheckCode } from '../../shared/identity/slip-code.ts';
import type { CaseStatusCode } from '../../shared/portal-contract/case-status.ts';
import type { FileAnswer } from '../../shared/shell-contract/messages.ts';
import type { TabKiosk } from '../tab-kiosk.ts';
import { factsToday, finishedDraft } from './draft-scenes.ts';
import { keepPage } from './keep-page.ts';
import type { Scene } from './scene.ts';
import { askShell, type Stage, until } from './stage.ts';
import { wordsPattern } from './words-of-screen.ts';

/** Steps by which an officer brings a case through the statuses; it begins at 1, and 7 is the resident's own. */
const waysThroughStatuses: readonly (readonly CaseStatusCode[])[] = [
  [1, 2, 4, 6, 4, 9, 10],
  [1, 3],
  [1, 5, 8],
];
const notes: Partial<Record<CaseStatusCode, string>> = {
  3: 'Hồ sơ thuộc nơi khác giải quyết. Mời ông/bà nộp tại Ủy ban nhân dân phường Láng.',
  5: 'Ảnh giấy chứng sinh bị mờ góc dưới. Mời ông/bà mang bản gốc tới quầy.',
  6: 'Lệ phí bản sao trích lục: 8.000 đồng một bản.',
  8: 'Quá thời hạn bổ sung giấy tờ.',
};

/** Filed, followed, continued, and the pages of staff. Filings are real: sealed, kept, and received by the portal. */
export function afterFilingScenes(services: readonly Service[]): Scene[] {
  const service = services.find(({ id }) => id === 'civil-extract') ?? services[0];
  if (!service) throw new Error('the catalogue is empty');
  return [
    scene('filed-kept', 'after', async (stage) => {
      await stage.network('down');
      await fileByHand(stage, service);
    }),
    scene('filed-received', 'after', async (stage) => {
      const { id } = await fileByHand(stage, service);
      await received(stage, id);
    }),
    scene(
      'survey',
      'after',
      async (stage) => {
        await stage.network('down');
        await fileByHand(stage, service);
        await stage.page.locator('.rating-answer').nth(1).click();
        await stage.press('follow:survey.open');
        await stage.page.locator('.sheet .rating-answer').nth(5).click();
      },
      'anew',
    ),
    scene(
      'payment',
      'after',
      async (stage) => {
        await paying(stage, service);
      },
      'anew',
    ),
    scene(
      'payment-cut',
      'after',
      async (stage) => {
        await paying(stage, service);
        await stage.network('down');
        await stage.page.locator('[data-screen="payment"] .banner').first().waitFor();
      },
      'anew',
    ),
    scene(
      'payment-paid',
      'after',
      async (stage) => {
        const { id } = await paying(stage, service);
        await stage.portal.receiveMoney(id, 16_000);
        await stage.page.locator('.qr-picture').waitFor({ state: 'detached' });
      },
      'anew',
    ),
    ...(['works', 'fails'] as const).map((printer) =>
      scene(`filed-printer-${printer}`, 'after', async (stage) => {
        stage.show(await stage.anotherKiosk(`printer-${Date.now()}`, { printer }));
        await stage.network('down');
        await fileByHand(stage, service);
      }),
    ),
    scene('form-offered', 'after', async (stage) => {
      stage.show(await stage.anotherKiosk(`form-${Date.now()}`, { printer: 'works' }));
      await stage.resume(finishedDraft(service));
      await stage.press('follow:form.print');
      await stage.page.getByRole('button', { name: wordsPattern('follow:form.again', stage.language) }).waitFor();
    }),
    ...(['works', 'none'] as const).map((printer) =>
      scene(`form-to-bring-${printer}`, 'after', async (stage) => {
        const options = { onPaper: service.id, ...(printer === 'works' ? { printer } : {}) };
        stage.show(await stage.anotherKiosk(`paper-${Date.now()}`, options));
        await stage.resume(finishedDraft(service));
        await stage.page.locator('[data-screen="review"] .banner').first().waitFor();
      }),
    ),
    scene('form-printed', 'after', async (stage) => {
      stage.show(await stage.anotherKiosk(`printed-${Date.now()}`, { onPaper: service.id, printer: 'works' }));
      await stage.resume(finishedDraft(service));
      await stage.press('follow:form.print');
      await stage.page.locator('[data-screen="form-printed"]').waitFor();
    }),
    scene('withdraw-sheet', 'case', (stage) => keptCase(stage, service, 'sheet'), 'anew'),
    scene('case-kept', 'case', (stage) => keptCase(stage, service, 'case')),
    scene('case-withdrawn', 'case', (stage) => keptCase(stage, service, 'withdrawn'), 'anew'),
    ...caseStatuses(service),
    ...corrections(service),
    ...bundles(services.find(({ id }) => id === 'death-bundle') ?? service),
    scene('case-status-07', 'case', async (stage) => {
      // Withdrawn while it was still kept: filing and withdrawal travel together.
      await stage.network('down');
      const filed = await fileBeside(stage, service);
      await stage.ask('POST', '/shell/withdrawals', { slip: filed.slip.token });
      await stage.home();
      await stage.network('up');
      await received(stage, filed.filing.id);
      await until(async () => (await stage.portal.statusOf(filed.filing.id)) === 7);
      await lookFor(stage, filed.slip.token);
    }),
    scene('case-arrived-offline', 'case', async (stage) => {
      const filed = await fileBeside(stage, service);
      await stage.home();
      await received(stage, filed.filing.id);
      await stage.network('down');
      await lookFor(stage, filed.slip.token);
    }),
    scene('case-genuine-not-arrived', 'case', async (stage) => {
      const other = await stage.anotherKiosk(`other-${Date.now()}`);
      const filed = await fileIn(other, service, stage);
      await lookFor(stage, filed.slip.token);
    }),
    scene('follow', 'case', (stage) => follow(stage)),
    scene(
      'follow-camera',
      'case',
      async (stage) => {
        await follow(stage);
        await stage.press('follow:find.camera');
        await until(() => stage.page.evaluate('document.querySelector("video")?.videoWidth > 0'));
      },
      'anew',
    ),
    scene(
      'follow-typed',
      'case',
      async (stage) => {
        await follow(stage);
        await stage.press('follow:find.type');
        await stage.page.keyboard.type('A6-0147', { delay: 120 });
      },
      'anew',
    ),
    scene(
      'follow-not-a-slip',
      'case',
      async (stage) => {
        await follow(stage);
        await stage.scan('https://example.com/khong-phai-phieu');
      },
      'anew',
    ),
    scene('continue', 'case', (stage) => continueLater(stage)),
    scene(
      'continue-wrong',
      'case',
      async (stage) => {
        await continueLater(stage);
        await stage.press('follow:continue.type');
        await stage.page.keyboard.type('A6N', { delay: 120 });
        await stage.press('follow:continue.open');
        await stage.press('follow:continue.open');
      },
      'anew',
    ),
    ...staff(service),
    ...provisioning(),
    scene(
      'attract-power-cut',
      'attract',
      async (stage) => {
        await stage.network('down');
        await fileBeside(stage, service);
        await stage.restart();
        await stage.attract();
      },
      'vi',
    ),
  ];
}

function caseStatuses(service: Service): Scene[] {
  return waysThroughStatuses.flatMap((way) =>
    way.flatMap((status, index) =>
      way.indexOf(status) !== index || (status === 1 && way.length !== 7)
        ? []
        : [
            scene(`case-status-${String(status).padStart(2, '0')}`, 'case', async (stage) => {
              const filed = await fileBeside(stage, service);
              await stage.home();
              await received(stage, filed.filing.id);
              for (let step = 1; step <= index; step++) {
                const [from, to] = [way[step - 1] as CaseStatusCode, way[step] as CaseStatusCode];
                await stage.portal.setStatus(filed.filing.id, {
                  from,
                  to,
                  ...(notes[to] ? { note: notes[to] } : {}),
                  ...(to === 2 ? { due: inTwoWeeks() } : {}),
                });
              }
              await lookFor(stage, filed.slip.token);
            }),
          ],
    ),
  );
}

/** An officer marks a field and a paper; the resident sees them, and mends them one by one. */
function corrections(service: Service): Scene[] {
  const paper = service.papers.at(-1)?.id ?? '';
  const marked = async (stage: Stage) => {
    const filed = await fileBeside(stage, service);
    await stage.home();
    await received(stage, filed.filing.id);
    await stage.portal.mark(filed.filing.id, 1, {
      'mark.question.reqPhone': 'Số này không gọi được. Mời ông/bà ghi số đang dùng.',
      [`mark.paper.${paper}`]: 'Ảnh bị mờ góc dưới. Mời ông/bà chụp lại.',
    });
    await lookFor(stage, filed.slip.token);
  };
  const begun = async (stage: Stage) => {
    await marked(stage);
    await stage.press('follow:correction.begin');
    await stage.page.locator('[data-screen="question"]').waitFor();
  };
  return [
    scene('case-to-correct', 'case', marked),
    scene('correction-question', 'case', begun, 'anew'),
    scene('correction-review', 'case', async (stage) => {
      await begun(stage);
      await stage.press('frame:actions.next');
      await stage.page.locator('[data-screen="papers"]').waitFor();
      await stage.press('visit:papers.next');
      await stage.page.locator('[data-screen="review"]').waitFor();
    }),
    scene(
      'follow-by-card',
      'case',
      async (stage) => {
        await follow(stage);
        await stage.scan('001090000017||Nguyễn Văn An|15031990|Nam||20052021');
        await stage.page.getByRole('textbox').first().waitFor();
      },
      'anew',
    ),
  ];
}

/** Three results, each on its own way, and the draft certificate of one of them. */
function bundles(service: Service): Scene[] {
  const words = [
    '# Người đã mất',
    'Họ, chữ đệm, tên: Nguyễn Văn Bình',
    'Ngày, tháng, năm sinh: 02/09/1945',
    'Giới tính: Nam',
    'Dân tộc: Kinh',
    'Quốc tịch: Việt Nam',
    'Nơi cư trú cuối cùng: Số 5, ngách 12/34, phường Ô Chợ Dừa, thành phố Hà Nội',
    '# Việc khai tử',
    'Đã chết vào lúc: 04 giờ 30 phút, ngày 08/11/2026',
    'Nơi chết: Bệnh viện Bạch Mai, phường Kim Liên, thành phố Hà Nội',
    'Nguyên nhân chết: Bệnh',
    'Người đi khai tử: Nguyễn Văn An',
  ].join('\n');
  const moving = async (stage: Stage) => {
    const filed = await fileBeside(stage, service);
    await stage.home();
    await received(stage, filed.filing.id);
    const { id } = filed.filing;
    await stage.portal.setStatus(id, { from: 1, to: 2, due: inTwoWeeks() });
    await stage.portal.moveResult(id, { result: 'extract', from: 'waiting', state: 'in-process' });
    await stage.portal.moveResult(id, { result: 'residence-removal', from: 'waiting', state: 'in-process' });
    await stage.portal.moveResult(id, { result: 'residence-removal', from: 'in-process', state: 'done' });
    return filed;
  };
  const asked = async (stage: Stage) => {
    const filed = await moving(stage);
    await stage.portal.sendDraft(filed.filing.id, { result: 'extract', words });
    await lookFor(stage, filed.slip.token);
  };
  const read = async (stage: Stage) => {
    await asked(stage);
    await stage.press('follow:draft.open');
    await stage.page.locator('[data-screen="draft"]').waitFor();
  };
  return [
    scene('case-results', 'case', async (stage) => {
      const filed = await moving(stage);
      const note = 'Người mất không thuộc diện được hỗ trợ theo Nghị định 20/2021.';
      await stage.portal.moveResult(filed.filing.id, { result: 'funeral', from: 'waiting', state: 'refused', note });
      await lookFor(stage, filed.slip.token);
    }),
    scene('case-draft', 'case', asked),
    scene('draft-read', 'case', read),
    scene(
      'draft-sure',
      'case',
      async (stage) => {
        await read(stage);
        await stage.press('follow:draft.right');
        await stage.page.getByRole('dialog').waitFor();
      },
      'anew',
    ),
    scene(
      'draft-where',
      'case',
      async (stage) => {
        await read(stage);
        await stage.press('follow:draft.toChange');
        await stage.page.getByRole('textbox').first().waitFor();
        await stage.press('follow:draft.send');
      },
      'anew',
    ),
    scene(
      'filed-reply-kept',
      'case',
      async (stage) => {
        await read(stage);
        await stage.network('down');
        await stage.press('follow:draft.right');
        await stage.press('follow:draft.sureYes');
        await stage.page.locator('[data-screen="filed"]').waitFor();
      },
      'anew',
    ),
  ];
}

function staff(service: Service): Scene[] {
  const signIn = async (stage: Stage, role: 'attendant' | 'technician') => {
    await stage.home();
    await stage.press('frame:tools.look');
    await stage.press(role === 'attendant' ? 'frame:look.attendantDoor' : 'frame:look.technicianDoor');
    await stage.page.locator('[data-screen="sign-in"]').waitFor();
  };
  const enter = async (stage: Stage, role: 'attendant' | 'technician') => {
    await signIn(stage, role);
    const pin = stage.portal.process.staff.find((each) => each.role === role)?.pin ?? '';
    await stage.page.keyboard.type(pin);
    await stage.press('staff:signIn.enter');
    await stage.page.locator(`[data-screen="${role}"]`).waitFor();
  };
  return [
    scene('sign-in', 'staff', (stage) => signIn(stage, 'attendant'), 'anew'),
    scene(
      'sign-in-wrong',
      'staff',
      async (stage) => {
        await signIn(stage, 'attendant');
        await stage.page.keyboard.type('000000');
        await stage.press('staff:signIn.enter');
        await stage.page.locator('.banner').first().waitFor();
      },
      'anew',
    ),
    scene(
      'attendant',
      'staff',
      async (stage) => {
        await fileBeside(stage, service);
        await enter(stage, 'attendant');
      },
      'anew',
    ),
    scene(
      'attendant-kept',
      'staff',
      async (stage) => {
        await stage.network('down');
        await fileBeside(stage, service);
        await enter(stage, 'attendant');
        await stage.page.locator('.big-number[data-tone="kept"]').click();
      },
      'anew',
    ),
    scene(
      'attendant-arrived',
      'staff',
      async (stage) => {
        await enter(stage, 'attendant');
        await stage.page.locator('.big-number[data-tone="arrived"]').click();
      },
      'anew',
    ),
    scene(
      'attendant-needs',
      'staff',
      async (stage) => {
        await loseAPart(stage, service);
        await enter(stage, 'attendant');
        await stage.page.locator('.big-number[data-tone="problem"]').click();
      },
      'anew',
    ),
    scene(
      'attendant-carry',
      'staff',
      async (stage) => {
        await stage.network('down');
        await fileBeside(stage, service);
        await enter(stage, 'attendant');
        await stage.press('staff:carry.open');
        await stage.page.getByRole('dialog').getByRole('paragraph').first().waitFor();
      },
      'anew',
    ),
    scene(
      'attendant-carried',
      'staff',
      async (stage) => {
        await stage.network('down');
        await fileBeside(stage, service);
        await enter(stage, 'attendant');
        await stage.press('staff:carry.open');
        await stage.page.getByRole('dialog').getByRole('button', { name: 'USB' }).click();
        await stage.page.getByRole('dialog').locator('.banner[data-tone="good"]').waitFor();
      },
      'anew',
    ),
    scene('technician', 'staff', (stage) => enter(stage, 'technician'), 'anew'),
  ];
}

function provisioning(): Scene[] {
  const begin = async (stage: Stage) => {
    stage.show(await stage.anotherKiosk(`blank-${Date.now()}`, { blank: true }));
    await stage.attract();
    const { language } = stage;
    stage.language = 'vi';
    await stage.press('visit:attract.install');
    if (language === 'en') {
      await stage.press('frame:tools.otherLanguage');
      stage.language = 'en';
    }
    await stage.page.locator('[data-screen="provisioning"]').waitFor();
  };
  const scanCode = async (stage: Stage) => {
    await begin(stage);
    await stage.scan(await stage.portal.enrolment('C3'));
  };
  const compare = async (stage: Stage) => {
    await scanCode(stage);
    await stage.press('frame:actions.next');
    await stage.page.locator('.root-digits').waitFor();
  };
  return [
    scene('provisioning-waiting', 'staff', begin, 'anew'),
    scene(
      'provisioning-wrong-code',
      'staff',
      async (stage) => {
        await begin(stage);
        await stage.scan('https://example.com/khong-phai-ma');
        await stage.press('frame:actions.next');
        await stage.page.locator('.banner').first().waitFor();
      },
      'anew',
    ),
    scene('provisioning-diagonal', 'staff', scanCode, 'anew'),
    scene('provisioning-compare', 'staff', compare, 'anew'),
    scene(
      'provisioning-done',
      'staff',
      async (stage) => {
        await compare(stage);
        await stage.press('staff:provision.same');
        await stage.page.getByRole('button').filter({ hasText: /./ }).first().waitFor();
        await stage.page.locator('.root-digits').waitFor({ state: 'detached' });
      },
      'anew',
    ),
  ];
}

/** Tick the pledge, press «Nộp hồ sơ», and stand on the filed screen. */
async function fileByHand(stage: Stage, service: Service): Promise<{ id: string }> {
  await stage.resume(finishedDraft(service));
  await stage.page.locator('.check-row').last().click();
  const answered = stage.page.waitForResponse((response) => response.url().endsWith('/shell/filings'));
  await stage.press('visit:review.file');
  const { filing } = (await (await answered).json()) as FileAnswer;
  await stage.page.locator('[data-screen="filed"]').waitFor();
  return filing;
}

/** The code of what is to pay for two copies. */
async function paying(stage: Stage, service: Service): Promise<{ id: string }> {
  const filed = await fileByHand(stage, service);
  await received(stage, filed.id);
  await stage.press('follow:payment.pay');
  await stage.page.locator('[data-screen="payment"] .qr-picture').waitFor();
  return filed;
}

/** The same through the door, while no page looks. */
function fileBeside(stage: Stage, service: Service): Promise<FileAnswer> {
  return fileIn(stage.kiosk(), service, stage);
}

async function fileIn(kiosk: TabKiosk, service: Service, stage: Stage, papers: PaperPage[] = []): Promise<FileAnswer> {
  const draft = { ...finishedDraft(service), language: stage.language, papers };
  const dossier = dossierOfDraft(draft, service, {
    facts: factsToday(),
    checkCode: makeCheckCode(crypto.getRandomValues(new Uint8Array(CHECK_CODE_LENGTH))),
    pledgedAt: new Date().toISOString(),
    kioskWard: '00190',
    clockDoubtful: false,
    say: (text) => inHouseWords(text, stage.language),
  });
  return askShell<FileAnswer>(kiosk, 'POST', '/shell/filings', { dossier });
}

/** A filing whose part is gone from the disk: it can never arrive by itself. */
async function loseAPart(stage: Stage, service: Service): Promise<void> {
  const picture = crypto.getRandomValues(new Uint8Array(4096));
  const page = await keepPage(stage, { paper: service.papers[0]?.id ?? 'paper', page: 1, picture });
  const filed = await fileIn(stage.kiosk(), service, stage, [page]);
  await rm(join(stage.profileFolder, 'safe', 'parts', page.sha256));
  await stage.home();
  await until(async () => (await deliveryOf(stage, filed.filing.id)) === 'needs-attention');
}

async function received(stage: Stage, filing: string): Promise<void> {
  await until(async () => (await deliveryOf(stage, filing)) === 'received');
}

/** As the page's own store has it. */
function deliveryOf(stage: Stage, filing: string): Promise<unknown> {
  return stage.page.evaluate(
    `new Promise((done, fail) => {
      const opening = indexedDB.open('diem-cham-outbox');
      opening.onerror = () => fail(opening.error);
      opening.onsuccess = () => {
        const database = opening.result;
        const asked = database.transaction('lines').objectStore('lines').get(${JSON.stringify(filing)});
        asked.onsuccess = () => { database.close(); done(asked.result && asked.result.delivery.state); };
        asked.onerror = () => { database.close(); fail(asked.error); };
      };
    })`,
  );
}

async function keptCase(stage: Stage, service: Service, step: 'case' | 'sheet' | 'withdrawn'): Promise<void> {
  await stage.network('down');
  const filed = await fileBeside(stage, service);
  await lookFor(stage, filed.slip.token);
  if (step === 'case') return;
  await stage.press('follow:case.withdraw');
  if (step === 'withdrawn') await stage.press('follow:case.withdrawYes', 'last');
}

async function follow(stage: Stage): Promise<void> {
  await stage.home();
  await stage.press('visit:home.follow');
  await stage.page.locator('[data-screen="follow"]').waitFor();
}

async function lookFor(stage: Stage, token: string): Promise<void> {
  await follow(stage);
  await stage.scan(token);
  await stage.page.locator('[data-screen="case"]').waitFor();
}

async function continueLater(stage: Stage): Promise<void> {
  await stage.home();
  await stage.press('visit:home.continue');
  await stage.page.locator('[data-screen="continue"]').waitFor();
}

function inTwoWeeks(): string {
  return new Date(Date.now() + 14 * 24 * 3_600_000).toISOString().slice(0, 10);
}

function scene(name: string, group: string, open: Scene['open'], languages: Scene['languages'] = 'switch'): Scene {
  return { name, group, languages, open };
}
