import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isPassword } from '../access/passwords.ts';
import type { HelpDesk } from '../help-desk.ts';
import type { PortalPorts } from '../ports.ts';
import { attendantPage, attendantPaths, attendantSignIn, bellScript, callList } from './attendant-page.ts';
import { fieldsOf, pagePolicy, Refusal, refuseOtherSites } from './door.ts';
import type { html } from './html.ts';
import { page } from './page.ts';
import { createSessions } from './sessions.ts';

const throttle = { tries: 10, ms: 15 * 60 * 1000 };
const cookieName = 'attendant';
const heartbeatMs = 10_000;
const mostStreams = 200;
/** The one page with a script, our own. */
const policy = `${pagePolicy}; script-src 'self'; connect-src 'self'`;
/** Checked in place of an unknown name's, so that both answers take the same time. */
const nobody = { salt: 'bm9ib2R5', hash: 'bm9ib2R5', n: 2 ** 15, r: 8, p: 1 };

/**
 * The attendants' page: kiosks that call ring here. Attendants sign in with the name and PIN they have at the kiosks, and this
 * session opens nothing else: no dossier, no list of officers.
 */
export function installAttendantRoutes(
  app: FastifyInstance,
  { ports, helpDesk, publicUrl }: { ports: PortalPorts; helpDesk: HelpDesk; publicUrl: () => string },
): void {
  const sessions = createSessions(ports);
  let streams = 0;

  const show = (reply: FastifyReply, title: string, content: ReturnType<typeof html>) =>
    reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(page(title, content));
  const giveCookie = (reply: FastifyReply, secret: string | undefined) => {
    const secure = publicUrl().startsWith('https:') ? '; Secure' : '';
    const age = secret === undefined ? '; Max-Age=0' : '';
    return reply.header(
      'set-cookie',
      `${cookieName}=${secret ?? ''}; Path=${attendantPaths.home}; HttpOnly; SameSite=Strict${secure}${age}`,
    );
  };
  const formOf = (request: FastifyRequest, reply: FastifyReply) => {
    refuseOtherSites(request);
    const session = sessions.find(cookieOf(request));
    if (!session) {
      void reply.redirect(attendantPaths.home, 303);
      return undefined;
    }
    const fields = fieldsOf(request);
    if (fields.csrf !== session.csrf) {
      throw new Refusal(403, 'Biểu mẫu không hợp lệ', 'Trang đã cũ. Hãy mở lại trang chuông gọi rồi bấm lại.');
    }
    return { session, fields };
  };

  app.get(attendantPaths.home, async (request, reply) => {
    const session = sessions.find(cookieOf(request));
    if (!session) return show(reply, 'Chuông gọi', attendantSignIn());
    return show(reply, 'Chuông gọi', attendantPage(helpDesk.calls(), session));
  });
  app.get(attendantPaths.script, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(bellScript),
  );

  app.post(attendantPaths.signIn, async (request, reply) => {
    refuseOtherSites(request);
    const { name = '', pin = '' } = fieldsOf(request);
    const wanted = folded(name.slice(0, 120));
    const nowMs = ports.clock.nowMs();
    const attempt = { key: `attendant ${wanted}`, nowMs, sinceMs: nowMs - throttle.ms, limit: throttle.tries };
    if (!(await ports.register.countTry(attempt)).allowed) {
      return show(reply.status(429), 'Chuông gọi', attendantSignIn('Đã thử nhiều lần. Hãy đợi 15 phút rồi thử lại.'));
    }
    const member = (await ports.register.staff()).find(
      (one) => one.role === 'attendant' && folded(one.name) === wanted,
    );
    const isRight = await isPassword(pin.slice(0, 64), member?.pin ?? nobody);
    if (!member || !isRight) {
      ports.log({ event: 'attendant-sign-in-refused' });
      return show(reply.status(403), 'Chuông gọi', attendantSignIn('Tên hoặc mã PIN không đúng. Hãy gõ lại.'));
    }
    ports.log({ event: 'attendant-signed-in', staff: member.id });
    sessions.close(cookieOf(request));
    giveCookie(reply, sessions.open({ user: member.id, name: member.name, unit: '' }));
    return reply.redirect(attendantPaths.home, 303);
  });
  app.post(attendantPaths.signOut, async (request, reply) => {
    if (!formOf(request, reply)) return reply;
    sessions.close(cookieOf(request));
    return giveCookie(reply, undefined).redirect(attendantPaths.home, 303);
  });

  app.get(attendantPaths.list, async (request, reply) => {
    const session = sessions.find(cookieOf(request));
    if (!session) return reply.status(403).send();
    return reply.type('text/html; charset=utf-8').send(callList(helpDesk.calls(), session.csrf).markup);
  });
  app.post(attendantPaths.come, async (request, reply) => {
    const form = formOf(request, reply);
    if (!form) return reply;
    const { session, fields } = form;
    const isTold = helpDesk.come(fields.call ?? '');
    ports.log({ event: isTold ? 'help-coming' : 'help-call-gone', staff: session.user });
    return reply.redirect(attendantPaths.home, 303);
  });

  app.get(attendantPaths.events, (request, reply) => {
    const secret = cookieOf(request);
    if (!sessions.find(secret) || streams >= mostStreams) return reply.status(403).send();
    streams += 1;
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    raw.write('retry: 2000\n\n');
    const stop = helpDesk.listen(() => raw.write('data: changed\n\n'));
    // An open page is somebody on duty: it keeps this session, which opens nothing but this page.
    const heartbeat = setInterval(() => (sessions.find(secret) ? raw.write(': here\n\n') : raw.end()), heartbeatMs);
    heartbeat.unref();
    raw.once('close', () => {
      streams -= 1;
      clearInterval(heartbeat);
      stop();
    });
  });
}

function cookieOf(request: FastifyRequest): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === cookieName)?.[1];
}

const folded = (name: string): string => name.normalize('NFC').trim().replace(/\s+/gu, ' ').toLocaleLowerCase('vi');
