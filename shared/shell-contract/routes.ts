/** Every path of the door besides page files and `/portal/*`. Default deny: what is not here is refused. */
export const shellRoutes = {
  state: 'GET /shell/state',
  events: 'GET /shell/events',
  catalogue: 'GET /shell/catalogue',
  guides: 'GET /shell/guides',
  guide: 'GET /shell/guides/:id',
  printGuide: 'POST /shell/guides/print',
  /** City and ward: the newest that is here, and since when. */
  information: 'GET /shell/information',
  readDraft: 'GET /shell/draft',
  keepDraft: 'PUT /shell/draft',
  dropDraft: 'DELETE /shell/draft',
  /** What this visit has filed last: a page that died on the filed screen shows the slip again. */
  filedNow: 'GET /shell/filed',
  /** From here on this visit is practice: until it ends the door keeps, files and prints nothing for it (practice.ts). */
  practise: 'POST /shell/session/practice',
  /** Forgets keys, wipes the open draft and its unfiled parts, then a fresh renderer. */
  endSession: 'POST /shell/session/end',
  putPart: 'PUT /shell/parts/:sha256',
  getPart: 'GET /shell/parts/:sha256',
  dropPart: 'DELETE /shell/parts/:sha256',
  sendPart: 'POST /shell/parts/:sha256/send',
  file: 'POST /shell/filings',
  shown: 'POST /shell/filings/:id/shown',
  filings: 'GET /shell/filings',
  receipts: 'POST /shell/receipts',
  /** Filings by their ids, sent once from the safe; answers what the portal said, receipts kept. */
  syncFromSafe: 'POST /shell/sync',
  portalNews: 'POST /shell/portal-news',
  owed: 'GET /shell/owed',
  withdraw: 'POST /shell/withdrawals',
  slip: 'POST /shell/slips',
  saveDraft: 'POST /shell/saved-drafts',
  openSavedDraft: 'POST /shell/saved-drafts/open',
  rate: 'POST /shell/ratings',
  camera: 'POST /shell/camera',
  print: 'POST /shell/print',
  printForm: 'POST /shell/forms/print',
  signIn: 'POST /shell/staff/sign-in',
  signOut: 'POST /shell/staff/sign-out',
  /** Keeps the staff session open while somebody touches the screen. */
  staffTouch: 'POST /shell/staff/touch',
  ringHelp: 'POST /shell/help',
  /** Nobody is needed any more. */
  endHelp: 'DELETE /shell/help',
  health: 'GET /shell/health',
  checkEnrolment: 'POST /shell/provisioning/check',
  provision: 'POST /shell/provisioning/confirm',
  /** Only on a blank kiosk: the text of `enrolment.json` on a plugged-in stick (demo and tests: the stick folder). */
  enrolmentFile: 'GET /shell/provisioning/file',
  /** The machine's own voice, for pages that have none; see speech.ts. */
  voice: 'GET /shell/voice',
  speak: 'POST /shell/speech',
  sticks: 'GET /shell/sticks',
  stickFile: 'GET /shell/sticks/:id',
  /** Sealed filings onto a stick, for the ward; see carry.ts. */
  carry: 'GET /shell/carry',
  startCarry: 'POST /shell/carry',
  /** Bundles on a plugged-in stick, taken on a technician's word. */
  stickUpdates: 'POST /shell/updates/stick',
  log: 'POST /shell/log',
} as const;
export type ShellRoute = keyof typeof shellRoutes;
