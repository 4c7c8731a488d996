import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { toHex } from '../../shared/dossier/bytes.ts';
import type { Tokens } from '../access/tokens.ts';
import { Fault, type Faults } from '../faults.ts';
import { issueCheckpoints } from '../intake/checkpoints.ts';
import { openCase, openPart } from '../intake/opened.ts';
import { nowIso, type PortalPorts } from '../ports.ts';
import { Problem } from '../problem.ts';

const Device = z.object({ kiosk: z.string(), revoked: z.boolean().default(true) }).strict();
const Network = z.object({ state: z.enum(['up', 'down']) }).strict();

/** For tests and demos: provoke faults, look inside. These routes do not exist in production. */
export function installTestRoutes(
  app: FastifyInstance,
  { ports, tokens, faults }: { ports: PortalPorts; tokens: Tokens; faults: Faults },
): void {
  app.get('/test/faults', async () => faults.left());
  app.post('/test/faults', async (request) => {
    faults.add(parse(Fault, request.body));
    return faults.left();
  });
  app.delete('/test/faults', async () => {
    faults.clear();
    return faults.left();
  });
  app.post('/test/network', async (request) => {
    faults.setNetworkDown(parse(Network, request.body).state === 'down');
    return faults.left();
  });
  app.post('/test/devices/revoke', async (request) => {
    const { kiosk, revoked } = parse(Device, request.body);
    await ports.register.setRevoked(kiosk, revoked ? nowIso(ports.clock) : undefined);
    return { kiosk, revoked };
  });
  app.post('/test/tokens/expire', async () => {
    tokens.expireAll();
    return {};
  });
  app.post('/test/checkpoints', async () => ({ issued: await issueCheckpoints(ports) }));

  app.get('/test/kiosks', async () => {
    const kiosks = await ports.register.kiosks();
    return { kiosks: kiosks.map(({ id, label, unit, head, revokedAt }) => ({ id, label, unit, head, revokedAt })) };
  });
  app.get('/test/filings', async () => {
    const cases = await ports.register.cases({ limit: 100_000 });
    const filings = cases.map(({ filing, kiosk, sequence, slip, code, service, unit, status, receivedAt }) => {
      return { filing, kiosk, sequence, slip, code, service, unit, status, receivedAt };
    });
    return { count: filings.length, filings };
  });
  /** The opened dossier and the SHA-256 of each opened part. */
  app.get('/test/filings/:filing', async (request) => {
    const { filing } = request.params as { filing: string };
    const found = await ports.register.findCase(filing);
    const dossier = found && (await openCase(filing, ports));
    if (!found || !dossier) throw new Problem('not-found');
    const parts = await Promise.all(
      dossier.papers.map(async ({ sha256 }) => {
        const part = await openPart(dossier, sha256, ports);
        const plainSha256 = part && toHex(await ports.hashing.sha256(part.bytes));
        return { sha256, bytes: part?.bytes.length, type: part?.type, plainSha256 };
      }),
    );
    return { case: found, dossier, parts, history: await ports.register.history(filing) };
  });
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {});
  if (!parsed.success) throw new Problem('bad-request');
  return parsed.data;
}
