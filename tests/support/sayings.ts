import { readFileSync } from 'node:fs';

export type Language = 'vi' | 'en';
export type Namespace = 'frame' | 'visit' | 'follow' | 'staff' | 'problems' | 'guidance';

/** The words on the screen, read from the same files, without the machinery that shows them. */
export type Sayings = (namespace: Namespace, key: string, values?: Readonly<Record<string, string | number>>) => string;

export function sayingsIn(language: Language | 'ko'): Sayings {
  const read = new Map<Namespace, unknown>();
  return (namespace, key, values = {}) => {
    if (!read.has(namespace)) {
      const file = new URL(`../../assets/words/${language}/${namespace}.json`, import.meta.url);
      read.set(namespace, JSON.parse(readFileSync(file, 'utf8')));
    }
    const text = key
      .split('.')
      .reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], read.get(namespace));
    if (typeof text !== 'string') throw new Error(`there are no words ${namespace}:${key} in ${language}`);
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`the words ${namespace}:${key} need a value for ${name}`);
      return String(value);
    });
  };
}

/** Matches a name that begins so, whatever quiet words follow; kinds of blanks count as one. */
export function beginning(text: string): RegExp {
  return new RegExp(`^${patternOf(text)}`, 'u');
}

/** Matches a name that holds one of these texts. */
export function anyOf(...texts: readonly string[]): RegExp {
  return new RegExp(texts.map(patternOf).join('|'), 'u');
}

/** Kinds of blanks are one to a reader. */
export function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

function patternOf(text: string): string {
  return text
    .trim()
    .split(/\s+/u)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('\\s+');
}
