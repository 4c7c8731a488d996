import { z } from 'zod';
import { BundlesAnswer, bundleBounds } from '../shared/portal-contract/bundles.ts';
import { CorrectionAnswer } from '../shared/portal-contract/correction.ts';
import { DraftAnswer } from '../shared/portal-contract/draft-certificate.ts';
import { HelpCall, HelpCallAnswer } from '../shared/portal-contract/help-call.ts';
import { InformationAnswer } from '../shared/portal-contract/information.ts';
import { KioskReport } from '../shared/portal-contract/kiosk-report.ts';
import {
  bounds,
  CaseLookup,
  CaseLookupAnswer,
  CaseWithdrawal,
  CaseWithdrawalAnswer,
  contractVersion,
  HealthAnswer,
  SyncAnswer,
  SyncRequest,
  TokenAnswer,
  VisitRequest,
} from '../shared/portal-contract/messages.ts';
import { ProblemBody, type ProblemCode, problems } from '../shared/portal-contract/problems.ts';
import { type RouteName, routes } from '../shared/portal-contract/routes.ts';
import { EnrolmentAnswer, EnrolmentRequest } from '../shared/portal-contract/trust.ts';

interface RouteDocument {
  readonly summary: string;
  readonly request?: { readonly type: string; readonly schema: unknown };
  readonly answers: Readonly<Record<string, { readonly description: string; readonly schema?: unknown }>>;
  readonly problems: readonly ProblemCode[];
}

/** OpenAPI 3.1 of the wire contract, as plain JSON. */
export function openApiDocument(): Record<string, unknown> {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Điểm Chạm: what a kiosk and its portal say to each other',
      version: String(contractVersion),
      description: `At most ${bounds.filingsPerSync} filings and ${bounds.syncBytes} bytes a sync, ${bounds.partBytes} bytes a part, ${bounds.lookupTriesPerHour} typed lookups an hour and number.`,
    },
    paths: paths(),
    components: {
      schemas: { Problem: jsonSchema(ProblemBody) },
      securitySchemes: {
        device: { type: 'http', scheme: 'bearer', description: 'From /v1/token, by private_key_jwt (RFC 7523).' },
      },
    },
    'x-problems': problems,
  };
}

const always: readonly ProblemCode[] = ['internal', 'unavailable', 'too-busy'];
const forDevices: readonly ProblemCode[] = ['not-authenticated', 'device-unknown', 'device-revoked'];

