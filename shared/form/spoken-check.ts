import type { Check } from '../catalogue/service.ts';
import type { HouseLanguage } from '../catalogue/text.ts';
import { isRealDate } from '../identity/calendar-date.ts';
import { dateInFigures, grouped } from '../vietnamese/dates.ts';
import { holds, operandValue, type Value, type View } from './condition-holds.ts';
import type { Problem } from './problem.ts';

/** What a check says of these answers, its days and numbers filled in; nothing where it does not hold or one of them is not known. */
export function spokenCheck(check: Check, view: View): Problem[] {
  if (!holds(check.when, view)) return [];
  const { code, level } = { code: check.id, level: check.level };
  if (!check.say) return [{ code, level, text: check.text }];
  const said = Object.entries(check.say).map(([name, operand]) => ({ name, value: operandValue(operand, view) }));
  if (said.some(({ value }) => value === undefined)) return [];
  const fill = (language: HouseLanguage) =>
    said.reduce((text, { name, value }) => text.replaceAll(`{${name}}`, spoken(value, language)), check.text[language]);
  return [{ code, level, text: { vi: fill('vi'), en: fill('en') } }];
}

function spoken(value: Value | undefined, language: HouseLanguage): string {
  if (typeof value === 'number') return grouped(value, language);
  if (typeof value !== 'string') return '';
  return isRealDate(value) ? dateInFigures(value, language) : value;
}
