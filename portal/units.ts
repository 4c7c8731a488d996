import { readFileSync } from 'node:fs';
import { HanoiData } from '../shared/places/units-data.ts';

/** Receivers by their code. */
export interface Units {
  find(code: string): Unit | undefined;
  all(): readonly Unit[];
}

export interface Unit {
  readonly code: string;
  /** Full name as it stands on a slip: «Phường Ô Chợ Dừa». */
  readonly name: string;
  /** Place in the list, from 1. */
  readonly number: number;
}

export function unitsOf(list: readonly { code: string; name: string }[]): Units {
  const units = list.map(({ code, name }, index) => ({ code, name, number: index + 1 }));
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  return { find: (code) => byCode.get(code), all: () => units };
}

/** The wards and communes of Hanoi, from `assets/units/hanoi.json`. */
export function readUnits(file: string): Units {
  const { communes } = HanoiData.parse(JSON.parse(readFileSync(file, 'utf8')));
  return unitsOf(communes.map(([code, name, type]) => ({ code, name: `${type === 'p' ? 'Phường' : 'Xã'} ${name}` })));
}
