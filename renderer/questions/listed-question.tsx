import { useState } from 'react';
import groups from '../../assets/units/ethnic-groups.json' with { type: 'json' };
import countries from '../../assets/units/nationalities.json' with { type: 'json' };
import { findListed, type Listed, listedFrom } from '../../shared/places/find-listed.ts';
import { useSession } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { ChoiceCards } from '../touch/choice-cards.tsx';
import { SearchField } from '../touch/search-field.tsx';
import { SectionTitle } from '../touch/text.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { useBed } from './keyboard-bed.tsx';
import { Lift } from './lift.tsx';
import type { QuestionProps } from './question-props.ts';
import { useTyping } from './use-typing.ts';

type Row = readonly [string, string, (readonly string[])?];

export const allCountries: readonly Listed[] = listedFrom(countries.countries as unknown as Row[]);
/** An ethnic group's answer is its name: the form writes it out. */
const allGroups: readonly Listed[] = listedFrom(
  (groups.groups as unknown as Row[]).map(([, name, others]): Row => [name, name, others]),
);
const firstGroups = groups.first.flatMap((code) => {
  const row = (groups.groups as unknown as Row[]).find(([each]) => each === code);
  return row ? [row[1]] : [];
});

export function CountryQuestion(props: QuestionProps) {
  const t = useVisitWords();
  return (
    <ListedQuestion {...props} list={allCountries} first={countries.first} searchLabel={t('question.searchCountry')} />
  );
}

export function EthnicGroupQuestion(props: QuestionProps) {
  const t = useVisitWords();
  return <ListedQuestion {...props} list={allGroups} first={firstGroups} searchLabel={t('question.searchGroup')} />;
}

const mostShown = 4;

/** A long fixed list: the few likely ones as cards, the rest by typing. */
function ListedQuestion(
  props: QuestionProps & {
    readonly list: readonly Listed[];
    readonly first: readonly string[];
    readonly searchLabel: string;
  },
) {
  const { question, answer, isActive, onActivate, onAnswer, isAlone, problems, describedBy, list, first, searchLabel } =
    props;
  const t = useVisitWords();
  const { say } = useSession();
  const [query, setQuery] = useState('');
  const [isSearching, setSearching] = useState(false);
  const typing = useTyping({ kind: 'search', value: query, onValue: setQuery });
  useBed(isActive && isSearching, { layout: 'search', onKey: typing.onKey });

  const chosen = typeof answer === 'string' ? answer : undefined;
  const found = query === '' ? [] : findListed(list, query, mostShown);
  const likely = [...new Set([...(chosen ? [chosen] : []), ...first])]
    .flatMap((value) => list.find((each) => each.value === value) ?? [])
    .slice(0, mostShown);
  const shown = found.length > 0 ? found : likely;

  return (
    <div className="question-group">
      {!isAlone && <SectionTitle>{say(question.label)}</SectionTitle>}
      <ChoiceCards
        id={`question-${question.id}`}
        label={say(question.label)}
        columns={2}
        choices={shown.map(({ value, name }) => ({ value, label: name }))}
        chosen={chosen ? [chosen] : []}
        hasProblem={problems.some(({ level }) => level === 'refuse')}
        describedBy={describedBy}
        onChoose={([value]) => {
          onAnswer(value);
          setQuery('');
          setSearching(false);
        }}
      />
      {isSearching && isActive ? (
        <Lift isActive>
          <SearchField
            label={searchLabel}
            example={searchLabel}
            value={query}
            isActive
            takesFocus
            onActivate={onActivate}
            onKey={typing.onKey}
            onEnter={typing.endsScan}
            written={typing.written}
            onCaret={typing.onCaret}
          />
        </Lift>
      ) : (
        <Button
          icon="search"
          onPress={() => {
            onActivate();
            setSearching(true);
          }}
        >
          {t('question.searchMore')}
        </Button>
      )}
    </div>
  );
}
