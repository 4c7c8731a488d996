import type { Hashing, Opening, PartCipher, Sealing, Verifying } from '../shared/dossier/cryptography.ts';
import type { Clock, Dice } from '../shared/runtime.ts';
import type { VerifyAssertion } from './access/device-assertion.ts';
import type { BundleBoard } from './bundles.ts';
import type { PortalCatalogue } from './catalogue.ts';
import type { InformationBoard } from './information.ts';
import type { CodeMarks } from './keys/code-marks.ts';
import type { PortalKeys } from './keys/portal-keys.ts';
import type { PartsStore } from './parts/parts-store.ts';
import type { Register } from './register/register.ts';
import type { Settings } from './settings.ts';
import type { Units } from './units.ts';

/** Everything the portal reaches for. A simulated world passes seeded ones, the server real ones. */
export interface PortalPorts {
  readonly register: Register;
  readonly parts: PartsStore;
  readonly keys: PortalKeys;
  /** Absent where nothing is ever restored (tests in memory). */
  readonly codeMarks?: CodeMarks | undefined;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly hashing: Hashing;
  readonly opening: Opening;
  readonly sealing: Sealing;
  readonly verifying: Verifying;
  readonly partCipher: PartCipher;
  /** A simulated world's quick one; real ES256 when absent. */
  readonly verifyAssertion?: VerifyAssertion | undefined;
  /** Absent where nobody writes any (simulations). */
  readonly information?: InformationBoard | undefined;
  /** Absent where kiosks are given none (simulations). */
  readonly bundles?: BundleBoard | undefined;
  readonly units: Units;
  readonly settings: Settings;
  /** A service that is not there is shown to officers by its ids. */
  readonly catalogue: PortalCatalogue;
  /** Ids and codes only, never a name, a number of a person, or an answer. */
  readonly log: (entry: Readonly<Record<string, string | number | boolean | undefined>>) => void;
}

export function nowIso(clock: Clock): string {
  return new Date(clock.nowMs()).toISOString();
}
