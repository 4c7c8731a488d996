import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contractVersion, SyncAnswer } from '../../shared/portal-contract/messages.ts';
import type {
  FiledNow,
  Owed,
  PortalNewsAnswer,
  SafeFilings,
  SavedDraftSlip,
  ShellState,
} from '../../shared/shell-contract/messages.ts';
import {
  FileAnswer,
  Health,
  SafeFiling,
  ShellState as ShellStateSchema,
  SlipAnswer,
} from '../../shared/shell-contract/messages.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { aDossier, aKiosk, type TestKiosk } from './a-kiosk.ts';

let portal: EmbeddedPortal;
beforeAll(async () => {
  portal = await anEmbeddedPortal();
});
afterAll(() => portal.close());

async function withKiosk(
  use: (kiosk: TestKiosk) => Promise<void>,
  options: Parameters<typeof aKiosk>[0] = {},
): Promise<void> {
  const kiosk = await aKiosk({ portal, ...options });
  try {
    await use(kiosk);
  } finally {
    await kiosk.close();
  }
}

/** What the sync engine does, once and in a straight line. */
async function syncOnce(kiosk: TestKiosk): Promise<{ answer: SyncAnswer; news: PortalNewsAnswer }> {
  const state = await kiosk.get<ShellState>('GET', '/shell/state');
  const { filings } = await kiosk.get<SafeFilings>('GET', '/shell/filings?after=0&limit=100');
  const owed = await kiosk.get<Owed>('GET', '/shell/owed');
  const unreceived = filings.filter((filing) => filing.receipt === null);
  const request = {
    contract: contractVersion,
    kiosk: state.kiosk?.id,
    head: owed.head,
    filings: unreceived.map(({ body }) => body),
    withdrawals: filings.flatMap(({ withdrawal }) => (withdrawal && !withdrawal.reached ? [withdrawal.token] : [])),
    ratings: owed.ratings,
    following: [],
    known: { trustVersion: state.kiosk?.trustVersion, configVersion: state.kiosk?.configVersion },
  };
  const answer = SyncAnswer.parse(await kiosk.get('POST', '/portal/v1/sync', request));
  const receipts = answer.filings.flatMap((one) =>
    one.state === 'received' ? [{ id: one.id, receipt: one.receipt }] : [],
  );
  await kiosk.get('POST', '/shell/receipts', { receipts });
  const { checkpoint, time, trust, config, ratings } = answer;
  const news = await kiosk.get<PortalNewsAnswer>('POST', '/shell/portal-news', {
    ...(checkpoint ? { checkpoint } : {}),
    time,
    ...(trust ? { trust } : {}),
    ...(config ? { config } : {}),
    ratings,
    withdrawalsReached: answer.withdrawals.filter(({ state: one }) => one === 'recorded').map(({ filing }) => filing),
  });
  return { answer, news };
}

