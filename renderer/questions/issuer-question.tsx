import issuers from '../../assets/units/id-issuers.json' with { type: 'json' };
import { findPlaces } from '../../shared/places/find-places.ts';
import { HANOI_CODE, type PlaceIndex } from '../../shared/places/place-index.ts';
import { fold } from '../../shared/vietnamese/fold.ts';
import { useSession } from '../session/session.tsx';
import { useLandscape } from '../touch/use-landscape.ts';
import { useVisitWords } from '../words/use-words.ts';
import { AnswerField } from './answer-field.tsx';
import { useBed } from './keyboard-bed.tsx';
import { Lift } from './lift.tsx';
import { placesOf } from './places-of.ts';
import type { QuestionProps } from './question-props.ts';
import { useTyping } from './use-typing.ts';

const mostSuggestions = 3;
/** One line of them: beside a landscape keyboard a second would cover the page. */
const mostInLandscape = 2;

/** Who issued a paper, as printed on it; the long wordings are suggested, also by the short forms people read off the card. */
export function IssuerQuestion(props: QuestionProps) {
  const { question, answer, isActive, onAnswer, isAlone } = props;
  const t = useVisitWords();
  const { say, places } = useSession();
  const isLandscape = useLandscape();
  const value = typeof answer === 'string' ? answer : '';
  const typing = useTyping({ kind: 'text', value, onValue: (text) => onAnswer(text === '' ? undefined : text) });
  useBed(isActive, {
    layout: 'text',
    onKey: typing.onKey,
    suggestions: {
      label: t('question.suggestions'),
      list: (question.suggest ? suggestedIssuers(question.suggest, value) : suggestedCommittees(places, value))
        .slice(0, isLandscape ? mostInLandscape : mostSuggestions)
        .map((name) => ({ value: name, label: name })),
      onChoose: (name) => onAnswer(name),
    },
  });
  return (
    <Lift isActive={isActive}>
      <AnswerField
        asked={props}
        typing={typing}
        label={say(question.label)}
        isLabelHidden={isAlone && question.help === undefined}
        value={value}
      />
    </Lift>
  );
}

/** Before anything is typed the catalogue's own; then those the typed letters are part of, identity issuers only where the catalogue suggests. */
export function suggestedIssuers(suggested: readonly string[], typed: string): string[] {
  if (suggested.length === 0) return [];
  const asked = fold(typed);
  if (asked === '') return suggested.slice(0, mostSuggestions);
  const known = [
    ...suggested.map((name) => ({ name, found: [name] })),
    ...issuers.national.map(({ vi, short }) => ({ name: vi, found: [vi, ...short] })),
    ...issuers.oldProvincialPolice.map(([name = '']) => ({ name, found: [name] })),
  ];
  const names = known.filter(({ found }) => found.some((text) => fold(text).includes(asked))).map(({ name }) => name);
  return [...new Set(names)].filter((name) => name !== typed).slice(0, mostSuggestions);
}

const committee = 'Ủy ban nhân dân';
const committeeBefore = /^(?:uy ban nhan dan|ubnd)\s*/;
const leastTyped = 3;

/**
 * Civil status is registered by a ward: whoever writes its name, of today or of before, is offered the whole wording. With nothing
 * but the beginning that all of them share, nothing is offered.
 */
export function suggestedCommittees(places: PlaceIndex, typed: string): string[] {
  const asked = fold(typed).replace(committeeBefore, '');
  if (asked.length < leastTyped) return [];
  const names = findPlaces(placesOf(places, HANOI_CODE), asked, mostSuggestions).map(
    ({ unit, former }) => `${committee} ${lowered(former ?? unit.fullName)}`,
  );
  return [...new Set(names)].filter((name) => name !== typed);
}

/** «Phường Đại Kim, Quận Hoàng Mai» in the middle of a line. */
function lowered(name: string): string {
  return name
    .split(', ')
    .map((part) => part.charAt(0).toLocaleLowerCase('vi') + part.slice(1))
    .join(', ');
}
