import { importJWK, SignJWT } from 'jose';
import { toHex } from '../../shared/dossier/bytes.ts';
import type { Jwk } from '../../shared/dossier/cryptography.ts';
import { parseJson } from '../../shared/dossier/seal.ts';
import { TokenAnswer } from '../../shared/portal-contract/messages.ts';
import { ProblemBody } from '../../shared/portal-contract/problems.ts';
import { routes } from '../../shared/portal-contract/routes.ts';
import type { Clock, Dice } from '../../shared/runtime.ts';
import { askPortal, type PortalReply, portalUrl } from './portal-request.ts';
import type { Kiosk } from './trust.ts';

export interface PortalConnection {
  /**
   * One attempt with this device's credential. Only a token the portal no longer takes is renewed, once, and the request
   * made again. What the portal says about a token that it does not give is answered as it is.
   */
  ask(request: {
    method: string;
    path: string;
    auth: 'none' | 'device';
    contentType?: string;
    headers?: Readonly<Record<string, string>>;
    body?: Uint8Array<ArrayBuffer>;
    timeoutMs?: number;
  }): Promise<PortalReply | { readonly kind: 'not-provisioned' }>;
  /** Ends what is under way and waits for it. It is answered `unreachable`, as is what is asked later, and nobody is told of it. */
  close(): Promise<void>;
}

/** Claims of RFC 7523; times in seconds. */
export interface AssertionClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
}

/** A compact JWS, ES256, by the device key. */
export type SignAssertion = (claims: AssertionClaims, deviceKey: Jwk) => Promise<string>;

/** What a real kiosk does. */
export const signAssertionWithJose: SignAssertion = async (claims, { kid, ...key }) =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'ES256', ...(kid ? { kid } : {}) })
    .sign(await importJWK({ ...key }, 'ES256'));

/** Told of every attempt, whoever made it. `isPortal`: the answer came from a real portal, not from somebody in between. */
export type ConnectionListener = (contact: { isPortal: boolean; problem: string | undefined }) => void;

const assertionSeconds = 120;
const renewBeforeMs = 30_000;