describe('a visit through the door', () => {
  test('a dossier with a photo is filed, sent, received, checkpointed and freed', () =>
    withKiosk(async (kiosk) => {
      const { page, ciphertext } = await kiosk.putPart('a photo');
      const filed = FileAnswer.parse(await kiosk.file({ papers: [page] }));
      expect(filed.filing.sequence).toBe(1);
      expect(filed.slip.number).toMatch(/^[A-Z0-9]{1,4}-0001$/);
      await kiosk.get('POST', `/shell/filings/${filed.filing.id}/shown`);

      const missing = await syncOnce(kiosk);
      expect(missing.answer.filings).toEqual([{ id: filed.filing.id, state: 'parts-missing', parts: [page.sha256] }]);
      expect(await kiosk.get('POST', `/shell/parts/${page.sha256}/send`)).toEqual({ sent: true });
      const received = await syncOnce(kiosk);
      expect(received.answer.filings[0]?.state).toBe('received');
      expect(Buffer.from(await (await kiosk.ask('GET', `/shell/parts/${page.sha256}`)).arrayBuffer())).toEqual(
        Buffer.from(ciphertext),
      );

      await fetch(`${portal.url}/test/checkpoints`, { method: 'POST' });
      const { news } = await syncOnce(kiosk);
      expect(news).toEqual({ freed: [filed.filing.id], lacking: [] });
      expect(await kiosk.code('GET', `/shell/parts/${page.sha256}`)).toBe('not-found');

      const seen = (await (await fetch(`${portal.url}/test/filings/${filed.filing.id}`)).json()) as {
        dossier: { answers: unknown };
      };
      expect(seen.dossier.answers).toEqual(aDossier().answers);
      const again = await kiosk.restart();
      const [kept] = (await again.get<SafeFilings>('GET', '/shell/filings')).filings;
      expect(SafeFiling.parse(kept)).toMatchObject({ id: filed.filing.id, body: null });
      expect(kept?.receipt).toMatch(/\./);
      await again.shell.close();
    }));

  test('a page that died after filing gets its slip again, until the visit ends', () =>
    withKiosk(async (kiosk) => {
      expect(await kiosk.get('GET', '/shell/filed')).toEqual({ filed: null });
      const dossier = aDossier();
      const answer = await kiosk.get<FileAnswer>('POST', '/shell/filings', { dossier });
      expect(await kiosk.get('GET', '/shell/filed')).toEqual({
        filed: { ...answer, receiver: dossier.receiver.unit, isRevision: false },
      });
      await kiosk.get('POST', '/shell/session/end', {});
      expect(await kiosk.get('GET', '/shell/filed')).toEqual({ filed: null });
    }));

  test('corrections are filed like a dossier: once, received as part of their case, and told apart by their slip after a restart', () =>
    withKiosk(async (kiosk) => {
      const base = FileAnswer.parse(await kiosk.file({}));
      await syncOnce(kiosk);
      const dossier = aDossier({ revises: { filing: base.filing.id, round: 1 } });
      const [one, two] = await Promise.all(
        [1, 2].map(() => kiosk.get<FileAnswer>('POST', '/shell/filings', { dossier })),
      );
      expect(one).toEqual(two);
      expect((await kiosk.get<FiledNow>('GET', '/shell/filed')).filed?.isRevision).toBe(true);
      const slip = { slip: one?.slip.token ?? '' };
      const again = await kiosk.restart();
      expect(await again.get('POST', '/shell/slips', slip)).toMatchObject({ known: 'here', isRevision: true });
      expect(await again.get('POST', '/shell/slips', { slip: base.slip.token })).not.toHaveProperty('isRevision');
      expect((await syncOnce(again)).answer.filings).toMatchObject([{ id: one?.filing.id, state: 'received' }]);
      expect((await syncOnce(again)).answer.filings).toEqual([]);
      await again.shell.close();
    }));

  test('the same dossier confirmed twice is one filing', () =>
    withKiosk(async (kiosk) => {
      const dossier = aDossier();
      const answers = await Promise.all(
        [1, 2, 3].map(() => kiosk.get<FileAnswer>('POST', '/shell/filings', { dossier })),
      );
      expect(new Set(answers.map(({ filing }) => filing.id)).size).toBe(1);
      expect((await kiosk.get<SafeFilings>('GET', '/shell/filings')).filings).toHaveLength(1);
    }));

  test('state, health and catalogue are of the contract', () =>
    withKiosk(async (kiosk) => {
      const state = ShellStateSchema.parse(await kiosk.get('GET', '/shell/state'));
      expect(state).toMatchObject({ staff: null, livedThroughPowerCut: [], room: { parts: true, filings: true } });
      expect(state.kiosk?.receiptKeys.length).toBeGreaterThan(0);
      expect(await kiosk.code('GET', '/shell/health')).toBe('not-signed-in');
      const blank = await aKiosk();
      Health.parse(await blank.get('GET', '/shell/health'));
      expect(await blank.code('POST', '/shell/filings', { dossier: aDossier() })).toBe('not-provisioned');
      await blank.close();
    }));

  test('a slip is known by its QR and by number and check code; a wrong code is counted also across a restart', () =>
    withKiosk(async (kiosk) => {
      const { slip, filing } = await kiosk.file();
      const { number } = slip;
      expect(SlipAnswer.parse(await kiosk.get('POST', '/shell/slips', { slip: slip.token }))).toMatchObject({
        known: 'here',
        id: filing.id,
        received: null,
      });
      expect(
        await kiosk.get('POST', '/shell/slips', { number: number.toLowerCase(), checkCode: 'k7m2-qx' }),
      ).toMatchObject({ known: 'here' });
      for (const _try of [1, 2, 3])
        expect(await kiosk.code('POST', '/shell/slips', { number, checkCode: 'AAAAAA' })).toBe('wrong-code');
      const again = await kiosk.restart();
      expect(await again.code('POST', '/shell/slips', { number, checkCode: 'AAAAAA' })).toBe('wrong-code');
      expect(await again.code('POST', '/shell/slips', { number, checkCode: 'AAAAAA' })).toBe('code-locked');
      expect(await again.code('POST', '/shell/slips', { number, checkCode: slip.checkCode })).toBe('code-locked');
      expect(await again.get('POST', '/shell/slips', { slip: slip.token })).toMatchObject({ known: 'here' });
      expect(await again.get('POST', '/shell/slips', { number: 'ZZ-9999', checkCode: 'AAAAAA' })).toEqual({
        known: 'not-here',
      });
      expect(await again.code('POST', '/shell/slips', { slip: 'https://example.org/something-else' })).toBe(
        'slip-not-genuine',
      );
      await again.shell.close();
    }));

  test('a kept filing is withdrawn once, a received one is not', () =>
    withKiosk(async (kiosk) => {
      const { slip, filing } = await kiosk.file();
      const first = await kiosk.get('POST', '/shell/withdrawals', { slip: slip.token });
      expect(await kiosk.get('POST', '/shell/withdrawals', { number: slip.number, checkCode: slip.checkCode })).toEqual(
        first,
      );
      await syncOnce(kiosk);
      const [kept] = (await kiosk.get<SafeFilings>('GET', '/shell/filings')).filings;
      expect(kept).toMatchObject({ id: filing.id, withdrawal: { reached: true } });
      const other = await kiosk.file();
      await syncOnce(kiosk);
      expect(await kiosk.code('POST', '/shell/withdrawals', { slip: other.slip.token })).toBe('already-received');
    }));

  test('a receipt of another filing, or of nobody, is refused', () =>
    withKiosk(async (kiosk) => {
      const one = await kiosk.file();
      const { answer } = await syncOnce(kiosk);
      const receipt = answer.filings[0]?.state === 'received' ? answer.filings[0].receipt : '';
      const two = await kiosk.file();
      const tampered = `${receipt.slice(0, -4)}AAAA`;
      const receipts = [
        { id: two.filing.id, receipt },
        { id: one.filing.id, receipt: tampered },
      ];
      expect(await kiosk.get('POST', '/shell/receipts', { receipts })).toEqual({
        kept: [],
        refused: [two.filing.id, one.filing.id],
      });
      expect(await kiosk.get('POST', '/shell/receipts', { receipts: [{ id: one.filing.id, receipt }] })).toEqual({
        kept: [one.filing.id],
        refused: [],
      });
    }));

  test('what is said of one factor travels by itself: nothing tells that it was the same person', () =>
    withKiosk(async (kiosk) => {
      await kiosk.get('POST', '/shell/ratings', { service: 'civil-extract', score: 4 });
      await kiosk.get('POST', '/shell/ratings', { service: 'civil-extract', factor: 'staff', score: 2 });
      const { ratings } = await kiosk.get<Owed>('GET', '/shell/owed');
      expect(ratings.map(({ factor, score }) => [factor, score])).toEqual([
        [undefined, 4],
        ['staff', 2],
      ]);
      const [one, other] = ratings.map(({ id }) => id);
      expect(one).not.toBe(other);
      for (const rating of ratings)
        expect(Object.keys(rating).filter((key) => !['id', 'service', 'day', 'factor', 'score'].includes(key))).toEqual(
          [],
        );
    }));

  test('a rating travels once and carries a day, not a time', () =>
    withKiosk(async (kiosk) => {
      await kiosk.get('POST', '/shell/ratings', { service: 'civil-extract', score: 5 });
      const { ratings } = await kiosk.get<Owed>('GET', '/shell/owed');
      expect(ratings).toEqual([
        {
          id: expect.stringMatching(/^[0-9a-f]{32}$/),
          service: 'civil-extract',
          day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
          score: 5,
        },
      ]);
      await syncOnce(kiosk);
      expect((await kiosk.get<Owed>('GET', '/shell/owed')).ratings).toEqual([]);
    }));

  test('a filing nobody saw kept is announced after a restart, a shown one is not', () =>
    withKiosk(async (kiosk) => {
      const unseen = await kiosk.file();
      const seen = await kiosk.file();
      await kiosk.get('POST', `/shell/filings/${seen.filing.id}/shown`);
      const again = await kiosk.restart();
      const { livedThroughPowerCut } = await again.get<ShellState>('GET', '/shell/state');
      expect(livedThroughPowerCut).toEqual([{ slip: unseen.slip.number, at: unseen.slip.filedAt }]);
      await again.shell.close();
      const dayLater = await again.restart({ clock: { nowMs: () => Date.now() + 36 * 3600_000 } });
      expect((await dayLater.get<ShellState>('GET', '/shell/state')).livedThroughPowerCut).toEqual([]);
      await dayLater.shell.close();
    }));
});

