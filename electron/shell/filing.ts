import { createHmac } from 'node:crypto';
import type { z } from 'zod';
import type { Hashing, Sealing } from '../../shared/dossier/cryptography.ts';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import { seal } from '../../shared/dossier/seal.ts';
import { signSlip } from '../../shared/dossier/slip.ts';
import { slipNumber } from '../../shared/identity/slip-code.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { FileAnswer } from '../../shared/shell-contract/messages.ts';
import type { ClockState } from './clock-state.ts';
import type { DeviceSigning } from './device-signing.ts';
import type { JournalLog } from './journal-log.ts';
import { Refusal } from './problem.ts';
import type { Room } from './room.ts';
import type { Safe } from './safe/safe.ts';
import type { Kiosk } from './trust.ts';

export type Filed = z.infer<typeof FileAnswer>;

/**
 * Seals, signs and appends. Before the safe's sync nothing has happened; when this resolves the dossier is filed, whatever
 * fails afterwards. Everything that can be refused is refused before a number is given out.
 */
export async function fileDossier(
  dossier: Dossier,
  ports: {
    kiosk: Kiosk;
    signing: DeviceSigning;
    sealing: Sealing;
    hashing: Hashing;
    safe: Safe;
    room: Room;
    clock: Clock;
    clockState: ClockState;
    log: JournalLog;
    /** Number of the saved draft it was begun from. */
    savedDraft?: string | undefined;
  },
): Promise<Filed> {
  const { kiosk, safe, clock } = ports;
  const [, parts] = await bothOf(ports.room.requireForFiling(), readParts(dossier, safe));
  const intake = kiosk.trust.intake[0];
  if (!intake) throw new Refusal('not-provisioned');

  const sequence = safe.nextSequence();
  const number = slipNumber({ label: kiosk.config.kiosk.label, count: sequence });
  const filedAt = new Date(clock.nowMs()).toISOString();
  const clockNow = ports.clockState.state();
  const signing = ports.signing.of(kiosk);
  const { filing, envelope } = await seal(
    { ...dossier, clockDoubtful: !clockNow.confirmed },
    {
      format: 1,
      kiosk: kiosk.config.kiosk.id,
      sequence,
      slip: number,
      service: { id: dossier.service.id, version: dossier.service.version },
      filedAt,
      clock: clockNow,
      intakeKey: intake.kid,
      parts,
    },
    { to: intake, sealing: ports.sealing, signing, hashing: ports.hashing },
  );
  // Signed before it is kept: behind the moment of filing nothing may fail any more.
  const slip = { number, checkCode: dossier.checkCode, filedAt, service: dossier.service.id };
  const token = await signSlip({ kiosk: kiosk.config.kiosk.id, filing: filing.id, ...slip }, signing);
  const facts = {
    id: filing.id,
    sequence,
    slip: number,
    service: envelope.service,
    filedAt,
    bodySha256: envelope.body.sha256,
    parts,
  };
  const check = checkOf(kiosk, number, dossier.checkCode);
  const { savedDraft } = ports;
  const kept = await safe.file(
    {
      ...facts,
      check,
      ...(savedDraft === undefined ? {} : { savedDraft }),
      ...(dossier.revises ? { isRevision: true as const } : {}),
    },
    filing,
  );
  if (!kept.kept) {
    ports.log.write('filing-not-kept', number);
    throw new Refusal('cannot-keep');
  }
  ports.log.write('filed', number);
  return { filing: { ...facts, body: filing, receipt: null, withdrawal: null }, slip: { ...slip, token } };
}

/** What the safe keeps of a check code: useless to whoever has the disk and not the vault. */
export function checkOf(kiosk: Kiosk, number: string, checkCode: string): string {
  return createHmac('sha256', kiosk.checkKey).update(`${number}/${checkCode}`).digest('hex');
}

async function readParts(dossier: Dossier, safe: Safe): Promise<{ sha256: string; bytes: number }[]> {
  const pages = new Map(dossier.papers.map((page) => [page.sha256, page.bytes]));
  const parts = [...pages].map(([sha256, bytes]) => ({ sha256, bytes }));
  const sizes = await Promise.all(parts.map(({ sha256 }) => safe.parts.size(sha256)));
  if (parts.some(({ bytes }, place) => sizes[place] !== bytes)) throw new Refusal('part-missing');
  return parts;
}

/** Asked beside each other; when both refuse, the first has the word. */
async function bothOf<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  second.catch(() => undefined);
  return [await first, await second];
}
