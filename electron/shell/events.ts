import type { ShellEvent } from '../../shared/shell-contract/messages.ts';

export interface Events {
  announce(event: ShellEvent['event']): void;
  /** A stream of its own for each page; forgotten when the page closes it. */
  open(): Response;
  listeners(): number;
  close(): void;
}

/** Two pages at most in life (an old one and its successor); a page in a loop must not pile up streams. */
const mostListeners = 16;
const heartbeatMs = 25_000;

export function createEvents(): Events {
  const listeners = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  const timer = setInterval(() => send(': here\n\n'), heartbeatMs);
  timer.unref();

  function send(text: string): void {
    for (const listener of listeners) {
      try {
        listener.enqueue(encoder.encode(text));
      } catch {
        listeners.delete(listener);
      }
    }
  }

  function forget(listener: ReadableStreamDefaultController<Uint8Array>): void {
    if (!listeners.delete(listener)) return;
    try {
      listener.close();
    } catch {
      // The page closed it first.
    }
  }

  return {
    announce: (event) => send(`data: ${JSON.stringify({ event })}\n\n`),
    open() {
      let mine: ReadableStreamDefaultController<Uint8Array> | undefined;
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          mine = controller;
          listeners.add(controller);
          controller.enqueue(encoder.encode(': open\n\n'));
          for (const oldest of listeners) {
            if (listeners.size <= mostListeners) break;
            forget(oldest);
          }
        },
        cancel() {
          if (mine) listeners.delete(mine);
        },
      });
      return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
    },
    listeners: () => listeners.size,
    close() {
      clearInterval(timer);
      for (const listener of [...listeners]) forget(listener);
    },
  };
}
