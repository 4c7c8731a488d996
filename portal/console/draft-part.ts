import type { Result } from '../../shared/catalogue/service.ts';
import { DraftWords } from '../../shared/dossier/draft-words.ts';
import type { DraftStanding } from '../../shared/portal-contract/draft-certificate.ts';
import type { CaseRecord, DraftRecord } from '../register/register.ts';
import { cleaned } from './form-text.ts';
import { type Html, html } from './html.ts';
import type { AnswerGroup } from './labels.ts';
import { csrfField, moment, paths } from './page.ts';
import type { Session } from './sessions.ts';

export interface DraftSight {
  readonly record: DraftRecord;
  /** Absent where this portal's key does not open it. */
  readonly words: DraftWords | undefined;
  /** What the resident said is to change; with the reply that was taken. */
  readonly where: string | undefined;
  /** Replies that came when it was settled already, in the order they came: read all the same. */
  readonly late: readonly { readonly slip: string; readonly at: string; readonly says: string }[];
}

/** The draft certificates of a case: what was sent, what became of it. */
export function draftsPart(drafts: readonly DraftSight[], results: readonly Result[]): Html | undefined {
  if (drafts.length === 0) return undefined;
  return html`<h2>Bản nháp</h2>
${drafts.map(
  ({ record, words, where, late }) => html`<h3>Bản nháp ${record.number}: ${nameOf(record.result, results)}</h3>
<p>${record.by} gửi ${moment(record.at)}, trả lời đến hết ${moment(new Date(record.untilMs).toISOString())}. <strong>${standingText(record)}</strong></p>
${where !== undefined && html`<p class="note advice">Người nộp ghi: «${where}»</p>`}
${late.map(({ slip, at, says }) => html`<p class="note advice">Trả lời tới sau khi đã chốt, phiếu ${slip}, ${moment(at)}: «${says}»</p>`)}
${
  words
    ? html`<details><summary>Nội dung đã gửi</summary>${words.parts.map(
        ({ title, lines }) =>
          html`${title !== '' && html`<h4>${title}</h4>`}<dl>${lines.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`,
      )}</details>`
    : html`<p class="note problem">Không mở được bản nháp này bằng khóa của cổng.</p>`
}`,
)}`;
}

function nameOf(result: string | null, results: readonly Result[]): string {
  return results.find(({ id }) => id === result)?.name.vi ?? 'giấy tờ hộ tịch';
}

const standingNames: Readonly<Record<DraftStanding, string>> = {
  asked: 'Đang chờ người nộp xem.',
  confirmed: 'Người nộp xác nhận đúng',
  'to-change': 'Người nộp đề nghị sửa',
  silence: 'Hết hạn, không trả lời: coi như đồng ý',
  void: 'Hồ sơ đã đi bước khác',
};

function standingText({ standing, closedAt }: DraftRecord): string {
  const name = standingNames[standing];
  return closedAt === undefined ? name : `${name}, ${moment(closedAt)}.`;
}

/** What the resident will read, one line each, as a text an officer mends by hand; filled from the dossier. */
export function draftForm(
  found: CaseRecord,
  {
    results,
    words,
    session,
  }: { readonly results: readonly Result[]; readonly words: string; readonly session: Session },
): Html {
  return html`<details class="card"><summary>Gửi bản nháp cho người nộp xem</summary>
<form method="post" action="${paths.draft(found.filing)}">
  ${csrfField(session)}
  <input type="hidden" name="from" value="${found.status}">
  <p>Người nộp đọc bản này tại máy, bằng phiếu hoặc thẻ, rồi chọn «Đúng» hoặc «Cần sửa». Không trả lời đến hết ngày làm việc kế tiếp là đồng ý.</p>
  <label for="draft-result">Bản nháp của kết quả nào</label>
  <select id="draft-result" name="result" required>${results.map(({ id, name }) => html`<option value="${id}">${name.vi}</option>`)}</select>
  <label for="draft-words">Nội dung</label>
  <textarea id="draft-words" name="words" rows="24" maxlength="${longestWords}" aria-describedby="draft-help" required>${words}</textarea>
  <p id="draft-help">Mỗi dòng một mục, viết «Tên mục: nội dung». Dòng bắt đầu bằng # là tên một phần. Xóa dòng không có trên giấy.</p>
  <button>Gửi bản nháp</button>
</form></details>`;
}

const longestWords = 30_000;

/** From the dossier's own answers, for the officer to go over. */
export function suggestedWords(groups: readonly AnswerGroup[]): string {
  return groups
    .map(({ title, rows }) =>
      [`# ${title}`, ...rows.map(({ label, answer }) => `${label.replaceAll(':', ' -')}: ${oneLine(answer)}`)].join(
        '\n',
      ),
    )
    .join('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}

/** The lines as they were sent; a sentence where one of them is not «name: content». */
export function readDraftWords(
  text: string | undefined,
): { readonly words: DraftWords } | { readonly problem: string } {
  const parts: { title: string; lines: { label: string; value: string }[] }[] = [];
  for (const written of cleaned(text).split('\n')) {
    const line = written.trim();
    if (line === '') continue;
    if (line.startsWith('#')) {
      parts.push({ title: line.replace(/^#+\s*/, ''), lines: [] });
      continue;
    }
    const at = line.indexOf(':');
    const [label, value] = [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    if (at < 1 || value === '') return { problem: `Dòng «${line.slice(0, 60)}» chưa có dạng «Tên mục: nội dung».` };
    if (parts.length === 0) parts.push({ title: '', lines: [] });
    parts.at(-1)?.lines.push({ label, value });
  }
  const words = DraftWords.safeParse({ parts: parts.filter(({ lines }) => lines.length > 0) });
  if (words.success) return { words: words.data };
  return {
    problem:
      parts.length === 0
        ? 'Bản nháp chưa có dòng nào.'
        : 'Bản nháp dài quá: nhiều nhất 30 phần, mỗi phần 100 dòng, mỗi tên 200 ký tự, mỗi nội dung 500 ký tự.',
  };
}
