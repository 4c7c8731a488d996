import type { FastifyInstance, InjectOptions } from 'fastify';
import type { Tokens } from '../../portal/access/tokens.ts';
import { buildPortal } from '../../portal/app.ts';
import type { PortalPorts } from '../../portal/ports.ts';
import { emptyCatalogue } from '../support/empty-catalogue.ts';
import { type Asked, askRoutes } from './quick-request.ts';

export const portalUrl = 'https://portal.invalid';

/** What one portal machine stands on while it runs. */
export interface Machine {
  readonly ports: PortalPorts;
  readonly tokens: Tokens;
}

let machine: Machine | undefined;
let app: FastifyInstance | undefined;

/**
 * The portal's real routes, below the socket only: built once in a process, because building them costs more than a whole
 * world. What they stand on is looked up at every use, so worlds and restarts only have to put another machine under them.
 */
export async function openRoutes(): Promise<(request: InjectOptions) => Asked> {
  app ??= await build();
  const opened = app;
  return (request) => askRoutes(opened, request);
}

export function putUnderRoutes(next: Machine): void {
  machine = next;
}

async function build(): Promise<FastifyInstance> {
  const tokens: Tokens = {
    issue: (kiosk) => running().tokens.issue(kiosk),
    kioskOf: (token) => running().tokens.kioskOf(token),
    expireAll: () => running().tokens.expireAll(),
  };
  const ports = new Proxy({} as PortalPorts, {
    get(_target, name: keyof PortalPorts) {
      // These are looked at when the routes are built.
      if (name === 'clock') return { nowMs: () => running().ports.clock.nowMs() };
      if (name === 'dice') return { bytes: (length: number) => running().ports.dice.bytes(length) };
      if (name === 'catalogue') return emptyCatalogue;
      if (name === 'log' && machine === undefined) return () => {};
      return running().ports[name];
    },
    // `{ ...ports, more }` in a handler takes what the machine has.
    ownKeys: () => Reflect.ownKeys(running().ports),
    getOwnPropertyDescriptor: (_target, name) => ({
      configurable: true,
      enumerable: true,
      value: running().ports[name as keyof PortalPorts],
    }),
  });
  const built = buildPortal({ ports, publicUrl: () => portalUrl, testRoutes: false, tokens });
  await built.ready();
  return built;
}

function running(): Machine {
  if (machine === undefined) throw new Error('no portal machine stands under the routes');
  return machine;
}
