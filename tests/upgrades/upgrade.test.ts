import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Draft } from '../../renderer/session/draft.ts';
import { toBase64Url } from '../../shared/dossier/bytes.ts';
import { type BrowserReport, runInBrowser } from '../browser/run-in-browser.ts';
import { doorOfShell } from './door-of-shell.ts';
import { type Generation, generationNames, readGeneration } from './generation.ts';
import { type Awake, wake } from './wake-generation.ts';
import { filingsInside } from './whats-inside.ts';

/**
 * A kiosk and its portal as an older build left them, full of everything they can hold, under this build: the store is upgraded
 * in a real browser engine, shell and portal open their files, and the whole queue arrives once.
 */

it('there is a frozen kiosk to upgrade', () => {
  expect(generationNames().length).toBeGreaterThan(0);
});

for (const name of generationNames()) {
  describe(`the kiosk of ${name}`, () => {
    let generation: Generation;
    let awake: Awake;
    let report: BrowserReport;

    beforeAll(async () => {
      generation = readGeneration(name);
      awake = await wake(generation);
      const { indexedDb, inside } = generation;
      const isNewest = name === generationNames().at(-1);
      report = await runInBrowser(
        {
          suite: join(import.meta.dirname, 'upgrade-in-browser.ts'),
          worker: join(import.meta.dirname, '../../renderer/sync/sync.worker.ts'),
        },
        doorOfShell(awake.kiosk, {
          test: async () => Response.json({ indexedDb, setAside: inside.setAside, isNewest }),
        }),
      );
      console.log(`${report.engine}, ${name}:`, report.numbers);
    }, 180_000);
    afterAll(() => awake?.close());

    it('is full: every state, withdrawals, bodies freed, what was told earlier, rows set aside', () => {
      const { inside } = generation;
      expect(inside.filings).toBeGreaterThanOrEqual(1000);
      expect(Object.keys(inside.states).sort()).toEqual(['needs-attention', 'received', 'sending', 'waiting']);
      expect(inside.setAside).toBeGreaterThan(0);
      for (const some of [inside.earlierTold, inside.openWithdrawals, inside.reachedWithdrawals]) {
        expect(some.length).toBeGreaterThan(0);
      }
      const inStore = filingsInside(generation.indexedDb);
      expect(inStore.some(({ delivery, body }) => delivery.state === 'received' && body === null)).toBe(true);
    });

    it('keeps every claim in a real browser engine', () => {
      expect(report.results.filter(({ problem }) => problem !== undefined)).toEqual([]);
      // What may not be opened is tried once, over the newest.
      expect(report.results).toHaveLength(name === generationNames().at(-1) ? 6 : 2);
    });

    it('has sent everything once: the portal holds every filing, refused ones wait for a person', async () => {
      const { inside } = generation;
      const cases = await awake.ports.register.cases({ limit: 10_000 });
      const refused = inside.states['needs-attention'] ?? 0;
      expect(new Set(cases.map(({ filing }) => filing)).size).toBe(cases.length);
      expect(cases).toHaveLength(inside.filings - refused);
      expect(report.numbers.refused).toBe(refused);
      expect(report.numbers.received).toBe(inside.filings - refused);
      // Numbers run on: no slip number is given a second time.
      const { filing } = await awake.kiosk.file();
      expect(filing.sequence).toBe(inside.lastSequence + 1);
    });

    it('has told of every withdrawal, and the portal has taken it back', async () => {
      for (const id of generation.inside.openWithdrawals) {
        expect((await awake.ports.register.findCase(id))?.status).toBe(7);
      }
    });

    it('still knows what the safe knows: receipts, freed bodies, who it is', async () => {
      const { kiosk } = await awake.kiosk.get<{ kiosk: { id: string } }>('GET', '/shell/state');
      expect(kiosk.id).toBe(generation.inside.kiosk);
      const codes = await logCodes(awake);
      for (const code of ['safe-record-unreadable', 'safe-damaged', 'safe-chain-broken', 'kiosk-file-unreadable']) {
        expect(codes).not.toContain(code);
      }
      expect(codes).not.toContain('outbox-vanished');
    });

    it('opens drafts saved for later, by the code typed and by the square code', async () => {
      for (const [index, { number, code, token, text, draft: before }] of generation.inside.savedDrafts.entries()) {
        const by = index % 2 === 0 ? { number, code } : { token };
        const { draft } = await awake.kiosk.get<{ draft: unknown }>('POST', '/shell/saved-drafts/open', by);
        expect(draft).toEqual(before ?? { text });
        // Not only opened, but a draft this build can go on with.
        if (before) expect(Draft.safeParse(draft).success).toBe(true);
      }
    });

    it('opens at the portal what it received on that day', async () => {
      const { register } = awake.ports;
      const [first] = await register.cases({ limit: 1, number: 'A1-0001' });
      const body = first && (await register.findBody(first.filing));
      expect(toBase64Url(Uint8Array.from(body?.ciphertext ?? [])).length).toBeGreaterThan(500);
      for (const [id, status] of Object.entries(generation.inside.statuses)) {
        expect((await register.findCase(id))?.status).toBe(status);
        expect((await register.history(id)).at(-1)?.note).toBe('đã xem');
      }
    });
  });
}

async function logCodes({ kiosk }: Awake): Promise<readonly string[]> {
  const health = await kiosk.get<{ lastLog: { code: string }[] }>('GET', '/shell/health').catch(() => undefined);
  if (health) return health.lastLog.map(({ code }) => code);
  const { readFile } = await import('node:fs/promises');
  const log = await readFile(join(kiosk.folder, 'log', 'kiosk.log'), 'utf8');
  return log.split('\n').flatMap((line) => /^\S+ ([a-z0-9-]+)/.exec(line)?.[1] ?? []);
}
