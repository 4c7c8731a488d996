import { hashPassword } from '../../portal/access/passwords.ts';
import type { EmbeddedPortal } from './an-embedded-portal.ts';

/** A browser in an officer's hands: keeps the cookie, fills in forms as the page gives them. */
export interface Officer {
  open(path: string): Promise<Seen>;
  /** Sends the fields with the CSRF token of the page last opened. */
  send(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Seen>;
  readonly cookie: () => string;
}

export interface Seen {
  readonly status: number;
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly headers: Headers;
}

export const password = 'một mật khẩu dài';

export async function addOfficer(portal: EmbeddedPortal, user: string, unit: string): Promise<void> {
  const hash = await hashPassword(password, portal.ports.dice);
  await portal.ports.register.addOfficer({ user, name: `Cán bộ ${user}`, unit, password: hash });
}

export async function anOfficer(portal: EmbeddedPortal, user?: string): Promise<Officer> {
  let cookie = '';
  let csrf = '';
  async function ask(path: string, init: RequestInit = {}): Promise<Seen> {
    const response = await fetch(`${portal.url}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { ...(cookie ? { cookie } : {}), ...(init.headers as Record<string, string> | undefined) },
    });
    const given = response.headers.get('set-cookie');
    if (given) cookie = given.split(';')[0] as string;
    const location = response.headers.get('location');
    if (location) return ask(location);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? csrf;
    return { status: response.status, text, bytes, headers: response.headers };
  }
  const officer: Officer = {
    open: (path) => ask(path),
    send: (path, fields, headers = {}) =>
      ask(path, { method: 'POST', body: new URLSearchParams({ csrf, ...fields }), headers }),
    cookie: () => cookie,
  };
  if (user !== undefined) await officer.send('/officer/sign-in', { user, password });
  return officer;
}
