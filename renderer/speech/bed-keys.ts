/** The keys of the screen, to be walked by ear: first the rows, then the keys of a row. */
export interface BedKeys {
  readonly suggestions: readonly HTMLElement[];
  readonly rows: readonly (readonly HTMLElement[])[];
}

/** Undefined where nothing is written on this screen now. */
export function bedKeysIn(root: HTMLElement): BedKeys | undefined {
  const seen = (selector: string, inside: ParentNode = root) =>
    [...inside.querySelectorAll<HTMLElement>(selector)].filter((key) => key.checkVisibility());
  const rows = [
    ...seen('.keyboard-methods').map((methods) => seen('button', methods)),
    ...seen('.keyboard .hg-row').map((row) => seen('[data-skbtn]', row)),
    // A number pad is short: its keys are one row.
    ...seen('.number-pad').map((pad) => seen('button', pad)),
  ].filter((row) => row.length > 0);
  return rows.length === 0 ? undefined : { suggestions: seen('.suggestions button'), rows };
}

export type BedPlace =
  | { readonly at: 'suggestion'; readonly index: number }
  | { readonly at: 'row'; readonly row: number }
  | { readonly at: 'key'; readonly row: number; readonly index: number }
  /** Out of a row again, with nothing written. */
  | { readonly at: 'leave-row'; readonly row: number }
  | { readonly at: 'read-back' }
  | { readonly at: 'done' };

/** Where writing begins: at what is suggested, else at the first row. */
export function firstPlace({ suggestions, rows }: BedKeys): BedPlace {
  return suggestions.length > 0 ? { at: 'suggestion', index: 0 } : rowPlace(rows, 0);
}

/** One row alone needs no choosing of rows. */
export function rowPlace(rows: BedKeys['rows'], row: number): BedPlace {
  return rows.length === 1 ? { at: 'key', row: 0, index: 0 } : { at: 'row', row: Math.min(row, rows.length - 1) };
}

/** The next or previous place, round at the ends. Inside a row only its keys are passed. */
export function placeAfter(
  place: BedPlace,
  keys: BedKeys,
  step: 1 | -1,
): { readonly place: BedPlace; readonly isRound: boolean } {
  const places = placesBeside(place, keys);
  const index = places.findIndex((each) => isSame(each, place));
  const next = index < 0 ? 0 : (index + step + places.length) % places.length;
  const isRound = index >= 0 && (step === 1 ? next < index : next > index);
  return { place: places[next] ?? { at: 'done' }, isRound };
}

function placesBeside(place: BedPlace, { suggestions, rows }: BedKeys): BedPlace[] {
  if ((place.at === 'key' && rows.length > 1) || place.at === 'leave-row') {
    const { row } = place;
    return [...(rows[row] ?? []).map((_key, index): BedPlace => ({ at: 'key', row, index })), { at: 'leave-row', row }];
  }
  const keys: BedPlace[] =
    rows.length === 1
      ? (rows[0] ?? []).map((_key, index) => ({ at: 'key', row: 0, index }))
      : rows.map((_row, row) => ({ at: 'row', row }));
  return [
    ...suggestions.map((_suggestion, index): BedPlace => ({ at: 'suggestion', index })),
    ...keys,
    { at: 'read-back' },
    { at: 'done' },
  ];
}

function isSame(one: BedPlace, other: BedPlace): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
