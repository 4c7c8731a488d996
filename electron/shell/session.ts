import type { Dossier } from '../../shared/dossier/dossier.ts';
import type { FiledNow } from '../../shared/shell-contract/messages.ts';
import type { DraftBox } from './drafts.ts';
import type { PartFiles } from './safe/part-files.ts';
import type { Safe } from './safe/safe.ts';

/** What of a filed dossier its printed form needs. */
export type FiledDossier = Pick<Dossier, 'service' | 'answers' | 'papers'>;

/** One resident's visit as the shell sees it: a draft it cannot interpret, the parts picked so far, and what was filed in it. */
export interface Session {
  readonly draft: DraftBox;
  addPart(sha256: string): void;
  hasPart(sha256: string): boolean;
  /** Somebody has begun something here, or has just filed it. */
  isOpen(): boolean;
  parts(): readonly string[];
  /** The saved draft this visit was opened from; it goes when the visit is filed or saved anew. */
  savedNumber(): string | undefined;
  setSavedNumber(number: string | undefined): void;
  /** The same dossier confirmed twice (a double tap, a reply lost in a crash of the page) is filed once: by its nonce. */
  filedOnce<T>(nonce: string, file: () => Promise<T>): Promise<T>;
  /** What this visit filed last, for a page that died before it could show the slip; `null` once another draft is begun. */
  lastFiled(): NonNullable<FiledNow['filed']> | null;
  setLastFiled(filed: NonNullable<FiledNow['filed']> | null, dossier?: FiledDossier): void;
  /** What `lastFiled` says, for its printed form. In memory only, gone with the visit. */
  filedDossier(): FiledDossier | undefined;
  /** From now until it ends nothing is kept or filed for this visit. */
  practise(): void;
  isPractice(): boolean;
  /** Goes up when the draft is closed and when the visit ends: whatever was asked before that, and arrives later, belongs to nobody. */
  era(): number;
  /** Forgets the open draft at once; the visit goes on. Resolves when its file is gone as well. */
  closeDraft(): Promise<void>;
  /** Work that needs the visit's parts: they are not removed before it is done, even when the visit ends meanwhile. */
  finish<T>(work: () => Promise<T>): Promise<T>;
  whenFinished(): Promise<void>;
  /** Ends the visit: the key is forgotten at once, then parts nothing else needs are removed. */
  end(): Promise<void>;
}

export function createSession(options: {
  draft: DraftBox;
  partFiles: PartFiles;
  safe: Safe;
  /** Parts that saved drafts keep. */
  savedParts: () => Promise<ReadonlySet<string>>;
}): Session {
  let parts = new Set<string>();
  let filed = new Map<string, Promise<unknown>>();
  let savedNumber: string | undefined;
  let lastFiled: NonNullable<FiledNow['filed']> | null = null;
  let filedDossier: FiledDossier | undefined;
  let era = 0;
  let isPractice = false;
  const underWay = new Set<Promise<unknown>>();

  function finish<T>(work: () => Promise<T>): Promise<T> {
    const done = work();
    underWay.add(done);
    void done.catch(() => undefined).finally(() => underWay.delete(done));
    return done;
  }

  async function whenFinished(): Promise<void> {
    while (underWay.size > 0) await Promise.allSettled(underWay);
  }

  return {
    draft: options.draft,
    addPart: (sha256) => parts.add(sha256),
    hasPart: (sha256) => parts.has(sha256),
    isOpen: () => lastFiled !== null || options.draft.isOpen(),
    parts: () => [...parts],
    savedNumber: () => savedNumber,
    setSavedNumber(number) {
      savedNumber = number;
    },
    filedOnce<T>(nonce: string, file: () => Promise<T>): Promise<T> {
      const known = filed.get(nonce) as Promise<T> | undefined;
      if (known) return known;
      const filing = finish(file);
      filed.set(nonce, filing);
      // A refused filing may be tried again.
      filing.catch(() => filed.delete(nonce));
      return filing;
    },
    lastFiled: () => lastFiled,
    setLastFiled(now, dossier) {
      lastFiled = now;
      filedDossier = dossier;
    },
    filedDossier: () => filedDossier,
    practise() {
      isPractice = true;
    },
    isPractice: () => isPractice,
    era: () => era,
    async closeDraft() {
      era += 1;
      await options.draft.forget();
    },
    finish,
    whenFinished,
    async end() {
      era += 1;
      const mine = parts;
      parts = new Set();
      filed = new Map();
      savedNumber = undefined;
      lastFiled = null;
      filedDossier = undefined;
      isPractice = false;
      await options.draft.forget();
      const isBusy = underWay.size > 0;
      // A filing or a saved draft on its way to the disk is not yet known to need its parts.
      const removed = whenFinished().then(() => dropUnneeded(mine, options));
      if (isBusy) removed.catch(() => undefined);
      else await removed;
    },
  };
}

/** Removes those of the parts that neither a filing nor a saved draft needs. */
export async function dropUnneeded(
  parts: Iterable<string>,
  { partFiles, safe, savedParts }: { partFiles: PartFiles; safe: Safe; savedParts: () => Promise<ReadonlySet<string>> },
): Promise<void> {
  const saved = await savedParts();
  const needed = safe.neededParts();
  await partFiles.drop([...parts].filter((part) => !needed.has(part) && !saved.has(part)));
}
