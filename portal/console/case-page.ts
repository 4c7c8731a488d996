import type { Dossier } from '../../shared/dossier/dossier.ts';
import {
  type CaseEvent,
  type CaseStatusCode,
  caseStatuses,
  needsNote,
  nextStatuses,
} from '../../shared/portal-contract/case-status.ts';
import { dateInFigures, dateInWords } from '../../shared/vietnamese/dates.ts';
import type { AuditRecord, CaseRecord, HistoryRecord } from '../register/register.ts';
import { agreesWithResults } from '../register/result-states.ts';
import { longestNote } from './form-text.ts';
import { type Html, html } from './html.ts';
import type { Labels } from './labels.ts';
import { csrfField, moment, paths } from './page.ts';
import { type PaymentSight, paymentPart } from './payment-part.ts';
import { deliveryFields, deliveryText, type ResultSight, resultsPart } from './results-part.ts';
import type { Session } from './sessions.ts';

export interface CaseSight {
  readonly found: CaseRecord;
  /** As it stands, with every revision that was taken. */
  readonly dossier: Dossier | undefined;
  readonly corrections: Html | undefined;
  readonly correctionForm: Html | undefined;
  readonly history: readonly HistoryRecord[];
  readonly audit: readonly AuditRecord[];
  readonly doubles: readonly CaseRecord[];
  readonly receiver: string;
  readonly kioskLabel: string;
  readonly dueDay: string | undefined;
  /** What is written at its end is the answer itself. */
  readonly endsWithAnswer: boolean;
  readonly payment: PaymentSight;
  /** Of a bundle; empty where the status says it all. */
  readonly results: readonly ResultSight[];
  readonly drafts: Html | undefined;
  readonly draftForm: Html | undefined;
  /** A draft certificate waits for its resident. */
  readonly waitsForDraft: boolean;
  readonly labels: Labels;
}

/** Statuses an officer may set from here. The register checks them again, by what is so when it writes. */
export function officerStatuses(
  from: CaseStatusCode,
  { results, waitsForDraft }: { readonly results: readonly ResultSight[]; readonly waitsForDraft: boolean } = {
    results: [],
    waitsForDraft: false,
  },
): CaseStatusCode[] {
  const all = nextStatuses(from, 'officer');
  if (results.length === 0) return all.filter((status) => !(status === 9 && waitsForDraft));
  const states = results.map(({ told }) => told.state);
  return all.filter((status) => agreesWithResults(status, { from, states }));
}

/** The resident must learn why, or gets nothing but these words: never set without a note. */
export function isNoted(status: CaseStatusCode, endsWithAnswer: boolean): boolean {
  return needsNote(status) || (endsWithAnswer && status === 9);
}

/** The result is there or given: the resident is told how it comes. An answer in words comes with its note, results of a bundle each by themselves. */
export function isDelivered(
  status: CaseStatusCode,
  { endsWithAnswer, results }: Pick<CaseSight, 'endsWithAnswer' | 'results'>,
): boolean {
  return !endsWithAnswer && results.length === 0 && (status === 9 || status === 10);
}

export function casePage(sight: CaseSight, session: Session, problem?: string): Html {
  const { found, dossier, labels } = sight;
  return html`
${problem !== undefined && html`<p class="note problem" role="alert">${problem}</p>`}
${doublesNote(sight)}
<dl>
  <dt>Mã hồ sơ</dt><dd><strong>${found.code}</strong></dd>
  <dt>Thủ tục</dt><dd>${labels.serviceName(found.service)} (bản ${found.serviceVersion})</dd>
  <dt>Trạng thái</dt><dd><span class="badge">${caseStatuses[found.status].vi}</span> từ ${moment(found.since)}</dd>
  <dt>Hẹn trả</dt><dd>${found.due === null ? 'Chưa hẹn' : dateInWords(found.due, 'vi')}</dd>
  <dt>Phiếu</dt><dd>${found.slip}, nộp tại máy ${sight.kioskLabel} lúc ${moment(found.filedAt)}${dossier?.clockDoubtful && ' (đồng hồ của máy chưa được xác nhận)'}</dd>
  <dt>Tới cổng</dt><dd>${moment(found.receivedAt)}</dd>
  <dt>Nơi nhận</dt><dd>${sight.receiver}</dd>
</dl>
${statusForm(sight, session)}
${resultsPart(found, sight.results, { session, receiver: sight.receiver })}
${sight.draftForm}
${sight.drafts}
${paymentPart(found, sight.payment, session)}
${sight.correctionForm}
${sight.corrections}
${dossier ? contents(sight, dossier) : html`<p class="note problem">Không mở được nội dung hồ sơ bằng khóa của cổng này.</p>`}
<h2>Quá trình</h2>
<div class="scroll"><table>
  <thead><tr><th scope="col">Lúc</th><th scope="col">Trạng thái</th><th scope="col">Lời nhắn cho người nộp</th><th scope="col">Người đặt</th></tr></thead>
  <tbody>${sight.history.map(
    (entry) =>
      html`<tr><td>${moment(entry.at)}</td><td>${entry.event ? eventNames[entry.event] : caseStatuses[entry.status].vi}</td><td>${entry.note}${entry.delivery && html` <span class="badge">${deliveryText(entry.delivery)}</span>`}</td><td>${entry.by}</td></tr>`,
  )}</tbody>
</table></div>
<h2>Ai đã mở hồ sơ này</h2>
<div class="scroll"><table>
  <thead><tr><th scope="col">Lúc</th><th scope="col">Cán bộ</th><th scope="col">Đơn vị</th><th scope="col">Việc</th></tr></thead>
  <tbody>${sight.audit.map(
    (entry) =>
      html`<tr><td>${moment(entry.at)}</td><td>${entry.officer}</td><td>${entry.unit}</td><td>${actNames[entry.act]}${entry.detail && html` <code>${entry.detail.slice(0, 16)}</code>`}</td></tr>`,
  )}</tbody>
</table></div>`;
}

