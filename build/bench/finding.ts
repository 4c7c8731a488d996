import { say } from '../say.ts';

/** A ratio or figure held against what is expected of it. */
export interface Finding {
  readonly what: string;
  readonly value: number;
  readonly expected: string;
  readonly met: boolean;
}

export function atMost(what: string, value: number, most: number): Finding {
  return { what, value, expected: `at most ${most}`, met: value <= most };
}

export function tellFindings(findings: readonly Finding[]): void {
  for (const { what, value, expected, met } of findings) {
    say(`${met ? 'met    ' : 'NOT MET'}  ${what}: ${value.toFixed(2)} (${expected})`);
  }
}
