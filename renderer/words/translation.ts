import type { Language } from '../../shared/catalogue/text.ts';
import { dateInFigures, dateInWords, grouped, moneyText } from '../../shared/vietnamese/dates.ts';

/**
 * Texts of the catalogue (`services.json`) and of the rules in `shared/form` (`rules.json`) in a further language, found by
 * their Vietnamese. A text that was changed since finds no translation and is shown in Vietnamese: never an old promise.
 */
export interface Translation {
  readonly whole: ReadonlyMap<string, string>;
  readonly patterns: readonly Pattern[];
}

interface Pattern {
  readonly shape: RegExp;
  readonly names: readonly string[];
  readonly text: string;
}

/** A part may itself be a sentence with parts, as in a list of fees; no text goes deeper. */
const deepest = 8;

export function readTranslation(...files: readonly (Record<string, unknown> | undefined)[]): Translation {
  const entries = files
    .flatMap((file) => Object.entries(file ?? {}))
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return {
    whole: new Map(entries.filter(([vi]) => !vi.includes('{{'))),
    patterns: entries.filter(([vi]) => vi.includes('{{')).map(([vi, text]) => patternOf(vi, text)),
  };
}

/** The text in the language; undefined where it, or a part of it, has no translation. */
export function translated(vi: string, translation: Translation, language: Language, depth = 0): string | undefined {
  const whole = translation.whole.get(vi) ?? value(vi, language);
  if (whole !== undefined || depth >= deepest) return whole;
  for (const { shape, names, text } of translation.patterns) {
    const found = shape.exec(vi);
    if (!found) continue;
    const parts = names.map((name, at) => {
      const part = found[at + 1] ?? '';
      return name.startsWith('name') ? part : translated(part, translation, language, depth + 1);
    });
    if (!parts.includes(undefined))
      return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[names.indexOf(name)] ?? '');
  }
  return undefined;
}

/** A date, an amount or a time of day, as the language writes it. */
function value(vi: string, language: Language): string | undefined {
  const date = /^(\D+, )?(\d{2})\/(\d{2})\/(\d{4})$/.exec(vi);
  if (date) {
    const iso = `${date[4]}-${date[3]}-${date[2]}`;
    return date[1] === undefined ? dateInFigures(iso, language) : dateInWords(iso, language);
  }
  const amount = /^(\d{1,3}(?:\.\d{3})*)( đồng)?$/.exec(vi);
  if (amount) {
    const number = Number(amount[1]?.replaceAll('.', ''));
    return amount[2] === undefined ? grouped(number, language) : moneyText(number, language);
  }
  return /^\d{2}:\d{2}$/.test(vi) ? vi : undefined;
}

function patternOf(vi: string, text: string): Pattern {
  const pieces = vi.split(/\{\{(\w+)\}\}/);
  const shape = pieces
    .map((piece, at) => (at % 2 === 0 ? piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : '([^]+?)'))
    .join('');
  return { shape: new RegExp(`^${shape}$`, 'u'), names: pieces.filter((_, at) => at % 2 === 1), text };
}
