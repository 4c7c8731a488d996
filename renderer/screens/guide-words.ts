import type { GuideEntry, GuideFee, GuidePaper, GuideTime } from '../../shared/catalogue/guide-entry.ts';
import type { Language } from '../../shared/catalogue/text.ts';
import { dateInFigures, grouped, moneyText } from '../../shared/vietnamese/dates.ts';
import type { useVisitWords } from '../words/use-words.ts';

type Words = ReturnType<typeof useVisitWords>;

/** What an entry says, put into lines for the screen and for paper. Nothing stands here that the record does not state. */
export interface GuideWords {
  /** One value where every way takes as long; else one line a way or case. */
  readonly time: { readonly value: string; readonly lines: readonly string[] };
  readonly fee: { readonly value: string; readonly lines: readonly string[] };
  readonly papers: readonly { readonly title: string | undefined; readonly lines: readonly string[] }[];
  readonly ways: readonly { readonly title: string; readonly text: string | undefined }[];
  readonly where: readonly string[];
  readonly source: string;
}

export function guideWords(entry: GuideEntry, t: Words, language: Language): GuideWords {
  const how = (way: GuideEntry['ways'][number]) => t(`guide.how.${way.how}`);
  const stated = { none: t('guide.notStated'), several: t('guide.byCase') };
  const times = [
    ...entry.ways.flatMap((way) => (way.time ? [{ of: how(way), said: timeText(way.time, t) }] : [])),
    ...entry.cases.flatMap(({ name, time }) => (time ? [{ of: name, said: timeText(time, t) }] : [])),
  ];
  const fees = entry.ways.flatMap((way) => way.fees.map((fee) => ({ of: how(way), ...feeText(fee, t, language) })));
  return {
    time: summed(
      times.map(({ of, said }) => ({ value: said, line: `${of}: ${said}` })),
      stated,
    ),
    fee: summed(
      fees.map(({ of, amount, text }) => ({
        value: amount ?? text ?? '',
        line: [`${of}:`, amount, text].filter((each) => each !== undefined).join(' '),
        isLong: text !== undefined,
      })),
      stated,
    ),
    papers: entry.papers.map(({ title, papers }) => ({
      title,
      lines: [...new Set(papers.map((paper) => paperText(paper, t)))],
    })),
    ways: entry.ways.map((way) => ({ title: how(way), text: way.text })),
    where: [...(entry.places ? [entry.places] : []), ...entry.authorities.filter((each) => each !== entry.places)],
    source: sourceText(entry, t, language),
  };
}

/** The entry as the printer of slips takes it. */
export function guideLines(entry: GuideEntry, t: Words, language: Language): string[] {
  const said = guideWords(entry, t, language);
  const heading = (text: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', text.toUpperCase(), ...lines];
  return [
    entry.name,
    said.source,
    ...heading(
      t('service.papers'),
      said.papers.flatMap(({ title, lines }) => [...(title ? [title] : []), ...lines.map((line) => `[ ] ${line}`)]),
    ),
    ...heading(t('guide.where'), said.where),
    ...heading(t('service.time'), [said.time.value, ...said.time.lines]),
    ...heading(t('service.fee'), [said.fee.value, ...said.fee.lines]),
  ]
    .flatMap((line) => line.split('\n'))
    .slice(0, mostLines);
}

/** What one print may hold; a roll longer than this nobody carries. */
const mostLines = 400;

interface Stated {
  readonly value: string;
  readonly line: string;
  /** Needs its line even when it is the only one. */
  readonly isLong?: boolean;
}

function summed(
  stated: readonly Stated[],
  words: { none: string; several: string },
): { value: string; lines: readonly string[] } {
  const values = [...new Set(stated.map(({ value }) => value))];
  if (values.length === 0) return { value: words.none, lines: [] };
  const lines = [...new Set(stated.map(({ line }) => line))];
  const isLong = stated.some((each) => each.isLong);
  const [only = ''] = values;
  // Words alone are no figure to set large.
  const value = values.length === 1 && only.length <= longestValue ? only : words.several;
  return { value, lines: values.length > 1 || isLong ? lines : [] };
}

const longestValue = 40;

function timeText({ amount, unit }: GuideTime, t: Words): string {
  return t(`guide.unit.${unit}`, { count: amount });
}

function feeText(
  fee: GuideFee,
  t: Words,
  language: Language,
): { amount: string | undefined; text: string | undefined } {
  const { amount, currency, kind, text } = fee;
  const money =
    amount === null
      ? undefined
      : currency === undefined
        ? moneyText(amount, language)
        : `${grouped(amount, language)} ${currency}`;
  const named = money === undefined || kind === 'fee' ? money : t('guide.serviceFee', { amount: money });
  return { amount: named, text: text === undefined ? undefined : `(${text})` };
}

function paperText({ name, originals, copies }: GuidePaper, t: Words): string {
  const counts = [
    ...(originals > 0 ? [t('guide.originals', { count: originals })] : []),
    ...(copies > 0 ? [t('guide.copies', { count: copies })] : []),
  ];
  const plain = name.replace(/^[\s\-–•+*]+/, '').replace(/[;.\s]+$/, '');
  return counts.length === 0 ? plain : `${plain} (${counts.join(', ')})`;
}

function sourceText(entry: GuideEntry, t: Words, language: Language): string {
  const { code, updated } = entry;
  return updated === undefined
    ? t('guide.sourceUndated', { code })
    : t('guide.source', { code, date: dateInFigures(updated, language) });
}