export function createPortalConnection(options: {
  kiosk: () => Kiosk | undefined;
  clock: Clock;
  /** Measured difference of the portal's clock, when one is known. */
  offsetMs: () => number | null;
  dice: Dice;
  portalFetch: typeof fetch;
  timeoutMs: number;
  answerBytes: number;
  onContact: ConnectionListener;
  /** A simulation brings a quick one. */
  signAssertion?: SignAssertion | undefined;
}): PortalConnection {
  const { signAssertion = signAssertionWithJose } = options;
  let token: { value: string; expiresMs: number; kiosk: string } | undefined;
  let asking: Promise<string | PortalReply> | undefined;
  /** From an unsigned answer: good enough to date an assertion by, for nothing else. */
  let assertionOffsetMs: number | undefined;
  let isClosed = false;
  /** How to end each attempt under way, and its answer. */
  const underWay = new Map<AbortController, Promise<unknown>>();

  async function send(
    kiosk: Kiosk,
    request: Parameters<PortalConnection['ask']>[0],
    authorization: string | undefined,
  ): Promise<PortalReply> {
    if (isClosed) return { kind: 'unreachable' };
    const end = new AbortController();
    const attempt = askPortal({
      portalFetch: options.portalFetch,
      url: portalUrl(kiosk.portal, request.path),
      method: request.method,
      headers: {
        accept: 'application/json',
        ...request.headers,
        ...(request.contentType ? { 'content-type': request.contentType } : {}),
        ...(authorization ? { authorization: `Bearer ${authorization}` } : {}),
      },
      body: request.body,
      timeoutMs: request.timeoutMs ?? options.timeoutMs,
      answerBytes: options.answerBytes,
      end,
    });
    underWay.set(end, attempt);
    const reply = await attempt;
    underWay.delete(end);
    if (!isClosed) options.onContact({ isPortal: isFromPortal(reply), problem: problemOf(reply)?.code });
    return reply;
  }

  async function getToken(kiosk: Kiosk): Promise<string | PortalReply> {
    const id = kiosk.config.kiosk.id;
    if (token && token.kiosk === id && token.expiresMs - renewBeforeMs > options.clock.nowMs()) return token.value;
    asking ??= fetchToken(kiosk).finally(() => {
      asking = undefined;
    });
    return asking;
  }

  async function fetchToken(kiosk: Kiosk): Promise<string | PortalReply> {
    const first = await requestToken(kiosk);
    const portalNowMs = first.kind === 'answered' && first.status === 401 ? saidNowMs(first) : undefined;
    // A kiosk whose clock is wrong signs assertions that are too old or too new: dated by the portal's clock, once.
    const farOff = portalNowMs !== undefined && Math.abs(portalNowMs - assertionNowMs()) > 1000;
    if (farOff) assertionOffsetMs = portalNowMs - options.clock.nowMs();
    const reply = farOff ? await requestToken(kiosk) : first;

    if (reply.kind !== 'answered' || reply.status !== 200) return reply;
    const answer = TokenAnswer.safeParse(parseJson(reply.body));
    if (!answer.success) return { ...reply, isJson: false };
    token = {
      value: answer.data.access_token,
      expiresMs: options.clock.nowMs() + answer.data.expires_in * 1000,
      kiosk: kiosk.config.kiosk.id,
    };
    return token.value;
  }

  async function requestToken(kiosk: Kiosk): Promise<PortalReply> {
    const id = kiosk.config.kiosk.id;
    const url = portalUrl(kiosk.portal, routes.token.path);
    const nowSeconds = Math.floor(assertionNowMs() / 1000);
    const assertion = await signAssertion(
      {
        iss: id,
        sub: id,
        aud: url,
        jti: toHex(options.dice.bytes(16)),
        iat: nowSeconds,
        exp: nowSeconds + assertionSeconds,
      },
      kiosk.deviceKey,
    );
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    });
    const body = new TextEncoder().encode(form.toString());
    const contentType = 'application/x-www-form-urlencoded';
    return send(
      kiosk,
      { method: routes.token.method, path: routes.token.path, auth: 'none', contentType, body },
      undefined,
    );
  }

  function assertionNowMs(): number {
    return options.clock.nowMs() + (assertionOffsetMs ?? options.offsetMs() ?? 0);
  }

  return {
    async ask(request) {
      const kiosk = options.kiosk();
      if (!kiosk) return { kind: 'not-provisioned' };
      if (request.auth === 'none') return send(kiosk, request, undefined);

      const used = await getToken(kiosk);
      if (typeof used !== 'string') return used;
      const reply = await send(kiosk, request, used);
      if (reply.kind !== 'answered' || reply.status !== 401 || saysDeviceUnknown(reply)) return reply;
      if (token?.value === used) token = undefined;
      const fresh = await getToken(kiosk);
      return typeof fresh === 'string' ? send(kiosk, request, fresh) : fresh;
    },
    async close() {
      isClosed = true;
      const attempts = [...underWay.values()];
      for (const end of underWay.keys()) end.abort();
      await Promise.all(attempts);
    },
  };
}

/** A JSON answer, bytes asked for, or a bare one as HEAD and PUT give. HTML and redirects are somebody in between. */
function isFromPortal(reply: PortalReply): boolean {
  if (reply.kind !== 'answered') return false;
  if (reply.isJson) return true;
  const isRedirect = reply.status >= 300 && reply.status < 400;
  const type = reply.headers.get('content-type') ?? '';
  if (reply.status === 206 && type === 'application/octet-stream') return true;
  return !isRedirect && reply.body.length === 0 && !/html/i.test(type);
}

export function problemOf(reply: PortalReply): ProblemBody | undefined {
  if (reply.kind !== 'answered' || !reply.isJson || reply.status < 400) return undefined;
  const problem = ProblemBody.safeParse(parseJson(reply.body));
  return problem.success ? problem.data : undefined;
}

function saysDeviceUnknown(reply: PortalReply): boolean {
  return problemOf(reply)?.code === 'device-unknown';
}

function saidNowMs(reply: PortalReply): number | undefined {
  const { now } = (problemOf(reply) ?? {}) as { now?: unknown };
  const ms = typeof now === 'string' ? Date.parse(now) : Number.NaN;
  return Number.isFinite(ms) ? ms : undefined;
}
