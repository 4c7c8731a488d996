import { joined } from '../../shared/dossier/bytes.ts';
import type { Verifying } from '../../shared/dossier/cryptography.ts';
import { parseJson } from '../../shared/dossier/seal.ts';
import { contractVersion, SyncAnswer, type SyncRequest } from '../../shared/portal-contract/messages.ts';
import { routes } from '../../shared/portal-contract/routes.ts';
import type { FromSafeAnswer, FromSafeRequest } from '../../shared/shell-contract/messages.ts';
import type { JournalLog } from './journal-log.ts';
import type { PortalConnection } from './portal-connection.ts';
import { answerOf } from './portal-gateway.ts';
import { keepReceipts } from './receipts.ts';
import type { Safe } from './safe/safe.ts';
import type { Kiosk } from './trust.ts';

/**
 * One attempt at a page of filings, straight from the safe, on the engine's word: what the page would carry is what lies here.
 * The receipts that come back are verified and kept before this answers. What the portal refuses is answered in its own words.
 */
export async function syncFromSafe(
  { filings }: FromSafeRequest,
  ports: { kiosk: Kiosk; safe: Safe; portal: PortalConnection; verifying: Verifying; log: JournalLog },
): Promise<Response> {
  const { kiosk, safe, portal } = ports;
  const bodies = await safe.bodies(filings);
  const notInSafe = filings.filter((id) => !bodies.has(id));
  if (notInSafe.length > 0) return json({ notInSafe });

  const reply = await portal.ask({
    method: routes.sync.method,
    path: routes.sync.path,
    auth: routes.sync.auth,
    contentType: 'application/json',
    body: message(kiosk, safe, [...bodies.values()]),
  });
  const answer = reply.kind === 'answered' && reply.status === 200 && reply.isJson ? readAnswer(reply.body) : undefined;
  if (!answer) return answerOf(reply);
  const kept = await keepFrom(answer, new Set(filings), ports);
  return json(kept ? { answer, kept } : { answer });
}

/** The safe holds each filing as the JSON it travels as: it is put in as it lies there, not read and written again. */
function message(kiosk: Kiosk, safe: Safe, bodies: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const around: SyncRequest = {
    contract: contractVersion,
    kiosk: kiosk.config.kiosk.id,
    head: safe.head(),
    filings: [],
    withdrawals: [],
    ratings: [],
    following: [],
    known: { trustVersion: kiosk.trust.version, configVersion: kiosk.config.version },
  };
  const { filings: _none, ...rest } = around;
  const pieces: Uint8Array[] = [encoder.encode(`${JSON.stringify(rest).slice(0, -1)},"filings":[`)];
  for (const [place, body] of bodies.entries()) pieces.push(...(place === 0 ? [body] : [comma, body]));
  return joined(pieces.concat(encoder.encode(']}')));
}

const encoder = new TextEncoder();
const comma = encoder.encode(',');

function readAnswer(body: Uint8Array): SyncAnswer | undefined {
  const answer = SyncAnswer.safeParse(parseJson(body));
  return answer.success ? answer.data : undefined;
}

/** A disk that takes nothing now leaves the receipts to the engine, which asks again. */
async function keepFrom(
  answer: SyncAnswer,
  sent: ReadonlySet<string>,
  ports: { kiosk: Kiosk; safe: Safe; verifying: Verifying; log: JournalLog },
): Promise<string[] | undefined> {
  const receipts = answer.filings.flatMap((result) =>
    result.state === 'received' && sent.has(result.id) ? [{ id: result.id, receipt: result.receipt }] : [],
  );
  try {
    return (await keepReceipts({ receipts }, ports)).kept;
  } catch {
    return undefined;
  }
}

function json(answer: FromSafeAnswer): Response {
  return Response.json(answer);
}
