import type { z } from 'zod';
import type { Hashing, Sealing, Verifying } from '../../shared/dossier/cryptography.ts';
import type { Clock, Dice } from '../../shared/runtime.ts';
import type { PageLog } from '../../shared/shell-contract/messages.ts';
import type { CarryOut } from './carrying/carry-out.ts';
import type { ClockState } from './clock-state.ts';
import type { ContentKeeper } from './content.ts';
import type { Counters } from './counters.ts';
import type { DeviceSigning } from './device-signing.ts';
import type { Events } from './events.ts';
import type { Guides } from './guides.ts';
import type { HelpCalls } from './help-calls.ts';
import type { Host } from './host.ts';
import type { InformationKeeper } from './information.ts';
import type { JournalLog } from './journal-log.ts';
import type { Limits } from './limits.ts';
import type { Network } from './network.ts';
import type { OfficialForms } from './official-forms.ts';
import type { PortalConnection } from './portal-connection.ts';
import type { NewsReader } from './portal-news.ts';
import type { UnseenFilings } from './power-cut-notes.ts';
import type { Provisioning } from './provisioning.ts';
import type { Room } from './room.ts';
import type { Safe } from './safe/safe.ts';
import type { SavedDrafts } from './saved-drafts.ts';
import type { Session } from './session.ts';
import type { Speech } from './speech.ts';
import type { Staff } from './staff.ts';
import type { StickBundles } from './stick-bundles.ts';
import type { Sticks } from './sticks.ts';
import type { StoreWatch } from './store-watch.ts';
import type { Trust } from './trust.ts';
import type { Vault } from './vault.ts';

/** Everything the routes are wired to; made once by `createShell`. */
export interface Services {
  readonly build: string;
  readonly mode: 'production' | 'demo' | 'test';
  readonly startedAt: string;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly hashing: Hashing;
  readonly sealing: Sealing;
  readonly verifying: Verifying;
  readonly signing: DeviceSigning;
  readonly host: Host;
  readonly slipFolder: string | undefined;
  readonly officialForms: OfficialForms;
  readonly log: JournalLog;
  readonly safe: Safe;
  readonly trust: Trust;
  readonly vault: Vault | undefined;
  readonly provisioning: Provisioning;
  readonly portal: PortalConnection;
  readonly network: Network;
  readonly clockState: ClockState;
  readonly room: Room;
  readonly isShut: boolean;
  readonly store: StoreWatch;
  readonly session: Session;
  readonly savedDrafts: SavedDrafts;
  readonly counters: Counters;
  readonly staff: Staff;
  readonly speech: Speech;
  readonly helpCalls: HelpCalls;
  readonly news: NewsReader;
  readonly content: ContentKeeper;
  readonly guides: Guides;
  readonly information: InformationKeeper;
  readonly sticks: Sticks;
  /** Bundles on a stick. */
  readonly stickBundles: Pick<StickBundles, 'take'>;
  readonly carryOut: CarryOut;
  readonly events: Events;
  readonly unseenFilings: UnseenFilings;
  hasPrinter(): boolean;
  outboxRebuiltAt(): string | null;
  notePageEvent(event: z.infer<typeof PageLog>): void;
  /** Of the open visit, when nothing else needs it. */
  dropPart(sha256: string): Promise<void>;
  /** The saved draft a visit came from has been filed or saved anew. */
  forgetSaved(number: string | undefined): Promise<void>;
  /** Freed bodies go from the disk when nobody waits for an answer. */
  tidySoon(): void;
}
