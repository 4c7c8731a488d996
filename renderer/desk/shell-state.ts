import { ShellEvent, ShellState } from '../../shared/shell-contract/messages.ts';
import { askShell } from './shell-client.ts';

/** The newest state of the shell, kept fresh by its announcements. */
export interface StateWatch {
  current(): ShellState;
  observe(listener: () => void): () => void;
  refresh(): Promise<void>;
}

export async function watchShellState(): Promise<StateWatch> {
  let current = await firstState();
  const listeners = new Set<() => void>();
  const refresh = async () => {
    const answer = await askShell('state', ShellState);
    if (!answer.ok || JSON.stringify({ ...answer.value, now: 0 }) === JSON.stringify({ ...current, now: 0 })) return;
    current = answer.value;
    for (const listener of listeners) listener();
  };
  const events = new EventSource('/shell/events');
  events.onmessage = ({ data }) => {
    const event = ShellEvent.safeParse(parse(data));
    if (event.success) void refresh();
  };
  return {
    current: () => current,
    observe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh,
  };
}

const firstStateTries = 20;
const pauseBetweenTriesMs = 250;

/** The shell answers from the first moment; a page that starts while it is still opening the safe waits a little. */
async function firstState(): Promise<ShellState> {
  for (let attempt = 1; attempt <= firstStateTries; attempt += 1) {
    const answer = await askShell('state', ShellState);
    if (answer.ok) return answer.value;
    await new Promise((resolve) => setTimeout(resolve, pauseBetweenTriesMs));
  }
  throw new Error('the shell gives no state');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
