import { parseJson } from '../../shared/dossier/seal.ts';
import { HealthAnswer } from '../../shared/portal-contract/messages.ts';
import { routes } from '../../shared/portal-contract/routes.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { PortalConnection } from './portal-connection.ts';
import { type Disk, replaceFile } from './safe/disk.ts';

export interface Network {
  /** `since`: when it came to be so; offline since the last answer of a real portal, also across restarts. */
  state(): { online: boolean; since: string | null };
  lastContact(): string | null;
  lastProblem(): string | null;
  /** To be told of every attempt anybody made. */
  contact(contact: { isPortal: boolean; problem: string | undefined }): void;
  start(portal: PortalConnection): void;
  /** Probes no more; what is being written has been written when this resolves. */
  close(): Promise<void>;
}

const name = 'last-contact.json';
/** The file is there to survive a restart; nobody needs it to the second. */
const writeEveryMs = 60_000;

export async function openNetwork(options: {
  disk: Disk;
  folder: string;
  clock: Clock;
  probeMs: number;
  onChange: () => void;
}): Promise<Network> {
  const { disk, folder, clock } = options;
  const bytes = await disk.read(`${folder}/${name}`);
  const { atMs } = (bytes ? (parseJson(bytes) ?? {}) : {}) as { atMs?: unknown };
  let lastContactMs = typeof atMs === 'number' ? atMs : undefined;
  let online = false;
  let onlineSinceMs = 0;
  let lastAttemptMs = Number.NEGATIVE_INFINITY;
  let lastProblem: string | null = null;
  let writtenMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let writing: Promise<void> = Promise.resolve();

  function keepContact(nowMs: number): void {
    if (Math.abs(nowMs - writtenMs) < writeEveryMs) return;
    writtenMs = nowMs;
    const text = JSON.stringify({ atMs: nowMs });
    writing = replaceFile(disk, { folder, name, bytes: new TextEncoder().encode(text), durable: false }).catch(
      () => undefined,
    );
  }

  async function probe(portal: PortalConnection): Promise<void> {
    // Whoever asked within the interval has told us already.
    if (Math.abs(clock.nowMs() - lastAttemptMs) < options.probeMs) return;
    const reply = await portal.ask({ method: routes.health.method, path: routes.health.path, auth: 'none' });
    if (reply.kind !== 'answered') return;
    const isPortal = HealthAnswer.safeParse(parseJson(reply.body)).success;
    if (!isPortal && reply.status < 400) network.contact({ isPortal: false, problem: undefined });
  }

  /** Counted from the last attempt, not from the last look: silence is noticed one interval after it began, never two. */
  function untilProbeMs(): number {
    const sinceMs = Math.abs(clock.nowMs() - lastAttemptMs);
    return sinceMs < options.probeMs ? options.probeMs - sinceMs : options.probeMs;
  }

  const network: Network = {
    state: () => ({
      online,
      since: online ? iso(onlineSinceMs) : lastContactMs === undefined ? null : iso(lastContactMs),
    }),
    lastContact: () => (lastContactMs === undefined ? null : iso(lastContactMs)),
    lastProblem: () => lastProblem,
    contact({ isPortal, problem }) {
      const nowMs = clock.nowMs();
      lastAttemptMs = nowMs;
      lastProblem = isPortal ? (problem ?? null) : 'portal-unreachable';
      if (isPortal) {
        lastContactMs = nowMs;
        keepContact(nowMs);
      }
      if (online === isPortal) return;
      online = isPortal;
      if (online) onlineSinceMs = nowMs;
      options.onChange();
    },
    start(portal) {
      if (options.probeMs <= 0) return;
      const next = (): void => {
        if (closed) return;
        timer = setTimeout(
          () =>
            void probe(portal)
              .catch(() => undefined)
              .finally(next),
          untilProbeMs(),
        );
        timer.unref();
      };
      void probe(portal)
        .catch(() => undefined)
        .finally(next);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await writing;
    },
  };
  return network;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
