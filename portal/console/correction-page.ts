import type { Dossier } from '../../shared/dossier/dossier.ts';
import type { Mark, RevisionTold, revisionOutcomes } from '../../shared/portal-contract/correction.ts';
import { dateInFigures } from '../../shared/vietnamese/dates.ts';
import type { OpenedRevision } from '../intake/opened.ts';
import type { CaseRecord, CorrectionRecord } from '../register/register.ts';
import { type Html, html } from './html.ts';
import type { Labels, Markable } from './labels.ts';
import { csrfField, moment, paths } from './page.ts';
import type { Session } from './sessions.ts';

/** Working days offered for a correction when an officer opens the form. No source names a number: the officer decides. */
export const usualCorrectionDays = 5;
export const mostCorrectionDays = 60;

/** Fields and papers to mark, each with its note: what is written beside one marks it. */
export function correctionForm(found: CaseRecord, markable: Markable, session: Session): Html {
  return html`<details class="card"><summary>Yêu cầu bổ sung từng mục</summary>
<form method="post" action="${paths.correction(found.filing)}">
  ${csrfField(session)}
  <input type="hidden" name="from" value="${found.status}">
  <p>Ghi vào mục nào thì người nộp sửa đúng mục đó, tại máy nào cũng được. Để trống là không phải sửa. Người nộp đọc nguyên văn.</p>
  ${markable.groups.map(
    ({ title, rows }) =>
      html`<h3>${title}</h3>${rows.map(({ id, label, answer }) => noteField('question', id, label, answer))}`,
  )}
  <h3>Giấy tờ</h3>
  ${markable.papers.map(({ id, label, answer }) => noteField('paper', id, label, answer))}
  <label for="correction-days">Cho bao nhiêu ngày làm việc</label>
  <input id="correction-days" name="days" type="number" min="1" max="${mostCorrectionDays}" value="${usualCorrectionDays}" required>
  <label for="correction-note">Lời nhắn chung (không bắt buộc)</label>
  <textarea id="correction-note" name="note" maxlength="1000"></textarea>
  <button>Gửi yêu cầu bổ sung</button>
</form></details>`;
}

function noteField(kind: Mark['kind'], id: string, label: string, answer: string): Html {
  const name = markName(kind, id);
  return html`<label for="${name}">${label}${answer && html`: <em>${answer}</em>`}</label>
  <input id="${name}" name="${name}" maxlength="500" autocomplete="off">`;
}

export function markName(kind: Mark['kind'], id: string): string {
  return `mark.${kind}.${id}`;
}

export interface CorrectionsSight {
  readonly found: CaseRecord;
  readonly corrections: readonly CorrectionRecord[];
  readonly revisions: readonly OpenedRevision[];
  /** As it stood before each revision, in their order. */
  readonly before: readonly Dossier[];
  readonly filed: Dossier | undefined;
  readonly labels: Labels;
}

/** What was asked, what came, and old beside new. */
export function correctionsPart(sight: CorrectionsSight): Html | undefined {
  const { corrections, revisions, before, filed, labels } = sight;
  if (corrections.length === 0 && revisions.length === 0) return undefined;
  return html`<h2>Bổ sung</h2>
${corrections.map(
  (
    asked,
  ) => html`<h3>Lần ${asked.round}: ${moment(asked.at)}, ${asked.by}, hạn ${dateInFigures(asked.until)}. ${stateOf(asked)}</h3>
<ul>${asked.marks.map(({ kind, id, note }) => html`<li>${filed ? labels.nameOf(filed, kind, id) : id}: «${note}»</li>`)}</ul>`,
)}
${revisions.map(({ record, dossier }, index) => {
  const old = before[index];
  return html`<h3>Bản bổ sung, phiếu ${record.slip}, tới ${moment(record.receivedAt)}: ${outcomeNames[record.revision?.outcome ?? 'set-aside']}</h3>
${dossier && old ? sideBySide(sight, old, dossier) : html`<p class="note problem">Không mở được bản này bằng khóa của cổng.</p>`}`;
})}`;
}

function stateOf({ closedAt, answeredBy }: CorrectionRecord): string {
  if (closedAt === undefined) return 'Đang chờ.';
  return answeredBy ? `Đã bổ sung ${moment(closedAt)}.` : `Hết chờ ${moment(closedAt)}.`;
}

const outcomeNames: Readonly<Record<RevisionTold['outcome'], string>> = {
  taken: 'đã ghi vào hồ sơ',
  'set-aside': 'để riêng, vì lúc tới không còn được yêu cầu; hồ sơ không đổi',
  withdrawn: 'người nộp đã rút lại',
} satisfies Record<(typeof revisionOutcomes)[number], string>;

function sideBySide({ found, labels }: CorrectionsSight, old: Dossier, revision: Dossier): Html {
  const papers = [...new Set(revision.papers.map(({ paper }) => paper))];
  const pages = (dossier: Dossier, paper: string) =>
    dossier.papers
      .filter((page) => page.paper === paper)
      .map((page) => html`<a href="${paths.part(found.filing, page.sha256)}">trang ${page.page}</a> `);
  return html`<div class="scroll"><table>
  <thead><tr><th scope="col">Mục</th><th scope="col">Trước</th><th scope="col">Sau</th></tr></thead>
  <tbody>${Object.keys(revision.answers).map(
    (id) =>
      html`<tr><td>${labels.nameOf(revision, 'question', id)}</td><td>${labels.answerOf(old, id)}</td><td>${labels.answerOf(revision, id)}</td></tr>`,
  )}${papers.map(
    (paper) =>
      html`<tr><td>${labels.paperName(revision, paper)}</td><td>${pages(old, paper)}</td><td>${pages(revision, paper)}</td></tr>`,
  )}</tbody>
</table></div>`;
}
