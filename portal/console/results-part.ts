import type { Result } from '../../shared/catalogue/service.ts';
import {
  type ResultState,
  type ResultTold,
  resultRow,
  resultsMoveIn,
  resultTable,
} from '../../shared/portal-contract/case-results.ts';
import { type Delivery, deliveryWays } from '../../shared/portal-contract/delivery.ts';
import type { CaseRecord, MovedResult } from '../register/register.ts';
import { cleaned, longestNote } from './form-text.ts';
import { type Html, html } from './html.ts';
import { csrfField, moment, paths } from './page.ts';
import type { Session } from './sessions.ts';

export const longestDelivery = 200;

export interface ResultSight {
  readonly result: Result;
  readonly told: ResultTold;
  /** A draft certificate of it waits for its resident: until then it is not done. */
  readonly waitsForDraft: boolean;
}

/** Of a bundle: each result with its own office, its own steps, its own way to the resident. */
export function resultsPart(
  found: CaseRecord,
  results: readonly ResultSight[],
  { session, receiver }: { readonly session: Session; readonly receiver: string },
): Html | undefined {
  if (results.length === 0) return undefined;
  return html`<h2>Từng kết quả</h2>
<p class="note">Hồ sơ này xin ${results.length} kết quả. Trạng thái của hồ sơ đi theo các kết quả: đang xử lý khi còn một kết quả chưa xong, đã xử lý xong khi tất cả đã xong. Một kết quả không giải quyết được thì các kết quả khác vẫn làm tiếp.</p>
${results.map((one) => resultPart(found, one, { session, receiver }))}`;
}

function resultPart(
  found: CaseRecord,
  { result, told, waitsForDraft }: ResultSight,
  { session, receiver }: { readonly session: Session; readonly receiver: string },
): Html {
  const { id, state, since, note, delivery } = told;
  return html`<section class="card"><h3>${result.name.vi}</h3>
<p><span class="badge">${resultTable[state].vi}</span>${since !== undefined && ` từ ${moment(since)}`}. ${result.office?.vi ?? receiver}.${note !== undefined && ` «${note}».`}${delivery && ` ${deliveryText(delivery)}.`}</p>
${waitsForDraft && html`<p class="note">Bản nháp của kết quả này đang chờ người nộp xem.</p>`}
${moveForm(found, { id, state, isHeld: waitsForDraft }, session)}
</section>`;
}

function moveForm(
  found: CaseRecord,
  { id, state, isHeld }: { readonly id: string; readonly state: ResultState; readonly isHeld: boolean },
  session: Session,
): Html | undefined {
  const choices = resultRow(state).next.filter((next) => !(isHeld && next === 'done'));
  if (choices.length === 0 || !resultsMoveIn.includes(found.status)) return undefined;
  const name = (field: string) => `${field}-${id}`;
  return html`<form method="post" action="${paths.result(found.filing)}">
  ${csrfField(session)}
  <input type="hidden" name="result" value="${id}">
  <input type="hidden" name="from" value="${state}">
  <label for="${name('state')}">Bước tiếp theo</label>
  <select id="${name('state')}" name="state" required>${choices.map((next) => html`<option value="${next}">${resultTable[next].vi}</option>`)}</select>
  ${choices.some((next) => resultRow(next).isDelivered) && deliveryFields(name('way'))}
  <label for="${name('note')}">Lời nhắn cho người nộp</label>
  <textarea id="${name('note')}" name="note" maxlength="${longestNote}"></textarea>
  ${choices.includes('refused') && html`<p>Bắt buộc khi chọn «${resultTable.refused.vi}».</p>`}
  <button>Ghi</button>
</form>`;
}

export function deliveryFields(id = 'way'): Html {
  return html`<label for="${id}">Kết quả tới người nộp bằng cách nào (khi đã xong, hoặc khi trả)</label>
  <select id="${id}" name="way"><option value="">Chọn</option>${deliveryWays.map((way) => html`<option value="${way}">${wayNames[way]}</option>`)}</select>
  <label for="${id}-detail">Số bưu gửi, hoặc nơi và giờ nhận</label>
  <input id="${id}-detail" name="delivery" maxlength="${longestDelivery}" autocomplete="off">`;
}

const wayNames: Readonly<Record<Delivery['way'], string>> = {
  post: 'Gửi bưu điện',
  electronic: 'Bản điện tử',
  counter: 'Nhận tại quầy',
};

export function deliveryText({ way, detail }: Delivery): string {
  return detail ? `${wayNames[way]}: ${detail}` : wayNames[way];
}

/** How the result comes, as the form says it; a sentence where it does not. */
export function readDelivery(fields: Readonly<Record<string, string>>): Delivery | string {
  const way = deliveryWays.find((one) => one === fields.way);
  const told = cleaned(fields.delivery);
  if (!way) return 'Hãy chọn kết quả tới người nộp bằng cách nào.';
  if (told.length > longestDelivery) return `Số bưu gửi hoặc nơi nhận dài quá ${longestDelivery} ký tự.`;
  return { way, ...(told ? { detail: told } : {}) };
}

export type ResultWish =
  | (Pick<MovedResult, 'result' | 'state' | 'note' | 'delivery'> & { readonly from: ResultState })
  | { readonly problem: string };

/** What the officer wants of one result, checked against what the page offers; the register refuses what is not so any more. */
export function readResultForm(fields: Readonly<Record<string, string>>, sights: readonly ResultSight[]): ResultWish {
  const sight = sights.find(({ result }) => result.id === fields.result);
  const from = sight?.told.state;
  const state = from && resultRow(from).next.find((next) => next === fields.state);
  if (!sight || !from || !state || fields.from !== from)
    return { problem: 'Không đi được bước này từ chỗ kết quả đang ở.' };
  if (state === 'done' && sight.waitsForDraft)
    return { problem: 'Bản nháp của kết quả này đang chờ người nộp xem. Hãy đợi trả lời, hoặc đợi hết hạn.' };
  const note = cleaned(fields.note);
  if (note.length > longestNote) return { problem: `Lời nhắn dài quá ${longestNote} ký tự.` };
  if (resultRow(state).needsNote && note === '')
    return { problem: 'Bước này cần lời nhắn: người nộp phải biết vì sao và phải làm gì.' };
  const move = { result: sight.result.id, from, state, ...(note ? { note } : {}) };
  if (!resultRow(state).isDelivered) return move;
  const delivery = readDelivery(fields);
  return typeof delivery === 'string' ? { problem: delivery } : { ...move, delivery };
}
