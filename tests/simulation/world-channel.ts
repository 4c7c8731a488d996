/** Pages of one kiosk hear each other, and nobody else does: a `BroadcastChannel` inside the world, and inside its time. */
class WorldChannel {
  onmessage: ((message: { data: unknown }) => void) | null = null;
  readonly #kiosk = opening;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
    channels.add(this);
  }

  postMessage(data: unknown): void {
    for (const other of [...channels]) {
      if (other === this || other.#kiosk !== this.#kiosk || other.#name !== this.#name) continue;
      queueMicrotask(() => channels.has(other) && other.onmessage?.({ data: structuredClone(data) }));
    }
  }

  close(): void {
    channels.delete(this);
  }
}

const channels = new Set<WorldChannel>();
let opening: unknown;

/** Channels opened by `work`, before its first await, are this kiosk's. */
export function asKiosk<T>(kiosk: unknown, work: () => T): T {
  opening = kiosk;
  try {
    return work();
  } finally {
    opening = undefined;
  }
}

/** A world is over: whoever still listens in it would keep it in memory. */
export function closeAllChannels(): void {
  channels.clear();
}

(globalThis as { BroadcastChannel: unknown }).BroadcastChannel = WorldChannel;