const eventNames: Readonly<Record<CaseEvent, string>> = {
  'draft-sent': 'Gửi bản nháp',
  'draft-confirmed': 'Người nộp xác nhận bản nháp đúng',
  'draft-to-change': 'Người nộp đề nghị sửa bản nháp',
  'draft-silence': 'Hết hạn xem bản nháp: coi như đồng ý',
};

const actNames: Readonly<Record<AuditRecord['act'], string>> = {
  'signed-in': 'đăng nhập',
  'sign-in-refused': 'đăng nhập bị từ chối',
  'dossier-opened': 'mở hồ sơ',
  'part-opened': 'xem giấy tờ',
  'form-opened': 'mở bản in tờ khai',
  'status-set': 'đổi trạng thái',
  'status-refused': 'đổi trạng thái bị từ chối',
  'correction-asked': 'yêu cầu bổ sung',
  'result-set': 'đổi bước của một kết quả',
  'draft-sent': 'gửi bản nháp',
  'slip-checked': 'kiểm tra phiếu',
  'other-unit-refused': 'đơn vị khác tìm cách mở, bị từ chối',
  'enrolment-made': 'cấp mã lắp máy',
  'file-imported': 'nhận hồ sơ từ tệp',
  'journal-report-taken': 'lấy bản đối chiếu của máy',
  'journal-compared': 'đã đối chiếu sổ tại máy',
  'payment-set': 'đặt số tiền phải nộp',
  'payment-received': 'ghi đã nhận tiền',
  'payment-refused': 'ghi tiền bị từ chối',
};

function doublesNote({ doubles, labels }: CaseSight): Html | undefined {
  if (doubles.length === 0) return undefined;
  return html`<div class="note advice">Có thể trùng: cùng người, cùng thủ tục, trong một ngày.
    <ul>${doubles.map(
      (other) =>
        html`<li><a href="${paths.case(other.filing)}">${other.code}</a>, ${labels.serviceName(other.service)}, phiếu ${other.slip}, ${caseStatuses[other.status].vi}</li>`,
    )}</ul></div>`;
}

function statusForm(sight: CaseSight, session: Session): Html | undefined {
  const { found, dueDay, endsWithAnswer } = sight;
  const choices = officerStatuses(found.status, sight);
  // What is left to do is done at its results.
  if (choices.length === 0 && officerStatuses(found.status).length > 0) return undefined;
  if (choices.length === 0) return html`<p class="note">Hồ sơ đã kết thúc: không còn bước nào.</p>`;
  return html`<form class="card" method="post" action="${paths.status(found.filing)}">
  ${csrfField(session)}
  <input type="hidden" name="from" value="${found.status}">
  <label for="to">Bước tiếp theo</label>
  <select id="to" name="to" required>${choices.map((status) => html`<option value="${status}">${caseStatuses[status].vi}</option>`)}</select>
  ${
    choices.includes(2) &&
    html`<label for="due">Hẹn trả ngày (khi tiếp nhận)</label><input id="due" name="due" type="date" value="${dueDay ?? ''}">`
  }
  ${choices.some((status) => isDelivered(status, sight)) && deliveryFields()}
  <label for="note">${endsWithAnswer ? 'Trả lời hoặc lời nhắn cho người gửi' : 'Lời nhắn cho người nộp'}</label>
  <textarea id="note" name="note" maxlength="${longestNote}" aria-describedby="note-help"></textarea>
  <p id="note-help">${noteHelp(choices, endsWithAnswer)}</p>
  <button>Ghi</button>
</form>`;
}

