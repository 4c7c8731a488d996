import type { Dice } from '../../shared/runtime.ts';

export interface SeededDice extends Dice {
  /** In [0, 1). */
  chance(): number;
  happens(probability: number): boolean;
  /** A whole number from `from` up to and including `to`. */
  between(from: number, to: number): number;
  pick<T>(choices: readonly T[]): T;
  /** Independent dice for one part of the world, so that a change in one part does not shift all the others. */
  fork(name: string): SeededDice;
}

/** sfc32: small, quick, the same everywhere. Not for keys. */
export function createDice(seed: number, name = 'world'): SeededDice {
  let [a, b, c, d] = [0x9e3779b9 ^ seed, 0x243f6a88, 0xb7e15162, 1];
  for (const letter of `${seed}/${name}`) b = (Math.imul(b, 31) + letter.charCodeAt(0)) | 0;
  function next(): number {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  }
  for (let warm = 0; warm < 15; warm++) next();

  const dice: SeededDice = {
    chance: () => next() / 2 ** 32,
    happens: (probability) => dice.chance() < probability,
    between: (from, to) => from + Math.floor(dice.chance() * (to - from + 1)),
    pick: (choices) => choices[dice.between(0, choices.length - 1)] as (typeof choices)[number],
    fork: (part) => createDice(seed, `${name}/${part}`),
    bytes(length) {
      const bytes = new Uint8Array(length);
      for (let index = 0; index < length; index++) bytes[index] = next() & 255;
      return bytes;
    },
  };
  return dice;
}
