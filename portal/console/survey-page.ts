import type { RatedFactor } from '../../shared/portal-contract/messages.ts';
import type { RatingCount } from '../register/register.ts';
import { type Html, html } from './html.ts';
import type { Labels } from './labels.ts';
import { fewestShown, levels, type SurveyRow, surveyResults } from './survey-results.ts';

/** How satisfied the residents of this ward are, in counts; nobody's own answers can be told from it. */
export function surveyPage(counts: readonly RatingCount[], labels: Labels): Html {
  const results = surveyResults(counts);
  return html`
<p>Người dân tự nguyện đánh giá tại các máy của đơn vị, không ghi tên. Từng câu trả lời được gửi riêng.</p>
<p class="note">Dưới ${fewestShown} lượt thì không hiện, để không đoán được ai đã trả lời.</p>
${results.length === 0 && html`<p>Chưa có đánh giá nào.</p>`}
${results.map(
  ({ service, rows }) => html`<h2>${labels.serviceName(service)}</h2>
<div class="scroll"><table>
  <thead><tr><th scope="col">Điều được đánh giá</th>${levels.map((level) => html`<th scope="col">${levelNames[level]}</th>`)}<th scope="col">Số lượt</th><th scope="col">Hài lòng</th></tr></thead>
  <tbody>${rows.map(surveyRow)}</tbody>
</table></div>`,
)}`;
}

function surveyRow({ factor, shown }: SurveyRow): Html {
  const name = factor === undefined ? 'Nhìn chung' : factorNames[factor];
  const hidden = html`<td>ít hơn ${fewestShown}</td>`;
  if (!shown) return html`<tr><th scope="row">${name}</th>${levels.map(() => html`<td></td>`)}${hidden}<td></td></tr>`;
  return html`<tr><th scope="row">${name}</th>${shown.counts.map((count) => html`<td>${count === undefined ? 'ẩn' : count}</td>`)}
    <td>${shown.total}</td><td>${shown.satisfied === undefined ? 'ẩn' : `${shown.satisfied}%`}</td></tr>`;
}

const levelNames: Readonly<Record<(typeof levels)[number], string>> = {
  5: 'Rất hài lòng',
  4: 'Hài lòng',
  3: 'Bình thường',
  2: 'Không hài lòng',
  1: 'Rất không hài lòng',
};

const factorNames: Readonly<Record<RatedFactor, string>> = {
  access: 'Tiếp cận dịch vụ',
  procedure: 'Thủ tục hành chính',
  staff: 'Cán bộ',
  result: 'Kết quả',
  feedback: 'Tiếp nhận, xử lý phản ánh',
};
