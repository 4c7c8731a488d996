import type { ImportReport } from '../intake/import-file.ts';
import { type Html, html } from './html.ts';
import { csrfField, moment, paths } from './page.ts';
import type { Session } from './sessions.ts';

const namesShown = 100;

export function importPage(session: Session, problem?: string): Html {
  return html`
${problem !== undefined && html`<p class="note problem" role="alert">${problem}</p>`}
<p>Khi một máy mất mạng lâu hoặc hỏng, hồ sơ được mang tới đây trong một tệp <code>.carried</code>. Tệp đã niêm phong: chỉ cổng này mở được.
Nhận một tệp nhiều lần cũng không sao: mỗi hồ sơ chỉ vào sổ một lần.</p>
<form class="card" method="post" action="${paths.import}" enctype="multipart/form-data">
  ${csrfField(session)}
  <label for="file">Tệp trên USB</label>
  <input id="file" name="file" type="file" accept=".carried" required>
  <p>Tệp lớn có thể mất vài phút. Đừng rút USB trước khi trang kết quả hiện ra.</p>
  <button>Nhận hồ sơ từ tệp</button>
</form>`;
}

/** What came of it, the good news first, then everything that is not as it should be, with what to do. */
export function importResult(report: ImportReport): Html {
  const { fresh, known, refused, partsMissing, missing, withdrawals, header } = report;
  const withdrawn = withdrawals.recorded + withdrawals.waiting;
  return html`
${verdict(report)}
${header && html`<p>Tệp của máy <strong>${header.label || header.kiosk}</strong>, ${header.by === 'rescue' ? 'cứu từ đĩa của máy' : 'chép tại máy'} lúc ${moment(header.madeAt)}, sổ của máy có ${header.head.records} dòng.</p>`}
${kioskNotes(report)}
<dl>
  <dt>Mới nhận</dt><dd>${fresh.length} hồ sơ</dd>
  <dt>Đã có từ trước</dt><dd>${known.length} hồ sơ</dd>
  <dt>Bị từ chối</dt><dd>${refused.length} hồ sơ</dd>
  <dt>Còn thiếu ảnh</dt><dd>${partsMissing.length} hồ sơ</dd>
  <dt>Không đọc được trong tệp</dt><dd>${missing.length} hồ sơ</dd>
  ${withdrawn + withdrawals.refused + withdrawals.tooLate > 0 && html`<dt>Yêu cầu rút hồ sơ</dt><dd>${withdrawn} đã ghi${withdrawals.tooLate > 0 && `, ${withdrawals.tooLate} quá muộn`}${withdrawals.refused > 0 && `, ${withdrawals.refused} bị từ chối`}</dd>`}
</dl>
${list(
  'Bị từ chối',
  refused.map(({ slip, problem }) => `${slip}: ${refusalWords[problem] ?? problem}`),
)}
${list(
  'Còn thiếu ảnh',
  partsMissing.map(({ slip, parts }) => `${slip}: thiếu ${parts} ảnh`),
  'Hồ sơ chưa vào sổ. Chép lại tệp ở máy, hoặc chờ máy có mạng gửi nốt.',
)}
${list(
  'Không đọc được trong tệp',
  missing.map(({ slip }) => slip),
  'Những hồ sơ này có trong danh sách của tệp nhưng phần nội dung bị mất hoặc hỏng. Chép lại tệp ở máy; hồ sơ vẫn ở máy, không mất.',
)}
${list(
  'Máy không chép được vào tệp',
  (report.end?.left ?? []).map(({ slip, why }) => `${slip}: ${leftWords[why]}`),
)}
${list(
  'Mới nhận',
  fresh.map(({ slip }) => slip),
)}
<p><a href="${paths.home}">Xem hồ sơ</a> · <a href="${paths.import}">Nhận tệp khác</a></p>`;
}

