import { canonicalBytes, fromBase64Url, toHex } from '../../shared/dossier/bytes.ts';
import type { Verifying } from '../../shared/dossier/cryptography.ts';
import { parseJson } from '../../shared/dossier/seal.ts';
import type { Envelope } from '../../shared/dossier/sealed-filing.ts';
import type { Outbox, OutboxFiling } from '../../shared/outbox/outbox.ts';
import type { PortalDoor } from '../../shared/sync/ports.ts';
import type { SyncDecisions } from '../../shared/sync/sync-state.ts';
import type { SeededCryptography } from './seeded-cryptography.ts';
import { keys } from './world-portal.ts';

/** Mistakes other queues have made, planted here to see that the world finds them. Product code knows none of this. */
export interface Sabotage {
  outbox(outbox: Outbox, rows: Map<string, OutboxFiling>): Outbox;
  portal(door: PortalDoor, cryptography: SeededCryptography): PortalDoor;
  verifying(verifying: Verifying): Verifying;
  readonly decisions: Partial<SyncDecisions>;
}

export const noSabotage: Sabotage = {
  outbox: (outbox) => outbox,
  portal: (door) => door,
  verifying: (verifying) => verifying,
  decisions: {},
};

export const sabotages = {
  /** Workbox: the entry is taken out of the queue, then sent. */
  'pop before send': {
    ...noSabotage,
    outbox: (outbox, rows) => ({
      ...outbox,
      async lease(bounds) {
        const leased = await outbox.lease(bounds);
        for (const { id } of leased) rows.delete(id);
        return leased;
      },
      async record(outcomes) {
        await outbox.record(outcomes);
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
      judgeFiling: () => ({ kind: 'receipt', receipt: 'e30.e30.none' }),
      readReceipt: async (_token, expected) => ({
        filing: expected.filing,
        body: expected.body,
        code: 'taken for granted',
        receivedAt: '2026-11-21T00:00:00.000Z',
        receiver: { unit: '0', name: 'x' },
      }),
    },
    verifying: trusting,
  },
  /** Every attempt makes a new filing of the same dossier. */
  'id made per attempt': {
    ...noSabotage,
    portal: (door, cryptography) => ({
      async sync(request) {
        const ids = new Map<string, string>();
        const filings = await Promise.all(
          request.filings.map(async (filing) => {
            const envelope = parseJson(fromBase64Url(filing.envelope.split('.')[1] ?? '')) as Envelope;
            const later = Date.parse(envelope.filedAt) + ++attempt;
            const bytes = canonicalBytes({ ...envelope, filedAt: new Date(later).toISOString() });
            const id = toHex(await cryptography.hashing.sha256(bytes));
            ids.set(id, filing.id);
            return { ...filing, id, envelope: await cryptography.signing(keys.device).sign('filing', bytes) };
          }),
        );
        const answered = await door.sync({ ...request, filings });
        if (answered.kind !== 'answered') return answered;
        const results = answered.answer.filings.map((result) => ({ ...result, id: ids.get(result.id) ?? result.id }));
        return { ...answered, answer: { ...answered.answer, filings: results } };
      },
    }),
    // The receipt names the id of the attempt; whoever makes ids per attempt does not hold it against the filing's.
    decisions: {
      readReceipt: async (token, expected) => {
        const receipt = parseJson(fromBase64Url(token.split('.')[1] ?? '')) as never as { code: string };
        return { ...(receipt as never as object), filing: expected.filing } as never;
      },
    },
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
} as const satisfies Record<string, Sabotage>;

let attempt = 0;

function trusting(verifying: Verifying): Verifying {
  return {
    async verify(kind, token, trusted) {
      if (kind !== 'receipt') return verifying.verify(kind, token, trusted);
      const payload = token.split('.')[1] ?? '';
      return /^[A-Za-z0-9_-]*$/.test(payload) ? fromBase64Url(payload) : undefined;
    },
  };
}
