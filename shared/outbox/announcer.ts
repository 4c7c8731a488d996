import type { OutboxChange } from './outbox.ts';

export interface Announcer {
  announce(change: OutboxChange): void;
  observe(listener: (change: OutboxChange) => void): () => void;
}

/** Tells observers in this page or worker. An observer that leaves while being told is not told again. */
export function createAnnouncer(): Announcer {
  const listeners = new Set<(change: OutboxChange) => void>();
  return {
    announce(change) {
      for (const listener of [...listeners]) if (listeners.has(listener)) listener(change);
    },
    observe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
