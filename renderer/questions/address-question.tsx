import { useRef, useState } from 'react';
import { isForeignAddress, isHomeAddress } from '../../shared/form/given-answer.ts';
import { findListed } from '../../shared/places/find-listed.ts';
import { findPlaces, type PlaceHit } from '../../shared/places/find-places.ts';
import { findUnit, HANOI_CODE, type PlaceIndex } from '../../shared/places/place-index.ts';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { LinkCard } from '../touch/cards.tsx';
import { ChoiceCards } from '../touch/choice-cards.tsx';
import { SearchField } from '../touch/search-field.tsx';
import { Badge, SectionTitle } from '../touch/text.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { AnswerField } from './answer-field.tsx';
import { useBed } from './keyboard-bed.tsx';
import { Lift } from './lift.tsx';
import { allCountries } from './listed-question.tsx';
import { placesOf, provincesOf } from './places-of.ts';
import type { QuestionProps } from './question-props.ts';
import { useTyping } from './use-typing.ts';

const mostFound = 5;
type Where = 'hanoi' | 'province' | 'abroad';

/** First the ward (by its new or old name), then the line with the house. */
export function AddressQuestion(props: QuestionProps) {
  const { question, answer, isAlone, isFromCard, onAnswer, onActivate } = props;
  const t = useVisitWords();
  const { say } = useSession();
  const isChosen = isHomeAddress(answer) || isForeignAddress(answer);
  // The house stays written while another ward is looked for.
  const detail = useRef('');
  if (isChosen) detail.current = answer.detail;
  return (
    <div className="question-group">
      {!isAlone && <SectionTitle>{say(question.label)}</SectionTitle>}
      {isFromCard && <Badge icon="check">{t('question.fromCard')}</Badge>}
      {isChosen ? (
        <DetailLine
          {...props}
          onOtherPlace={() => {
            onActivate();
            onAnswer(undefined);
          }}
        />
      ) : (
        <PlaceSearch {...props} detail={detail.current} />
      )}
    </div>
  );
}

function PlaceSearch(props: QuestionProps & { readonly detail: string }) {
  const { question, isActive, onActivate, onAnswer, problems, describedBy, detail } = props;
  const t = useVisitWords();
  const { places, say } = useSession();
  const [where, setWhere] = useState<Where>('hanoi');
  const [province, setProvince] = useState<string>();
  const [query, setQuery] = useState('');
  const typing = useTyping({ kind: 'search', value: query, onValue: setQuery });

  const choose = (change: () => void) => {
    change();
    setQuery('');
    onActivate();
  };
  const asks = where === 'abroad' ? 'country' : where === 'province' && province === undefined ? 'province' : 'unit';
  const label =
    asks === 'country'
      ? t('question.searchCountry')
      : asks === 'province'
        ? t('question.searchProvince')
        : t('question.searchPlace');
  const found = useFound(places, { asks, province: where === 'hanoi' ? HANOI_CODE : province, query });
  useBed(isActive, {
    layout: 'search',
    onKey: typing.onKey,
    suggestions: {
      label: t('question.places'),
      list: found.map(({ value, title, note }) => ({ value, label: title, note })),
      onChoose: (value) => {
        const hit = found.find((each) => each.value === value);
        if (!hit) return;
        if (asks === 'province') choose(() => setProvince(value));
        else onAnswer(hit.answer(detail));
        onActivate();
      },
    },
  });

  return (
    <>
      {query === '' && (
        <ChoiceCards
          label={say(question.label)}
          columns={2}
          hasProblem={problems.length > 0}
          describedBy={describedBy}
          choices={[
            { value: 'hanoi', label: t('question.inHanoi') },
            { value: 'province', label: t('question.otherProvince') },
            { value: 'abroad', label: t('question.abroad') },
          ]}
          chosen={[where]}
          onChoose={([chosen]) =>
            choose(() => {
              setWhere((chosen as Where | undefined) ?? 'hanoi');
              setProvince(undefined);
            })
          }
        />
      )}
      {province !== undefined && where === 'province' && (
        <LinkCard
          icon="house"
          title={findUnit(places, province)?.fullName ?? province}
          note={t('question.changePlace')}
          onPress={() => choose(() => setProvince(undefined))}
        />
      )}
      <Lift isActive={isActive}>
        <SearchField
          label={label}
          example={
            asks === 'unit' && where === 'hanoi' ? (
              <>
                {t('question.searchPlaceExample')} <strong>{t('question.searchPlaceExample1')}</strong>
              </>
            ) : (
              label
            )
          }
          value={query}
          isActive={isActive}
          takesFocus
          onActivate={onActivate}
          onKey={typing.onKey}
          onEnter={typing.endsScan}
          written={typing.written}
          onCaret={typing.onCaret}
        />
      </Lift>
      {query.trim() !== '' && found.length === 0 && (
        <Banner tone="advice" icon="search" title={t('question.placeNone', { query: query.slice(0, 60) })} />
      )}
    </>
  );
}

