import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BedKeys, type BedPlace, firstPlace, placeAfter } from '../../renderer/speech/bed-keys.ts';
import { isSharedKey, keypadAct } from '../../renderer/speech/keypad.ts';

const press = (key: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey', boolean>> = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...held,
});

describe('the four keys', () => {
  test.each([
    ['Tab', {}, 'next'],
    ['ArrowDown', {}, 'next'],
    ['Tab', { shiftKey: true }, 'back'],
    ['ArrowLeft', {}, 'back'],
    ['Enter', {}, 'choose'],
    ['F1', {}, 'help'],
    ['F15', {}, 'headphones-in'],
    ['F16', {}, 'headphones-out'],
    ['a', {}, undefined],
    ['A', { shiftKey: true }, undefined],
    [' ', {}, undefined],
    ['Escape', {}, undefined],
    ['Tab', { ctrlKey: true }, undefined],
    ['F1', { altKey: true }, undefined],
  ] as const)('%s %o is %s', (key, held, act) => {
    expect(keypadAct(press(key, held))).toBe(act);
  });

  test('keys that people who see press as well switch nothing on by themselves', () => {
    expect(['Tab', 'Enter', 'ArrowDown', 'F1'].map((key) => isSharedKey(press(key)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('a keypad set to other keys is obeyed, and only that one', () => {
    const numeric = { next: ['6'], back: ['4'], choose: ['5'], help: ['0'], 'headphones-in': [], 'headphones-out': [] };
    expect(['6', '4', '5', '0', 'Tab'].map((key) => keypadAct(press(key), numeric))).toEqual([
      'next',
      'back',
      'choose',
      'help',
      undefined,
    ]);
  });
});

/** Only how many there are matters to the walk. */
function bed(suggestions: number, rows: readonly number[]): BedKeys {
  const key = {} as HTMLElement;
  return { suggestions: Array(suggestions).fill(key), rows: rows.map((count) => Array(count).fill(key)) };
}

describe('the keys of the screen, walked row by row', () => {
  const beds = fc
    .tuple(fc.nat(4), fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 7 }))
    .map(([suggestions, rows]) => bed(suggestions, rows));

  test('one step back undoes one step on, wherever the ear is', () => {
    fc.assert(
      fc.property(beds, fc.array(fc.constantFrom(1 as const, -1 as const), { maxLength: 40 }), (keys, steps) => {
        const end = steps.reduce((place: BedPlace, step) => placeAfter(place, keys, step).place, firstPlace(keys));
        expect(placeAfter(placeAfter(end, keys, 1).place, keys, -1).place).toEqual(end);
      }),
    );
  });

  test('«gõ xong» is one step back from where writing begins, and «nghe lại» two', () => {
    fc.assert(
      fc.property(beds, (keys) => {
        const done = placeAfter(firstPlace(keys), keys, -1);
        expect(done).toEqual({ place: { at: 'done' }, isRound: true });
        expect(placeAfter(done.place, keys, -1).place).toEqual({ at: 'read-back' });
      }),
    );
  });

  test('a round passes every suggestion and every row once, and in a row every key and the way out', () => {
    const keys = bed(2, [6, 7, 10]);
    const round = (place: BedPlace) => {
      const passed: BedPlace[] = [place];
      for (let next = placeAfter(place, keys, 1).place; JSON.stringify(next) !== JSON.stringify(place); ) {
        passed.push(next);
        next = placeAfter(next, keys, 1).place;
      }
      return passed.map(({ at }) => at);
    };
    expect(round(firstPlace(keys))).toEqual(['suggestion', 'suggestion', 'row', 'row', 'row', 'read-back', 'done']);
    expect(round({ at: 'key', row: 0, index: 0 })).toEqual([...Array(6).fill('key'), 'leave-row']);
  });

  test('a number pad is one row: its keys are walked at once', () => {
    expect(firstPlace(bed(0, [12]))).toEqual({ at: 'key', row: 0, index: 0 });
  });

  test('a place that is gone (suggestions changed while writing) leads to one that is there', () => {
    const now = bed(0, [6, 7]);
    expect(placeAfter({ at: 'suggestion', index: 3 }, now, 1).place).toEqual({ at: 'row', row: 0 });
  });
});
