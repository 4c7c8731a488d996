import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ProblemCode } from '../shared/portal-contract/problems.ts';
import { type RouteName, routes } from '../shared/portal-contract/routes.ts';
import { Problem } from './problem.ts';

/**
 * Misbehaviour on request, so that journeys and the simulation can have a lost reply or a captive portal when they want one.
 *
 * - `refuse`: the connection is closed before anything is read or done
 * - `close`: it is closed after the request was read, before anything is done
 * - `lose-reply`: everything is done, and the connection closed instead of answering
 * - `truncate`: everything is done, and half of the answer is sent
 * - `status`: the problem with this code, nothing done
 * - `html`: 200 with a sign-in page, as a hotel's network answers; nothing done
 * - `delay`: the request is handled after `delayMs`
 */
export const Fault = z
  .object({
    kind: z.enum(['refuse', 'close', 'lose-reply', 'truncate', 'status', 'html', 'delay']),
    /** How many requests it hits. */
    count: z.number().int().min(1).max(100_000).default(1),
    /** Any route of the contract when absent. */
    route: z.enum(Object.keys(routes) as [RouteName, ...RouteName[]]).optional(),
    problem: ProblemCode.default('unavailable'),
    retryAfterSeconds: z.number().int().positive().optional(),
    delayMs: z.number().int().min(0).max(60_000).default(1000),
  })
  .strict();
export type Fault = z.infer<typeof Fault>;

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** While down every connection to the contract's routes is closed at once. */
  setNetworkDown(isDown: boolean): void;
  left(): { networkDown: boolean; faults: readonly Fault[] };
}

/** Adds the misbehaviour to an app. Must be called before its routes are added. */
export function installFaults(app: FastifyInstance): Faults {
  let waiting: Fault[] = [];
  let isNetworkDown = false;
  const afterwards = new WeakMap<FastifyRequest, Fault>();

  function take(request: FastifyRequest, when: readonly Fault['kind'][]): Fault | undefined {
    const name = routeName(request);
    if (!name) return undefined;
    const found = waiting.find(({ kind, route }) => when.includes(kind) && (route === undefined || route === name));
    if (!found) return undefined;
    waiting = waiting.flatMap((one) =>
      one !== found ? [one] : one.count > 1 ? [{ ...one, count: one.count - 1 }] : [],
    );
    return found;
  }

  app.addHook('onRequest', async (request, reply) => {
    if (routeName(request) === undefined) return;
    if (isNetworkDown || take(request, ['refuse'])) {
      reply.hijack();
      request.raw.socket.destroy();
      return;
    }
    const delay = take(request, ['delay']);
    if (delay) await wait(delay.delayMs);
    const answer = take(request, ['status', 'html']);
    if (answer?.kind === 'html') {
      return reply.type('text/html; charset=utf-8').send('<!doctype html><title>Wi-Fi</title><h1>Đăng nhập mạng</h1>');
    }
    if (answer) {
      const after = answer.retryAfterSeconds;
      throw new Problem(answer.problem, after === undefined ? {} : { retryAfterSeconds: after });
    }
  });

  app.addHook('preHandler', async (request, reply) => {
    if (take(request, ['close'])) {
      reply.hijack();
      request.raw.socket.destroy();
      return;
    }
    const later = take(request, ['lose-reply', 'truncate']);
    if (later) afterwards.set(request, later);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const fault = afterwards.get(request);
    if (!fault) return payload;
    const socket = request.raw.socket;
    if (fault.kind === 'lose-reply' || typeof payload !== 'string') {
      socket.destroy();
      return payload;
    }
    const bytes = Buffer.from(payload);
    reply.header('content-length', bytes.length);
    return Readable.from(
      (async function* () {
        yield bytes.subarray(0, Math.floor(bytes.length / 2));
        await wait(50);
        socket.destroy();
      })(),
    );
  });

  return {
    add: (fault) => void waiting.push(fault),
    clear: () => {
      waiting = [];
      isNetworkDown = false;
    },
    setNetworkDown: (isDown) => {
      isNetworkDown = isDown;
    },
    left: () => ({ networkDown: isNetworkDown, faults: waiting }),
  };
}

function routeName(request: FastifyRequest): RouteName | undefined {
  const pattern = request.routeOptions.url;
  const names = Object.keys(routes) as RouteName[];
  return names.find((name) => routes[name].path === pattern && routes[name].method === request.method);
}
