import type { FastifyInstance } from 'fastify';
import { isPassword } from '../access/passwords.ts';
import { nowIso, type PortalPorts } from '../ports.ts';
import { type Door, fieldsOf, refuseOtherSites } from './door.ts';
import { type Html, html } from './html.ts';
import { paths } from './page.ts';

const throttle = { tries: 10, ms: 15 * 60 * 1000 };

/** Checked in place of an unknown officer's, so that both answers take the same time. */
const nobody = { salt: 'bm9ib2R5', hash: 'bm9ib2R5', n: 2 ** 15, r: 8, p: 1 };

export function installSignIn(app: FastifyInstance, door: Door, ports: PortalPorts): void {
  app.get(paths.signIn, async (_request, reply) => door.show(reply, 'Đăng nhập', signInForm()));

  app.post(paths.signIn, async (request, reply) => {
    refuseOtherSites(request);
    const { user = '', password = '' } = fieldsOf(request);
    const nowMs = ports.clock.nowMs();
    const attempt = { key: `officer ${user.slice(0, 64)}`, nowMs, sinceMs: nowMs - throttle.ms, limit: throttle.tries };
    if (!(await ports.register.countTry(attempt)).allowed) {
      return door.show(reply.status(429), 'Đăng nhập', signInForm('Đã thử nhiều lần. Hãy đợi 15 phút rồi thử lại.'));
    }
    const officer = await ports.register.findOfficer(user);
    const isRight = await isPassword(password.slice(0, 256), officer?.password ?? nobody);
    const entry = { at: nowIso(ports.clock), officer: officer?.user ?? '?', unit: officer?.unit ?? '?' };
    if (!officer || !isRight) {
      await ports.register.audit({ ...entry, act: 'sign-in-refused' });
      return door.show(reply.status(403), 'Đăng nhập', signInForm('Tên hoặc mật khẩu không đúng.'));
    }
    await ports.register.audit({ ...entry, act: 'signed-in' });
    // A new secret at every sign-in: one planted beforehand is worth nothing.
    door.sessions.close(door.cookie(request));
    door.giveCookie(reply, door.sessions.open(officer));
    return reply.redirect(paths.home, 303);
  });

  app.post(paths.signOut, async (request, reply) => {
    const form = door.form(request, reply);
    if (!form) return reply;
    door.sessions.close(door.cookie(request));
    door.giveCookie(reply, undefined);
    return reply.redirect(paths.signIn, 303);
  });
}

function signInForm(problem?: string): Html {
  return html`${problem !== undefined && html`<p class="note problem" role="alert">${problem}</p>`}
<form class="card" method="post" action="${paths.signIn}">
  <label for="user">Tên đăng nhập</label><input id="user" name="user" required autocomplete="username" autocapitalize="none">
  <label for="password">Mật khẩu</label><input id="password" name="password" type="password" required autocomplete="current-password">
  <br><button>Đăng nhập</button>
</form>`;
}
