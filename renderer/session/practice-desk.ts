import { toHex } from '../../shared/dossier/bytes.ts';
import type { Answered, Desk } from './desk.ts';

const no = { ok: false, code: 'practising' } as const;
const refused = () => Promise.resolve<Answered<never>>(no);
const nothing = () => Promise.resolve();

/**
 * The desk of a visit that only practises: it reads what any screen may read, keeps sample pages in this page's memory alone, and
 * refuses the rest. Every method is named, so that a new one is refused until somebody has thought about it; the shell refuses the same
 * on its side (electron/shell/practice.ts).
 */
export function practiceDesk(desk: Desk): Desk {
  const pages = new Map<string, Uint8Array>();
  return {
    get services() {
      return desk.services;
    },
    servicesRead: desk.servicesRead,
    guides: desk.guides,
    guide: desk.guide,
    information: desk.information,
    state: desk.state,
    observe: desk.observe,
    endVisit: desk.endVisit,
    callHelper: desk.callHelper,
    endHelp: desk.endHelp,
    log: desk.log,
    random: desk.random,

    async keepPart(bytes) {
      const sha256 = toHex(desk.random(32));
      pages.set(sha256, bytes);
      return { ok: true, value: { sha256, bytes: bytes.length, key: '' } };
    },
    async dropPart(sha256) {
      pages.delete(sha256);
    },
    readPart: async ({ sha256 }) => pages.get(sha256),

    practise: refused,
    keepDraft() {},
    openVisit: () => Promise.resolve({ draft: undefined, filed: null }),
    saveForLater: refused,
    openSaved: refused,
    openCamera: nothing,
    sticks: () => Promise.resolve([]),
    stickFile: () => Promise.resolve(undefined),
    file: refused,
    shown: nothing,
    print: () => Promise.resolve({ printed: false }),
    printGuide: () => Promise.resolve({ printed: false }),
    printForm: () => Promise.resolve({ printed: false }),
    rate: nothing,
    knowSlip: refused,
    lookUp: () => Promise.resolve('needs-network'),
    fetchMarked: () => Promise.resolve('needs-network'),
    fetchDraft: () => Promise.resolve('needs-network'),
    readPayment: () => Promise.resolve(undefined),
    withdraw: refused,
    withdrawCase: () => Promise.resolve('needs-network'),
    filing: () => Promise.resolve(undefined),
    filings: () => Promise.resolve([]),
    counts: desk.counts,
    tryAgain: nothing,
    sendNow() {},
    portalRefusal: () => undefined,
    signIn: refused,
    signOut: nothing,
    staffTouched() {},
    health: refused,
    carryState: refused,
    carry: refused,
    stickUpdates: refused,
    checkEnrolment: refused,
    enrolmentFile: () => Promise.resolve(undefined),
    provision: refused,
  };
}