function verdict(report: ImportReport): Html {
  const taken = `${report.fresh.length} hồ sơ mới, ${report.known.length} đã có từ trước, ${report.refused.length} bị từ chối.`;
  switch (report.stopped) {
    case 'upload-ended':
      return html`<p class="note problem" role="alert"><strong>Tệp chưa tới hết.</strong> Phần đã tới được giữ: ${taken} Hãy gửi lại cả tệp.</p>`;
    case 'disk-full':
      return html`<p class="note problem" role="alert"><strong>Cổng hết chỗ chứa.</strong> Phần đã nhận được giữ: ${taken} Báo kỹ thuật, rồi gửi lại cả tệp.</p>`;
    case 'internal':
      return html`<p class="note problem" role="alert"><strong>Cổng gặp trục trặc giữa chừng.</strong> Phần đã nhận được giữ: ${taken} Hãy gửi lại cả tệp; nếu vẫn vậy, gọi kỹ thuật.</p>`;
    case undefined:
      break;
  }
  switch (report.file) {
    case 'other-file':
      return html`<p class="note problem" role="alert"><strong>Đây không phải tệp hồ sơ của Điểm Chạm.</strong> Chưa nhận gì. Chọn tệp có đuôi <code>.carried</code>.</p>`;
    case 'newer-file':
      return html`<p class="note problem" role="alert"><strong>Tệp do bản mới hơn của máy tạo ra.</strong> Chưa nhận gì. Cổng cần được cập nhật trước.</p>`;
    case 'not-whole':
      return html`<p class="note advice" role="alert"><strong>Tệp không còn nguyên vẹn.</strong> Những gì còn nguyên đã được nhận: ${taken}</p>`;
    case 'whole':
      return html`<p class="note good" role="alert"><strong>Đã nhận xong, tệp nguyên vẹn.</strong> ${taken}</p>`;
  }
}

function kioskNotes(report: ImportReport): Html {
  return html`${report.kiosks.map(({ id, label, standing }) => {
    if (standing === 'unknown') {
      return html`<p class="note problem">Máy <code>${id}</code> không thuộc cổng này. Hồ sơ của máy đó phải mang tới cổng đã lắp máy.</p>`;
    }
    if (standing === 'revoked') {
      return html`<p class="note problem">Máy ${label} đã bị khóa: có thể đã bị lấy cắp, nên hồ sơ trong tệp chưa được nhận ở trang này. Người quản trị cổng kiểm tra máy rồi nhận bằng lệnh <code>npm run import -- --from-revoked</code>.</p>`;
    }
    return undefined;
  })}${report.olderThanKnown && html`<p class="note advice">Sổ của máy trong tệp ngắn hơn những gì máy đã báo với cổng trước đây: tệp cũ, hoặc sổ bị cắt. Xem trang của máy.</p>`}`;
}

function list(title: string, lines: readonly string[], advice?: string): Html | undefined {
  if (lines.length === 0) return undefined;
  const more = lines.length - namesShown;
  return html`<h2>${title}</h2>${advice !== undefined && html`<p>${advice}</p>`}
<ul>${lines.slice(0, namesShown).map((line) => html`<li>${line}</li>`)}${more > 0 && html`<li>và ${more} hồ sơ nữa</li>`}</ul>`;
}

const leftWords = {
  'body-gone': 'không còn ở máy (đã có biên nhận)',
  'body-damaged': 'nội dung ở máy đã hỏng',
  'part-missing': 'một ảnh ở máy đã mất hoặc hỏng',
} as const;

/** Why a filing was refused, for an officer. */
export const refusalWords: Readonly<Record<string, string>> = {
  'device-unknown': 'máy không thuộc cổng này',
  'device-revoked': 'máy đã bị khóa',
  'filing-signature': 'chữ ký không phải của máy này',
  'filing-changed': 'nội dung không còn nguyên vẹn',
  'filing-cannot-be-opened': 'không niêm phong bằng khóa của cổng này',
  'bad-request': 'không phải hồ sơ',
  internal: 'cổng gặp trục trặc với hồ sơ này; thử lại sau',
};
