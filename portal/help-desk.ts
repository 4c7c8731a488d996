import { type HelpCall, type HelpCallAnswer, helpCallSilenceMs } from '../shared/portal-contract/help-call.ts';
import type { Clock } from '../shared/runtime.ts';
import type { KioskRecord } from './register/register.ts';

/**
 * Who calls for a person just now, one call a kiosk. In memory: a call lives for minutes, and a kiosk that still rings after a
 * restart of the portal says so again within seconds. Knows kiosks and times, nothing of residents.
 *
 * ```
 * (none) ──rings──▶ ringing ──«Tôi đang tới»──▶ coming ──▶ gone after five minutes, or when the kiosk takes it back
 *                      └──not heard of for 20 s, or taken back──▶ gone
 * ```
 */
export interface HelpDesk {
  answer(kiosk: KioskRecord, call: HelpCall): HelpCallAnswer;
  /** «Tôi đang tới». False: it rings no more. */
  come(call: string): boolean;
  calls(): readonly OpenCall[];
  /** Somebody has the page of calls open; told of every change. Returns the way to stop. */
  listen(onChange: () => void): () => void;
}

export interface OpenCall {
  readonly call: string;
  readonly kiosk: Pick<KioskRecord, 'id' | 'label' | 'site'>;
  /** ISO instant, the portal's clock. */
  readonly since: string;
  readonly state: 'ringing' | 'coming';
}

const comingShownMs = 5 * 60_000;

export function createHelpDesk(clock: Clock): HelpDesk {
  const open = new Map<string, OpenCall & { heardMs: number }>();
  /** The newest call of a kiosk that is over: a message that was overtaken on its way must not ring again. */
  const ended = new Map<string, string>();
  const listeners = new Set<() => void>();

  function changed(): void {
    for (const listener of listeners) listener();
  }

  function forgetOld(): void {
    const nowMs = clock.nowMs();
    for (const [kiosk, { call, state, heardMs }] of open) {
      if (nowMs - heardMs <= (state === 'ringing' ? helpCallSilenceMs : comingShownMs)) continue;
      open.delete(kiosk);
      // A kiosk that fell silent while it rang may ring on; what somebody came for is done.
      if (state === 'coming') ended.set(kiosk, call);
    }
  }

  return {
    answer({ id, label, site }, { call, state }) {
      forgetOld();
      const known = open.get(id);
      const isKnown = known?.call === call;
      const heard = listeners.size > 0;
      if (state === 'over') {
        ended.set(id, call);
        if (isKnown) open.delete(id);
        if (isKnown) changed();
        return { state: 'over', heard };
      }
      if (isKnown) {
        if (known.state === 'ringing') open.set(id, { ...known, heardMs: clock.nowMs() });
        return { state: known.state, heard };
      }
      if (ended.get(id) === call) return { state: 'over', heard };
      const nowMs = clock.nowMs();
      const since = new Date(nowMs).toISOString();
      open.set(id, { call, kiosk: { id, label, site }, since, state: 'ringing', heardMs: nowMs });
      changed();
      return { state: 'ringing', heard };
    },
    come(call) {
      forgetOld();
      const found = [...open.entries()].find(([, each]) => each.call === call);
      if (!found) return false;
      const [kiosk, known] = found;
      open.set(kiosk, { ...known, state: 'coming', heardMs: clock.nowMs() });
      changed();
      return true;
    },
    calls() {
      forgetOld();
      return [...open.values()].map(({ heardMs: _heardMs, ...call }) => call);
    },
    listen(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
  };
}
