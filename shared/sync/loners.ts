import type { ProblemCode } from '../portal-contract/problems.ts';

/**
 * Filings whose message failed as a whole while they were alone in it. From then on they go alone and without anything
 * else, so that one bad filing never blocks another.
 *
 * Such a filing is only called bad when the portal answered something else in between: otherwise the portal, or a
 * stranger on the way, may be what is wrong.
 */
export interface Loners {
  has(id: string): boolean;
  ids(): ReadonlySet<string>;
  /** Nothing is wrong with it, but it has to go alone. */
  add(id: string): void;
  /** The filing failed alone. Says whether it is now known to be bad. */
  failed(id: string, problem: ProblemCode): 'bad' | 'again';
  /** The portal answered another message. */
  somethingElseWent(): void;
  forget(id: string): void;
  /** Some of them wait for the portal to answer something else. */
  needsProof(): boolean;
}

/** Refused as a whole: once more is enough. Broken inside the portal: it may mend itself, so be patient. */
const failuresToBeBad: Partial<Record<ProblemCode, number>> & { readonly otherwise: number } = {
  internal: 8,
  otherwise: 2,
};

export function createLoners(): Loners {
  const loners = new Map<string, { failures: number; proven: boolean }>();
  return {
    has: (id) => loners.has(id),
    ids: () => new Set(loners.keys()),
    add(id) {
      if (!loners.has(id)) loners.set(id, { failures: 0, proven: true });
    },
    failed(id, problem) {
      const known = loners.get(id) ?? { failures: 0, proven: true };
      const failures = known.proven ? known.failures + 1 : known.failures;
      loners.set(id, { failures, proven: false });
      return failures >= (failuresToBeBad[problem] ?? failuresToBeBad.otherwise) ? 'bad' : 'again';
    },
    somethingElseWent() {
      for (const loner of loners.values()) loner.proven = true;
    },
    forget: (id) => void loners.delete(id),
    needsProof: () => [...loners.values()].some(({ proven }) => !proven),
  };
}
