import '../../renderer/zod-without-eval.ts';
import { openDesk } from '../../renderer/desk/shell-desk.ts';
import type { Draft } from '../../renderer/session/draft.ts';
import { createDexieOutbox } from '../../renderer/store/dexie-outbox.ts';
import { openOutboxDatabase } from '../../renderer/store/outbox-database.ts';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import { type PhotoSpec, photoBytes } from './photo-bytes.ts';

/**
 * Somebody at the screen who is quick: put into the kiosk's own page, uses the product's own desk, as its screens do. Tells the
 * driver outside what happens, so that nothing it knows is lost with the kiosk.
 */
export interface Errand {
  readonly draft: Draft;
  /** All but the papers, whose keys are made here. */
  readonly dossier: Omit<Dossier, 'papers'>;
  readonly photos: readonly (PhotoSpec & { readonly paper: string; readonly page: number })[];
}

export type Told =
  | { readonly at: 'draft' | 'photo' | 'photo-kept' | 'tap' | 'put'; readonly nonce: string }
  /** The shell answered 201: filed. */
  | { readonly at: 'filed'; readonly nonce: string; readonly filing: string; readonly slip: string }
  /** The screen says "kept"; asked, then answered. */
  | { readonly at: 'showing' | 'shown'; readonly nonce: string; readonly filing: string }
  | { readonly at: 'refused'; readonly nonce: string; readonly what: string; readonly code: string };

declare global {
  var tellDriver: (text: string) => void;
  var resident: {
    visit(errand: Errand): Promise<void>;
    /** The driver has heard that the filing is about to be shown. */
    heard(nonce: string): void;
    end(): void;
    waiting(): Promise<Record<string, number>>;
  };
}

const outboxOpening = openOutboxDatabase().then(createDexieOutbox);
let nonceAtDesk = '';
const heard = new Map<string, () => void>();

function tell(told: Told): void {
  globalThis.tellDriver(JSON.stringify(told));
}

/** The moment of the answer itself, before the page has done anything with it. */
const realFetch = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const answer = await realFetch(input, init);
  const [method, path] = [init?.method ?? 'GET', String(input)];
  if (method === 'POST' && path === '/shell/filings' && answer.status === 201) {
    const { filing } = (await answer.clone().json()) as { filing: { id: string; slip: string } };
    tell({ at: 'filed', nonce: nonceAtDesk, filing: filing.id, slip: filing.slip });
  }
  const shown = /^\/shell\/filings\/([0-9a-f]{64})\/shown$/.exec(path)?.[1];
  if (shown !== undefined && answer.ok) tell({ at: 'shown', nonce: nonceAtDesk, filing: shown });
  return answer;
};

const opening = outboxOpening.then((outbox) => ({
  outbox,
  desk: openDesk({
    readServices: async () => [],
    watch: { current: () => undefined as never, observe: () => () => {}, refresh: async () => {} },
    delivery: {
      outbox,
      observe: () => () => {},
      portalRefusal: () => undefined,
      // The page's own engine hears of the filing through the outbox.
      sendNow: () => {},
      agreeWithSafe: () => {},
      setSomebodyAtTheScreen: () => {},
    },
  }),
}));

globalThis.resident = {
  async visit({ draft, dossier, photos }) {
    const { desk } = await opening;
    const { nonce } = dossier;
    nonceAtDesk = nonce;
    tell({ at: 'draft', nonce });
    desk.keepDraft({ ...draft, answers: {} });
    desk.keepDraft(draft);
    const papers: Dossier['papers'] = [];
    for (const photo of photos) {
      tell({ at: 'photo', nonce });
      const kept = await desk.keepPart(photoBytes(photo));
      if (!kept.ok) return tell({ at: 'refused', nonce, what: 'photo', code: kept.code });
      papers.push({ paper: photo.paper, page: photo.page, type: 'image/jpeg', ...kept.value });
      desk.keepDraft({ ...draft, papers });
      tell({ at: 'photo-kept', nonce });
    }
    tell({ at: 'tap', nonce });
    const filed = await desk.file({ ...dossier, papers });
    if (!filed.ok) return tell({ at: 'refused', nonce, what: 'filing', code: filed.code });
    tell({ at: 'put', nonce });
    const { id } = filed.value.filing;
    // What was shown must be known outside before it can be on the disk.
    const isHeard = new Promise<void>((done) => heard.set(nonce, done));
    tell({ at: 'showing', nonce, filing: id });
    await isHeard;
    await desk.shown(id);
  },
  heard: (nonce) => heard.get(nonce)?.(),
  end: () => void opening.then(({ desk }) => desk.endVisit('finished')),
  waiting: async () => ({ ...(await (await opening).outbox.count()) }),
};
