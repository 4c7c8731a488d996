import { settleShown } from '../touch/shown-first.ts';
import { type BedKeys, type BedPlace, bedKeysIn, firstPlace, placeAfter, rowPlace } from './bed-keys.ts';
import { letterName } from './letter-names.ts';
import { rootNow, writtenField } from './page-now.ts';
import { nameOf, textOf } from './page-text.ts';
import type { Sound } from './sounds.ts';
import type { Utterance } from './speaker.ts';
import { signBySign } from './spoken-text.ts';
import { type Stop, stopsIn } from './stops.ts';
import { type Telling, valueTold, writtenIn } from './told.ts';

/**
 * Writing by four keys: choosing a field leads to the keys of the screen, which are then walked instead of the page.
 *
 *   rows ──choose──▶ keys of a row ──choose: written──▶ rows
 *     ├─ suggestions stand before the rows, «nghe lại» and «gõ xong» after them, one step back from the first
 *     └─ a number pad is one row: its keys are walked at once, and the place stays after a digit
 */
export interface Writing {
  isWriting(): boolean;
  field(): HTMLElement | undefined;
  start(stop: Stop): void;
  step(by: 1 | -1): void;
  choose(): void;
  readBack(): void;
  leave(): void;
}

export interface WritingNeeds {
  readonly given: () => Pick<Telling, 't' | 'language' | 'personal'>;
  readonly hasHeadphones: () => boolean;
  readonly say: (...utterances: readonly Utterance[]) => void;
  readonly hush: () => void;
  readonly sound: (name: Sound) => void;
  readonly light: (lit: { readonly element: HTMLElement; readonly kind: string } | undefined) => void;
  /** When the page has drawn what a press led to, and is still the same page. */
  readonly afterwards: (act: () => void, waitMs?: number) => void;
  /** The ear goes on to this stop, coming from the other. */
  readonly goTo: (stop: Stop, before: Stop | undefined) => void;
}

/** A key of the keyboard answers at once. */
const keyMs = 60;

