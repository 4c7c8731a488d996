import type { Answers, Fee, Service } from '../catalogue/service.ts';
import type { Text } from '../catalogue/text.ts';
import { moneyText } from '../vietnamese/dates.ts';
import { problemsOfQuestions } from './answer-rules.ts';
import { decide, holds, type View } from './condition-holds.ts';
import { fullView } from './derived.ts';
import type { Facts } from './facts.ts';
import { walk } from './walk.ts';

export interface FeeLine {
  readonly id: string;
  readonly label: Text;
  /** Dong; null while not known (set by the city, or the number of copies is still open). */
  readonly amount: number | null;
  readonly text: Text;
  readonly note: Text | undefined;
  /** False while an answer decides whether it applies. */
  readonly certain: boolean;
  /** The city pays it, because the dossier counts as filed online. */
  readonly isSupported: boolean;
  /** The city would pay it, had it confirmed that a kiosk's dossiers count as filed online. */
  readonly mayBeSupported: boolean;
}

export interface Fees {
  readonly lines: readonly FeeLine[];
  /** Dong; null when it cannot be told yet. Without the city's support unless that is confirmed. */
  readonly total: number | null;
  readonly text: Text;
  /** Why it depends, or why it is nothing. */
  readonly reason?: Text;
}

/** What the service costs with these answers; with none of them, what it may cost and why. */
export function feesOf(service: Service, answers: Answers, facts: Facts): Fees {
  const { route, reached } = walk(service, answers, facts);
  const view = fullView(service, reached, facts);
  const isComplete = !route.steps.some((each) =>
    problemsOfQuestions(each.questions, service, view).some((problem) => problem.level === 'refuse'),
  );
  const lines = service.fees.flatMap((fee) => {
    const verdict = isComplete ? holds(fee.when, view) : decide(fee.when, view);
    return verdict === false ? [] : [lineOf(fee, verdict === true, view)];
  });
  return { lines: lines.map(({ line }) => line), ...summary(lines) };
}

interface Priced {
  readonly fee: Fee;
  readonly line: FeeLine;
}

function lineOf(fee: Fee, certain: boolean, view: View): Priced {
  const amount = amountOf(fee, view);
  const text = amount === null ? openAmountText(fee) : money(amount);
  const isSupported = fee.amount !== 0 && paidByCity(fee, view.facts);
  const mayBeSupported = fee.amount !== 0 && fee.supportRule !== undefined && !isSupported;
  const { id, label, note } = fee;
  return { fee, line: { id, label, amount, text, note, certain, isSupported, mayBeSupported } };
}

function amountOf(fee: Fee, view: View): number | null {
  if (paidByCity(fee, view.facts) || fee.amount === 0) return 0;
  if (fee.amount === null || fee.perAnswer === undefined) return fee.amount;
  const count = view.answer(fee.perAnswer);
  const isCount = typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 && count <= 10_000;
  return isCount ? fee.amount * Math.max(0, count - (fee.free ?? 0)) : null;
}

function openAmountText(fee: Fee): Text {
  if (fee.amount === null) return fee.unknownAmount ?? { vi: 'theo quy định của thành phố', en: 'set by the city' };
  const { amount, perUnit } = fee;
  if (perUnit)
    return { vi: `${moneyText(amount, 'vi')} ${perUnit.vi}`, en: `${moneyText(amount, 'en')} ${perUnit.en}` };
  return { vi: `${moneyText(amount, 'vi')} mỗi bản`, en: `${moneyText(amount, 'en')} each` };
}

/** Hanoi pays council-set and ministry-set fees of online filings (rule HN-0D); it counts only once the portal's configuration says so. */
function paidByCity(fee: Fee, facts: Facts): boolean {
  return fee.supportRule === 'HN-0D' && facts.feeSupportConfirmed;
}

function summary(priced: readonly Priced[]): Pick<Fees, 'total' | 'text' | 'reason'> {
  const lines = priced.map(({ line }) => line);
  if (lines.every((line) => line.amount === 0)) {
    const isGift = lines.some((line) => line.isSupported);
    return { total: 0, text: money(0), ...(isGift ? { reason: SUPPORTED } : {}) };
  }
  const mayBeSupported = priced.every(({ fee }) => fee.amount === 0 || fee.supportRule !== undefined);
  const open = lines.filter((line) => !line.certain);
  const unknown = lines.filter((line) => line.amount === null);
  if (open.length === 0 && unknown.length === 0) {
    const total = sumOf(lines);
    const gifts = lines.filter((line) => line.isSupported);
    return {
      total,
      text: withSupport(money(total), mayBeSupported),
      ...(gifts.length > 0 ? { reason: supportOf(gifts) } : {}),
    };
  }
  if (open.length === 0 && lines.length === 1)
    return { total: null, text: withSupport(onlyText(lines), mayBeSupported) };
  return { total: null, text: rangeOf(lines), reason: withReason(reasonOf(lines), mayBeSupported) };
}

function onlyText(lines: readonly FeeLine[]): Text {
  return lines[0]?.text ?? money(0);
}

/** With nothing certain yet one of the amounts applies: what a service never asks of anybody is no fee of it. */
function rangeOf(lines: readonly FeeLine[]): Text {
  const certain = lines.filter((line) => line.certain);
  const known = lines.flatMap(({ amount }) => (amount === null ? [] : [amount]));
  const low = money(certain.length > 0 || known.length === 0 ? sumOf(certain) : Math.min(...known));
  // Where nothing is certain the amounts may shut each other out (one for each kind of clinic): their sum is nobody's fee.
  if (certain.length === 0 || lines.some((line) => line.amount === null))
    return { vi: `Từ ${low.vi}`, en: `From ${low.en}` };
  const high = money(sumOf(lines));
  return { vi: `${low.vi} đến ${high.vi}`, en: `${low.en} to ${high.en}` };
}

function reasonOf(lines: readonly FeeLine[]): Text {
  const each = (language: 'vi' | 'en') =>
    lines.map((line) => `${line.label[language]}: ${line.text[language]}`).join('; ');
  return { vi: `${each('vi')}.`, en: `${each('en')}.` };
}

function withSupport(text: Text, mayBeSupported: boolean): Text {
  if (!mayBeSupported) return text;
  return {
    vi: `${text.vi}; 0 đồng nếu được tính là nộp trực tuyến`,
    en: `${text.en}; 0 dong if it counts as filed online`,
  };
}

function withReason(reason: Text, mayBeSupported: boolean): Text {
  if (!mayBeSupported) return reason;
  return {
    vi: `${reason.vi} Nếu được tính là nộp trực tuyến: 0 đồng.`,
    en: `${reason.en} If it counts as filed online: 0 dong.`,
  };
}

const SUPPORTED: Text = { vi: 'Hà Nội hỗ trợ hồ sơ nộp trực tuyến.', en: 'Hanoi pays for dossiers filed online.' };

/** Not all of it: which part the city pays. */
function supportOf(lines: readonly FeeLine[]): Text {
  const each = (language: 'vi' | 'en') => lines.map(({ label }) => label[language]).join('; ');
  return {
    vi: `Đã trừ phần Hà Nội hỗ trợ hồ sơ nộp trực tuyến: ${each('vi')}.`,
    en: `Without what Hanoi pays for dossiers filed online: ${each('en')}.`,
  };
}

function sumOf(lines: readonly FeeLine[]): number {
  return lines.reduce((sum, line) => sum + (line.amount ?? 0), 0);
}

function money(amount: number): Text {
  return { vi: moneyText(amount, 'vi'), en: moneyText(amount, 'en') };
}
