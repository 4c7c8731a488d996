import type { Dossier } from '../../shared/dossier/dossier.ts';

/** Personal identification number: twelve digits (domain/identifiers.json). */
const citizenNumber = /^\d{12}$/;

/**
 * The number of whoever files, to find probable doubles: the one read from the card where there is one, else the
 * requester's (`reqId` in the catalogue), else the first by name. `undefined` when the dossier names nobody by number.
 */
export function applicantNumber(dossier: Dossier): string | undefined {
  const isNumber = (answer: unknown): answer is string => typeof answer === 'string' && citizenNumber.test(answer);
  const fromCard = dossier.fromCard.map((id) => dossier.answers[id]).find(isNumber);
  if (fromCard) return fromCard;
  const names = Object.keys(dossier.answers).sort();
  const requester = names.filter((name) => name.startsWith('req'));
  return [...requester, ...names].map((id) => dossier.answers[id]).find(isNumber);
}
