/** One data object of EMVCo's QR codes: a tag of two digits, and a value whose length is written before it in two digits. */
export interface DataObject {
  readonly tag: string;
  readonly value: string;
}

/** Two digits of length can say no more, and no data object is empty. */
export const longestValue = 99;

/** Throws on what cannot be written: callers have checked tags, letters and lengths and named what is wrong. */
export function writeObjects(objects: readonly DataObject[]): string {
  return objects
    .map(({ tag, value }) => {
      if (!/^\d{2}$/.test(tag) || value.length < 1 || value.length > longestValue)
        throw new Error(`a data object that cannot be written: ${tag}`);
      return `${tag}${String(value.length).padStart(2, '0')}${value}`;
    })
    .join('');
}

/** Why a text is no row of data objects, and at which character. */
export interface BrokenObjects {
  readonly at: number;
  readonly code: 'tag' | 'length' | 'cut-off';
}

/** In the order they stand. The standard counts characters; a text of ASCII letters has one count only. */
export function readObjects(text: string): DataObject[] | BrokenObjects {
  const objects: DataObject[] = [];
  let at = 0;
  while (at < text.length) {
    const tag = text.slice(at, at + 2);
    if (!/^\d{2}$/.test(tag)) return { at, code: 'tag' };
    const digits = text.slice(at + 2, at + 4);
    const length = Number(digits);
    if (!/^\d{2}$/.test(digits) || length === 0) return { at: at + 2, code: 'length' };
    const value = text.slice(at + 4, at + 4 + length);
    if (value.length < length) return { at: at + 4, code: 'cut-off' };
    objects.push({ tag, value });
    at += 4 + length;
  }
  return objects;
}
