import { z } from 'zod';
import type { Verifying } from '../../shared/dossier/cryptography.ts';
import { IsoInstant } from '../../shared/dossier/dossier.ts';
import { parseJson } from '../../shared/dossier/seal.ts';
import type { BundleFault } from '../../shared/portal-contract/bundle-kinds.ts';
import { Information, InformationAnswer } from '../../shared/portal-contract/information.ts';
import { readSigned } from '../../shared/portal-contract/receipt.ts';
import { routes } from '../../shared/portal-contract/routes.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { JournalLog } from './journal-log.ts';
import type { PortalConnection } from './portal-connection.ts';
import type { Refused } from './portal-news.ts';
import { type Disk, replaceFile } from './safe/disk.ts';
import type { Trust } from './trust.ts';

/**
 * City and ward information: the newest that was right, kept for when there is no network. What comes with a bad signature, for
 * another ward, of another shape or older than what is here is told in the log, and what is here stays.
 */
export interface InformationKeeper {
  /** What is here and when the portal last said that it holds; `undefined` when there is none. */
  read(): Promise<KnownInformation | undefined>;
  /** Asks the portal once, unless it has answered lately. Never rejects. */
  look(): Promise<void>;
  /** What came last and was not believed. */
  refused(): Refused | null;
}

export interface KnownInformation {
  readonly information: Information;
  readonly heardAt: string;
}

const name = 'information.json';
const Kept = z.object({ format: z.literal(1), token: z.string(), heardAt: IsoInstant }).strict();
type Kept = z.infer<typeof Kept>;

export function createInformationKeeper(options: {
  disk: Disk;
  folder: string;
  portal: Pick<PortalConnection, 'ask'>;
  trust: Trust;
  verifying: Verifying;
  log: JournalLog;
  /** Corrected by the portal's. */
  clock: Clock;
  /** After an answer the portal is left alone so long. */
  holdsMs: number;
  /** Something new is here, or was refused. */
  onUpdate: () => void;
}): InformationKeeper {
  const { disk, folder, portal, trust, verifying, log } = options;
  let looking: Promise<void> | undefined;
  let answeredMs: number | undefined;
  let refused: Refused | null = null;

  /** Told once, not at every round. */
  function refuse(fault: BundleFault): void {
    const isNews = refused?.code !== `information-${fault}`;
    refused = { code: `information-${fault}`, atMs: options.clock.nowMs() };
    log.write('information-refused', fault);
    if (isNews) options.onUpdate();
  }

  /** Checked each time: what a key signed that no longer counts is not shown. */
  async function readToken(token: string): Promise<Information | undefined> {
    const kiosk = trust.kiosk();
    if (!kiosk) return undefined;
    const information = await readSigned('information', token, Information, kiosk.trust.config, verifying);
    return information?.unit === kiosk.config.ward.unit ? information : undefined;
  }

  async function read(): Promise<KnownInformation | undefined> {
    const bytes = await disk.read(`${folder}/${name}`);
    const kept = bytes && Kept.safeParse(parseJson(bytes));
    const information = kept?.success ? await readToken(kept.data.token) : undefined;
    return information && kept?.success ? { information, heardAt: kept.data.heardAt } : undefined;
  }

  async function ask(): Promise<void> {
    const nowMs = options.clock.nowMs();
    // A clock that was set back must not keep the portal waiting.
    const isFresh = answeredMs !== undefined && Math.abs(nowMs - answeredMs) < options.holdsMs;
    if (!trust.kiosk() || isFresh) return;
    const { method, path, auth } = routes.information;
    const reply = await portal.ask({ method, path, auth });
    if (reply.kind !== 'answered' || !reply.isJson || ![200, 404].includes(reply.status)) return;
    // An older portal knows no such thing; it need not be asked every few seconds.
    answeredMs = nowMs;
    if (reply.status === 404) return;
    const answer = InformationAnswer.safeParse(parseJson(reply.body));
    if (!answer.success) return refuse('schema');
    // A portal that has none says nothing about what was true before.
    if (answer.data.information === null) return;
    const token = answer.data.information;
    const fresh = await readToken(token);
    const before = await read();
    if (!fresh) return refuse('signature');
    if (before && fresh.version < before.information.version) return refuse('downgrade');
    const kept: Kept = { format: 1, token, heardAt: new Date(nowMs).toISOString() };
    await disk.makeFolder(folder);
    const bytes = new TextEncoder().encode(JSON.stringify(kept));
    await replaceFile(disk, { folder, name, bytes, durable: false });
    const isNews = fresh.version !== before?.information.version;
    if (isNews) log.write('information-taken', String(fresh.version));
    if (isNews || refused) {
      refused = null;
      options.onUpdate();
    }
  }

  return {
    read,
    refused: () => refused,
    look() {
      looking ??= ask()
        // A full disk, mostly: what is here stays, and it is asked again.
        .catch(() => log.write('information-not-kept'))
        .finally(() => {
          looking = undefined;
        });
      return looking;
    },
  };
}
