import { findUnit, HANOI_CODE, type PlaceIndex, type PlaceUnit } from '../places/place-index.ts';

/**
 * The unit of a stored code with its province. The index at hand may hold Hanoi alone: a code of a province it knows nothing about is
 * taken as it is, without a name.
 */
export function unitOf(
  places: PlaceIndex,
  answer: { readonly province: string; readonly unit: string },
): { readonly unit: PlaceUnit | undefined } | undefined {
  const unit = findUnit(places, answer.unit);
  if (unit) return unit.provinceCode === answer.province && unit.code !== unit.provinceCode ? { unit } : undefined;
  const isCovered = places.units.some((each) => each.provinceCode === answer.province && each.code !== answer.province);
  return !isCovered && /^\d{2}$/.test(answer.province) && /^\d{5}$/.test(answer.unit) ? { unit: undefined } : undefined;
}

/** «Thành phố Hà Nội»; empty for a code the index does not hold. */
export function provinceName(places: PlaceIndex, code: string): string {
  return findUnit(places, code)?.fullName ?? (code === HANOI_CODE ? 'Thành phố Hà Nội' : '');
}
