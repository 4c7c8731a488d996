import { fold } from '../vietnamese/fold.ts';
import type { CountryData, HanoiData } from './units-data.ts';

/** An administrative unit in force since July 2025. */
export type PlaceUnit = {
  readonly code: string;
  /** Without its kind: «Yên Hòa». */
  readonly name: string;
  readonly kind: 'ward' | 'commune' | 'special-zone' | 'city' | 'province';
  /** «Phường Yên Hòa», «Thành phố Hà Nội». */
  readonly fullName: string;
  /** Known for Hanoi only. */
  readonly nameEn?: string;
  /** The province it lies in; its own code for a province. */
  readonly provinceCode: string;
  /** Districts of before July 2025 that parts of it belonged to (Hanoi only): what people tell two like-named places apart by. */
  readonly formerDistricts: readonly string[];
};

export type MatchedBy = 'name' | 'former-ward' | 'former-district' | 'former-province';

/** One name a unit can be found by. */
export type PlaceEntry = {
  readonly unit: PlaceUnit;
  readonly matchedBy: MatchedBy;
  /** The former unit's full name, where the entry is not the unit's own: «Phường Trung Tự, Quận Đống Đa». */
  readonly former?: string;
  /** Two sources disagree on this link: shown last. */
  readonly isDoubtful: boolean;
  readonly words: readonly string[];
  /** The same words with their marks, to put «Trung Tự» before «Trung Tú» when marks were typed. */
  readonly marked: readonly string[];
  /** The kind written before the name («phuong», «quan»), as the searcher may type it. */
  readonly kindWords: readonly string[];
  /** Words around the name that may follow it: district and province. */
  readonly context: readonly string[];
};

export type PlaceIndex = { readonly units: readonly PlaceUnit[]; readonly entries: readonly PlaceEntry[] };

export const HANOI_CODE = '01';

/** The 126 wards and communes of Hanoi with their former wards and districts. */
export function hanoiPlaces(data: HanoiData): PlaceIndex {
  const isDoubtful = (code: string, ward: string) => data.doubtful.some(([unit, old]) => unit === code && old === ward);
  const units = data.communes.map(
    ([code, name, type, nameEn, districts]): PlaceUnit => ({
      code,
      name,
      kind: type === 'p' ? 'ward' : 'commune',
      fullName: `${KIND_NAMES[type]} ${name}`,
      nameEn: `${nameEn} ${type === 'p' ? 'Ward' : 'Commune'}`,
      provinceCode: HANOI_CODE,
      formerDistricts: Object.keys(districts),
    }),
  );
  const entries = data.communes.flatMap(([code, , , , districts], place) => {
    const unit = units[place] as PlaceUnit;
    const around = searchWords(`${Object.keys(districts).join(' ')} Hà Nội`);
    const own = entriesOf({ unit, matchedBy: 'name', fullName: unit.fullName, context: around });
    const ofDistricts = Object.entries(districts).flatMap(([district, wards]) => [
      ...entriesOf({
        unit,
        matchedBy: 'former-district',
        fullName: district,
        former: district,
        context: searchWords('Hà Nội'),
      }),
      ...wards.flatMap((ward) =>
        entriesOf({
          unit,
          matchedBy: 'former-ward',
          fullName: ward,
          former: `${ward}, ${district}`,
          context: searchWords(`${district} Hà Nội`),
          isDoubtful: isDoubtful(code, ward),
        }),
      ),
    ]);
    return [...own, ...ofDistricts];
  });
  return { units, entries };
}

/** The 34 provinces and cities, also by the 63 names before July 2025. */
export function provincePlaces(data: CountryData): PlaceIndex {
  const units = data.provinces.map(
    ([code, name, type]): PlaceUnit => ({
      code,
      name,
      kind: type === 'tp' ? 'city' : 'province',
      fullName: `${KIND_NAMES[type]} ${name}`,
      provinceCode: code,
      formerDistricts: [],
    }),
  );
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  const own = units.flatMap((unit) => entriesOf({ unit, matchedBy: 'name', fullName: unit.fullName, context: [] }));
  const former = data.oldProvinces.flatMap(([, name, type, newCode]) => {
    const unit = byCode.get(newCode);
    if (unit === undefined || unit.name === name) return [];
    const fullName = `${KIND_NAMES[type]} ${name}`;
    return entriesOf({ unit, matchedBy: 'former-province', fullName, former: fullName, context: [] });
  });
  return { units, entries: [...own, ...former] };
}

/** Wards, communes and special zones of one province, or of all when no province is chosen. Former wards are known for Hanoi only. */
export function communePlaces(data: CountryData, provinceCode?: string): PlaceIndex {
  const provinceNames = new Map(data.provinces.map(([code, name]) => [code, name]));
  const units = data.communes
    .filter(([, , , province]) => provinceCode === undefined || province === provinceCode)
    .map(
      ([code, name, type, province]): PlaceUnit => ({
        code,
        name,
        kind: COMMUNE_KINDS[type],
        fullName: `${KIND_NAMES[type]} ${name}`,
        provinceCode: province,
        formerDistricts: [],
      }),
    );
  const entries = units.flatMap((unit) =>
    entriesOf({
      unit,
      matchedBy: 'name',
      fullName: unit.fullName,
      context: searchWords(provinceNames.get(unit.provinceCode) ?? ''),
    }),
  );
  return { units, entries };
}

/** The unit of a code, as stored in an answer. */
export function findUnit(index: PlaceIndex, code: string): PlaceUnit | undefined {
  return index.units.find((unit) => unit.code === code);
}

/** Words of a text as places are compared: folded, with final y after a consonant as i (Mỹ Đức, Mĩ Đức). */
export function searchWords(text: string): readonly string[] {
  return fold(text)
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => word.replace(/([bcdghklmnpqrstvx])y$/, '$1i'));
}

/** Words with their marks, the tone put last so that hòa and hoà are equal. */
export function markedWords(text: string): readonly string[] {
  return text
    .normalize('NFD')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.replace(TONES, '') + (word.match(TONES) ?? []).join(''));
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

const KIND_NAMES = { p: 'Phường', x: 'Xã', dk: 'Đặc khu', tp: 'Thành phố', t: 'Tỉnh' } as const;
const COMMUNE_KINDS = { p: 'ward', x: 'commune', dk: 'special-zone' } as const;
const KINDS_BEFORE_NAMES = /^(Phường|Xã|Thị trấn|Quận|Huyện|Thị xã|Đặc khu|Thành phố|Tỉnh) /;

function entriesOf(of: {
  readonly unit: PlaceUnit;
  readonly matchedBy: MatchedBy;
  readonly fullName: string;
  readonly former?: string;
  readonly context: readonly string[];
  readonly isDoubtful?: boolean;
}): readonly PlaceEntry[] {
  const kind = KINDS_BEFORE_NAMES.exec(of.fullName)?.[1] ?? '';
  const name = of.fullName.slice(kind.length).trim();
  // «Phương Liên-Trung Tự» was two wards once, and people still say either.
  const parts = name.split(/ ?- ?/);
  return (parts.length > 1 ? [name, ...parts] : [name]).map((text) => ({
    unit: of.unit,
    matchedBy: of.matchedBy,
    ...(of.former === undefined ? {} : { former: of.former }),
    isDoubtful: of.isDoubtful ?? false,
    words: searchWords(text),
    marked: markedWords(text),
    kindWords: searchWords(kind),
    context: of.context,
  }));
}