export function createWriting(needs: WritingNeeds): Writing {
  const { given, hasHeadphones, say, hush, sound, light, afterwards, goTo } = needs;
  let place: BedPlace | undefined;
  let field: HTMLElement | undefined;

  const inWords = (text: string): Utterance => ({ text, language: given().language });

  function start(stop: Stop): void {
    hush();
    stop.control.click();
    stop.control.focus({ preventScroll: true });
    afterwards(() => {
      const root = rootNow();
      const keys = root && bedKeysIn(root);
      // A field that only leads elsewhere has been left by now.
      if (!root || !keys) return;
      field = writtenField(root) ?? stop.control;
      place = firstPlace(keys);
      light({ element: field, kind: 'control' });
      const { t } = given();
      const isNumberAloud = !hasHeadphones() && keys.rows.length === 1;
      say(
        inWords(t('ear.writing', { label: nameOf(field) })),
        ...(isNumberAloud ? [inWords(t('ear.othersHear'))] : []),
        told(place, keys),
      );
    });
  }

  function step(by: 1 | -1): void {
    const root = rootNow();
    const keys = root && bedKeysIn(root);
    if (!keys || !place) {
      done();
      return;
    }
    const next = placeAfter(place, keys, by);
    if (next.isRound) sound('edge');
    moveTo(next.place, keys);
  }

  function moveTo(next: BedPlace, keys: BedKeys): void {
    place = next;
    lightKey(next, keys);
    say(told(next, keys));
  }

  function choose(): void {
    const root = rootNow();
    const keys = root && bedKeysIn(root);
    const now = place;
    if (!keys || !now) {
      done();
      return;
    }
    switch (now.at) {
      case 'row':
        moveTo({ at: 'key', row: now.row, index: 0 }, keys);
        break;
      case 'leave-row':
        moveTo({ at: 'row', row: now.row }, keys);
        break;
      case 'read-back':
        readBack();
        break;
      case 'done':
        done();
        break;
      case 'suggestion':
        press(keys.suggestions[now.index], keys, firstPlace);
        break;
      case 'key':
        // The next letter is likely in another row: out to the rows again, at the same one.
        press(keys.rows[now.row]?.[now.index], keys, ({ rows }) => (rows.length === 1 ? now : rowPlace(rows, now.row)));
        break;
    }
  }

  function press(key: HTMLElement | undefined, before: BedKeys, then: (keys: BedKeys) => BedPlace): void {
    if (!key) return;
    const name = keyName(key);
    const written = field;
    hush();
    key.click();
    afterwards(() => {
      // What follows from the key is told with it, however slow the machine.
      settleShown();
      const root = rootNow();
      const keys = root && bedKeysIn(root);
      if (!root || !keys) {
        done();
        return;
      }
      const now = writtenField(root) ?? (field?.isConnected ? field : undefined);
      const isOther = now !== undefined && now !== written;
      field = now;
      // The next box of a date is written with the same pad: the place stays.
      place = isOther && (keys.rows.length > 1 || before.rows.length > 1) ? firstPlace(keys) : then(keys);
      lightKey(place, keys);
      const { t } = given();
      const isNewlySuggested = keys.suggestions.length > 0 && keys.suggestions.length !== before.suggestions.length;
      // Through the loudspeaker the digits of a number are not said a second time.
      const isCounted = !hasHeadphones() && keys.rows.length === 1 && now !== undefined;
      say(
        inWords(isCounted && now ? valueTold(now, { ...given(), isClear: false }) : name),
        ...(isOther && now ? [inWords(t('ear.writing', { label: nameOf(now) })), told(place, keys)] : []),
        ...(isNewlySuggested ? [inWords(t('ear.suggestions', { count: keys.suggestions.length }))] : []),
      );
    }, keyMs);
  }

  /** What was written, whole and letter by letter, where nobody else hears it. */
  function readBack(): void {
    const { t, language } = given();
    const root = rootNow();
    const written = field ?? (root && writtenField(root));
    if (!written) return;
    const value = writtenIn(written);
    if (hasHeadphones() && value !== '') {
      say(inWords(value), inWords([...value].map((sign) => signBySign(sign, language)).join(', ')));
      return;
    }
    say(
      inWords(valueTold(written, { ...given(), isClear: false })),
      ...(value === '' ? [] : [inWords(t('ear.needsHeadphones'))]),
    );
  }

  /** Out of the keys: to what was found where something was searched for, else to what stands after the field. */
  function done(): void {
    const root = rootNow();
    const written = field ?? (root && writtenField(root));
    leave();
    if (!root) return;
    const stops = stopsIn(root);
    const found =
      written?.getAttribute('role') === 'searchbox'
        ? stops.find(({ element, kind }) => kind !== 'text' && kind !== 'field' && element.closest('.pages-controls'))
        : undefined;
    const index = stops.findIndex(({ control }) => control === written);
    const next = found ?? stops[index + 1] ?? stops[0];
    if (next) goTo(next, stops[index]);
  }

  function leave(): void {
    place = undefined;
    field = undefined;
  }

  function lightKey(now: BedPlace, { suggestions, rows }: BedKeys): void {
    const key = keyAt();
    light(key ? { element: key, kind: 'control' } : undefined);

    function keyAt(): HTMLElement | null | undefined {
      switch (now.at) {
        case 'suggestion':
          return suggestions[now.index];
        case 'key':
          return rows[now.row]?.[now.index];
        case 'row':
        case 'leave-row':
          return rows[now.row]?.[0]?.parentElement;
        default:
          return field;
      }
    }
  }

  function told(now: BedPlace, keys: BedKeys): Utterance {
    const { t } = given();
    switch (now.at) {
      case 'suggestion': {
        const suggestion = keys.suggestions[now.index];
        const text = suggestion ? textOf(suggestion, () => undefined) : '';
        return inWords(t('ear.suggestion', { number: now.index + 1, count: keys.suggestions.length, text }));
      }
      case 'row': {
        const names = (keys.rows[now.row] ?? []).map(keyName).join(', ');
        return inWords(t('ear.row', { number: now.row + 1, names }));
      }
      case 'key': {
        const key = keys.rows[now.row]?.[now.index];
        return inWords(key ? keyName(key) : '');
      }
      case 'leave-row':
        return inWords(t('ear.leaveRow'));
      case 'read-back':
        return inWords(t('ear.readBack'));
      case 'done':
        return inWords(t('ear.doneWriting'));
    }
  }

  function keyName(key: HTMLElement): string {
    const name = nameOf(key).trim() || (key.dataset.skbtn ?? '');
    return [...name].length === 1 ? letterName(name, given().language) : name;
  }

  return { isWriting: () => place !== undefined, field: () => field, start, step, choose, readBack, leave };
}
