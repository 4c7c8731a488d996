import type { Clock } from '../runtime.ts';
import type { PartSending } from './ports.ts';

/** So many parts on their way beside each other, as the line bears it. */
export interface PartLanes {
  /** Sends when it is this part's turn. */
  inTurn(send: () => Promise<PartSending>): Promise<PartSending>;
}

const mostAtOnce = 3;
/** A part that took longer than this had better had the line for itself: beside others it might not arrive in time at all. */
const quickMs = 4000;

/** One at first and after anything slow or failed; one more after each that went quickly. While somebody is at the screen, one. */
export function createPartLanes({ clock, isPolite }: { clock: Clock; isPolite: () => boolean }): PartLanes {
  let atOnce = 1;
  let underWay = 0;
  const waiting: (() => void)[] = [];

  function letIn(): void {
    while (waiting.length > 0 && underWay < (isPolite() ? 1 : atOnce)) {
      underWay += 1;
      waiting.shift()?.();
    }
  }

  return {
    async inTurn(send) {
      const turn = new Promise<void>((come) => waiting.push(come));
      letIn();
      await turn;
      const startedMs = clock.nowMs();
      let isQuick = false;
      try {
        const sent = await send();
        isQuick = sent === 'sent' && clock.nowMs() - startedMs < quickMs;
        return sent;
      } finally {
        atOnce = isQuick ? Math.min(atOnce + 1, mostAtOnce) : 1;
        underWay -= 1;
        letIn();
      }
    },
  };
}
