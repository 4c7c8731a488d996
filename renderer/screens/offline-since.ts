import type { ShellState } from '../../shared/shell-contract/messages.ts';

const hourMs = 3_600_000;

/** Since when there has been no network, once that is longer than the portal's configuration thinks worth saying. */
export function offlineSince(state: Pick<ShellState, 'network' | 'kiosk' | 'now'>): string | undefined {
  const { online, since } = state.network;
  if (online || since === null || !state.kiosk) return undefined;
  const offlineMs = Math.max(Date.now(), state.now) - Date.parse(since);
  return offlineMs > state.kiosk.offlineNoticeHours * hourMs ? since : undefined;
}
