import { caseStatuses } from '../../shared/portal-contract/case-status.ts';
import type { CaseRecord } from '../register/register.ts';
import { dueText } from './case-page.ts';
import { type Html, html } from './html.ts';
import type { Labels } from './labels.ts';
import { moment, paths } from './page.ts';

export interface ListSight {
  readonly cases: readonly CaseRecord[];
  /** Filings with a probable double in this unit. */
  readonly doubles: ReadonlySet<string>;
  readonly services: readonly string[];
  readonly chosen: { readonly status: string; readonly service: string; readonly number: string };
  readonly isCut: boolean;
  readonly labels: Labels;
}

/** No name and no answer here: what is personal is seen only by opening a dossier, which is written down. */
export function listPage({ cases, doubles, services, chosen, isCut, labels }: ListSight): Html {
  const option = (value: string, label: string, current: string) =>
    html`<option value="${value}"${value === current && html` selected`}>${label}</option>`;
  return html`
<form class="filters" method="get" action="${paths.home}">
  <div><label for="status">Trạng thái</label><select id="status" name="status">
    ${option('', 'Tất cả', chosen.status)}
    ${Object.entries(caseStatuses).map(([code, { vi }]) => option(code, vi, chosen.status))}</select></div>
  <div><label for="service">Thủ tục</label><select id="service" name="service">
    ${option('', 'Tất cả', chosen.service)}
    ${services.map((id) => option(id, labels.serviceName(id), chosen.service))}</select></div>
  <div><label for="number">Mã hồ sơ hoặc số phiếu</label><input id="number" name="number" value="${chosen.number}" autocomplete="off"></div>
  <div><button>Lọc</button></div>
</form>
<p>${cases.length} hồ sơ${isCut && ' mới nhất; hãy lọc để thấy các hồ sơ khác'}.</p>
<div class="scroll"><table>
  <thead><tr><th scope="col">Mã hồ sơ</th><th scope="col">Phiếu</th><th scope="col">Thủ tục</th><th scope="col">Tới lúc</th><th scope="col">Trạng thái</th><th scope="col">Hẹn trả</th></tr></thead>
  <tbody>${cases.map(
    (one) => html`<tr>
      <td><a href="${paths.case(one.filing)}">${one.code}</a>${doubles.has(one.filing) && html` <span class="badge double">có thể trùng</span>`}</td>
      <td>${one.slip}</td><td>${labels.serviceName(one.service)}</td><td>${moment(one.receivedAt)}</td>
      <td>${caseStatuses[one.status].vi}</td><td>${dueText(one.due)}</td></tr>`,
  )}</tbody>
</table></div>`;
}
