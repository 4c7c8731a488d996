/** What the resident has said so far, as it may stand on a screen. Never spoken unless asked for with headphones on. */
export interface Personal {
  /** Typed answers in every way they are written; told apart as whole words wherever they stand. */
  readonly typed: readonly string[];
  /** Questions whose answer is no secret in a lobby: how many copies. */
  readonly openQuestions: readonly string[];
  /** Every answer as review shows it, choices too. */
  readonly shown: readonly string[];
}

export const nothingPersonal: Personal = { typed: [], shown: [], openQuestions: [] };

export interface MaskWords {
  /** «đã nhập». */
  readonly given: string;
  /** «đã nhập, cuối là 0012». */
  readonly endsIn: (end: string) => string;
}

/** These hold what the resident said, or a key to it, whatever is known of the answers. */
const alwaysPersonal =
  '[data-personal], [data-screen="identity"] dd, [data-screen="draft"] dd, .as-printed-value, .date-entry .banner-title, .slip-check';
const sometimesPersonal = '.review-group dd';

/** Undefined: nothing personal, it may be said as it stands. */
export function maskOf(element: Element, text: string, personal: Personal, words: MaskWords): string | undefined {
  const isPersonal =
    element.matches(alwaysPersonal) ||
    (element.matches(sometimesPersonal) && (/•/.test(text) || personal.shown.some((shown) => holds(text, shown))));
  return isPersonal ? masked(text, words) : undefined;
}

function masked(text: string, words: MaskWords): string {
  // What the screen masks says its end aloud as well; what it shows whole is only said to be there.
  const [, end] = /•{2,}\s*([\p{L}\d]{2,4})$/u.exec(text.trim()) ?? [];
  return end === undefined ? words.given : words.endsIn(end);
}

/** The net under it all: a text said in the lobby holds none of the typed answers, wherever it came from. */
export function withoutPersonal(text: string, { typed }: Personal, words: MaskWords): string {
  return typed.reduce((told, answer) => told.replace(wholeWord(answer), words.given), text.normalize('NFC'));
}

function holds(text: string, answer: string): boolean {
  // Not `test`: an expression that replaces everywhere remembers where it looked last.
  return text.normalize('NFC').search(wholeWord(answer)) >= 0;
}

const patterns = new Map<string, RegExp>();

function wholeWord(answer: string): RegExp {
  const known = patterns.get(answer);
  if (known) return known;
  const literal = answer
    .normalize('NFC')
    .trim()
    .split(/\s+/u)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('\\s+');
  const made = new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'giu');
  // Answers of one visit; the page, and this with it, goes at its end.
  if (patterns.size < 500) patterns.set(answer, made);
  return made;
}