interface Found {
  readonly value: string;
  readonly title: string;
  readonly note: string | undefined;
  readonly answer: (detail: string) => NonNullable<QuestionProps['answer']>;
}

function useFound(
  places: PlaceIndex,
  asked: {
    readonly asks: 'country' | 'province' | 'unit';
    readonly province: string | undefined;
    readonly query: string;
  },
): Found[] {
  const t = useVisitWords();
  const { language } = useSession();
  if (asked.query.trim() === '') return [];
  if (asked.asks === 'country')
    return findListed(allCountries, asked.query, mostFound)
      .filter(({ value }) => value !== 'VN')
      .map(({ value, name }) => ({
        value,
        title: name,
        note: undefined,
        answer: (detail) => ({ country: value, detail }),
      }));
  const index = asked.asks === 'province' ? provincesOf(places) : placesOf(places, asked.province ?? HANOI_CODE);
  return findPlaces(index, asked.query, mostFound).map((hit) => ({
    value: hit.unit.code,
    title: language === 'en' && hit.unit.nameEn ? `${hit.unit.fullName} (${hit.unit.nameEn})` : hit.unit.fullName,
    note: noteOf(hit, t),
    answer: (detail) => ({
      country: 'VN',
      province: hit.unit.provinceCode,
      unit: hit.unit.code,
      detail,
      ...(hit.former === undefined ? {} : { former: hit.former }),
    }),
  }));
}

function noteOf(hit: PlaceHit, t: ReturnType<typeof useVisitWords>): string | undefined {
  if (hit.former !== undefined) return t('question.formerly', { former: hit.former });
  if (hit.unit.formerDistricts.length === 0) return undefined;
  return t('question.districts', { districts: hit.unit.formerDistricts.join(', ') });
}

function DetailLine(props: QuestionProps & { readonly onOtherPlace: () => void }) {
  const { answer, isActive, onAnswer, onOtherPlace } = props;
  const t = useVisitWords();
  const { places } = useSession();
  const isHome = isHomeAddress(answer);
  const detail = isHome || isForeignAddress(answer) ? answer.detail : '';
  const typing = useTyping({
    kind: 'text',
    value: detail,
    onValue: (text) => {
      if (isHomeAddress(answer) || isForeignAddress(answer)) onAnswer({ ...answer, detail: text });
    },
  });
  useBed(isActive, { layout: 'text', onKey: typing.onKey });
  return (
    <>
      <LinkCard
        kind="tint"
        icon={isHome ? 'house' : 'globe'}
        title={placeTitle(answer, places)}
        note={[
          isHome && answer.former ? t('question.formerly', { former: answer.former }) : '',
          isHome ? t('question.changePlace') : t('question.changeCountry'),
        ]
          .filter((part) => part !== '')
          .join(' · ')}
        onPress={onOtherPlace}
      />
      <Lift isActive={isActive}>
        <AnswerField
          asked={props}
          typing={typing}
          label={isHome ? t('question.detail') : t('question.detailAbroad')}
          value={detail}
        />
      </Lift>
    </>
  );
}

function placeTitle(answer: QuestionProps['answer'], places: PlaceIndex): string {
  if (isHomeAddress(answer)) {
    const unit = findUnit(places, answer.unit);
    const province = findUnit(places, answer.province);
    return [unit?.fullName ?? answer.unit, province?.fullName].filter(Boolean).join(', ');
  }
  if (!isForeignAddress(answer)) return '';
  return allCountries.find(({ value }) => value === answer.country)?.name ?? answer.country;
}
