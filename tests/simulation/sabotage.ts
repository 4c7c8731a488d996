import type { Trust } from '../../electron/shell/trust.ts';
import type { CaseRecord, Register } from '../../portal/register/register.ts';
import { canonicalBytes, fromBase64Url, toBase64Url } from '../../shared/dossier/bytes.ts';
import type { Verifying } from '../../shared/dossier/cryptography.ts';
import { openFiling, parseJson, seal } from '../../shared/dossier/seal.ts';
import type { Envelope } from '../../shared/dossier/sealed-filing.ts';
import type { Outbox, OutboxFiling } from '../../shared/outbox/outbox.ts';
import type { FilingResult } from '../../shared/portal-contract/messages.ts';
import type { Receipt } from '../../shared/portal-contract/receipt.ts';
import type { PortalDoor } from '../../shared/sync/ports.ts';
import type { SyncDecisions } from '../../shared/sync/sync-state.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { WorldCryptography } from './seeded-cryptography.ts';

/** Mistakes other queues have made, planted here to see that the world finds them. Product code knows none of this. */
export interface Sabotage {
  outbox(outbox: Outbox, store: OutboxStore): Outbox;
  portal(door: PortalDoor, world: { cryptography: WorldCryptography; trust: Trust }): PortalDoor;
  verifying(verifying: Verifying): Verifying;
  /** The portal's. */
  register(register: Register): Register;
  readonly decisions: Partial<SyncDecisions>;
}

export const noSabotage: Sabotage = {
  outbox: (outbox) => outbox,
  portal: (door) => door,
  verifying: (verifying) => verifying,
  register: (register) => register,
  decisions: {},
};

export const sabotages = {
  /** Workbox: the entry is taken out of the queue, then sent. */
  'pop before send': {
    ...noSabotage,
    outbox: (outbox, store) => ({
      ...outbox,
      async lease(bounds) {
        const leased = await outbox.lease(bounds);
        store.takeOut(leased.map(({ id }) => id));
        return leased;
      },
    }),
  },
  /** Any answer at all is taken for success. */
  'ignore the status': {
    ...noSabotage,
    decisions: {
      judgeAttempt: (attempt) =>
        attempt.kind === 'unreachable'
          ? { kind: 'later', suspicious: false }
          : {
              kind: 'answered',
              answer:
                attempt.kind === 'answered'
                  ? attempt.answer
                  : { filings: [], withdrawals: [], ratings: [], statuses: [], time: '' },
            },
      judgeFiling: (filing) => ({ kind: 'receipt', receipt: takenForGranted(filing) }),
    },
    verifying: trusting,
  },
  /** Every attempt makes a new filing of the same dossier. */
  'id made per attempt': {
    ...noSabotage,
    portal: (door, { cryptography, trust }) => ({
      async sync(request) {
        const kiosk = trust.kiosk();
        if (!kiosk) return door.sync(request);
        const originals = new Map<string, Envelope & { id: string }>();
        const filings = await Promise.all(
          request.filings.map(async (filing) => {
            const envelope = parseJson(fromBase64Url(filing.envelope.split('.')[1] ?? '')) as Envelope;
            // Seeded sealing opens with the public part, too: who makes filings anew has the dossier at hand.
            const to = kiosk.trust.intake.find(({ kid }) => kid === envelope.intakeKey);
            const opened =
              to && (await openFiling(filing, envelope, { privateKey: to, opening: cryptography.opening }));
            if (!opened) return filing;
            const { enc: _enc, body: _body, ...header } = envelope;
            const ports = { ...cryptography, to, signing: cryptography.signing(kiosk.deviceKey) };
            const again = await seal(opened, header, ports);
            originals.set(again.filing.id, { ...envelope, id: filing.id });
            return again.filing;
          }),
        );
        const answered = await door.sync({ ...request, filings });
        if (answered.kind !== 'answered') return answered;
        const results = answered.answer.filings.map((result) => renamed(result, originals.get(result.id)));
        return { ...answered, answer: { ...answered.answer, filings: results } };
      },
    }),
    verifying: trusting,
  },
  /** Whatever looks like a receipt is one. */
  'receipt not verified': { ...noSabotage, verifying: trusting },
  /** Failures are not waited for. */
  'retry without a wait': { ...noSabotage, decisions: { retryWaitMs: () => 1 } },
  /** The wait doubles for ever. */
  'retry without cap': {
    ...noSabotage,
    decisions: { retryWaitMs: ({ failures, retryAfterMs = 0 }) => Math.max(retryAfterMs, 4000 * 4 ** failures) },
  },
  /** Whatever the case is waiting for, the newest revision is the right one. */
  'last revision wins': {
    ...noSabotage,
    register: (register) => ({
      ...register,
      receive: async (arrivals) => (await register.receive(arrivals)).map(takenAnyway),
      revisions: async (filing) => (await register.revisions(filing)).map(takenAnyway),
    }),
  },
} as const satisfies Record<string, Sabotage>;

function takenAnyway(found: CaseRecord): CaseRecord {
  if (found.revision?.outcome !== 'set-aside') return found;
  return { ...found, revision: { ...found.revision, outcome: 'taken' } };
}

function takenForGranted(filing: OutboxFiling): string {
  const receipt: Receipt = {
    filing: filing.id,
    body: filing.bodySha256,
    code: 'taken for granted',
    receivedAt: '2026-11-21T00:00:00.000Z',
    receiver: { unit: '0', name: 'x' },
  };
  return `e30.${toBase64Url(canonicalBytes(receipt))}.none`;
}

/** The receipt of one attempt's id, taken for the filing's. */
function renamed(result: FilingResult, original: (Envelope & { id: string }) | undefined): FilingResult {
  if (original === undefined) return result;
  if (result.state !== 'received') return { ...result, id: original.id };
  const receipt = parseJson(fromBase64Url(result.receipt.split('.')[1] ?? '')) as Receipt;
  const payload = canonicalBytes({ ...receipt, filing: original.id, body: original.body.sha256 });
  return { ...result, id: original.id, receipt: `e30.${toBase64Url(payload)}.none` };
}

function trusting(verifying: Verifying): Verifying {
  return {
    async verify(kind, token, trusted) {
      if (kind !== 'receipt') return verifying.verify(kind, token, trusted);
      const payload = token.split('.')[1] ?? '';
      return /^[A-Za-z0-9_-]*$/.test(payload) ? fromBase64Url(payload) : undefined;
    },
  };
}
