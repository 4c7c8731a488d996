import type { KioskReport } from '../../shared/portal-contract/kiosk-report.ts';
import { routes } from '../../shared/portal-contract/routes.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { PortalConnection } from './portal-connection.ts';

/**
 * Tells the portal how the storage of this kiosk stands: once after a start, after every change, and once a day. A report
 * goes when the portal has answered somebody; while its last answer is good, a change goes at once and never more often
 * than every five seconds. After a failure the next contact is the next occasion.
 */
export interface Reporter {
  /** Something has changed: the portal does not know yet. */
  owe(): void;
  /** The portal has just answered somebody. */
  heardOfPortal(): void;
  /** Nothing is tried any more. */
  close(): void;
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
  /** Whether the portal answered when it was last asked: only then is a change worth a try of its own. */
  let isHeard = false;
  let triedMs = Number.NEGATIVE_INFINITY;
  let waiting: NodeJS.Timeout | undefined;
  let isClosed = false;

  /** Whether the portal knows now; the answer `false` waits for the next contact. */
  async function tell(): Promise<boolean> {
    const upTo = changes;
    const report = await options.describe();
    if (!report) return false;
    const reply = await portal.ask({
      method: routes.report.method,
      path: routes.report.path,
      auth: 'device',
      contentType: 'application/json',
      body: new TextEncoder().encode(JSON.stringify(report)),
    });
    if (reply.kind !== 'answered') return false;
    // An older portal has no such route: nothing is lost, and nobody needs to be asked again before the next change.
    const isOver =
      reply.status === 204 || (reply.isJson && reply.status >= 400 && reply.status < 500 && reply.status !== 429);
    if (!isOver) return false;
    told = upTo;
    if (reply.status === 204) options.onReported();
    return true;
  }

  /** Behind whoever is being answered just now, and at a distance from the last try. */
  function tellSoon(): void {
    if (isClosed || isTelling || waiting || !isHeard || told === changes) return;
    const sinceMs = Math.abs(clock.nowMs() - triedMs);
    waiting = setTimeout(
      () => {
        waiting = undefined;
        isTelling = true;
        triedMs = clock.nowMs();
        void tell()
          .catch(() => false)
          .then((isTold) => {
            isHeard = isTold;
            isTelling = false;
            tellSoon();
          });
      },
      sinceMs < betweenTriesMs ? betweenTriesMs - sinceMs : 0,
    );
    waiting.unref();
  }

  return {
    owe() {
      changes += 1;
      tellSoon();
    },
    heardOfPortal() {
      isHeard = true;
      tellSoon();
    },
    close() {
      isClosed = true;
      clearTimeout(waiting);
    },
  };
}
