import { receiptLineMs } from '../../shared/outbox/retention.ts';

/** Every bound of the shell, by name. Tests and simulations lend others. */
export interface Limits {
  /** Free bytes under which new parts are refused; under the next one, new filings too. What is kept is still sent. */
  readonly reserveForPartsBytes: number;
  readonly reserveForFilingsBytes: number;
  /** Taken beforehand as bytes on the disk: for the dossier that is open, and for receipts and tidying on a full disk. */
  readonly reserveForDossierBytes: number;
  readonly reserveForSettlingBytes: number;
  readonly lookForRoomMs: number;
  /** Whether a bundle lies in `incoming`. */
  readonly lookForBundlesMs: number;
  /** The portal is asked for newer bundles: this often until a round came to its end, then every so often. */
  readonly fetchBundlesMs: number;
  readonly bundlesHoldMs: number;
  /** The portal is asked for news of city and ward: this often until it has answered, then every so often. */
  readonly lookForInformationMs: number;
  readonly informationHoldsMs: number;
  readonly partBytes: number;
  readonly draftBytes: number;
  /** Any other request. */
  readonly requestBytes: number;
  readonly gatewayRequestBytes: number;
  readonly gatewayAnswerBytes: number;
  readonly portalTimeoutMs: number;
  /** A part may be 20 MB on a thin line. */
  readonly partTimeoutMs: number;
  /** Parts from this size on are asked for with HEAD before they are sent. */
  readonly partHeadFromBytes: number;
  /** Of those, so much goes in one request: a line that breaks costs one piece, not the part. */
  readonly partPieceBytes: number;
  /** The portal's health is asked this often while nobody else talks to it; 0 = never. */
  readonly probeMs: number;
  /** A call for a person is repeated this often, and given up after the other. */
  readonly helpCallEveryMs: number;
  readonly helpCallLongestMs: number;
  readonly segmentBytes: number;
  readonly filingsPageBodyBytes: number;
  readonly filingsPage: number;
  /** scrypt N of a typed draft code (r = 8, p = 1). */
  readonly draftScryptN: number;
  readonly draftKeptMs: number;
  readonly wrongDraftCodes: number;
  readonly wrongSlipCodesPerHour: number;
  readonly wrongPins: number;
  readonly staffIdleMs: number;
  readonly receiptLineMs: number;
  /** Longest a body stays after its receipt when no checkpoint comes. */
  readonly bodyWithoutCheckpointMs: number;
  /** A receipt this much older than a checkpoint that does not cover it: the portal has lost the filing. */
  readonly lackingAfterMs: number;
  readonly clockConfirmedMs: number;
  /** Dead bytes in the safe that make it rewrite a segment at once; the rest goes with the daily tidying. */
  readonly tidyFromBytes: number;
  /** A carried file on a stick ends about here, and another begins: FAT32 takes 4 GB at most. */
  readonly carriedFileBytes: number;
  /** One sentence of the machine's voice: time, sound (22 kHz, 16 bit: three minutes) and how many at once. */
  readonly speechMs: number;
  readonly speechBytes: number;
  readonly speechAtOnce: number;
  readonly logBytes: number;
  readonly logFiles: number;
  /** Tries of a demo kiosk to enrol while its portal is starting, and the pause between them. */
  readonly demoEnrolTries: number;
  readonly demoEnrolPauseMs: number;
}

const second = 1000;
const hour = 3600 * second;
const day = 24 * hour;
const megabyte = 1024 * 1024;

export const usualLimits: Limits = {
  reserveForPartsBytes: 64 * megabyte,
  reserveForFilingsBytes: 16 * megabyte,
  reserveForDossierBytes: 2 * megabyte,
  // A segment of the safe may have to be rewritten before it can become smaller.
  reserveForSettlingBytes: 4 * megabyte,
  lookForRoomMs: 5 * second,
  lookForBundlesMs: 60 * second,
  fetchBundlesMs: 10 * second,
  bundlesHoldMs: 300 * second,
  lookForInformationMs: 10 * second,
  informationHoldsMs: 300 * second,
  partBytes: 20 * megabyte,
  draftBytes: megabyte,
  requestBytes: 512 * 1024,
  gatewayRequestBytes: 4 * megabyte,
  gatewayAnswerBytes: 8 * megabyte,
  portalTimeoutMs: 30 * second,
  partTimeoutMs: 180 * second,
  partHeadFromBytes: megabyte,
  partPieceBytes: megabyte,
  probeMs: 30 * second,
  helpCallEveryMs: 2 * second,
  helpCallLongestMs: 600 * second,
  segmentBytes: 4 * megabyte,
  filingsPageBodyBytes: 2 * megabyte,
  filingsPage: 200,
  draftScryptN: 2 ** 17,
  draftKeptMs: 7 * day,
  wrongDraftCodes: 5,
  wrongSlipCodesPerHour: 5,
  wrongPins: 10,
  staffIdleMs: 180 * second,
  receiptLineMs,
  bodyWithoutCheckpointMs: 30 * day,
  lackingAfterMs: hour,
  clockConfirmedMs: 30 * day,
  tidyFromBytes: megabyte,
  carriedFileBytes: 2048 * megabyte,
  speechMs: 5 * second,
  speechBytes: 8 * megabyte,
  speechAtOnce: 4,
  logBytes: megabyte,
  logFiles: 4,
  demoEnrolTries: 120,
  demoEnrolPauseMs: second,
};
