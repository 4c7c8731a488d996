import type { ShellProblemCode } from '../../shared/shell-contract/shell-problems.ts';

/** An expected "no" of the door, thrown by a service and turned into `{ code }` by the router. Carries no text. */
export class Refusal extends Error {
  readonly code: ShellProblemCode;
  /** Numbers the page may show beside its sentence: tries left, seconds to wait. */
  readonly facts: Readonly<Record<string, number>>;

  constructor(code: ShellProblemCode, facts: Readonly<Record<string, number>> = {}) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}