const documents: Readonly<Record<RouteName, RouteDocument>> = {
  health: {
    summary: 'Is this a portal of this contract, and what time does it have?',
    answers: { 200: { description: 'It is.', schema: jsonSchema(HealthAnswer) } },
    problems: always,
  },
  enrol: {
    summary: 'A blank kiosk gives a one-time secret and its public key, and learns who it is.',
    request: { type: 'application/json', schema: jsonSchema(EnrolmentRequest) },
    answers: { 201: { description: 'Enrolled.', schema: jsonSchema(EnrolmentAnswer) } },
    problems: ['bad-request', 'enrolment-refused', ...always],
  },
  token: {
    summary: 'Client credentials (RFC 6749) with a private_key_jwt assertion that works once.',
    request: {
      type: 'application/x-www-form-urlencoded',
      schema: {
        type: 'object',
        required: ['grant_type', 'client_assertion_type', 'client_assertion'],
        properties: {
          grant_type: { const: 'client_credentials' },
          client_assertion_type: { const: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' },
          client_assertion: { type: 'string' },
        },
      },
    },
    answers: { 200: { description: 'A token for ten minutes.', schema: jsonSchema(TokenAnswer) } },
    problems: ['bad-request', ...forDevices, ...always],
  },
  sync: {
    summary: 'Everything the kiosk owes, and what it wants to know. Idempotent.',
    request: { type: 'application/json', schema: jsonSchema(SyncRequest) },
    answers: { 200: { description: 'Each filing and withdrawal answered alone.', schema: jsonSchema(SyncAnswer) } },
    problems: ['bad-request', ...forDevices, 'too-large', 'disk-full', ...always],
  },
  partSize: {
    summary: 'Does the portal hold this part for good? Content-Length says how large it is.',
    answers: { 200: { description: 'Held.' } },
    problems: ['bad-request', ...forDevices, 'not-found', ...always],
  },
  putPiece: {
    summary:
      'A piece of a large part, behind what HEAD says is there (Upload-Offset); Upload-Complete: ?1 with the last one.',
    request: {
      type: 'application/partial-upload',
      schema: { type: 'string', contentMediaType: 'application/octet-stream' },
    },
    answers: {
      204: { description: 'Added; Upload-Offset says where the next piece begins.' },
      201: { description: 'The last piece: stored and synced.' },
      200: { description: 'The whole part was there already.' },
    },
    problems: ['bad-request', ...forDevices, 'offset-wrong', 'too-large', 'part-hash-wrong', 'disk-full', ...always],
  },
  putPart: {
    summary: 'The ciphertext of one page of a paper, under its own SHA-256. Idempotent.',
    request: {
      type: 'application/octet-stream',
      schema: { type: 'string', contentMediaType: 'application/octet-stream' },
    },
    answers: { 201: { description: 'Stored and synced.' }, 200: { description: 'Was there already.' } },
    problems: ['bad-request', ...forDevices, 'too-large', 'part-hash-wrong', 'disk-full', ...always],
  },
  report: {
    summary: 'How the storage of the kiosk stands. The newest report counts.',
    request: { type: 'application/json', schema: jsonSchema(KioskReport) },
    answers: { 204: { description: 'Kept.' } },
    problems: ['bad-request', ...forDevices, 'disk-full', ...always],
  },
  correction: {
    summary: 'What an officer marked for correction, and the answers it is about, sealed to a key of this visit.',
    request: { type: 'application/json', schema: jsonSchema(VisitRequest) },
    answers: {
      200: { description: 'Sealed; or nothing is asked; or no such case.', schema: jsonSchema(CorrectionAnswer) },
    },
    problems: ['bad-request', ...forDevices, 'too-many-tries', ...always],
  },
  draft: {
    summary: 'The draft certificate that waits to be confirmed, sealed to a key of this visit.',
    request: { type: 'application/json', schema: jsonSchema(VisitRequest) },
    answers: {
      200: { description: 'Sealed; or nothing is asked; or no such case.', schema: jsonSchema(DraftAnswer) },
    },
    problems: ['bad-request', ...forDevices, 'too-many-tries', ...always],
  },
  withdrawCase: {
    summary:
      'The resident takes back a dossier that is here, by slip, by number and check code, or by card. Idempotent.',
    request: { type: 'application/json', schema: jsonSchema(CaseWithdrawal) },
    answers: {
      200: { description: 'Withdrawn, or gone too far; or no such case.', schema: jsonSchema(CaseWithdrawalAnswer) },
    },
    problems: ['bad-request', ...forDevices, 'too-many-tries', ...always],
  },
  lookup: {
    summary: 'A case by the slip’s QR, by number and check code as typed, or by number and card. Never in a URL.',
    request: { type: 'application/json', schema: jsonSchema(CaseLookup) },
    answers: {
      200: { description: 'The case, a genuine slip without one, or unknown.', schema: jsonSchema(CaseLookupAnswer) },
    },
    problems: ['bad-request', ...forDevices, 'too-many-tries', ...always],
  },
  helpCall: {
    summary:
      'Somebody at the kiosk asks for a person. Repeated every few seconds while it rings; nothing of the resident.',
    request: { type: 'application/json', schema: jsonSchema(HelpCall) },
    answers: { 200: { description: 'Whether somebody heard it, and is coming.', schema: jsonSchema(HelpCallAnswer) } },
    problems: ['bad-request', ...forDevices, ...always],
  },
  information: {
    summary: 'Notices, offices and readings for the ward of the kiosk, as one signed token (kind `information`).',
    answers: { 200: { description: 'The newest, or none.', schema: jsonSchema(InformationAnswer) } },
    problems: [...forDevices, ...always],
  },
  bundles: {
    summary: 'The newest signed bundle of each kind this portal has for kiosks (catalogue and lists, guide entries).',
    answers: { 200: { description: 'What there is; none is as good.', schema: jsonSchema(BundlesAnswer) } },
    problems: [...forDevices, ...always],
  },
  bundlePiece: {
    summary: `Bytes of a bundle by its SHA-256: one range with both ends (Range: bytes=0-1048575), ${bundleBounds.pieceBytes} bytes at most.`,
    answers: { 206: { description: 'Exactly these bytes; Content-Range says of how many.' } },
    problems: ['bad-request', ...forDevices, 'not-found', ...always],
  },
};

function paths(): Record<string, Record<string, unknown>> {
  const byPath: Record<string, Record<string, unknown>> = {};
  for (const name of Object.keys(routes) as RouteName[]) {
    const { path, method } = routes[name];
    const openPath = path.replace(/:(\w+)/g, '{$1}');
    byPath[openPath] = { ...byPath[openPath], [method.toLowerCase()]: operation(name) };
  }
  return byPath;
}

function operation(name: RouteName): Record<string, unknown> {
  const { path, auth } = routes[name];
  const { summary, request, answers, problems: codes } = documents[name];
  const parameters = [...path.matchAll(/:(\w+)/g)].map(([, parameter]) => ({
    name: parameter,
    in: 'path',
    required: true,
    schema: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  }));
  return {
    operationId: name,
    summary,
    ...(auth === 'device' ? { security: [{ device: [] }] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(request ? { requestBody: { required: true, content: { [request.type]: { schema: request.schema } } } } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, { description, schema }]) => [
          status,
          { description, ...(schema ? { content: { 'application/json': { schema } } } : {}) },
        ]),
      ),
      ...problemResponses(codes),
    },
  };
}

/** One response a status, naming every code it can carry. */
function problemResponses(codes: readonly ProblemCode[]): Record<string, unknown> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) byStatus.set(problems[code].status, [...(byStatus.get(problems[code].status) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, listed]) => [
      String(status),
      {
        description: listed.map((code) => `${code}: ${problems[code].meaning}`).join(' '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

function jsonSchema(schema: z.ZodType): unknown {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}
