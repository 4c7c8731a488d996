import type { z } from 'zod';
import type { Health } from '../../shared/shell-contract/messages.ts';
import type { ClockState } from './clock-state.ts';
import type { ContentKeeper } from './content.ts';
import type { Guides } from './guides.ts';
import type { InformationKeeper } from './information.ts';
import type { JournalLog } from './journal-log.ts';
import type { Network } from './network.ts';
import type { NewsReader } from './portal-news.ts';
import type { Room } from './room.ts';
import { noHash } from './safe/frame.ts';
import type { Safe } from './safe/safe.ts';
import type { StoreWatch } from './store-watch.ts';
import type { Trust } from './trust.ts';
import { describeUpdates } from './updates.ts';
import type { VaultKind } from './vault.ts';

const linesShown = 50;

/** The technician's page. Plain facts, no personal data. */
export async function describeHealth(from: {
  build: string;
  startedAt: string;
  trust: Trust;
  network: Network;
  clockState: ClockState;
  safe: Safe;
  room: Room;
  vault: VaultKind | undefined;
  content: ContentKeeper;
  guides: Guides;
  information: InformationKeeper;
  news: NewsReader;
  log: JournalLog;
  outboxRebuiltAt: string | null;
  store: StoreWatch;
  /** The safe is of a newer build and was not opened. */
  isShut: boolean;
}): Promise<z.infer<typeof Health>> {
  const kiosk = from.trust.kiosk();
  const { filings, withoutReceipt, segments, bytes } = from.safe.count();
  const tornBytes = from.safe.faults.reduce((sum, fault) => (fault.fault === 'torn-tail' ? sum + fault.bytes : sum), 0);
  const cutMs = from.safe.cutAt();
  const { electron, chrome, node } = process.versions as Record<string, string | undefined>;
  return {
    build: from.build,
    runtime: { electron: electron ?? null, chromium: chrome ?? null, node: node ?? '' },
    startedAt: from.startedAt,
    portal: kiosk
      ? { address: kiosk.portal, lastContact: from.network.lastContact(), lastProblem: from.network.lastProblem() }
      : null,
    clock: { ...from.clockState.state(), confirmedAt: from.clockState.confirmedAt() },
    safe: {
      filings,
      withoutReceipt,
      parts: (await from.safe.parts.list()).length,
      bytes,
      segments,
      headHash: from.isShut ? noHash : from.safe.head().hash,
      tornBytes,
      cutAt: cutMs === undefined ? null : new Date(cutMs).toISOString(),
    },
    room: await from.room.state(),
    store: from.store.facts(),
    vault: from.vault ?? null,
    catalogue: from.content.inUse().services.map(({ id, version }) => ({ id, version })),
    guideEntries: from.guides.facts().entries,
    updates: await describeUpdates(from),
    faultyCatalogueFiles: from.content.inUse().faulty.map(({ file }) => file),
    keys: kiosk
      ? { trustVersion: kiosk.trust.version, configVersion: kiosk.config.version, device: kiosk.deviceKey.kid ?? '' }
      : null,
    lastLog: from.log.newest(linesShown).map((line) => ({ ...line })),
    outboxRebuiltAt: from.outboxRebuiltAt,
  };
}
