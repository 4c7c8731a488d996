import type { z } from 'zod';
import { routes } from '../../shared/portal-contract/routes.ts';
import type { PartSent } from '../../shared/shell-contract/messages.ts';
import type { PortalConnection } from './portal-connection.ts';
import { answerOf } from './portal-gateway.ts';
import type { PortalReply } from './portal-request.ts';
import { Refusal } from './problem.ts';
import type { Safe } from './safe/safe.ts';

/**
 * One attempt to bring a part of a filing to the portal, straight from the safe. What the portal refuses is answered in its
 * own words, for the engine to judge. A part on its way is not sent a second time beside itself.
 */
export type SendPart = (sha256: string) => Promise<Response>;

/** A portal that moves the end of a part more often than this in one attempt is not to be followed. */
const mostCorrections = 3;
/** More are not remembered; a forgotten one is tried whole once more. */
const mostBrokeOff = 1000;

type Reply = Awaited<ReturnType<PortalConnection['ask']>>;

export function createPartSending({
  safe,
  portal,
  limits,
}: {
  safe: Safe;
  portal: PortalConnection;
  limits: { readonly partHeadFromBytes: number; readonly partPieceBytes: number; readonly partTimeoutMs: number };
}): SendPart {
  const underWay = new Map<string, Promise<Response>>();
  /** Broke off when they were sent whole: a line as thin as that carries even a photo only bit by bit. */
  const brokeOff = new Set<string>();
  const timeoutMs = limits.partTimeoutMs;

  /** Large ones are asked for first: after a lost reply the portal has it already, or some of it, and goes on from there. */
  async function send(sha256: string): Promise<Response> {
    const bytes = safe.neededParts().has(sha256) ? await readPart(sha256) : undefined;
    if (!bytes) throw new Refusal('part-missing');
    const path = routes.putPart.path.replace(':sha256', sha256);
    if (bytes.length < limits.partHeadFromBytes && !brokeOff.has(sha256)) return sendWhole(path, { sha256, bytes });

    const there = await portal.ask({ method: routes.partSize.method, path, auth: 'device' });
    const isThere =
      there.kind === 'answered' && there.status === 200 && there.headers.get('content-length') === String(bytes.length);
    if (isThere) return sent();
    const offset = isPlain(there, 404) ? offsetIn(there, bytes.length) : undefined;
    // A portal that says nothing of pieces takes the part in one.
    return offset === undefined ? sendWhole(path, { sha256, bytes }) : sendPieces(path, bytes, offset);
  }

  /** A part the disk can no longer read is as good as damaged: after some attempts a person must know, not wait for ever. */
  async function readPart(sha256: string): Promise<Uint8Array | undefined> {
    return safe.parts.read(sha256).catch(() => {
      throw new Refusal('part-hash-wrong');
    });
  }

  async function sendWhole(path: string, { sha256, bytes }: { sha256: string; bytes: Uint8Array }): Promise<Response> {
    const reply = await portal.ask({
      method: routes.putPart.method,
      path,
      auth: 'device',
      contentType: 'application/octet-stream',
      body: Uint8Array.from(bytes),
      timeoutMs,
    });
    if (brokeOff.size >= mostBrokeOff) brokeOff.clear();
    if (reply.kind === 'answered') brokeOff.delete(sha256);
    else brokeOff.add(sha256);
    return isPlain(reply, 200, 201) ? sent() : answerTo(reply);
  }

  async function sendPieces(path: string, bytes: Uint8Array, from: number): Promise<Response> {
    let offset = from;
    let corrections = 0;
    for (;;) {
      const end = Math.min(offset + limits.partPieceBytes, bytes.length);
      const reply = await portal.ask({
        method: routes.putPiece.method,
        path,
        auth: 'device',
        contentType: 'application/partial-upload',
        headers: { 'upload-offset': String(offset), 'upload-complete': end === bytes.length ? '?1' : '?0' },
        body: Uint8Array.from(bytes.subarray(offset, end)),
        timeoutMs,
      });
      if (isPlain(reply, 200, 201)) return sent();
      if (isPlain(reply, 204) && end < bytes.length) {
        offset = end;
        continue;
      }
      const corrected = reply.kind === 'answered' && reply.status === 409 ? offsetIn(reply, bytes.length) : undefined;
      if (corrected === undefined || corrections >= mostCorrections) return answerTo(reply);
      corrections += 1;
      offset = corrected;
    }
  }

  return async (sha256) => {
    const running =
      underWay.get(sha256) ??
      send(sha256).finally(() => {
        underWay.delete(sha256);
      });
    underWay.set(sha256, running);
    return (await running).clone();
  };
}

/** The mark keeps the compiler from concluding that what is not plain was no answer at all. */
type Plain = Extract<PortalReply, { kind: 'answered' }> & { readonly isPlain?: true };

/** One of these, with nothing in it. A 200 with a page in it is a captive portal. */
function isPlain(reply: Reply, ...statuses: number[]): reply is Plain {
  return reply.kind === 'answered' && statuses.includes(reply.status) && reply.body.length === 0;
}

function offsetIn({ headers }: { headers: Headers }, length: number): number | undefined {
  const said = headers.get('upload-offset');
  const offset = said !== null && /^\d{1,10}$/.test(said) ? Number(said) : undefined;
  return offset !== undefined && offset < length ? offset : undefined;
}

function answerTo(reply: Reply): Response {
  if (reply.kind === 'answered' && reply.status < 300) throw new Refusal('portal-answer-unreadable');
  return answerOf(reply);
}

function sent(): Response {
  const answer: z.infer<typeof PartSent> = { sent: true };
  return Response.json(answer);
}
