import type { GuideEntry, GuideFee, GuidePaper, GuideTime } from '../../shared/catalogue/guide-entry.ts';
import type { Language } from '../../shared/catalogue/text.ts';
import { dateInFigures, grouped, moneyText } from '../../shared/vietnamese/dates.ts';
import { fold } from '../../shared/vietnamese/fold.ts';
import type { useVisitWords } from '../words/use-words.ts';
import { printedList, toTick } from './printed-list.ts';

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
        line: feeLine(of, amount, text),
        isLong: text !== undefined,
      })),
      stated,
    ),
    papers: entry.papers.map(({ title, papers }) => ({
      title,
      lines: [...new Set(papers.flatMap((paper) => paperLines(paper, t)))],
    })),
    ways: entry.ways.map((way) => ({ title: how(way), text: way.text })),
    where: differing([...(entry.places ? [entry.places] : []), ...entry.authorities]),
    source: sourceText(entry, t, language),
  };
}

/** The entry as the printer of slips takes it. */
export function guideLines(entry: GuideEntry, t: Words, language: Language): string[] {
  const said = guideWords(entry, t, language);
  return printedList(
    [entry.name, said.source],
    [
      {
        title: t('service.papers'),
        lines: said.papers.flatMap(({ title, lines }) => [...(title ? [title] : []), ...lines.map(toTick)]),
      },
      { title: t('guide.where'), lines: said.where },
      { title: t('service.time'), lines: [said.time.value, ...said.time.lines] },
      { title: t('service.fee'), lines: [said.fee.value, ...said.fee.lines] },
    ],
  );
}

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
  return { amount: named, text: text?.replace(/^[\s\-–•+*]+/, '') };
}

function feeLine(of: string, amount: string | undefined, text: string | undefined): string {
  if (text === undefined || amount === undefined) return `${of}: ${amount ?? text ?? ''}`;
  return text.length <= shortText ? `${of}: ${amount} (${text})` : `${of}: ${amount}\n${text}`;
}

/** Beside an amount, in brackets; what is longer has a line of its own. */
const shortText = 60;

/** «Công an cấp xã» and «Công an cấp Xã» are one. */
function differing(texts: readonly string[]): string[] {
  return texts.filter((text, place) => texts.findIndex((other) => fold(other) === fold(text)) === place);
}

/** Paragraphs of a published text. Where one enumerates in a single breath («… + Văn bản … + Giấy …»), each item is its own. */
export function inPieces(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => (line.length > longLine ? line.split(/\s+(?=[-+–•]\s+\p{Lu})/u) : [line]))
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

const longLine = 200;

function paperLines({ name, originals, copies }: GuidePaper, t: Words): string[] {
  const counts = [
    ...(originals > 0 ? [t('guide.originals', { count: originals })] : []),
    ...(copies > 0 ? [t('guide.copies', { count: copies })] : []),
  ];
  const [first = '', ...rest] = inPieces(name).map((piece) =>
    piece.replace(/^[\s\-–•+*]+/, '').replace(/[;.\s]+$/, ''),
  );
  return [counts.length === 0 ? first : `${first} (${counts.join(', ')})`, ...rest].filter((line) => line !== '');
}

function sourceText(entry: GuideEntry, t: Words, language: Language): string {
  const { code, updated } = entry;
  return updated === undefined
    ? t('guide.sourceUndated', { code })
    : t('guide.source', { code, date: dateInFigures(updated, language) });
}
