import Fastify, { type FastifyInstance } from 'fastify';
import { createTokens, type Tokens } from './access/tokens.ts';
import { installConsole } from './console/console.ts';
import { installFaults } from './faults.ts';
import { createHelpDesk } from './help-desk.ts';
import { createPayments } from './payments.ts';
import type { PortalPorts } from './ports.ts';
import { Problem, problemBody, problemOf } from './problem.ts';
import { installContractRoutes } from './routes/contract-routes.ts';
import { installTestRoutes } from './routes/test-routes.ts';

export interface PortalOptions {
  readonly ports: PortalPorts;
  /** Where kiosks reach this portal, e.g. `https://cong.example.vn`; asked late, because a random port is known late. */
  readonly publicUrl: () => string;
  /** Adds `/test/*` and faults on request. Never in production: then the routes do not exist. */
  readonly testRoutes: boolean;
  /** A simulated world restarts its portal without building the routes again: its tokens die with the machine. */
  readonly tokens?: Tokens | undefined;
}

/** A kiosk behind a slow line gets its time; a stalled one does not keep a socket for ever. */
const usualRequestMs = 120_000;
const longRequestMs = 60 * 60_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A request that may take longer than the usual to come. */
    takesLong?: boolean;
  }
}

/** Builds the portal's HTTP face; listening is the caller's. */
export function buildPortal({ ports, publicUrl, testRoutes, ...given }: PortalOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    // For a carried file of gigabytes; every other route ends what is not there after `usualRequestMs`.
    requestTimeout: longRequestMs,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 128 },
  });

  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.takesLong) return;
    const limit = setTimeout(() => request.raw.complete || request.raw.destroy(), usualRequestMs);
    reply.raw.once('close', () => clearTimeout(limit));
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  });
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.code === 'internal') {
      // The message may carry what was sent, so only its kind is written down.
      ports.log({ event: 'failed', route: request.routeOptions.url, kind: kindOf(error) });
    }
    // What was not read to its end would be taken for the next request of this connection.
    if (!request.raw.complete) reply.header('connection', 'close');
    if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds);
    const body = problemBody(problem);
    return reply
      .status(body.status as number)
      .type('application/problem+json')
      .send(JSON.stringify(body));
  });
  app.setNotFoundHandler(() => {
    throw new Problem('not-found');
  });

  const tokens = given.tokens ?? createTokens(ports);
  const helpDesk = createHelpDesk(ports.clock);
  const faults = testRoutes ? installFaults(app) : undefined;
  const payments = createPayments(ports);
  installContractRoutes(app, { ports, tokens, helpDesk, payments, publicUrl });
  if (faults) installTestRoutes(app, { ports, tokens, faults });
  app.register(async (scope) => installConsole(scope, { ports, helpDesk, payments, publicUrl }));
  app.addHook('onReady', async () => {
    ports.log({ event: 'portal-ready' });
  });
  return app;
}

function kindOf(error: unknown): string {
  const { name, code } = error as { name?: string; code?: string };
  return [name, code].filter(Boolean).join(' ');
}
