import { toHex } from '../../shared/dossier/bytes.ts';
import { parseJson } from '../../shared/dossier/seal.ts';
import { type HelpCall, HelpCallAnswer } from '../../shared/portal-contract/help-call.ts';
import { routes } from '../../shared/portal-contract/routes.ts';
import type { Clock, Dice } from '../../shared/runtime.ts';
import type { ShellState } from '../../shared/shell-contract/messages.ts';
import type { JournalLog } from './journal-log.ts';
import type { PortalConnection } from './portal-connection.ts';

/**
 * A resident has asked for a person: rings at the attendants' page of the portal until somebody says «Tôi đang tới», the visit
 * ends, or ten minutes have passed. Nothing of the resident travels.
 *
 * ```
 * none ──ring──▶ calling ──portal, somebody hears──▶ ringing ──«Tôi đang tới»──▶ coming
 *                   └──no portal, or nobody hears──▶ unheard ──(asked again)──▶ ringing …
 * ```
 */
export interface HelpCalls {
  ring(): void;
  end(): void;
  state(): NonNullable<ShellState['help']> | null;
  close(): void;
}

export function createHelpCalls(options: {
  portal: Pick<PortalConnection, 'ask'>;
  dice: Dice;
  clock: Clock;
  log: JournalLog;
  onChange: () => void;
  /** Between two questions to the portal. */
  everyMs: number;
  /** A call nobody answered, and one that was answered, are forgotten after this. */
  longestMs: number;
}): HelpCalls {
  const { portal, clock, log } = options;
  let open: { call: string; sinceMs: number; state: NonNullable<ShellState['help']>['state'] } | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function tell(call: string, state: HelpCall['state']): Promise<HelpCallAnswer | undefined> {
    const reply = await portal.ask({
      method: routes.helpCall.method,
      path: routes.helpCall.path,
      auth: 'device',
      contentType: 'application/json',
      body: new TextEncoder().encode(JSON.stringify({ call, state } satisfies HelpCall)),
      timeoutMs: options.everyMs * 2,
    });
    if (reply.kind !== 'answered' || reply.status !== 200 || !reply.isJson) return undefined;
    return HelpCallAnswer.safeParse(parseJson(reply.body)).data;
  }

  function become(state: NonNullable<typeof open>['state']): void {
    if (!open || open.state === state) return;
    open = { ...open, state };
    log.write(`help-${state}`);
    options.onChange();
  }

  async function ask(call: string): Promise<void> {
    const answer = await tell(call, 'ringing').catch(() => undefined);
    // Taken back, or rung anew, while the portal was asked.
    if (open?.call !== call) return;
    if (clock.nowMs() - open.sinceMs > options.longestMs || answer?.state === 'over') return forget();
    if (answer?.state === 'coming') become('coming');
    else become(answer?.heard ? 'ringing' : 'unheard');
    const pauseMs = open.state === 'coming' ? Math.min(options.longestMs, 10 * options.everyMs) : options.everyMs;
    timer = setTimeout(() => void ask(call), pauseMs);
    timer.unref();
  }

  function forget(): void {
    clearTimeout(timer);
    if (!open) return;
    open = undefined;
    options.onChange();
  }

  return {
    ring() {
      log.write('help-called');
      // A second tap is the same call; one that was answered long ago may be made anew.
      if (open && open.state !== 'coming') return;
      clearTimeout(timer);
      open = { call: toHex(options.dice.bytes(16)), sinceMs: clock.nowMs(), state: 'calling' };
      options.onChange();
      void ask(open.call);
    },
    end() {
      const call = open?.call;
      forget();
      // Once: a call that is not repeated ends by itself.
      if (call !== undefined) void tell(call, 'over').catch(() => undefined);
    },
    state: () => (open ? { state: open.state, since: new Date(open.sinceMs).toISOString() } : null),
    close: () => clearTimeout(timer),
  };
}
