import type { KioskReport } from '../../shared/portal-contract/kiosk-report.ts';
import { routes } from '../../shared/portal-contract/routes.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { PortalConnection } from './portal-connection.ts';

/**
 * Tells the portal how the storage of this kiosk stands: once after a start, after every change, and once a day. One attempt
 * when the portal has just been heard of; if that fails, the next contact is the next occasion.
 */
export interface Reporter {
  /** Something has changed: the portal does not know yet. */
  owe(): void;
  /** The portal has just answered somebody. */
  heardOfPortal(): void;
}

const betweenTriesMs = 5_000;

export function createReporter(options: {
  portal: Pick<PortalConnection, 'ask'>;
  describe: () => Promise<KioskReport | undefined>;
  clock: Clock;
  onReported: () => void;
}): Reporter {
  const { portal, clock } = options;
  /** Counts changes: a report that was on its way when something changed is owed again. */
  let changes = 1;
  let told = 0;
  let isTelling = false;
  let triedMs = Number.NEGATIVE_INFINITY;

  async function tell(): Promise<void> {
    const upTo = changes;
    const report = await options.describe();
    if (!report) return;
    const reply = await portal.ask({
      method: routes.report.method,
      path: routes.report.path,
      auth: 'device',
      contentType: 'application/json',
      body: new TextEncoder().encode(JSON.stringify(report)),
    });
    if (reply.kind !== 'answered') return;
    // An older portal has no such route: nothing is lost, and nobody needs to be asked again before the next change.
    const isOver =
      reply.status === 204 || (reply.isJson && reply.status >= 400 && reply.status < 500 && reply.status !== 429);
    if (!isOver) return;
    told = upTo;
    if (reply.status === 204) options.onReported();
  }

  return {
    owe() {
      changes += 1;
    },
    heardOfPortal() {
      const nowMs = clock.nowMs();
      if (isTelling || told === changes || Math.abs(nowMs - triedMs) < betweenTriesMs) return;
      isTelling = true;
      triedMs = nowMs;
      // Behind whoever is being answered just now.
      setImmediate(() => {
        void tell()
          .catch(() => undefined)
          .finally(() => {
            isTelling = false;
          });
      });
    },
  };
}
