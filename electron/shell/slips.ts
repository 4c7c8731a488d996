import { timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import type { Verifying } from '../../shared/dossier/cryptography.ts';
import { readSlip } from '../../shared/dossier/slip.ts';
import { readCheckCode, readSlipNumber, slipNumber } from '../../shared/identity/slip-code.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { SlipAnswer, SlipRequest } from '../../shared/shell-contract/messages.ts';
import type { Counters } from './counters.ts';
import { deviceKeys } from './device-signing.ts';
import { checkOf } from './filing.ts';
import { Refusal } from './problem.ts';
import type { Row } from './safe/filing-index.ts';
import type { Safe } from './safe/safe.ts';
import type { Kiosk } from './trust.ts';

const hourMs = 60 * 60 * 1000;

export interface SlipPorts {
  readonly kiosk: Kiosk;
  readonly safe: Safe;
  readonly verifying: Verifying;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly wrongCodesPerHour: number;
}

/** The filing a resident may speak about: shown by its slip's QR, or by number and check code. `undefined` when it is not of this kiosk. */
export async function findBySlip(request: z.infer<typeof SlipRequest>, ports: SlipPorts): Promise<Row | undefined> {
  return 'slip' in request ? findByToken(request.slip, ports) : findByCode(request, ports);
}

export async function describeSlip(row: Row, safe: Safe): Promise<z.infer<typeof SlipAnswer>> {
  const receipt = await safe.receipt(row.facts.id);
  return {
    known: 'here',
    id: row.facts.id,
    number: row.facts.slip,
    service: row.facts.service.id,
    filedAt: row.facts.filedAt,
    ...(row.facts.isRevision ? { isRevision: true } : {}),
    withdrawn: row.withdrawal !== undefined,
    received: receipt ? { code: receipt.code, receivedAt: receipt.receivedAt, receiver: receipt.receiver } : null,
  };
}

/** A slip that is not signed by this device may be another kiosk's: then the portal must be asked. */
async function findByToken(token: string, { kiosk, safe, verifying }: SlipPorts): Promise<Row | undefined> {
  const facts = await readSlip(token, { deviceKeys: deviceKeys(kiosk), verifying });
  if (!facts && token.trim().split('.').length !== 3) throw new Refusal('slip-not-genuine');
  return facts && safe.find(facts.filing);
}

async function findByCode(
  { number: typed, checkCode }: { number: string; checkCode: string },
  ports: SlipPorts,
): Promise<Row | undefined> {
  const read = readSlipNumber(typed);
  const row = read && ports.safe.findBySlip(slipNumber(read));
  if (!row) return undefined;
  const { counters, wrongCodesPerHour } = ports;
  const number = row.facts.slip;
  const key = `slip/${number}`;
  return counters.alone(key, async () => {
    const nowMs = ports.clock.nowMs();
    const counted = counters.read(key);
    // A clock that went back does not open the hour again, nor make it last for years: it begins anew.
    const before = counted && nowMs < counted.sinceMs ? { ...counted, sinceMs: nowMs } : counted;
    if (before !== counted) await counters.write(key, before);
    const isSameHour = before !== undefined && nowMs - before.sinceMs < hourMs;
    const wrong = isSameHour ? before.wrong : 0;
    if (wrong >= wrongCodesPerHour) {
      const waitMs = Math.min(hourMs, (before?.sinceMs ?? nowMs) + hourMs - nowMs);
      throw new Refusal('code-locked', { retryAfterSeconds: Math.ceil(Math.max(0, waitMs) / 1000) });
    }
    const code = readCheckCode(checkCode);
    if (!code.ok) throw new Refusal('wrong-code', { triesLeft: wrongCodesPerHour - wrong });
    await counters.write(key, { wrong: wrong + 1, sinceMs: isSameHour ? before.sinceMs : nowMs, lastMs: nowMs });
    const given = Buffer.from(checkOf(ports.kiosk, number, code.code), 'hex');
    const isRight = timingSafeEqual(given, Buffer.from(row.facts.check, 'hex'));
    if (isRight) {
      await counters.write(key, wrong === 0 ? undefined : { wrong, sinceMs: before?.sinceMs ?? nowMs, lastMs: nowMs });
      return row;
    }
    const triesLeft = wrongCodesPerHour - wrong - 1;
    throw triesLeft > 0
      ? new Refusal('wrong-code', { triesLeft })
      : new Refusal('code-locked', { retryAfterSeconds: hourMs / 1000 });
  });
}
