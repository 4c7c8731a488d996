import country from '../../assets/units/country.json' with { type: 'json' };
import hanoi from '../../assets/units/hanoi.json' with { type: 'json' };
import { ContentUnits } from '../../shared/catalogue/content-units.ts';
import {
  communePlaces,
  HANOI_CODE,
  hanoiPlaces,
  type PlaceIndex,
  provincePlaces,
} from '../../shared/places/place-index.ts';
import { CountryData, HanoiData } from '../../shared/places/units-data.ts';

/**
 * Every commune of the country, Hanoi's with their former names first, and the provinces: from the lists that came anew, else from
 * those of this build.
 */
export function knownPlaces(newer: Pick<ContentUnits, 'hanoi' | 'country'> = {}): PlaceIndex {
  const countryData = newer.country ?? CountryData.parse(country);
  const parts = [
    hanoiPlaces(newer.hanoi ?? HanoiData.parse(hanoi)),
    communePlaces({
      ...countryData,
      communes: countryData.communes.filter(([, , , province]) => province !== HANOI_CODE),
    }),
    provincePlaces(countryData),
  ];
  return { units: parts.flatMap(({ units }) => units), entries: parts.flatMap(({ entries }) => entries) };
}

/** The lists that came with the catalogue: read once, here, where the first screen waits for nothing. */
export function readUnits(units: unknown): ContentUnits {
  return ContentUnits.parse(units ?? {});
}
