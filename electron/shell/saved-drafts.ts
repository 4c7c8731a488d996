import { hkdfSync, scrypt } from 'node:crypto';
import { z } from 'zod';
import { fromBase64Url, toBase64Url } from '../../shared/dossier/bytes.ts';
import { Sha256Hex } from '../../shared/dossier/dossier.ts';
import { parseJson } from '../../shared/dossier/seal.ts';
import {
  DRAFT_CODE_LENGTH,
  makeCheckCode,
  readCheckCode,
  readSlipNumber,
  slipNumber,
} from '../../shared/identity/slip-code.ts';
import type { Dice } from '../../shared/runtime.ts';
import type { OpenSavedDraft, SavedDraftSlip } from '../../shared/shell-contract/messages.ts';
import { lock, unlock } from './box-cipher.ts';
import { Refusal } from './problem.ts';
import { type Disk, replaceFile } from './safe/disk.ts';

/**
 * «Continue later»: the draft lies here under a key of its own, and that key twice: under the slip's QR (128 random bits) and
 * under the typed code (40 bits behind scrypt). Without the slip nobody opens it, not even this kiosk.
 */
export const SavedDraft = z.object({
  /**
   * 2: a draft may be in any language and say who helps, which builds of format 1 cannot read. 3: it may be one of corrections, which builds
   * of format 2 would take for a whole dossier.
   */
  format: z.literal(3),
  number: z.string(),
  keptUntilMs: z.number(),
  /** The clock was doubtful when it was saved: the seven days start when it is confirmed. */
  clockDoubtful: z.boolean(),
  parts: z.array(Sha256Hex),
  salt: z.string(),
  scryptN: z.number().int(),
  keyUnderToken: z.string(),
  keyUnderCode: z.string(),
  draft: z.string(),
});
type SavedDraft = z.infer<typeof SavedDraft>;

/** Of every format there was. What is in a draft of an older format may stand in one of today's as it is. */
const SavedDraftOfAnyBuild = z.preprocess(
  (saved) =>
    saved && typeof saved === 'object' && 'format' in saved && (saved.format === 1 || saved.format === 2)
      ? { ...saved, format: 3 }
      : saved,
  SavedDraft,
);

/** What a newer build's draft must still say for this build to let it go in its time. */
const OfNewerBuild = z.object({ format: z.number().int().min(4), keptUntilMs: z.number() }).loose();

export interface SavedDrafts {
  save(draft: Uint8Array, parts: readonly string[]): Promise<SavedDraftSlip>;
  /** Refuses with draft-gone, wrong-code (and tries left) or code-locked. Opening leaves it saved. */
  open(by: OpenSavedDraft): Promise<{ number: string; draft: Uint8Array; parts: readonly string[] }>;
  remove(number: string): Promise<void>;
  /** Of all that lie here. */
  numbers(): Promise<readonly string[]>;
  parts(): Promise<ReadonlySet<string>>;
  /** `false`: one lies here that cannot be read, and with it nobody knows which parts it needs. */
  areAllReadable(): Promise<boolean>;
  /**
   * Removes what is older than seven days, if the clock is confirmed. What cannot be read is kept as long, from the first day it
   * was found so: the right build or a technician may still read it, and nothing stays for ever.
   */
  tidy(): Promise<void>;
}

/** Drafts are numbered apart from filings; the dot keeps `A6.L-0003` from ever being a kiosk's own label. */
const labelSuffix = '.L';
const tokenStart = 'DCL1';

