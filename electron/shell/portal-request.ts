import { joined } from '../../shared/dossier/bytes.ts';

/** One attempt at the portal, with a time limit and a bound, following nobody elsewhere. Never throws. */
export type PortalReply =
  | { readonly kind: 'unreachable' }
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Headers;
      readonly body: Uint8Array<ArrayBuffer>;
      /** Says it is JSON and is no redirect. A captive portal's page is not. */
      readonly isJson: boolean;
    };

export async function askPortal(request: {
  portalFetch: typeof fetch;
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: Uint8Array<ArrayBuffer> | undefined;
  /** For the whole of it; infinite where somebody else keeps the time. */
  timeoutMs: number;
  answerBytes: number;
  /** Ends the attempt before its time: it is answered `unreachable`. */
  end?: AbortController;
}): Promise<PortalReply> {
  const { timeoutMs, end = new AbortController() } = request;
  const limit = timeoutMs === Number.POSITIVE_INFINITY ? undefined : setTimeout(() => end.abort(), timeoutMs).unref();
  try {
    const response = await request.portalFetch(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: 'manual',
      signal: end.signal,
      ...(request.body ? { body: request.body } : {}),
    });
    const body = await readBounded(response.body, request.answerBytes);
    if (!body) return { kind: 'unreachable' };
    const type = response.headers.get('content-type') ?? '';
    const isRedirect = response.status >= 300 && response.status < 400;
    const isJson = !isRedirect && /^application\/([\w.-]+\+)?json\b/i.test(type);
    return { kind: 'answered', status: response.status, headers: response.headers, body, isJson };
  } catch {
    return { kind: 'unreachable' };
  } finally {
    clearTimeout(limit);
  }
}

/** All bytes of a stream, or `undefined` as soon as it is longer than allowed. */
export async function readBounded(
  stream: ReadableStream<Uint8Array> | null,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (!stream) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  while (true) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks);
    length += value.length;
    if (length > most) {
      await reader.cancel().catch(() => undefined);
      return undefined;
    }
    chunks.push(value);
  }
}

export function portalUrl(portal: string, path: string): string {
  return `${portal.replace(/\/+$/, '')}${path}`;
}
