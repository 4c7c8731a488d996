import { calculateJwkThumbprint } from 'jose';
import { parseJson } from '../../shared/dossier/seal.ts';
import { Enrolment } from '../../shared/portal-contract/trust.ts';
import type { JournalLog } from './journal-log.ts';
import { Refusal } from './problem.ts';
import type { Provisioning } from './provisioning.ts';
import type { Trust } from './trust.ts';

const usualDiagonalInches = 32;

/**
 * Demos and tests provision themselves: once at start, then now and then while the portal is still coming up. A kiosk that is
 * enrolled already only learns where its portal is this time.
 */
export async function enrolDemo(options: {
  text: string;
  trust: Trust;
  provisioning: Provisioning;
  log: JournalLog;
  tries: number;
  pauseMs: number;
  onEnrolled: () => void;
}): Promise<{ stop: () => void } | undefined> {
  const { text, trust, provisioning, log } = options;
  const kiosk = trust.kiosk();
  if (kiosk) {
    const enrolment = Enrolment.safeParse(parseJson(new TextEncoder().encode(text)));
    const isSameRoot =
      enrolment.success && enrolment.data.rootKey === (await calculateJwkThumbprint(kiosk.rootKey, 'sha256'));
    if (isSameRoot) await trust.movePortal(enrolment.data.portal);
    else log.write('demo-enrolment-of-another-portal');
    return undefined;
  }
  let timer: NodeJS.Timeout | undefined;
  let left = options.tries;
  const tryOnce = async (): Promise<'done' | 'again'> => {
    left -= 1;
    try {
      await provisioning.confirm(text, usualDiagonalInches);
      options.onEnrolled();
      return 'done';
    } catch (error) {
      const code = error instanceof Refusal ? error.code : 'internal';
      log.write('demo-enrolment-failed', code);
      return code === 'portal-unreachable' && left > 0 ? 'again' : 'done';
    }
  };
  const next = (): void => {
    timer = setTimeout(() => void tryOnce().then((result) => result === 'again' && next()), options.pauseMs);
    timer.unref();
  };
  if ((await tryOnce()) === 'again') next();
  return { stop: () => clearTimeout(timer) };
}
