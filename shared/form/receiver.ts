import type { Answers, Service } from '../catalogue/service.ts';
import type { Text } from '../catalogue/text.ts';
import { findUnit, HANOI_CODE, type PlaceIndex } from '../places/place-index.ts';
import { fullView } from './derived.ts';
import type { Facts } from './facts.ts';
import { isHomeAddress } from './given-answer.ts';
import { walk } from './walk.ts';

export interface Receiver {
  readonly kind: Service['receiver']['kind'];
  /** Code of the ward or commune at whose counter the dossier goes in. */
  readonly unit: string;
  readonly name: Text;
}

/**
 * Who gets the dossier: the ward (its committee, its police, or its counter for an office of the city) of the first answered Hanoi address the service names. With none (abroad, another province, not asked)
 * the kiosk's own ward takes it; by law it must then help to file with the right one (national record 1.001193, notes).
 */
export function receiverOf(service: Service, answers: Answers, facts: Facts, kioskWard: string): Receiver {
  const view = fullView(service, walk(service, answers, facts).reached, facts);
  const addressed = service.receiver.by
    .map((id) => view.answer(id))
    .find((answer) => isHomeAddress(answer) && answer.province === HANOI_CODE && findUnit(facts.places, answer.unit));
  const unit = isHomeAddress(addressed) ? addressed.unit : kioskWard;
  const { kind, name } = service.receiver;
  return { kind, unit, name: name ?? (kind === 'ward-police' ? policeName : committeeName)(facts.places, unit) };
}

/** «Ủy ban nhân dân phường Yên Hòa». */
export function committeeName(places: PlaceIndex, unitCode: string): Text {
  const unit = findUnit(places, unitCode);
  if (!unit) return { vi: 'nơi giải quyết', en: 'the office in charge' };
  const [first = '', ...rest] = unit.fullName;
  return {
    vi: `Ủy ban nhân dân ${first.toLowerCase()}${rest.join('')}`,
    en: `People's Committee of ${unit.nameEn ?? unit.fullName}`,
  };
}

/** «Công an phường Yên Hòa». */
function policeName(places: PlaceIndex, unitCode: string): Text {
  const unit = findUnit(places, unitCode);
  if (!unit) return { vi: 'công an phường, xã', en: 'the ward police' };
  const [first = '', ...rest] = unit.fullName;
  return { vi: `Công an ${first.toLowerCase()}${rest.join('')}`, en: `Police of ${unit.nameEn ?? unit.fullName}` };
}
