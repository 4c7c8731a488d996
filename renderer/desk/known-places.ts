import country from '../../assets/units/country.json' with { type: 'json' };
import hanoi from '../../assets/units/hanoi.json' with { type: 'json' };
import {
  communePlaces,
  HANOI_CODE,
  hanoiPlaces,
  type PlaceIndex,
  provincePlaces,
} from '../../shared/places/place-index.ts';
import { CountryData, HanoiData } from '../../shared/places/units-data.ts';

/** Every commune of the country, Hanoi's with their former names first, and the provinces. */
export function knownPlaces(): PlaceIndex {
  const countryData = CountryData.parse(country);
  const parts = [
    hanoiPlaces(HanoiData.parse(hanoi)),
    communePlaces({
      ...countryData,
      communes: countryData.communes.filter(([, , , province]) => province !== HANOI_CODE),
    }),
    provincePlaces(countryData),
  ];
  return { units: parts.flatMap(({ units }) => units), entries: parts.flatMap(({ entries }) => entries) };
}
