import { routes } from '../../shared/portal-contract/routes.ts';
import type { PortalConnection } from './portal-connection.ts';
import { type PortalReply, readBounded } from './portal-request.ts';
import { Refusal } from './problem.ts';

/** `portal` when the answer is JSON; `somebody-else` for a captive portal's page or a redirect. Never trust the latter. */
export const answeredBy = 'x-answered-by';

/**
 * `/portal/*`: the routes marked `gateway` and nothing else, one attempt each. Only method, path and body go out and only status,
 * type, `Retry-After` and body come back: no cookie, no origin, no address travels either way.
 */
export async function passToPortal(
  request: Request,
  { portal, requestBytes }: { portal: PortalConnection; requestBytes: number },
): Promise<Response> {
  const { pathname } = new URL(request.url);
  const route = Object.values(routes).find(
    (known) => known.gateway && `/portal${known.path}` === pathname && known.method === request.method,
  );
  if (!route) throw new Refusal('not-found');
  const body = await readBounded(request.body, requestBytes);
  if (!body) return problemResponse(413, 'too-large');
  const reply = await portal.ask({
    method: route.method,
    path: route.path,
    auth: route.auth,
    ...(route.method === 'POST' ? { contentType: 'application/json', body } : {}),
  });
  return answerOf(reply);
}

export function answerOf(reply: Awaited<ReturnType<PortalConnection['ask']>>): Response {
  if (reply.kind === 'not-provisioned') throw new Refusal('not-provisioned');
  if (reply.kind === 'unreachable') throw new Refusal('portal-unreachable');
  if (reply.status >= 300 && reply.status < 400) throw new Refusal('portal-answer-unreadable');
  return new Response(reply.status === 204 || reply.status === 205 ? null : reply.body, {
    status: reply.status,
    headers: headersOf(reply),
  });
}

function headersOf(reply: Extract<PortalReply, { kind: 'answered' }>): Record<string, string> {
  const retryAfter = reply.headers.get('retry-after');
  return {
    'content-type': reply.isJson
      ? 'application/json'
      : (reply.headers.get('content-type') ?? 'application/octet-stream'),
    [answeredBy]: reply.isJson ? 'portal' : 'somebody-else',
    ...(retryAfter && /^\d{1,7}$/.test(retryAfter) ? { 'retry-after': retryAfter } : {}),
  };
}

/** In the portal's own form, so that the engine reacts as to the portal's 413: smaller pages. */
function problemResponse(status: number, code: 'too-large'): Response {
  const problem = { type: `urn:diem-cham:${code}`, title: code, status, code };
  return new Response(JSON.stringify(problem), {
    status,
    headers: { 'content-type': 'application/json', [answeredBy]: 'portal' },
  });
}
