import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request and its answer as they went over the wire. */
export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Names and values of both heads, one after the other. */
  readonly heads: Buffer;
  readonly asked: Buffer;
  readonly answered: Buffer;
  readonly status: number;
}

export interface RecordingProxy {
  readonly address: string;
  readonly exchanges: readonly Exchange[];
  /** Where the portal really listens. A portal says in what it signs how it is reached: it must be told this proxy's address first. */
  readonly leadTo: (portal: string) => void;
  readonly close: () => Promise<void>;
}

/** Stands between a kiosk and its portal and keeps all that passes. A portal that is away is a closed connection, as without it. */
export async function openRecordingProxy(): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  let portal: URL | undefined;
  const pass = async (asked: IncomingMessage, answer: ServerResponse) => {
    const body = await collect(asked);
    if (!portal) return answer.destroy();
    const { hostname, port } = portal;
    const onward = request(
      { hostname, port, method: asked.method, path: asked.url, headers: asked.headers },
      async (from) => {
        const back = await collect(from).catch(() => undefined);
        if (back === undefined) return answer.destroy();
        exchanges.push({
          method: asked.method ?? '',
          url: asked.url ?? '',
          heads: Buffer.from([...asked.rawHeaders, ...from.rawHeaders].join('\n')),
          asked: body,
          answered: back,
          status: from.statusCode ?? 0,
        });
        answer.writeHead(from.statusCode ?? 502, from.headers);
        answer.end(back);
      },
    );
    onward.on('error', () => answer.destroy());
    onward.end(body);
  };
  const server = createServer((asked, answer) => void pass(asked, answer).catch(() => answer.destroy()));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    leadTo: (address) => {
      portal = new URL(address);
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function collect(from: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of from) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
