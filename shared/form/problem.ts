import type { Text } from '../catalogue/text.ts';

/** Something that would be refused, or should be looked at. `code` is stable and may be logged; `text` says what is wrong and what to do. */
export interface Problem {
  readonly code: string;
  readonly level: 'refuse' | 'warn';
  /** The question to change. */
  readonly at?: string;
  readonly text: Text;
}

export function refusal(code: string, at: string, vi: string, en: string): Problem {
  return { code, level: 'refuse', at, text: { vi, en } };
}

export function warning(code: string, at: string, vi: string, en: string): Problem {
  return { code, level: 'warn', at, text: { vi, en } };
}
