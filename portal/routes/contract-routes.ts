import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Sha256Hex } from '../../shared/dossier/dossier.ts';
import { type BundlesAnswer, bundleBounds } from '../../shared/portal-contract/bundles.ts';
import { HelpCall, type HelpCallAnswer } from '../../shared/portal-contract/help-call.ts';
import type { InformationAnswer } from '../../shared/portal-contract/information.ts';
import { KioskReport } from '../../shared/portal-contract/kiosk-report.ts';
import { bounds, contractVersion, type HealthAnswer, type TokenAnswer } from '../../shared/portal-contract/messages.ts';
import { routes } from '../../shared/portal-contract/routes.ts';
import { authenticateDevice } from '../access/device-assertion.ts';
import { type Tokens, tokenSeconds } from '../access/tokens.ts';
import { handleEnrolment } from '../enrolment/enrol.ts';
import type { HelpDesk } from '../help-desk.ts';
import { handleCaseWithdrawal } from '../intake/case-withdrawal.ts';
import { handleCorrection } from '../intake/corrections.ts';
import { handleDraft } from '../intake/fetch-draft.ts';
import { handleLookup } from '../intake/lookup.ts';
import { handleSync } from '../intake/sync.ts';
import type { PutResult } from '../parts/parts-store.ts';
import type { Payments } from '../payments.ts';
import { nowIso, type PortalPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { KioskRecord } from '../register/register.ts';

/** The wire contract over HTTP; each route only unwraps, calls the plain function, wraps. */
export function installContractRoutes(
  app: FastifyInstance,
  {
    ports,
    tokens,
    helpDesk,
    payments,
    publicUrl,
  }: { ports: PortalPorts; tokens: Tokens; helpDesk: HelpDesk; payments: Payments; publicUrl: () => string },
): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    // A draft certificate of 30,000 letters with marks takes nine bytes for each.
    { parseAs: 'string', bodyLimit: 512 * 1024 },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))),
  );
  // Parts go to the disk as they come.
  for (const type of ['application/octet-stream', partialUpload]) {
    app.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
  }

  app.route({
    ...at('health'),
    handler: async (): Promise<HealthAnswer> => ({
      portal: 'diem-cham',
      contract: contractVersion,
      now: nowIso(ports.clock),
    }),
  });

  app.route({
    ...at('enrol'),
    bodyLimit: 64 * 1024,
    handler: async (request, reply) => {
      reply.status(201);
      return handleEnrolment(request.body, ports);
    },
  });

  app.route({
    ...at('token'),
    handler: async (request): Promise<TokenAnswer> => {
      const url = publicUrl();
      const kiosk = await authenticateDevice(request.body, [url, `${url}${routes.token.path}`], ports);
      return { access_token: tokens.issue(kiosk.id), token_type: 'Bearer', expires_in: tokenSeconds };
    },
  });

  app.route({
    ...at('sync'),
    bodyLimit: bounds.syncBytes,
    onRequest: authenticate,
    handler: async (request) => handleSync(request.body, kioskOf(request), ports),
  });

  app.route({
    ...at('lookup'),
    bodyLimit: 64 * 1024,
    onRequest: authenticate,
    handler: async (request) => handleLookup(request.body, kioskOf(request), ports, payments),
  });

  app.route({
    ...at('withdrawCase'),
    bodyLimit: 64 * 1024,
    onRequest: authenticate,
    handler: async (request) => handleCaseWithdrawal(request.body, kioskOf(request), ports, payments),
  });

  app.route({
    ...at('correction'),
    bodyLimit: 64 * 1024,
    onRequest: authenticate,
    handler: async (request) => handleCorrection(request.body, kioskOf(request), ports),
  });

  app.route({
    ...at('draft'),
    bodyLimit: 64 * 1024,
    onRequest: authenticate,
    handler: async (request) => handleDraft(request.body, kioskOf(request), ports),
  });

  app.route({
    ...at('report'),
    bodyLimit: 64 * 1024,
    onRequest: authenticate,
    handler: async (request, reply) => {
      const report = KioskReport.safeParse(request.body);
      if (!report.success || report.data.kiosk !== kioskOf(request).id) throw new Problem('bad-request');
      await ports.register.keepReport(report.data);
      return reply.status(204).send();
    },
  });

  app.route({
    ...at('helpCall'),
    bodyLimit: 1024,
    onRequest: authenticate,
    handler: async (request): Promise<HelpCallAnswer> => {
      const call = HelpCall.safeParse(request.body);
      if (!call.success) throw new Problem('bad-request');
      return helpDesk.answer(kioskOf(request), call.data);
    },
  });

  app.route({
    ...at('information'),
    onRequest: authenticate,
    handler: async (request): Promise<InformationAnswer> => ({
      information: (await ports.information?.find(kioskOf(request).unit)) ?? null,
    }),
  });

  app.route({
    ...at('bundles'),
    onRequest: authenticate,
    handler: async (): Promise<BundlesAnswer> => {
      await ports.bundles?.refresh();
      return { bundles: [...(ports.bundles?.offers() ?? [])] };
    },
  });

  app.route({
    ...at('bundlePiece'),
    onRequest: authenticate,
    handler: async (request, reply) => {
      const sha256 = hashOf(request);
      const size = ports.bundles?.size(sha256);
      const range = size === undefined ? undefined : rangeOf(request.headers.range, size);
      const bytes = range && (await ports.bundles?.read(sha256, range));
      if (!range || bytes?.length !== range.length) throw new Problem(size === undefined ? 'not-found' : 'bad-request');
      return reply
        .status(206)
        .type('application/octet-stream')
        .header('content-range', `bytes ${range.from}-${range.from + range.length - 1}/${size}`)
        .send(Buffer.from(bytes));
    },
  });

  app.route({
    ...at('partSize'),
    onRequest: authenticate,
    handler: async (request, reply) => {
      const sha256 = hashOf(request);
      const size = await ports.parts.size(sha256);
      if (size === undefined) {
        reply.header('upload-offset', await ports.parts.offset(sha256, kioskOf(request).id));
        throw new Problem('not-found');
      }
      return reply.type('application/octet-stream').header('content-length', size).send();
    },
  });

  app.route({
    ...at('putPart'),
    bodyLimit: bounds.partBytes,
    onRequest: authenticate,
    handler: async (request, reply) => {
      const sha256 = hashOf(request);
      const { headers, body } = request;
      if (!isByteStream(body)) throw new Problem('bad-request');
      const outcome = await ports.parts.put(sha256, body, bounds.partBytes);
      ports.log({ event: 'part', outcome, part: sha256, kiosk: kioskOf(request).id, bytes: headers['content-length'] });
      return answerPart(outcome, reply);
    },
  });

  app.route({
    ...at('putPiece'),
    bodyLimit: bounds.pieceBytes,
    onRequest: authenticate,
    handler: async (request, reply) => {
      const sha256 = hashOf(request);
      const { headers, body } = request;
      const offset = wholeNumber(headers['upload-offset']);
      const isLast = headers['upload-complete'] === '?1';
      if (!isByteStream(body) || offset === undefined) throw new Problem('bad-request');
      const owner = kioskOf(request).id;
      const piece = { sha256, owner, offset, isLast, longest: bounds.partBytes };
      const result = await ports.parts.append(piece, body);
      ports.log({ event: 'piece', outcome: result.outcome, part: sha256, kiosk: owner, offset });
      if (result.outcome === 'added') return reply.status(204).header('upload-offset', result.offset).send();
      if (result.outcome === 'offset-wrong') {
        reply.header('upload-offset', result.offset);
        throw new Problem('offset-wrong');
      }
      return answerPart(result.outcome, reply);
    },
  });

  /** Before the body is read: who has no token sends us nothing. */
  async function authenticate(request: FastifyRequest): Promise<void> {
    const token = /^Bearer ([\w-]+)$/.exec(request.headers.authorization ?? '')?.[1];
    const id = token && tokens.kioskOf(token);
    if (!id) throw new Problem('not-authenticated', { more: { now: nowIso(ports.clock) } });
    const kiosk = await ports.register.findKiosk(id);
    if (!kiosk) throw new Problem('device-unknown');
    if (kiosk.revokedAt) throw new Problem('device-revoked');
    authenticated.set(request, kiosk);
  }
}

