import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { issueCheckpoints } from '../../portal/intake/checkpoints.ts';
import { type Draft, newDraft } from '../../renderer/session/draft.ts';
import type { CaseStatusCode } from '../../shared/portal-contract/case-status.ts';
import type { FileAnswer } from '../../shared/shell-contract/messages.ts';
import { runInBrowser } from '../browser/run-in-browser.ts';
import { anEmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { aKiosk } from '../shell/a-kiosk.ts';
import { doorOfShell } from './door-of-shell.ts';
import { type DumpedDatabase, type Generation, packFiles, type SavedDraftInside } from './generation.ts';

/** Filings that arrived before the network went, and after. */
const firstFilings = 900;
const restFilings = 300;
const withParts = 12;
/** Of the oldest, which the checkpoint covers. The others' bodies are still in the safe. */
const coveredFilings = 860;

/**
 * A kiosk and its portal made by this build and used until they hold everything they can hold. Takes a quarter of a minute.
 * Accounts, keys and dossiers are invented.
 */
export async function makeGeneration(
  name: string,
  versions: Generation['versions'],
): Promise<Generation & { readonly seconds: number }> {
  const started = performance.now();
  const portal = await anEmbeddedPortal();
  const kiosk = await aKiosk({ portal });
  const filed: FileAnswer[] = [];
  const withdrawn = new Map<string, string>();
  const statuses: Record<string, number> = {};
  const dumps: DumpedDatabase[] = [];
  let isOnline = true;

  await until(async () => (await kiosk.get<{ kiosk: { id: string } | null }>('GET', '/shell/state')).kiosk !== null);
  const { kiosk: who } = await kiosk.get<{ kiosk: { id: string } }>('GET', '/shell/state');

  async function fileMany(count: number, withdraw: number): Promise<readonly FileAnswer[]> {
    const fresh: FileAnswer[] = [];
    for (let number = 0; number < count; number += 1) {
      const papers = number < withParts ? [(await kiosk.putPart(`giấy ${filed.length}`)).page] : [];
      const answer = await kiosk.file({ papers });
      filed.push(answer);
      fresh.push(answer);
      if (number % 7 !== 0) await kiosk.get('POST', `/shell/filings/${answer.filing.id}/shown`);
    }
    for (const { filing, slip } of fresh.slice(20, 20 + withdraw)) {
      const { token } = await kiosk.get<{ token: string }>('POST', '/shell/withdrawals', { slip: slip.token });
      withdrawn.set(filing.id, token);
    }
    return fresh;
  }

  const told = (answers: readonly FileAnswer[]) =>
    Response.json({
      filings: answers.map(({ filing }) => ({
        id: filing.id,
        body: filing.body,
        withdrawal: withdrawn.get(filing.id),
      })),
    });

  const steps: Readonly<Record<string, (body: string) => Promise<Response>>> = {
    'file-first': async () => told(await fileMany(firstFilings, 8)),
    async 'officers-work'() {
      const acts: [number, CaseStatusCode, CaseStatusCode][] = [
        [100, 1, 2],
        [101, 1, 3],
        [102, 1, 5],
      ];
      for (const [index, from, to] of acts) {
        const filing = filed[index]?.filing.id ?? '';
        const at = new Date().toISOString();
        const due = to === 2 ? '2026-12-04' : undefined;
        await portal.ports.register.setStatus({ filing, from, to, at, by: 'can-bo-tiep-nhan', note: 'đã xem', due });
        statuses[filing] = to;
      }
      await checkpointOver(coveredFilings);
      return Response.json({ filings: [] });
    },
    async 'file-rest'() {
      isOnline = false;
      return told(await fileMany(restFilings, 10));
    },
    'lost-by-portal': async () => told(filed.slice(firstFilings - 15, firstFilings - 10)),
    async dump(body) {
      dumps.push(JSON.parse(body));
      return Response.json({});
    },
  };

  /** As if the last backup of the portal held no more than these. */
  async function checkpointOver(count: number): Promise<void> {
    const { register } = portal.ports;
    await issueCheckpoints(portal.ports, {
      ...register,
      heldRanges: async () => [[1, count]],
    });
  }

  const answer = doorOfShell(kiosk, {
    test: async (step, body) => (await steps[step]?.(body)) ?? new Response(null, { status: 404 }),
    isOnline: () => isOnline,
  });

  try {
    const { results } = await runInBrowser({ suite: join(import.meta.dirname, 'fill-in-browser.ts') }, answer);
    const problems = results.filter(({ problem }) => problem !== undefined);
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    const indexedDb = dumps[0];
    if (!indexedDb) throw new Error('the browser sent no rows');

    const savedDrafts: SavedDraftInside[] = [];
    for (const parts of [0, 1, 2]) {
      await kiosk.get('POST', '/shell/session/end', {});
      const nonce = String(parts).padStart(32, '0');
      const draft: Draft = {
        ...newDraft({ id: 'civil-extract', version: '2026.1' }, { language: 'vi', nonce }),
        answers: { requesterName: `Nguyễn Văn ${parts}` },
      };
      await kiosk.get('PUT', '/shell/draft', { draft });
      for (let part = 0; part < parts; part += 1) await kiosk.putPart(`giấy của phiếu ${parts}.${part}`);
      const slip = await kiosk.get<{ number: string; code: string; token: string }>('POST', '/shell/saved-drafts', {});
      savedDrafts.push({ number: slip.number, code: slip.code, token: slip.token, draft });
    }
    for (const score of [5, 3, 1]) await kiosk.get('POST', '/shell/ratings', { service: 'civil-extract', score });
    await kiosk.code('POST', '/shell/staff/sign-in', { role: 'attendant', pin: '000000' });

    const cases = (await portal.ports.register.cases({ limit: 100_000 })).length;
    await kiosk.shell.close();
    const register = join(tmpdir(), `generation-${process.pid}.db`);
    shrinkRegister(join(portal.dataFolder, 'register.db'), register);
    const files = packFiles(portal.dataFolder, (path) => !path.startsWith('register.db'));
    const copied = packFiles(dirname(register), (path) => path === `generation-${process.pid}.db`);
    rmSync(register, { force: true });
    const lines = rowsOf(indexedDb, 'lines') as unknown as Line[];
    const leased = new Set(
      rowsOf(indexedDb, 'leases').flatMap((row) => (row.filings as [number, string][]).map(([, id]) => id)),
    );
    const states: Record<string, number> = {};
    for (const { id, delivery } of lines) {
      const state = leased.has(id) ? 'sending' : delivery.state;
      states[state] = (states[state] ?? 0) + 1;
    }
    return {
      name,
      frozenAtMs: Date.now(),
      versions,
      indexedDb,
      profile: packFiles(kiosk.folder, (path) => !path.startsWith('log/')),
      portal: { ...files, 'register.db': Object.values(copied)[0] ?? '' },
      inside: {
        kiosk: who.id,
        filings: filed.length,
        states,
        setAside: rowsOf(indexedDb, 'aside').length,
        earlierTold: lines.flatMap(({ id, delivery }) => (delivery.earlier ? [id] : [])),
        openWithdrawals: lines.flatMap(({ id, withdrawal }) => (withdrawal && !withdrawal.reached ? [id] : [])),
        reachedWithdrawals: lines.flatMap(({ id, withdrawal }) => (withdrawal?.reached ? [id] : [])),
        statuses,
        savedDrafts,
        owedRatings: 3,
        cases,
        lastSequence: filed.at(-1)?.filing.sequence ?? 0,
      },
      seconds: Math.round((performance.now() - started) / 1000),
    };
  } finally {
    await portal.close();
    rmSync(dirname(kiosk.folder), { recursive: true, force: true });
  }
}

interface Line {
  readonly id: string;
  readonly delivery: { readonly state: string; readonly earlier?: unknown };
  readonly withdrawal: { readonly reached: boolean } | null;
}

function rowsOf(dumped: DumpedDatabase, store: string): readonly Record<string, unknown>[] {
  return (dumped.stores.find(({ name }) => name === store)?.rows ?? []) as Record<string, unknown>[];
}

/** A copy of one moment. What the portal keeps of dossiers cannot be made small, and a schema does not look inside: it is cut short. */
function shrinkRegister(from: string, to: string): void {
  rmSync(to, { force: true });
  const source = new DatabaseSync(from);
  source.prepare('VACUUM INTO ?').run(to);
  source.close();
  const copy = new DatabaseSync(to);
  copy.exec('UPDATE bodies SET ciphertext = zeroblob(16), locked = zeroblob(16) WHERE rowid > 40; VACUUM;');
  copy.exec('PRAGMA journal_mode = DELETE;');
  copy.close();
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 200; look += 1) {
    if (await isSo()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('it did not come to be so');
}
