import { connect, createServer, type Socket } from 'node:net';

/**
 * The line between kiosk and portal: bytes pass through it untouched, it can be cut, and it tells what passes, so that somebody
 * can be killed in the middle of a request or of its reply.
 */
export interface Relay {
  readonly address: string;
  /** Told before the bytes go on. Answer `false` to let nothing more through on this connection: its other end is about to die. */
  onPassing: ((way: 'request' | 'reply', bytes: number) => boolean) | undefined;
  cut(): void;
  mend(): void;
  readonly isCut: () => boolean;
  setPortal(port: number): void;
  close(): Promise<void>;
}

export async function openRelay(): Promise<Relay> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let portalPort = 0;
  const drop = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const server = createServer((kiosk) => {
    if (isCut || portalPort === 0) return void kiosk.destroy();
    const portal = connect(portalPort, '127.0.0.1');
    const end = () => {
      for (const socket of [kiosk, portal]) {
        socket.destroy();
        sockets.delete(socket);
      }
    };
    for (const socket of [kiosk, portal]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', end);
    }
    const pass = (way: 'request' | 'reply', to: Socket, from: Socket) => (bytes: Buffer) => {
      if (relay.onPassing?.(way, bytes.length) === false) return void from.pause();
      if (!to.write(bytes)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    };
    kiosk.on('data', pass('request', portal, kiosk));
    portal.on('data', pass('reply', kiosk, portal));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const place = server.address();
  if (place === null || typeof place === 'string') throw new Error('the relay has no port');
  const relay: Relay = {
    address: `http://127.0.0.1:${place.port}`,
    onPassing: undefined,
    cut() {
      isCut = true;
      drop();
    },
    mend() {
      isCut = false;
    },
    isCut: () => isCut,
    setPortal(port) {
      portalPort = port;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        drop();
      }),
  };
  return relay;
}
