import type { Signing } from '../../../shared/dossier/cryptography.ts';
import type { Attempt } from '../../../shared/sync/ports.ts';
import { readAttempt } from '../../../shared/sync/read-attempt.ts';
import { answerWith, formOf, type Message, pageOf, resultsOf, type Sent } from './results.ts';

/**
 * What goes over the wire to the test server, and what may come back; described at the top of `../outbox-peer.ts`. Runs in the
 * page where there is no safe, and behind the door, in the portal's place, where there is.
 */
export interface Wire {
  send(filings: readonly Sent[]): Promise<Attempt>;
  /** Digest of the body of a filing that was sent: what its receipt must name. */
  digestOf(filing: string): string | undefined;
}

/** Filings with attachments under way at once, beside each other. */
const dossiersAtOnce = 6;
const limitMs = 90_000;
/** Of filings under way there are never more than some hundreds. */
const mostDigests = 10_000;

/** One request as its side of the door does it best. Rejects when nobody answers in time. */
export type Post = (url: string, message: Message, signal: AbortSignal) => Promise<Response>;

export function createWire(ports: {
  post: Post;
  base: () => string;
  /** Signs in the place of a server that does not. */
  signing: () => Signing;
  readPart: (sha256: string) => Promise<Blob | Uint8Array<ArrayBuffer> | undefined>;
}): Wire {
  const digests = new Map<string, string>();

  async function post(path: string, message: Message): Promise<Response | undefined> {
    try {
      return await ports.post(`${ports.base()}${path}`, message, AbortSignal.timeout(limitMs));
    } catch {
      return undefined;
    }
  }

  async function sendOne(one: Sent): Promise<Attempt> {
    const form = await formOf(one, ports.readPart);
    return form ? read(await post('/dossiers', form), [one]) : { kind: 'unreachable' };
  }

  async function read(response: Response | undefined, sent: readonly Sent[]): Promise<Attempt> {
    if (!response) return { kind: 'unreachable' };
    try {
      const { status, headers } = response;
      const text = await response.text();
      const reply = { status, text, retryAfter: headers.get('retry-after'), date: headers.get('date') };
      if (!response.ok) return readAttempt(reply);
      return { kind: 'answered', answer: answerWith(await resultsOf(text, sent, ports.signing())) };
    } catch {
      return { kind: 'unreadable' };
    }
  }

  return {
    digestOf: (filing) => digests.get(filing),
    async send(sent) {
      if (digests.size > mostDigests) digests.clear();
      for (const { id, envelope } of sent) digests.set(id, envelope.body.sha256);
      const small = sent.filter(({ envelope }) => envelope.parts.length === 0);
      const large = sent.filter(({ envelope }) => envelope.parts.length > 0);
      const attempts = small.length > 0 ? [await read(await post('/batch', pageOf(small)), small)] : [];
      const lane = async (): Promise<void> => {
        for (let next = large.shift(); next; next = large.shift()) attempts.push(await sendOne(next));
      };
      await Promise.all(Array.from({ length: Math.min(dossiersAtOnce, large.length) }, lane));
      return together(attempts);
    },
  };
}

/** What was answered counts, whatever became of the rest: a filing nobody spoke of is for later. */
function together(attempts: readonly Attempt[]): Attempt {
  const answered = attempts.filter((attempt) => attempt.kind === 'answered');
  const failed = attempts.find((attempt) => attempt.kind !== 'answered');
  if (answered.length === 0 && failed) return failed;
  return { kind: 'answered', answer: answerWith(answered.flatMap(({ answer }) => answer.filings)) };
}