describe('the open draft', () => {
  test('comes back to the page after a crash of the page, and to nobody after the session or the power ends', () =>
    withKiosk(async (kiosk) => {
      const draft = { answers: { name: 'DẤU-VẾT-RIÊNG' }, at: 'step-3' };
      await kiosk.get('PUT', '/shell/draft', { draft });
      expect(await kiosk.get('GET', '/shell/draft')).toEqual({ draft });
      expect(await everyFile(kiosk.folder)).not.toContain('RIÊNG');
      const { page } = await kiosk.putPart('photo of the session');
      await kiosk.get('POST', '/shell/session/end');
      expect(await kiosk.get('GET', '/shell/draft')).toEqual({ draft: null });
      expect(await kiosk.code('GET', `/shell/parts/${page.sha256}`)).toBe('not-found');
      await new Promise((done) => setTimeout(done, 20));
      expect(kiosk.host.freshPages).toBe(1);
      await kiosk.get('PUT', '/shell/draft', { draft });
      const again = await kiosk.restart();
      expect(await again.get('GET', '/shell/draft')).toEqual({ draft: null });
      expect(await readdir(join(kiosk.folder, 'drafts'))).toEqual(['saved']);
      await again.shell.close();
    }));

  test('of many autosaves at once the newest is what stays', () =>
    withKiosk(async (kiosk) => {
      await Promise.all(
        Array.from({ length: 30 }, (_, count) => kiosk.get('PUT', '/shell/draft', { draft: { count } })),
      );
      expect(await kiosk.get('GET', '/shell/draft')).toEqual({ draft: { count: 29 } });
    }));
});

