import type { JournalReport } from '../../shared/portal-contract/journal-report.ts';
import type { KioskReport } from '../../shared/portal-contract/kiosk-report.ts';
import { type JournalSummary, summarise } from '../intake/journal-report.ts';
import type { KioskRecord } from '../register/register.ts';
import { type Html, html } from './html.ts';
import { refusalWords } from './import-page.ts';
import { csrfField, moment, paths } from './page.ts';
import type { Session } from './sessions.ts';
import { storageSection } from './storage-words.ts';

const alarmsShown = 20;
const rangesShown = 50;
const refusalsShown = 100;

/** Whether this kiosk's journal and what came of it agree, and where not, why. */
export function kioskPage(
  kiosk: KioskRecord,
  report: JournalReport,
  storage: KioskReport | undefined,
  session: Session,
): Html {
  const summary = summarise(report);
  return html`
<p>${kiosk.site.name}, ${kiosk.site.address}. Lắp lúc ${moment(kiosk.enrolledAt)}.${kiosk.revokedAt && html` <strong>Đã bị khóa lúc ${moment(kiosk.revokedAt)}.</strong>`}</p>
${journalNote(summary, report)}
<dl>
  <dt>Đã nhận từ máy này</dt><dd>${summary.received} hồ sơ</dd>
  <dt>Số phiếu cao nhất đã thấy</dt><dd>${summary.highestSequence}</dd>
  <dt>Số còn trống ở dưới</dt><dd>${countOf(summary.missing)}</dd>
  <dt>Bị từ chối khi gửi</dt><dd>${report.refused.length} hồ sơ</dd>
  <dt>Yêu cầu rút chờ hồ sơ tới</dt><dd>${report.withdrawalsWaiting.length}</dd>
  <dt>Sổ của máy</dt><dd>${summary.newest ? html`${summary.newest.records} dòng lúc ${moment(summary.newest.at)}, dấu <code>${summary.newest.hash.slice(0, 16)}</code>` : 'máy chưa liên lạc'}</dd>
</dl>
${
  summary.missing.length > 0 &&
  html`<h2>Số còn trống</h2>
<p>Mỗi số là một phiếu mà cổng chưa có hồ sơ: còn ở máy và chưa tới, bị từ chối, hoặc máy đã cấp số nhưng không giữ được (người nộp được báo ngay). Bản đối chiếu chạy tại máy nói rõ từng số.</p>
<ul>${summary.missing.slice(0, rangesShown).map(([first, last]) => html`<li>${first === last ? first : `${first} đến ${last}`}</li>`)}</ul>`
}
${
  report.refused.length > 0 &&
  html`<h2>Bị từ chối khi gửi</h2>
<div class="scroll"><table>
  <thead><tr><th scope="col">Lúc</th><th scope="col">Phiếu</th><th scope="col">Vì sao</th></tr></thead>
  <tbody>${report.refused
    .slice(-refusalsShown)
    .map(
      ({ at, slip, filing, problem }) =>
        html`<tr><td>${moment(at)}</td><td>${slip ?? html`<code>${filing.slice(0, 16)}</code>`}</td><td>${refusalWords[problem] ?? problem}</td></tr>`,
    )}</tbody>
</table></div>`
}
${storageSection(storage)}
<h2>Đối chiếu tại máy</h2>
<p>Kỹ thuật lấy bản đối chiếu này theo và chạy ở máy: <code>kioskctl reconcile &lt;thư mục&gt; --portal journal.json</code>. Bản đối chiếu chỉ có số phiếu, mã và dấu; không có thông tin của ai.</p>
<p><a href="${paths.journalReport(kiosk.id)}" download="journal-${kiosk.label}.json">Tải bản đối chiếu</a></p>
${
  report.alarms.some(({ kind, overAt }) => kind === 'forked' && overAt === undefined) &&
  html`<form method="post" action="${paths.compared(kiosk.id)}">
  ${csrfField(session)}
  <p>Khi kỹ thuật đã đối chiếu tại máy và mọi hồ sơ đều có lời giải, bấm nút này. Lần bất thường vẫn được ghi lại.</p>
  <button>Đã đối chiếu tại máy</button>
</form>`
}`;
}

function journalNote({ behind, newest, openAlarms }: JournalSummary, report: JournalReport): Html {
  const alarms = report.alarms.slice(-alarmsShown).reverse();
  return html`
${
  openAlarms > 0
    ? html`<p class="note problem" role="alert"><strong>Sổ của máy không khớp với những gì máy đã báo.</strong> Máy có thể đã bị sao chép, bị trả về bản cũ, hoặc sổ bị cắt. Không tắt máy; gọi kỹ thuật đối chiếu.</p>`
    : behind && newest
      ? html`<p class="note advice"><strong>Sổ đang ngắn hơn trước:</strong> ${newest.records} dòng, trước đó ${behind.records}. Nếu chỉ là tin tới muộn, lần liên lạc sau sẽ hết.</p>`
      : newest
        ? html`<p class="note good">Sổ của máy chỉ dài thêm, không có gì bất thường.</p>`
        : undefined
}
${
  alarms.length > 0 &&
  html`<h2>Những lần sổ bất thường</h2><ul>${alarms.map(
    ({ kind, at, before, told, overAt }) =>
      html`<li>${moment(at)}: ${kind === 'forked' ? `máy báo ${told.records} dòng với dấu khác lần trước` : `máy báo ${told.records} dòng sau khi đã báo ${before.records}`}${overAt && (kind === 'forked' ? html`; đã đối chiếu tại máy lúc ${moment(overAt)}` : html`; từ ${moment(overAt)} sổ lại dài hơn (tin tới muộn, hoặc sổ bị cắt rồi ghi tiếp: đối chiếu tại máy mới biết chắc)`)}</li>`,
  )}</ul>`
}`;
}

function countOf(ranges: JournalSummary['missing']): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}
