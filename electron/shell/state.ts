import type { ShellState } from '../../shared/shell-contract/messages.ts';
import type { Services } from './services.ts';
import type { Kiosk } from './trust.ts';

/** Of the demo's window until a technician says what the panel measures. */
const usualDiagonalInches = 32;

export async function describeState(services: Services): Promise<ShellState> {
  const { trust, clock, clockState, network, room, staff, host } = services;
  const kiosk = trust.kiosk();
  const nowMs = clock.nowMs();
  return {
    build: services.build,
    mode: services.mode,
    now: nowMs,
    clock: clockState.state(),
    panel: { ...host.display(), diagonalInches: kiosk?.panelDiagonalInches ?? usualDiagonalInches },
    network: network.state(),
    room: await room.state(),
    content: services.content.nextVersion(),
    hasPrinter: services.hasPrinter(),
    livedThroughPowerCut: [...services.unseenFilings.toShow(nowMs)],
    kiosk: kiosk ? describeKiosk(kiosk) : null,
    staff: staff.current(),
    help: services.helpCalls.state(),
    ...(services.session.isPractice() ? { practising: true as const } : {}),
    ...(host.touch?.() === 'lost' ? { touch: 'lost' as const } : {}),
  };
}

function describeKiosk({ config, trust }: Kiosk): ShellState['kiosk'] {
  const { kiosk, issuedAt: _issuedAt, version, staff: _staff, ...rest } = config;
  return { ...kiosk, ...rest, receiptKeys: trust.receipt, trustVersion: trust.version, configVersion: version };
}
