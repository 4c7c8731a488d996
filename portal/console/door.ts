import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { nowIso, type PortalPorts } from '../ports.ts';
import { problemOf } from '../problem.ts';
import type { AuditRecord } from '../register/register.ts';
import { html } from './html.ts';
import type { FormWithFile } from './multipart.ts';
import { page, paths } from './page.ts';
import { createSessions, type Session, type Sessions } from './sessions.ts';

/** Said to the officer as a page of its own. */
export class Refusal extends Error {
  readonly status: number;
  readonly title: string;
  readonly sentence: string;

  constructor(status: number, title: string, sentence: string) {
    super(title);
    this.status = status;
    this.title = title;
    this.sentence = sentence;
  }
}

/** Who may come in: sessions by cookie, forms with their CSRF token, and what each answer carries in its headers. */
export interface Door {
  readonly sessions: Sessions;
  /** The signed-in officer; who is not is sent to the sign-in page. */
  officer(request: FastifyRequest, reply: FastifyReply): Session | undefined;
  /** The same for a form, whose fields it answers; refuses what did not come from our own page. */
  form(request: FastifyRequest, reply: FastifyReply): { session: Session; fields: Record<string, string> } | undefined;
  /** The same for a form that ends with a file; what the file holds is read later, as it comes. */
  formWithFile(
    request: FastifyRequest,
    reply: FastifyReply,
    read: (body: AsyncIterable<Uint8Array>) => Promise<FormWithFile>,
  ): Promise<{ session: Session; file: FormWithFile['file'] } | undefined>;
  show(reply: FastifyReply, title: string, content: ReturnType<typeof html>, session?: Session): FastifyReply;
  giveCookie(reply: FastifyReply, secret: string | undefined): void;
  cookie(request: FastifyRequest): string | undefined;
  audit(session: Session, act: AuditRecord['act'], details?: { filing?: string; detail?: string }): Promise<void>;
}

const cookieName = 'officer';

export const pagePolicy =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function installDoor(app: FastifyInstance, ports: PortalPorts, publicUrl: () => string): Door {
  const sessions = createSessions(ports);

  app.addHook('onRequest', async (_request, reply) => {
    reply
      .header('content-security-policy', pagePolicy)
      .header('referrer-policy', 'no-referrer')
      .header('x-frame-options', 'DENY')
      .header('cross-origin-opener-policy', 'same-origin')
      .header('cross-origin-resource-policy', 'same-origin')
      .header('permissions-policy', 'camera=(), microphone=(), geolocation=()');
  });

  app.setErrorHandler((error, request, reply) => {
    const session = door.sessions.find(door.cookie(request));
    if (error instanceof Refusal) {
      return door.show(reply.status(error.status), error.title, html`<p>${error.sentence}</p>`, session);
    }
    const { code } = problemOf(error);
    ports.log({ event: 'console-failed', route: request.routeOptions.url, code });
    const status = code === 'bad-request' ? 400 : code === 'too-large' ? 413 : 500;
    const sentence = 'Việc này chưa làm được và chưa có gì thay đổi. Hãy thử lại; nếu vẫn vậy, gọi kỹ thuật.';
    return door.show(reply.status(status), 'Chưa làm được', html`<p>${sentence}</p>`, session);
  });

  const door: Door = {
    sessions,
    officer(request, reply) {
      const session = sessions.find(door.cookie(request));
      if (!session) void reply.redirect(paths.signIn, 303);
      return session;
    },
    form(request, reply) {
      refuseOtherSites(request);
      const session = door.officer(request, reply);
      if (!session) return undefined;
      const fields = fieldsOf(request);
      if (fields.csrf !== session.csrf) throw notFromHere;
      return { session, fields };
    },
    async formWithFile(request, reply, read) {
      refuseOtherSites(request);
      const session = door.officer(request, reply);
      if (!session) return undefined;
      if (!isByteStream(request.body)) throw notFromHere;
      const { fields, file } = await read(request.body);
      if (fields.csrf !== session.csrf) throw notFromHere;
      return { session, file };
    },
    show(reply, title, content, session) {
      const unitName = session && ports.units.find(session.unit)?.name;
      return reply.type('text/html; charset=utf-8').send(page(title, content, session, unitName));
    },
    giveCookie(reply, secret) {
      const secure = publicUrl().startsWith('https:') ? '; Secure' : '';
      const age = secret === undefined ? '; Max-Age=0' : '';
      reply.header(
        'set-cookie',
        `${cookieName}=${secret ?? ''}; Path=/officer; HttpOnly; SameSite=Strict${secure}${age}`,
      );
    },
    cookie(request) {
      const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
      return pairs.find(([name]) => name === cookieName)?.[1];
    },
    audit: (session, act, details = {}) =>
      ports.register.audit({ at: nowIso(ports.clock), officer: session.user, unit: session.unit, act, ...details }),
  };
  return door;
}

/** The fields of a form as text. */
export function fieldsOf(request: FastifyRequest): Record<string, string> {
  return typeof request.body === 'object' && request.body !== null
    ? { ...(request.body as Record<string, string>) }
    : {};
}

/** Browsers say where a form came from; who says nothing is stopped by the CSRF token. */
export function refuseOtherSites(request: FastifyRequest): void {
  const from = request.headers['sec-fetch-site'];
  if (from !== undefined && from !== 'same-origin' && from !== 'none') throw notFromHere;
}

function isByteStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

const notFromHere = new Refusal(
  403,
  'Biểu mẫu không hợp lệ',
  'Trang đã cũ hoặc không phải của cổng này. Hãy mở lại trang.',
);
