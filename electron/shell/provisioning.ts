import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { parseJson } from '../../shared/dossier/seal.ts';
import { ProblemBody } from '../../shared/portal-contract/problems.ts';
import { rootDigits } from '../../shared/portal-contract/root-digits.ts';
import { routes } from '../../shared/portal-contract/routes.ts';
import { Enrolment, EnrolmentAnswer, type EnrolmentRequest } from '../../shared/portal-contract/trust.ts';
import type { Dice } from '../../shared/runtime.ts';
import type { JournalLog } from './journal-log.ts';
import { askPortal, portalUrl } from './portal-request.ts';
import { Refusal } from './problem.ts';
import type { Safe } from './safe/safe.ts';
import type { Trust } from './trust.ts';
import type { Vault } from './vault.ts';

export interface Provisioning {
  /** Reads an enrolment and says what a person must compare. Asks nobody. */
  check(text: string): { portal: string; rootDigits: string };
  /** Enrols at the portal. Either the kiosk is provisioned when this resolves, or it is as blank as before. */
  confirm(text: string, panelDiagonalInches: number): Promise<void>;
}

export function createProvisioning(options: {
  trust: Trust;
  vault: Vault | undefined;
  safe: Safe;
  log: JournalLog;
  dice: Dice;
  display: () => { width: number; height: number };
  build: string;
  nowMs: () => number;
  portalFetch: typeof fetch;
  timeoutMs: number;
  production: boolean;
}): Provisioning {
  const { trust, vault, safe, log } = options;
  let enrolling: Promise<void> | undefined;

  function read(text: string): Enrolment {
    const parsed = Enrolment.safeParse(parseJson(new TextEncoder().encode(text.trim())));
    if (!parsed.success || !isPortalAddress(parsed.data.portal, options.production))
      throw new Refusal('enrolment-unreadable');
    return parsed.data;
  }

  async function enrol(enrolment: Enrolment, panelDiagonalInches: number): Promise<void> {
    if (trust.kiosk()) throw new Refusal('already-provisioned');
    if (!vault) throw new Refusal('secrets-unavailable');
    // A key ring that is locked today makes no blank kiosk: nobody in the lobby may give it another portal, and what waits is
    // signed by the key that would be overwritten. A demo may start anew when nothing waits.
    const isOwed = safe.count().withoutReceipt > 0;
    if (trust.isUnreadable() && (options.production || isOwed)) throw new Refusal('secrets-unavailable');
    const deviceKey = await newDeviceKey();
    const { d: _private, ...publicKey } = deviceKey;
    const request: EnrolmentRequest = {
      secret: enrolment.secret,
      deviceKey: publicKey,
      panel: { ...options.display(), diagonalInches: panelDiagonalInches },
      build: options.build,
    };
    const answer = await post(enrolment.portal, request);
    if ((await calculateJwkThumbprint(answer.rootKey, 'sha256')) !== enrolment.rootKey) {
      log.write('enrolment-root-mismatch');
      throw new Refusal('enrolment-root-mismatch');
    }
    const installed = await trust.install({
      portal: enrolment.portal,
      ...answer,
      panelDiagonalInches,
      deviceKey,
      checkKey: options.dice.bytes(32),
    });
    if (installed === 'unreadable') throw new Refusal('portal-answer-unreadable');
    const kiosk = trust.kiosk()?.config.kiosk.id ?? '';
    await safe.note({ type: 'provisioned', at: options.nowMs(), kiosk, device: deviceKey.kid });
    log.write('provisioned', kiosk);
  }

  async function post(portal: string, request: EnrolmentRequest): Promise<EnrolmentAnswer> {
    const reply = await askPortal({
      portalFetch: options.portalFetch,
      url: portalUrl(portal, routes.enrol.path),
      method: routes.enrol.method,
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode(JSON.stringify(request)),
      timeoutMs: options.timeoutMs,
      answerBytes: 256 * 1024,
    });
    if (reply.kind === 'unreachable') throw new Refusal('portal-unreachable');
    if (!reply.isJson) throw new Refusal('portal-answer-unreadable');
    if (reply.status !== 200 && reply.status !== 201) {
      const problem = ProblemBody.safeParse(parseJson(reply.body));
      log.write('enrolment-refused', problem.success ? problem.data.code : String(reply.status));
      throw new Refusal(reply.status < 500 ? 'enrolment-refused' : 'portal-unreachable');
    }
    const parsed = EnrolmentAnswer.safeParse(parseJson(reply.body));
    if (!parsed.success) throw new Refusal('portal-answer-unreadable');
    return parsed.data;
  }

  return {
    check(text) {
      if (trust.kiosk()) throw new Refusal('already-provisioned');
      const enrolment = read(text);
      return { portal: enrolment.portal, rootDigits: rootDigits(enrolment.rootKey) };
    },
    async confirm(text, panelDiagonalInches) {
      const enrolment = read(text);
      // The secret works once: two taps must not spend it and lose the answer.
      if (enrolling) throw new Refusal('already-provisioned');
      enrolling = enrol(enrolment, panelDiagonalInches).finally(() => {
        enrolling = undefined;
      });
      await enrolling;
    },
  };
}

/** Plain http only to this machine, or outside production: a token must not be read on the way. */
function isPortalAddress(address: string, production: boolean): boolean {
  const { protocol, hostname } = new URL(address);
  const isLocal = hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]';
  return protocol === 'https:' || (protocol === 'http:' && (isLocal || !production));
}

async function newDeviceKey() {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const { x = '', y = '', d = '' } = jwk;
  const publicKey = { kty: 'EC', crv: 'P-256', x, y } as const;
  return { ...publicKey, kid: await calculateJwkThumbprint(publicKey, 'sha256'), d };
}
