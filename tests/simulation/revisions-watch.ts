import { handleLookup } from '../../portal/intake/lookup.ts';
import { openWhole } from '../../portal/intake/opened.ts';
import type { CaseRecord } from '../../portal/register/register.ts';
import { contractVersion } from '../../shared/portal-contract/messages.ts';
import type { Kept } from './promises.ts';
import type { PromiseName, Tally } from './tally.ts';
import type { WorldPortal } from './world-portal.ts';

/** What is promised of corrections: asked by an officer, sent from any kiosk, by whoever is first. */
export interface RevisionsWatch {
  asked(asked: { filing: string; round: number }): void;
  /** The register has taken this revision in. */
  arrived(revision: NonNullable<CaseRecord['revision']> & { filing: string; nonce: string }): void;
  /** The portal's disks were lost, and with them these. */
  lost(filings: readonly string[]): void;
  /** When whatever was filed is at the portal. */
  checkEnd(all: ReadonlyMap<string, Kept>): Promise<void>;
}

export function createRevisionsWatch(world: {
  portal: () => WorldPortal;
  tally: Tally;
  checked: (name: PromiseName, holds: boolean, otherwise: () => string) => void;
}): RevisionsWatch {
  const { tally, checked } = world;
  const rounds = new Set<string>();
  /** Of each case, in the order they were taken. */
  const taken = new Map<string, { readonly filing: string; readonly round: number; readonly nonce: string }[]>();

  return {
    asked({ filing, round }) {
      rounds.add(`${filing} ${round}`);
    },
    arrived({ filing, nonce, of, round, outcome }) {
      if (outcome === 'set-aside') tally.fault('revision set aside');
      if (outcome !== 'taken') return;
      const before = taken.get(of) ?? [];
      // A filing that came twice at once is told as it was.
      if (before.some((one) => one.filing === filing)) return;
      checked(
        'a revision is taken only where it was asked for',
        rounds.has(`${of} ${round}`),
        () => `a revision was taken that nobody asked for: ${filing}`,
      );
      checked(
        'one revision is taken for one asking',
        !before.some((one) => one.round === round),
        () => `two revisions were taken for one asking: round ${round} of ${of}`,
      );
      if (before.length > 0) tally.fault('corrected more than once');
      taken.set(of, [...before, { filing, round, nonce }]);
    },
    lost(filings) {
      for (const [of, all] of taken)
        taken.set(
          of,
          all.filter(({ filing }) => !filings.includes(filing)),
        );
    },
    async checkEnd(all) {
      const ports = world.portal().ports();
      if (!ports) throw new Error('the portal is off when calm has come');
      const revised = new Set([...all.values()].flatMap(({ revises }) => revises?.filing ?? []));
      for (const of of revised) {
        const base = all.get(of);
        const kiosk = base && (await ports.register.findKiosk(base.kiosk.id));
        if (!kiosk || !(await ports.register.findCase(of))) continue;
        const answer = await handleLookup({ slip: base.token, contract: contractVersion }, kiosk, ports);
        const told = answer.found === 'case' ? (answer.case.revisions ?? []) : [];
        for (const { id, slip, revises, kiosk: from } of all.values()) {
          const found = revises?.filing === of ? await ports.register.findCase(id) : undefined;
          const isTold = told.some((one) => one.slip === slip && one.outcome === found?.revision?.outcome);
          const what = () => `a revision that came is not told: ${id} of ${from.name}`;
          if (found) checked('end: a revision that came is told with what became of it', isTold, what);
        }
        await checkStanding(of, all);
      }
    },
  };

  async function checkStanding(of: string, all: ReadonlyMap<string, Kept>): Promise<void> {
    const ports = world.portal().ports();
    if (!ports) return;
    const inOrder = taken.get(of) ?? [];
    const last = inOrder.at(-1) ?? { filing: of, nonce: all.get(of)?.nonce };
    const text = String((await openWhole(of, ports))?.answers.text);
    const steps = (await ports.register.history(of)).filter(({ status, by }) => status === 4 && by === 'kiosk');
    checked(
      'end: a dossier stands as its revisions left it, each applied once, in their order',
      text.startsWith(`${last.nonce} `) && steps.length === inOrder.length,
      () =>
        `${of} does not stand as ${last.filing} left it, after ${inOrder.length} revisions and ${steps.length} steps`,
    );
  }
}