export async function openSavedDrafts(options: {
  disk: Disk;
  folder: string;
  dice: Dice;
  label: () => string;
  /** Time corrected by the portal's, and whether it is confirmed. */
  now: () => { ms: number; confirmed: boolean };
  keptMs: number;
  scryptN: number;
  wrongCodes: number;
}): Promise<SavedDrafts> {
  const { disk, folder, dice } = options;
  await disk.makeFolder(folder);
  for (const file of await disk.list(folder)) if (file.endsWith('.new')) await disk.remove(`${folder}/${file}`);
  const turns = new Map<string, Promise<unknown>>();
  let numbering: Promise<unknown> = Promise.resolve();

  async function nextNumber(): Promise<string> {
    const bytes = await disk.read(`${folder}/last-number`);
    const count = Number(bytes ? new TextDecoder().decode(bytes) : '0') + 1;
    await write('last-number', String(count));
    return slipNumber({ label: `${options.label()}${labelSuffix}`, count });
  }

  function write(name: string, text: string): Promise<void> {
    return replaceFile(disk, { folder, name, bytes: new TextEncoder().encode(text), durable: true });
  }

  async function read(number: string): Promise<SavedDraft | undefined> {
    const bytes = await disk.read(`${folder}/${number}.draft`);
    const parsed = SavedDraftOfAnyBuild.safeParse(bytes ? parseJson(bytes) : undefined);
    return parsed.success ? parsed.data : undefined;
  }

  async function numbers(): Promise<string[]> {
    const files = (await disk.list(folder)).filter((file) => file.endsWith('.draft'));
    return files.map((file) => file.slice(0, -'.draft'.length));
  }

  async function all(): Promise<SavedDraft[]> {
    const drafts: SavedDraft[] = [];
    for (const number of await numbers()) {
      const draft = await read(number);
      if (draft) drafts.push(draft);
    }
    return drafts;
  }

  /** Until when something that cannot be read is kept; noted on disk when it is found for the first time. */
  async function keptUntilMs(number: string, nowMs: number): Promise<number> {
    const bytes = await disk.read(`${folder}/${number}.draft`);
    const newer = OfNewerBuild.safeParse(bytes ? parseJson(bytes) : undefined);
    if (newer.success) return newer.data.keptUntilMs;
    const note = await disk.read(`${folder}/${number}.unreadable`);
    const noted = Number(note ? new TextDecoder().decode(note) : Number.NaN);
    // A note from a day that is still to come was written under a wrong clock.
    if (Number.isFinite(noted) && noted <= nowMs + options.keptMs) return noted;
    await write(`${number}.unreadable`, String(nowMs + options.keptMs));
    return nowMs + options.keptMs;
  }

  async function remove(number: string): Promise<void> {
    await disk.remove(`${folder}/${number}.draft`);
    await disk.remove(`${folder}/${number}.tries`);
    await disk.remove(`${folder}/${number}.unreadable`);
    await disk.syncFolder(folder);
  }

  async function getDraft(number: string): Promise<SavedDraft> {
    const saved = await read(number);
    const now = options.now();
    if (!saved && (await disk.size(`${folder}/${number}.draft`)) !== undefined) throw new Refusal('draft-unreadable');
    if (!saved || (now.confirmed && !saved.clockDoubtful && saved.keptUntilMs < now.ms))
      throw new Refusal('draft-gone');
    return saved;
  }

  /** Five wrong codes, counted on disk before the check, close typing for this draft. Nothing is destroyed: the QR still opens it. */
  async function openByCode(number: string, typed: string): Promise<{ saved: SavedDraft; key: Uint8Array }> {
    const saved = await getDraft(number);
    const tries = `${number}.tries`;
    const bytes = await disk.read(`${folder}/${tries}`);
    const wrong = Number(bytes ? new TextDecoder().decode(bytes) : '0');
    if (wrong >= options.wrongCodes) throw new Refusal('code-locked');
    const code = readCheckCode(typed, DRAFT_CODE_LENGTH);
    // What cannot be a code (too short, a letter that does not exist) is no try.
    if (!code.ok) throw new Refusal('wrong-code', { triesLeft: options.wrongCodes - wrong });
    await write(tries, String(wrong + 1)).catch(() => {
      throw new Refusal('cannot-keep');
    });
    const key = unlock(await keyOfCode(code.code, saved), fromBase64Url(saved.keyUnderCode));
    const triesLeft = options.wrongCodes - wrong - 1;
    if (!key) throw triesLeft > 0 ? new Refusal('wrong-code', { triesLeft }) : new Refusal('code-locked');
    await write(tries, String(wrong));
    return { saved, key };
  }

  async function openByToken(token: string): Promise<{ saved: SavedDraft; key: Uint8Array }> {
    const [start, number = '', secret = ''] = token.trim().split('!');
    const shape = start === tokenStart && readSlipNumber(number) && /^[A-Za-z0-9_-]{22}$/.test(secret);
    if (!shape) throw new Refusal('wrong-code');
    const saved = await getDraft(number);
    const key = unlock(
      keyOfToken(fromBase64Url(secret), fromBase64Url(saved.salt)),
      fromBase64Url(saved.keyUnderToken),
    );
    if (!key) throw new Refusal('wrong-code');
    return { saved, key };
  }

  return {
    async save(draft, parts) {
      const turn = numbering.catch(() => undefined).then(nextNumber);
      numbering = turn;
      try {
        const number = await turn;
        const [key, secret, salt] = [dice.bytes(32), dice.bytes(16), dice.bytes(16)];
        const code = makeCheckCode(dice.bytes(DRAFT_CODE_LENGTH));
        const now = options.now();
        const unlocked = { salt: toBase64Url(salt), scryptN: options.scryptN };
        const saved: SavedDraft = {
          format: 3,
          number,
          keptUntilMs: now.ms + options.keptMs,
          clockDoubtful: !now.confirmed,
          parts: [...parts],
          ...unlocked,
          keyUnderToken: toBase64Url(lock(keyOfToken(secret, salt), key, dice)),
          keyUnderCode: toBase64Url(lock(await keyOfCode(code, unlocked), key, dice)),
          draft: toBase64Url(lock(key, draft, dice)),
        };
        await write(`${number}.draft`, JSON.stringify(saved));
        const token = `${tokenStart}!${number}!${toBase64Url(secret)}`;
        return { number, code, token, keptUntil: new Date(saved.keptUntilMs).toISOString() };
      } catch (error) {
        throw error instanceof Refusal ? error : new Refusal('cannot-keep');
      }
    },
    async open(by) {
      const typed = 'token' in by ? undefined : readSlipNumber(by.number);
      if (!('token' in by) && !typed) throw new Refusal('draft-gone');
      const number = typed ? slipNumber(typed) : '';
      const { saved, key } =
        'token' in by ? await openByToken(by.token) : await inTurn(number, () => openByCode(number, by.code));
      const draft = unlock(key, fromBase64Url(saved.draft));
      if (!draft) throw new Refusal('draft-gone');
      return { number: saved.number, draft, parts: saved.parts };
    },
    remove,
    numbers,
    async parts() {
      return new Set((await all()).flatMap((saved) => saved.parts));
    },
    areAllReadable: async () => (await all()).length === (await numbers()).length,
    async tidy() {
      const now = options.now();
      if (!now.confirmed) return;
      for (const saved of await all()) {
        if (saved.clockDoubtful) {
          const dated: SavedDraft = { ...saved, clockDoubtful: false, keptUntilMs: now.ms + options.keptMs };
          await write(`${saved.number}.draft`, JSON.stringify(dated));
        } else if (saved.keptUntilMs < now.ms) {
          await remove(saved.number);
        }
      }
      for (const number of await numbers()) {
        if ((await read(number)) === undefined && (await keptUntilMs(number, now.ms)) < now.ms) await remove(number);
      }
    },
  };

  /** Two tries at once must not share a count. */
  function inTurn<T>(number: string, work: () => Promise<T>): Promise<T> {
    const turn = (turns.get(number) ?? Promise.resolve()).catch(() => undefined).then(work);
    turns.set(number, turn);
    void turn
      .catch(() => undefined)
      .finally(() => {
        if (turns.get(number) === turn) turns.delete(number);
      });
    return turn;
  }
}

function keyOfToken(secret: Uint8Array, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, salt, 'diem-cham/saved-draft/1', 32));
}

function keyOfCode(code: string, { salt, scryptN }: { salt: string; scryptN: number }): Promise<Uint8Array> {
  const [r, p] = [8, 1];
  return new Promise((done, fail) =>
    scrypt(code, fromBase64Url(salt), 32, { N: scryptN, r, p, maxmem: 256 * scryptN * r }, (error, key) =>
      error ? fail(error) : done(key),
    ),
  );
}