describe('continue later', () => {
  const draft = { answers: { name: 'DẤU-VẾT-RIÊNG' } };

  async function save(kiosk: TestKiosk): Promise<{ slip: SavedDraftSlip; part: string }> {
    await kiosk.get('PUT', '/shell/draft', { draft });
    const { page } = await kiosk.putPart('a photo to keep');
    const slip = await kiosk.get<SavedDraftSlip>('POST', '/shell/saved-drafts');
    await kiosk.get('POST', '/shell/session/end');
    return { slip, part: page.sha256 };
  }

  test('the draft and its parts come back by QR and by typed code, also after a restart', () =>
    withKiosk(async (kiosk) => {
      const { slip, part } = await save(kiosk);
      expect(await everyFile(kiosk.folder)).not.toContain('RIÊNG');
      const again = await kiosk.restart();
      expect(await again.get('POST', '/shell/saved-drafts/open', { token: slip.token })).toEqual({ draft });
      expect((await again.ask('GET', `/shell/parts/${part}`)).status).toBe(200);
      await again.get('POST', '/shell/session/end');
      const typed = {
        number: slip.number.toLowerCase(),
        code: `${slip.code.slice(0, 4)}-${slip.code.slice(4)}`.toLowerCase(),
      };
      expect(await again.get('POST', '/shell/saved-drafts/open', typed)).toEqual({ draft });
      await again.file();
      await again.get('POST', '/shell/session/end');
      expect(await again.code('POST', '/shell/saved-drafts/open', { token: slip.token })).toBe('draft-gone');
      await again.shell.close();
    }));

  test('five wrong typed codes close typing, also across a restart; the QR still opens it', () =>
    withKiosk(async (kiosk) => {
      const { slip } = await save(kiosk);
      const wrong = { number: slip.number, code: slip.code.startsWith('A') ? 'BBBBBBBB' : 'AAAAAAAA' };
      for (const _try of [1, 2, 3])
        expect(await kiosk.code('POST', '/shell/saved-drafts/open', wrong)).toBe('wrong-code');
      const again = await kiosk.restart();
      expect(await again.code('POST', '/shell/saved-drafts/open', wrong)).toBe('wrong-code');
      expect(await again.code('POST', '/shell/saved-drafts/open', wrong)).toBe('code-locked');
      expect(await again.code('POST', '/shell/saved-drafts/open', { number: slip.number, code: slip.code })).toBe(
        'code-locked',
      );
      expect(await again.get('POST', '/shell/saved-drafts/open', { token: slip.token })).toEqual({ draft });
      await again.shell.close();
    }));

  test('after seven days it is gone, unless the clock is doubtful', () =>
    withKiosk(async (kiosk) => {
      const later = { nowMs: () => Date.now() + 8 * 24 * 3600_000 };
      const { slip } = await save(kiosk);
      const doubtful = await kiosk.restart({ clock: later });
      expect(await doubtful.get('POST', '/shell/saved-drafts/open', { token: slip.token })).toEqual({ draft });
      await doubtful.shell.close();
      const confirmed = await doubtful.restart({ clock: { nowMs: () => Date.now() } });
      await syncOnce(confirmed);
      const { slip: second } = await save(confirmed);
      await confirmed.shell.close();
      const gone = await confirmed.restart({ clock: later });
      expect(await gone.code('POST', '/shell/saved-drafts/open', { token: second.token })).toBe('draft-gone');
      await gone.shell.close();
    }));
});

async function everyFile(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')),
  );
  return texts.join('\n');
}
