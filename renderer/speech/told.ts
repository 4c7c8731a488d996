import type { useFrameWords } from '../words/use-words.ts';
import { descriptionOf, nameOf, textOf } from './page-text.ts';
import { type MaskWords, maskOf, type Personal, withoutPersonal } from './personal.ts';
import type { Utterance } from './speaker.ts';
import type { Stop } from './stops.ts';

export interface Telling {
  readonly t: ReturnType<typeof useFrameWords>;
  readonly language: string;
  readonly personal: Personal;
  /** Asked for, with headphones on: personal values are said as they stand. */
  readonly isClear: boolean;
}

export function maskWords(t: Telling['t']): MaskWords {
  return { given: t('ear.given'), endsIn: (end) => t('ear.endsIn', { end }) };
}

/** The spoken form of one stop. `before` is the stop heard before it: a group is named when it is entered. */
export function tell(stop: Stop, telling: Telling, before?: Stop): Utterance {
  const { t } = telling;
  const language = languageOf(stop, telling.language);
  const words = maskWords(t);
  const replace = (part: Element, text: string) =>
    telling.isClear ? undefined : maskOf(part, text, telling.personal, words);
  const told = (): readonly string[] => {
    switch (stop.kind) {
      case 'text':
        return [textTold(stop.element, replace)];
      case 'field':
        return fieldTold(stop, telling, replace, before);
      case 'radio':
        return radioTold(stop, telling, replace, before);
      case 'checkbox': {
        const isTicked = stop.control instanceof HTMLInputElement && stop.control.checked;
        return [textOf(stop.element, replace), isTicked ? t('ear.ticked') : t('ear.notTicked')];
      }
      case 'button':
        // An English voice does not know the Vietnamese for “button”.
        return language === telling.language
          ? [...groupTold(stop, before), nameOf(stop.control, replace), ...buttonState(stop.control, t)]
          : [nameOf(stop.control, replace)];
    }
  };
  const text = told()
    .filter((part) => part !== '')
    .join('. ')
    .replace(/([.:?!])\./g, '$1');
  return {
    text: telling.isClear ? text : withoutPersonal(text, telling.personal, words),
    language,
  };
}

function textTold(element: HTMLElement, replace: (part: Element, text: string) => string | undefined): string {
  if (!element.matches('[role="img"], img')) return labelled(element, textOf(element, replace), replace);
  return element.getAttribute('aria-label') ?? element.getAttribute('alt') ?? '';
}

/** A fact row: what it is, then its value. */
function labelled(
  element: HTMLElement,
  text: string,
  replace: (part: Element, text: string) => string | undefined,
): string {
  const label = element.matches('.fact') ? element.querySelector('dt') : null;
  const value = element.querySelector('dd');
  return label && value ? `${textOf(label, replace)}: ${textOf(value, replace)}` : text;
}

function fieldTold(
  stop: Stop,
  telling: Telling,
  replace: (part: Element, text: string) => string | undefined,
  before: Stop | undefined,
): readonly string[] {
  const { t } = telling;
  const field = stop.control;
  return [
    ...groupTold(stop, before),
    nameOf(field, replace),
    valueTold(field, telling),
    field.getAttribute('aria-invalid') === 'true' ? t('ear.mustChange') : '',
    descriptionOf(field, replace),
    t('ear.chooseToWrite'),
  ];
}

/** What stands in a field: whole only when asked for, else that and how much, or the end a masked field shows. */
export function valueTold(
  field: HTMLElement,
  { t, isClear, personal }: Pick<Telling, 't' | 'isClear' | 'personal'>,
): string {
  const value = writtenIn(field);
  if (value === '') return t('ear.empty');
  const question = field.closest<HTMLElement>('[data-question]')?.dataset.question;
  if (isClear || (question !== undefined && personal.openQuestions.includes(question))) return value;
  return field.querySelector('.for-the-ear')?.textContent ?? t('ear.written', { count: [...value].length });
}

/** What is written in a field; a masked field shows only its end. */
export function writtenIn(field: HTMLElement): string {
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) return field.value;
  return (field.querySelector('.typed-text')?.textContent ?? '').trim();
}

function radioTold(
  { element, control }: Stop,
  { t }: Telling,
  replace: (part: Element, text: string) => string | undefined,
  before: Stop | undefined,
): readonly string[] {
  const group = control.closest('[role="radiogroup"]');
  const all = [...(group?.querySelectorAll('input[type="radio"]') ?? [])];
  const isFirst = group !== null && !(before && group.contains(before.element));
  const place = t('ear.choice', { number: all.indexOf(control) + 1, count: all.length });
  const isChosen = control instanceof HTMLInputElement && control.checked;
  const heading = document.querySelector('h1')?.textContent?.trim();
  const name = group?.getAttribute('aria-label') ?? '';
  return [
    isFirst && name !== heading && name !== wordsOf(before) ? name : '',
    `${place}: ${textOf(element, replace)}`,
    isChosen ? t('ear.chosen') : '',
  ];
}

/** A title that was heard just before need not be said again as the name of its group. */
function wordsOf(stop: Stop | undefined): string | undefined {
  return stop?.element.textContent?.trim();
}

function groupTold(stop: Stop, before: Stop | undefined): readonly string[] {
  const group = stop.element.closest('[role="group"][aria-label], nav[aria-label], ul[aria-label]');
  const name = group?.getAttribute('aria-label') ?? '';
  return group === null || (before && group.contains(before.element)) || name === wordsOf(before) ? [] : [name];
}

function buttonState(button: HTMLElement, t: Telling['t']): readonly string[] {
  const pressed = button.getAttribute('aria-pressed');
  if (pressed === 'true') return [t('ear.switchedOn')];
  if (pressed === 'false') return [t('ear.switchedOff')];
  return [t('ear.button')];
}

/** A part in another language is read in it: «English» by an English voice. */
function languageOf({ element }: Stop, language: string): string {
  return (
    element.querySelector('[lang]')?.getAttribute('lang') ?? element.closest('[lang]')?.getAttribute('lang') ?? language
  );
}
