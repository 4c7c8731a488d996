import type { z } from 'zod';
import { parseJson } from '../../shared/dossier/seal.ts';
import { type ShellRoute, shellRoutes } from '../../shared/shell-contract/routes.ts';
import { type ShellProblemCode, shellProblems } from '../../shared/shell-contract/shell-problems.ts';
import type { JournalLog } from './journal-log.ts';
import { securityHeaders } from './page-files.ts';
import { readBounded } from './portal-request.ts';
import { Refusal } from './problem.ts';

export interface Asked {
  readonly request: Request;
  /** From the path, already checked to be an id or a hash. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** Parsed with this schema, within the usual bound, or refused as `bad-request`. */
  json<T>(schema: z.ZodType<T>, options?: { bytes?: number }): Promise<T>;
  /** Raw bytes; longer ones are refused with this code. */
  bytes(options: { most: number; otherwise: ShellProblemCode }): Promise<Uint8Array<ArrayBuffer>>;
}

/** An object is answered as JSON, `undefined` as 204. */
export type Handler = (asked: Asked) => Promise<object | Response | undefined> | object | Response | undefined;
export type Handlers = Readonly<Record<ShellRoute, Handler>>;

const idShape = /^[0-9a-f]{1,64}$/;

/**
 * Default deny: a path that is no route is `not-found`, another origin is refused before anything is read. `isOpen`: whether the visit
 * as it stands may use a route at all.
 */
export function createRouter(
  handlers: Handlers,
  { log, requestBytes, isOpen }: { log: JournalLog; requestBytes: number; isOpen: (route: ShellRoute) => boolean },
) {
  const routes = (Object.keys(shellRoutes) as ShellRoute[]).map((name) => {
    const [method = '', path = ''] = shellRoutes[name].split(' ');
    return { name, method, segments: path.split('/') };
  });

  function find(method: string, pathname: string): { name: ShellRoute; id: string } | undefined {
    const segments = pathname.split('/');
    for (const route of routes) {
      if (route.method !== method || route.segments.length !== segments.length) continue;
      let id = '';
      const matches = route.segments.every((segment, place) => {
        const given = segments[place] ?? '';
        if (!segment.startsWith(':')) return segment === given;
        id = given;
        return idShape.test(given) && (segment !== ':sha256' || given.length === 64);
      });
      if (matches) return { name: route.name, id };
    }
    return undefined;
  }

  async function handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (!isSameOrigin(request, url)) throw new Refusal('not-here');
    const found = find(request.method, url.pathname);
    if (!found) throw new Refusal('not-found');
    const mustBeOpen = () => {
      if (!isOpen(found.name)) throw new Refusal('practising');
    };
    mustBeOpen();
    const answer = await handlers[found.name]({
      request,
      id: found.id,
      query: url.searchParams,
      async json(schema, { bytes = requestBytes } = {}) {
        if (!/^application\/json\b/.test(request.headers.get('content-type') ?? '')) throw new Refusal('bad-request');
        const body = await readBounded(request.body, bytes);
        // A body may take its time: what it was begun in may be over.
        mustBeOpen();
        const parsed = schema.safeParse(body && parseJson(body));
        if (!parsed.success) throw new Refusal('bad-request');
        return parsed.data;
      },
      async bytes({ most, otherwise }) {
        const body = await readBounded(request.body, most);
        if (!body) throw new Refusal(otherwise);
        mustBeOpen();
        return body;
      },
    });
    if (answer instanceof Response) return answer;
    return answer === undefined ? new Response(null, { status: 204 }) : Response.json(answer);
  }

  return { handle: (request: Request) => withProblems(request, () => handle(request), log) };
}

/** Whatever happens, the door answers: an expected "no" by its code, anything else as `internal` with nothing told. */
export async function withProblems(
  request: Request,
  answer: () => Promise<Response>,
  log: JournalLog,
): Promise<Response> {
  try {
    return withHeaders(await answer());
  } catch (error) {
    // A page that went away in mid-request is nobody's fault.
    if (!(error instanceof Refusal) && !request.signal.aborted) log.write('door-failed', placeOf(error));
    return withHeaders(problem(error instanceof Refusal ? error : new Refusal('internal')));
  }
}

function problem({ code, facts }: Refusal): Response {
  const { retryAfterSeconds } = facts;
  return Response.json(
    { code, ...facts },
    {
      status: shellProblems[code],
      headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    },
  );
}

function withHeaders(response: Response): Response {
  for (const [name, value] of Object.entries({ ...securityHeaders(), 'cache-control': 'no-store' })) {
    response.headers.set(name, value);
  }
  return response;
}

/** Only our own page may ask: every browser says where a request comes from, and a page elsewhere cannot leave it out. */
export function isSameOrigin(request: Request, url: URL): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return false;
  const origin = request.headers.get('origin');
  // `URL.origin` is "null" for a scheme Node does not know.
  return origin === null || origin === `${url.protocol}//${url.host}`;
}

/** Where in our own code it broke; never the message, which may hold anything. */
function placeOf(error: unknown): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return /([\w-]+\.(?:ts|js|mjs)):(\d+):\d+/.exec(stack)?.slice(1, 3).join(':');
}
