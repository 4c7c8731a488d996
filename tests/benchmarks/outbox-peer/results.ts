import { fromBase64Url } from '../../../shared/dossier/bytes.ts';
import type { Signing } from '../../../shared/dossier/cryptography.ts';
import { parseJson } from '../../../shared/dossier/seal.ts';
import type { Envelope, SealedFiling } from '../../../shared/dossier/sealed-filing.ts';
import { FilingResult, type SyncAnswer } from '../../../shared/portal-contract/messages.ts';
import { type Receipt, signReceipts } from '../../../shared/portal-contract/receipt.ts';

/** A filing on its way to the test server, and the names its item has there. */
export interface Sent {
  readonly filing: SealedFiling;
  readonly envelope: Envelope;
}

export function sentOf(filing: SealedFiling): Sent {
  const [, payload = ''] = filing.envelope.split('.');
  return { filing, envelope: parseJson(fromBase64Url(payload)) as Envelope };
}

/** The item's own names stand where a kiosk names the service. */
export function namesOf({ envelope }: Sent): { id: string; uid: string } {
  return { id: envelope.service.id, uid: envelope.service.version };
}

/** The message for filings without parts. */
export function pageOf(sent: readonly Sent[]): string {
  return JSON.stringify({ items: sent.map((one) => ({ ...namesOf(one), body: JSON.stringify(one.filing) })) });
}

/**
 * The message for one filing with parts, `multipart/form-data` (RFC 7578) put together here: behind the door a FormData of Blobs
 * costs more than sending it. `undefined` while a part cannot be read.
 */
export async function formOf(
  one: Sent,
  readPart: (sha256: string) => Promise<Blob | Uint8Array<ArrayBuffer> | undefined>,
): Promise<{ body: Blob | Uint8Array<ArrayBuffer>; type: string } | undefined> {
  const pieces: Piece[] = [];
  const fields = { ...namesOf(one), body: JSON.stringify(one.filing) };
  for (const [name, value] of Object.entries(fields)) {
    pieces.push(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  }
  for (const { sha256 } of one.envelope.parts) {
    const part = await readPart(sha256);
    if (!part) return undefined;
    pieces.push(`--${boundary}\r\ncontent-disposition: form-data; name="blobs"; filename="${sha256}"\r\n`);
    pieces.push('content-type: application/octet-stream\r\n\r\n', part, '\r\n');
  }
  pieces.push(`--${boundary}--\r\n`);
  return { body: together(pieces), type: `multipart/form-data; boundary=${boundary}` };
}

type Piece = Blob | Uint8Array<ArrayBuffer> | string;

/** Behind the door a Blob is sent in small bites, bytes in one. */
function together(pieces: readonly Piece[]): Blob | Uint8Array<ArrayBuffer> {
  const encoded = pieces.map((piece) => (typeof piece === 'string' ? new TextEncoder().encode(piece) : piece));
  if (!encoded.every((piece) => piece instanceof Uint8Array)) return new Blob(encoded);
  const bytes = new Uint8Array(encoded.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of encoded) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** Names and JSON never hold it; ciphertext would have to by a chance of one in 2^128. */
const boundary = 'diem-cham-6f1c0d7a9be24c53a1e8';

export function answerWith(filings: SyncAnswer['filings']): SyncAnswer {
  return { filings, withdrawals: [], ratings: [], statuses: [], time: '' };
}

/**
 * What a 2xx says of each filing: the portal's own answer as it is; else what it says of each item, and silence means yes. Throws
 * when it is no JSON: half a reply, or the page of somebody in between, says nothing.
 */
export async function resultsOf(text: string, sent: readonly Sent[], signing: Signing): Promise<SyncAnswer['filings']> {
  const said = text.trim() === '' ? {} : (JSON.parse(text) as unknown);
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
  const taken = sent.filter((one) => !refused.has(namesOf(one).id));
  const tokens = await signReceipts(taken.map(receiptHere), signing);
  return taken.map(({ filing }, place) => ({ id: filing.id, state: 'received', receipt: tokens[place] as string }));
}

const yes = /^(2\d\d|ok|stored|created|accepted|received|duplicate|known|done)$/i;

function isRefusal(status: unknown): boolean {
  if (typeof status === 'number') return status < 200 || status > 299;
  return typeof status === 'string' && !yes.test(status);
}

function receiptHere({ filing, envelope }: Sent): Receipt {
  return {
    filing: filing.id,
    body: envelope.body.sha256,
    code: `test-${envelope.sequence}`,
    receivedAt: new Date().toISOString(),
    receiver: { unit: '0', name: 'test server' },
  };
}
