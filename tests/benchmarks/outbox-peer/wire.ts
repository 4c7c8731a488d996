import { canonicalBytes, fromBase64Url } from '../../../shared/dossier/bytes.ts';
import type { Signing } from '../../../shared/dossier/cryptography.ts';
import { parseJson } from '../../../shared/dossier/seal.ts';
import type { Envelope, SealedFiling } from '../../../shared/dossier/sealed-filing.ts';
import { FilingResult, type SyncAnswer } from '../../../shared/portal-contract/messages.ts';
import type { Receipt } from '../../../shared/portal-contract/receipt.ts';
import type { Attempt } from '../../../shared/sync/ports.ts';
import { readAttempt } from '../../../shared/sync/read-attempt.ts';

/** What goes over the wire to the test server, and what may come back; described at the top of `../outbox-peer.ts`. */

/** Attachments under way at once, beside each other. */
const dossiersAtOnce = 4;
const limitMs = 90_000;
/** Of filings under way there are never more than some hundreds. */
const mostDigests = 10_000;

export interface Wire {
  send(filings: readonly SealedFiling[]): Promise<Attempt>;
  /** Digest of the body of a filing that was sent: what its receipt must name. */
  digestOf(filing: string): string | undefined;
}

export function createWire(ports: {
  base: () => string;
  /** Signs in the place of a server that does not. */
  signing: Signing;
  readPart: (sha256: string) => Promise<Blob | undefined>;
}): Wire {
  const digests = new Map<string, string>();

  async function post(path: string, body: BodyInit, type?: string): Promise<Response | undefined> {
    try {
      const signal = AbortSignal.timeout(limitMs);
      return await fetch(`${ports.base()}${path}`, {
        method: 'POST',
        body,
        signal,
        ...(type ? { headers: { 'content-type': type } } : {}),
      });
    } catch {
      return undefined;
    }
  }

  async function sendPage(sent: readonly Sent[]): Promise<Attempt> {
    const items = sent.map(({ filing, envelope }) => ({ ...named(envelope), body: JSON.stringify(filing) }));
    return read(await post('/batch', JSON.stringify({ items }), 'application/json'), sent);
  }

  async function sendOne(sent: Sent): Promise<Attempt> {
    const form = new FormData();
    for (const [name, value] of Object.entries(named(sent.envelope))) form.set(name, value);
    form.set('body', JSON.stringify(sent.filing));
    for (const { sha256 } of sent.envelope.parts) {
      const part = await ports.readPart(sha256);
      if (!part) return { kind: 'unreachable' };
      form.append('blobs', part, sha256);
    }
    return read(await post('/dossiers', form), [sent]);
  }

  async function read(response: Response | undefined, sent: readonly Sent[]): Promise<Attempt> {
    if (!response) return { kind: 'unreachable' };
    try {
      const { status, headers } = response;
      const text = await response.text();
      const reply = { status, text, retryAfter: headers.get('retry-after'), date: headers.get('date') };
      if (!response.ok) return readAttempt(reply);
      const said = text.trim() === '' ? {} : (JSON.parse(text) as unknown);
      return { kind: 'answered', answer: answerWith(await resultsOf(said, sent, ports.signing)) };
    } catch {
      // Half a reply, or the page of somebody in between: it says nothing of any filing.
      return { kind: 'unreadable' };
    }
  }

  return {
    digestOf: (filing) => digests.get(filing),
    async send(filings) {
      const sent = filings.map((filing) => ({ filing, envelope: envelopeOf(filing) }));
      if (digests.size > mostDigests) digests.clear();
      for (const { filing, envelope } of sent) digests.set(filing.id, envelope.body.sha256);
      const [small, large] = [sent.filter(isSmall), sent.filter((one) => !isSmall(one))];
      const attempts = small.length > 0 ? [sendPage(small)] : [];
      const waiting = [...large];
      const lane = async (): Promise<Attempt[]> => {
        const done: Attempt[] = [];
        for (let next = waiting.shift(); next; next = waiting.shift()) done.push(await sendOne(next));
        return done;
      };
      const lanes = Array.from({ length: Math.min(dossiersAtOnce, large.length) }, lane);
      return together([...(await Promise.all(attempts)), ...(await Promise.all(lanes)).flat()]);
    },
  };
}

interface Sent {
  readonly filing: SealedFiling;
  readonly envelope: Envelope;
}

function isSmall({ envelope }: Sent): boolean {
  return envelope.parts.length === 0;
}

/** The item's own names stand where a kiosk names the service. */
function named({ service }: Envelope): { id: string; uid: string } {
  return { id: service.id, uid: service.version };
}

export function envelopeOf({ envelope }: SealedFiling): Envelope {
  return parseJson(fromBase64Url(envelope.split('.')[1] ?? '')) as Envelope;
}

/** What was answered counts, whatever became of the rest: a filing nobody spoke of is for later. */
function together(attempts: readonly Attempt[]): Attempt {
  const answered = attempts.filter((attempt) => attempt.kind === 'answered');
  const failed = attempts.find((attempt) => attempt.kind !== 'answered');
  if (answered.length === 0 && failed) return failed;
  return { kind: 'answered', answer: answerWith(answered.flatMap(({ answer }) => answer.filings)) };
}

function answerWith(filings: SyncAnswer['filings']): SyncAnswer {
  return { filings, withdrawals: [], ratings: [], statuses: [], time: '' };
}

/** The portal's own answer is taken as it is; of any other what it says of each item, and silence after a 2xx means yes. */
async function resultsOf(said: unknown, sent: readonly Sent[], signing: Signing): Promise<SyncAnswer['filings']> {
  const { filings, results } = (said ?? {}) as { filings?: unknown; results?: unknown };
  if (Array.isArray(filings)) {
    return filings.flatMap((one) => {
      const result = FilingResult.safeParse(one);
      return result.success ? [result.data] : [];
    });
  }
  const refused = new Set(
    (Array.isArray(results) ? results : []).flatMap((one: { id?: unknown; status?: unknown }) =>
      isRefusal(one?.status) ? [one.id] : [],
    ),
  );
  const taken = sent.filter(({ envelope }) => !refused.has(named(envelope).id));
  return Promise.all(taken.map((one) => receivedHere(one, signing)));
}

function isRefusal(status: unknown): boolean {
  if (typeof status === 'number') return status < 200 || status > 299;
  return (
    typeof status === 'string' && !/^(2\d\d|ok|stored|created|accepted|received|duplicate|known|done)$/i.test(status)
  );
}

async function receivedHere({ filing, envelope }: Sent, signing: Signing): Promise<SyncAnswer['filings'][number]> {
  const receipt: Receipt = {
    filing: filing.id,
    body: envelope.body.sha256,
    code: `test-${envelope.sequence}`,
    receivedAt: new Date().toISOString(),
    receiver: { unit: '0', name: 'test server' },
  };
  return { id: filing.id, state: 'received', receipt: await signing.sign('receipt', canonicalBytes(receipt)) };
}