function answerPart(outcome: PutResult, reply: FastifyReply): FastifyReply {
  switch (outcome) {
    case 'stored':
      return reply.status(201).send();
    case 'was-there':
      return reply.status(200).send();
    case 'hash-wrong':
      throw new Problem('part-hash-wrong');
    case 'too-large':
      reply.header('connection', 'close');
      throw new Problem('too-large');
  }
}

/** One range with both ends, inside the file and of one piece at most: more nobody asks for. */
function rangeOf(text: string | undefined, size: number): { from: number; length: number } | undefined {
  const [, first, last] = /^bytes=(\d{1,12})-(\d{1,12})$/.exec(text ?? '') ?? [];
  const [from, to] = [Number(first), Number(last)];
  const length = to - from + 1;
  return from >= 0 && to < size && length > 0 && length <= bundleBounds.pieceBytes ? { from, length } : undefined;
}

const partialUpload = 'application/partial-upload';

function wholeNumber(text: unknown): number | undefined {
  return typeof text === 'string' && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

const authenticated = new WeakMap<FastifyRequest, KioskRecord>();

function kioskOf(request: FastifyRequest): KioskRecord {
  const kiosk = authenticated.get(request);
  if (!kiosk) throw new Problem('not-authenticated');
  return kiosk;
}

function at(name: keyof typeof routes): { method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'HEAD'; url: string } {
  const { method, path } = routes[name];
  return { method, url: path };
}

function hashOf(request: FastifyRequest): string {
  const { sha256 } = request.params as { sha256?: string };
  const parsed = Sha256Hex.safeParse(sha256);
  if (!parsed.success) throw new Problem('bad-request');
  return parsed.data;
}

function isByteStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
