import type { PlaceIndex, PlaceUnit } from '../../shared/places/place-index.ts';

const byProvince = new WeakMap<PlaceIndex, Map<string, PlaceIndex>>();

/** Wards and communes of one province. Made once: a search runs at every key. */
export function placesOf(places: PlaceIndex, province: string): PlaceIndex {
  return kept(places, province, (unit) => unit.provinceCode === province && unit.code !== unit.provinceCode);
}

/** Provinces and cities, by their names before July 2025 too. */
export function provincesOf(places: PlaceIndex): PlaceIndex {
  return kept(places, 'provinces', (unit) => unit.code === unit.provinceCode);
}

function kept(places: PlaceIndex, name: string, belongs: (unit: PlaceUnit) => boolean): PlaceIndex {
  const known = byProvince.get(places) ?? new Map<string, PlaceIndex>();
  byProvince.set(places, known);
  const made = known.get(name) ?? {
    units: places.units.filter(belongs),
    entries: places.entries.filter(({ unit }) => belongs(unit)),
  };
  known.set(name, made);
  return made;
}
