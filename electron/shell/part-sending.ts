import type { z } from 'zod';
import { routes } from '../../shared/portal-contract/routes.ts';
import type { PartSent } from '../../shared/shell-contract/messages.ts';
import type { PortalConnection } from './portal-connection.ts';
import { answerOf } from './portal-gateway.ts';
import { Refusal } from './problem.ts';
import type { Safe } from './safe/safe.ts';

/**
 * One attempt to bring a part of a filing to the portal, straight from the safe. Larger ones are asked for first: after a lost
 * reply the portal has it already. What the portal refuses is answered in its own words, for the engine to judge.
 */
export async function sendPart(
  sha256: string,
  {
    safe,
    portal,
    headFromBytes,
    timeoutMs,
  }: { safe: Safe; portal: PortalConnection; headFromBytes: number; timeoutMs: number },
): Promise<Response> {
  const bytes = safe.neededParts().has(sha256) ? await safe.parts.read(sha256) : undefined;
  if (!bytes) throw new Refusal('part-missing');
  const pathOf = (route: { path: string }) => route.path.replace(':sha256', sha256);

  if (bytes.length >= headFromBytes) {
    const there = await portal.ask({ method: routes.partSize.method, path: pathOf(routes.partSize), auth: 'device' });
    const isThere =
      there.kind === 'answered' && there.status === 200 && there.headers.get('content-length') === String(bytes.length);
    if (isThere) return sent();
  }
  const reply = await portal.ask({
    method: routes.putPart.method,
    path: pathOf(routes.putPart),
    auth: 'device',
    contentType: 'application/octet-stream',
    body: Uint8Array.from(bytes),
    timeoutMs,
  });
  if (reply.kind === 'answered' && (reply.status === 200 || reply.status === 201) && reply.body.length === 0)
    return sent();
  // A 200 with a page in it is a captive portal: the part has not arrived.
  if (reply.kind === 'answered' && reply.status < 300) throw new Refusal('portal-answer-unreadable');
  return answerOf(reply);
}

function sent(): Response {
  const answer: z.infer<typeof PartSent> = { sent: true };
  return Response.json(answer);
}
