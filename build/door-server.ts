import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';

/**
 * The shell's one door over HTTP on this machine, for a plain browser tab: development, fast UI tests and the screen
 * gallery. Never part of the packaged application.
 */
export interface DoorServer {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * @param options.anyLocalOrigin lets pages of other origins of this machine in, as a benchmark's page is one; the shell itself
 * would refuse them
 */
export async function serveDoor(
  shell: Door,
  options: { port?: number; anyLocalOrigin?: boolean } = {},
): Promise<DoorServer> {
  const { port = 0, anyLocalOrigin = false } = options;
  const server = createServer((incoming, outgoing) => {
    if (anyLocalOrigin && letIn(incoming, outgoing)) return void outgoing.writeHead(204).end();
    answer(shell, incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const place = server.address();
  if (place === null || typeof place === 'string') throw new Error('the door has no port');
  return {
    address: `http://127.0.0.1:${place.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Door = { fetch(request: Request): Promise<Response> };

/** Says to the browser that this origin may ask, and hides it from the shell. True for a question that this answers already. */
function letIn(incoming: IncomingMessage, outgoing: ServerResponse): boolean {
  const { origin } = incoming.headers;
  if (origin === undefined || !isLocal(origin)) return false;
  outgoing.setHeader('access-control-allow-origin', origin);
  outgoing.setHeader('access-control-allow-headers', 'content-type');
  outgoing.setHeader('access-control-allow-methods', 'GET, POST, PUT, DELETE');
  outgoing.setHeader('access-control-max-age', '86400');
  delete incoming.headers.origin;
  delete incoming.headers['sec-fetch-site'];
  return incoming.method === 'OPTIONS';
}

function isLocal(origin: string): boolean {
  return /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(origin);
}

async function answer(shell: Door, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new AbortController();
  outgoing.on('close', () => gone.abort());
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const request = new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method,
    headers,
    signal: gone.signal,
    ...(hasBody ? { body: await bodyOf(incoming), duplex: 'half' as const } : {}),
  } as RequestInit);
  const response = await shell.fetch(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) {
    outgoing.end();
    return;
  }
  if (response.headers.get('content-type') !== 'text/event-stream') {
    outgoing.end(new Uint8Array(await response.arrayBuffer()));
    return;
  }
  const body = Readable.fromWeb(response.body as unknown as NodeReadableStream<Uint8Array>);
  // A tab that closes ends its event stream in the shell as well.
  outgoing.on('close', () => body.destroy());
  body.on('error', () => outgoing.destroy());
  body.pipe(outgoing);
}

/** More is never put together here before the shell has had a look at it. */
const wholeBytes = 2 * 1024 * 1024;

/** As Electron hands it over: in one piece. Through a stream of the web each piece is a trip of its own. */
async function bodyOf(incoming: IncomingMessage): Promise<ReadableStream | Uint8Array<ArrayBuffer>> {
  const declared = Number(incoming.headers['content-length'] ?? Number.POSITIVE_INFINITY);
  if (!(declared <= wholeBytes)) return Readable.toWeb(incoming) as unknown as ReadableStream;
  const bytes = new Uint8Array(declared);
  let at = 0;
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
