import { fromBase64Url } from '../../../shared/dossier/bytes.ts';
import type { Signing } from '../../../shared/dossier/cryptography.ts';
import { parseJson } from '../../../shared/dossier/seal.ts';
import type { Envelope, SealedFiling } from '../../../shared/dossier/sealed-filing.ts';
import { FilingResult, type SyncAnswer } from '../../../shared/portal-contract/messages.ts';
import { type Receipt, signReceipts } from '../../../shared/portal-contract/receipt.ts';

/** A filing on its way to the test server, and the names its item has there. */
export interface Sent {
  readonly id: string;
  readonly envelope: Envelope;
  /** The sealed filing, as text or as it lies in the shell's message. */
  readonly json: string | Uint8Array<ArrayBuffer>;
}

export function sentOf(filing: SealedFiling): Sent {
  return { ...headOf(filing), json: JSON.stringify(filing) };
}

function headOf({ id, envelope }: Pick<SealedFiling, 'id' | 'envelope'>): Omit<Sent, 'json'> {
  const [, payload = ''] = envelope.split('.');
  return { id, envelope: parseJson(fromBase64Url(payload)) as Envelope };
}

/**
 * The filings of a message of the shell's, not read and written again but as they lie in it, which is how the shell put them there:
 * hex, base64url and dots between quotes, so that the next brace ends a filing.
 */
export function sentIn(message: Buffer<ArrayBuffer>): Sent[] {
  const sent: Sent[] = [];
  let at = message.indexOf(beforeFilings) + beforeFilings.length;
  while (message[at] === brace) {
    const end = message.indexOf('}', at) + 1;
    const json = message.subarray(at, end);
    const head = json.toString('latin1', 0, json.indexOf(beforeCiphertext));
    sent.push({ ...headOf(JSON.parse(`${head}"}`) as SealedFiling), json });
    at = end + 1;
  }
  return sent;
}

const beforeFilings = '"filings":[';
const beforeCiphertext = '","ciphertext":"';
const brace = 0x7b;

/** The item's own names stand where a kiosk names the service. */
export function namesOf({ envelope }: Sent): { id: string; uid: string } {
  return { id: envelope.service.id, uid: envelope.service.version };
}

/** The message for filings without parts. */
export function pageOf(sent: readonly Sent[]): Message {
  const pieces = sent.flatMap((one, place): Piece[] => {
    const { id, uid } = namesOf(one);
    const before = `${place === 0 ? '' : ','}{"id":${JSON.stringify(id)},"uid":${JSON.stringify(uid)},"body":`;
    return [before, ...textInJson(one.json), '}'];
  });
  return { pieces: ['{"items":[', ...pieces, ']}'], type: 'application/json' };
}

/** As `JSON.stringify` writes a text: bytes of a sealed filing have nothing but quotes to escape. */
function textInJson(json: Sent['json']): Piece[] {
  if (typeof json === 'string') return [JSON.stringify(json)];
  const pieces: Piece[] = [quote];
  let from = 0;
  for (let at = json.indexOf(quoteByte); at >= 0; at = json.indexOf(quoteByte, at + 1)) {
    pieces.push(json.subarray(from, at), backslash);
    from = at;
  }
  return [...pieces, json.subarray(from), quote];
}

const quoteByte = 0x22;
const quote = new TextEncoder().encode('"');
const backslash = new TextEncoder().encode('\\');

/**
 * The message for one filing with parts, `multipart/form-data` (RFC 7578) put together here: a FormData of Blobs costs more than
 * sending it. `undefined` while a part cannot be read.
 */
export async function formOf(
  one: Sent,
  readPart: (sha256: string) => Promise<Blob | Uint8Array<ArrayBuffer> | undefined>,
): Promise<Message | undefined> {
  const pieces: Piece[] = [];
  for (const [name, value] of Object.entries({ ...namesOf(one), body: one.json })) {
    pieces.push(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n`, value, '\r\n');
  }
  for (const { sha256 } of one.envelope.parts) {
    const part = await readPart(sha256);
    if (!part) return undefined;
    pieces.push(`--${boundary}\r\ncontent-disposition: form-data; name="blobs"; filename="${sha256}"\r\n`);
    pieces.push('content-type: application/octet-stream\r\n\r\n', part, '\r\n');
  }
  pieces.push(`--${boundary}--\r\n`);
  return { pieces, type: `multipart/form-data; boundary=${boundary}` };
}

export type Piece = Blob | Uint8Array<ArrayBuffer> | string;

/** What is posted: its pieces one after the other. */
export interface Message {
  readonly pieces: readonly Piece[];
  readonly type: string;
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
  return taken.map(({ id }, place) => ({ id, state: 'received', receipt: tokens[place] as string }));
}

const yes = /^(2\d\d|ok|stored|created|accepted|received|duplicate|known|done)$/i;

function isRefusal(status: unknown): boolean {
  if (typeof status === 'number') return status < 200 || status > 299;
  return typeof status === 'string' && !yes.test(status);
}

function receiptHere({ id, envelope }: Sent): Receipt {
  return {
    filing: id,
    body: envelope.body.sha256,
    code: `test-${envelope.sequence}`,
    receivedAt: new Date().toISOString(),
    receiver: { unit: '0', name: 'test server' },
  };
}
