import type { z } from 'zod';
import { type ShellRoute, shellRoutes } from '../../shared/shell-contract/routes.ts';
import { ShellProblem } from '../../shared/shell-contract/shell-problems.ts';
import type { Answered } from '../session/desk.ts';

export interface AskOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly json?: unknown;
  readonly bytes?: Uint8Array<ArrayBuffer>;
}

/** One request through the one door. Never throws: what cannot be reached or read comes back as a code. */
export async function askShell<T>(
  route: ShellRoute,
  schema: z.ZodType<T>,
  options: AskOptions = {},
): Promise<Answered<T>> {
  const response = await send(route, options);
  if (!response) return { ok: false, code: 'shell-unreachable' };
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) return problemOf(body);
  const parsed = schema.safeParse(body);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, code: 'internal' };
}

/** For routes that answer 204: whether it was done. */
export async function tellShell(route: ShellRoute, options: AskOptions = {}): Promise<Answered<undefined>> {
  const response = await send(route, options);
  if (!response) return { ok: false, code: 'shell-unreachable' };
  if (response.ok) return { ok: true, value: undefined };
  return problemOf(await response.json().catch(() => undefined));
}

/** For answers that say something in their headers too. Undefined when the shell cannot be reached. */
export function fetchFromShell(route: ShellRoute, options: AskOptions = {}): Promise<Response | undefined> {
  return send(route, options);
}

export async function bytesFromShell(route: ShellRoute, options: AskOptions): Promise<Uint8Array | undefined> {
  const response = await send(route, options);
  return response?.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
}

async function send(
  route: ShellRoute,
  { params = {}, query = {}, json, bytes }: AskOptions,
): Promise<Response | undefined> {
  const [method, pattern] = shellRoutes[route].split(' ') as [string, string];
  const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString();
  try {
    return await fetch(search ? `${path}?${search}` : path, {
      method,
      cache: 'no-store',
      ...(bytes ? { body: bytes, headers: { 'content-type': 'application/octet-stream' } } : {}),
      ...(json === undefined ? {} : { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } }),
    });
  } catch {
    return undefined;
  }
}

function problemOf(body: unknown): { ok: false; code: ShellProblem['code'] } {
  const problem = ShellProblem.safeParse(body);
  return { ok: false, code: problem.success ? problem.data.code : 'internal' };
}