function noteHelp(choices: readonly CaseStatusCode[], endsWithAnswer: boolean): string {
  const noted = choices.filter((status) => isNoted(status, endsWithAnswer));
  const names = noted.map((status) => `«${caseStatuses[status].vi}»`).join(', ');
  const when = names === '' ? 'Không bắt buộc.' : `Bắt buộc khi chọn ${names}.`;
  return endsWithAnswer
    ? `${when} Khi đã xử lý xong: lời này là câu trả lời, người gửi đọc ở máy bằng phiếu. Nhiều nhất ${longestNote} ký tự.`
    : when;
}

function contents({ found, labels, corrections }: CaseSight, dossier: Dossier): Html {
  return html`
<h2>Nội dung</h2>
${labels.hasForm(dossier) && html`<p><a href="${paths.form(found.filing)}">Mở bản in tờ khai (PDF)</a></p>`}
${(found.status === 1 || corrections !== undefined) && toCorrect(labels.problems(dossier, found.filedMs))}
${labels.answers(dossier, found.filedMs).map(
  ({ title, rows }) => html`<h3>${title}</h3>
<dl>${rows.map(({ label, answer, fromCard }) => html`<dt>${label}</dt><dd>${answer}${fromCard && html` <span class="badge">từ thẻ</span>`}</dd>`)}</dl>`,
)}
<h3>Cách làm hồ sơ</h3>
<dl>
  <dt>Danh tính</dt><dd>${identityNames[dossier.identity.how]}${dossier.identity.attendant && html` (${dossier.identity.attendant})`}</dd>
  <dt>Có người giúp</dt><dd>${helpedBy(dossier.identity)}</dd>
  ${dossier.consents.map(({ text, at }) => html`<dt>Đồng ý lúc ${moment(at)}</dt><dd>${text}</dd>`)}
  <dt>Cam đoan lúc ${moment(dossier.pledge.at)}</dt><dd>${dossier.pledge.text}</dd>
  ${dossier.warned.length > 0 && html`<dt>Đã được nhắc</dt><dd>${dossier.warned.join(', ')}</dd>`}
</dl>
<h2>Giấy tờ</h2>
${dossier.papers.length === 0 && html`<p>Không có giấy tờ kèm theo.</p>`}
<div class="papers">${dossier.papers.map((paper) => {
    const name = `${labels.paperName(dossier, paper.paper)}, trang ${paper.page}`;
    const path = paths.part(found.filing, paper.sha256);
    return html`<figure>${paper.type === 'application/pdf' ? html`<a href="${path}">Mở tệp PDF</a>` : html`<a href="${path}"><img src="${path}" alt="${name}" loading="lazy"></a>`}
      <figcaption>${name}${paper.quality?.takenAnyway && ' (người nộp chọn dùng dù ảnh chưa rõ)'}</figcaption></figure>`;
  })}</div>
${
  dossier.papersLater.length > 0 &&
  html`<p class="note advice">Nộp sau: ${dossier.papersLater.map((paper) => labels.paperName(dossier, paper)).join('; ')}</p>`
}`;
}

/** For the officer who looks at it first. It was received whatever it lacks; what to ask for is the officer's to say. */
function toCorrect(problems: readonly string[] | 'unknown'): Html | undefined {
  if (problems === 'unknown')
    return html`<p class="note advice">Cổng chưa có bản thủ tục này nên chưa tự kiểm tra được.</p>`;
  if (problems.length === 0) return undefined;
  return html`<div class="note advice">Theo đúng bản thủ tục đã nộp, còn phải bổ sung:
    <ul>${problems.map((problem) => html`<li>${problem}</li>`)}</ul></div>`;
}

const identityNames = {
  'card-read': 'Đọc từ thẻ căn cước',
  typed: 'Tự gõ',
  'seen-by-attendant': 'Người hỗ trợ đã xem thẻ',
  'not-given': 'Không nêu tên',
  'slip-shown': 'Đưa phiếu và mã kiểm tra',
} as const;

/** The resident's own word; a dossier made before it was asked says only that there was somebody. */
function helpedBy({ helped, helper }: Dossier['identity']): string {
  if (!helped) return 'Không';
  return helper ? `Có: ${helperNames[helper]}` : 'Có';
}

const helperNames = {
  family: 'người nhà hoặc người quen',
  attendant: 'người hỗ trợ ở máy',
  'ward-staff': 'cán bộ phường, xã',
} as const;

/** For the list. */
export function dueText(due: string | null): string {
  return due === null ? '' : dateInFigures(due);
}
