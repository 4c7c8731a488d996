import encodeQR from 'qr';
import type { KioskReport } from '../../shared/portal-contract/kiosk-report.ts';
import { rootDigits } from '../../shared/portal-contract/root-digits.ts';
import type { Enrolment } from '../../shared/portal-contract/trust.ts';
import type { KioskRecord } from '../register/register.ts';
import { type Html, html, trusted } from './html.ts';
import { csrfField, moment, paths } from './page.ts';
import type { Session } from './sessions.ts';
import { storageBadges } from './storage-words.ts';

/** What the list says of a journal besides its length. */
export type JournalState = 'right' | 'behind' | 'alarmed';

export function kiosksPage(
  kiosks: readonly KioskRecord[],
  journals: ReadonlyMap<string, JournalState>,
  reports: ReadonlyMap<string, KioskReport>,
  session: Session,
  problem?: string,
): Html {
  return html`
${problem !== undefined && html`<p class="note problem" role="alert">${problem}</p>`}
<div class="scroll"><table>
  <thead><tr><th scope="col">Máy</th><th scope="col">Nơi đặt</th><th scope="col">Lắp lúc</th><th scope="col">Liên lạc gần nhất</th></tr></thead>
  <tbody>${kiosks.map(
    (
      kiosk,
    ) => html`<tr><td><a href="${paths.kiosk(kiosk.id)}">${kiosk.label}</a></td><td>${kiosk.site.name}, ${kiosk.site.address}</td><td>${moment(kiosk.enrolledAt)}</td>
      <td>${kiosk.revokedAt ? 'Đã bị khóa' : kiosk.head ? `${moment(kiosk.head.at)}, sổ có ${kiosk.head.records} dòng` : 'Chưa có'}${journalBadge(journals.get(kiosk.id))}${storageBadges(reports.get(kiosk.id))}</td></tr>`,
  )}</tbody>
</table></div>
<h2>Lắp máy mới</h2>
<form class="card" method="post" action="${paths.kiosks}">
  ${csrfField(session)}
  <label for="site">Tên nơi đặt</label><input id="site" name="site" required maxlength="120" autocomplete="off">
  <label for="address">Địa chỉ</label><input id="address" name="address" required maxlength="200" autocomplete="off">
  <label for="label">Nhãn máy (1 đến 4 chữ in hoa hoặc số; để trống thì cổng đặt)</label>
  <input id="label" name="label" pattern="[A-Z0-9]{1,4}" maxlength="4" autocomplete="off">
  <br><button>Tạo mã lắp máy</button>
</form>`;
}

function journalBadge(state: JournalState | undefined): Html | undefined {
  if (state === 'alarmed') return html` <span class="badge alarm">sổ không khớp</span>`;
  return state === 'behind' ? html` <span class="badge double">sổ ngắn hơn trước</span>` : undefined;
}

/** Shown once: the register keeps only the secret's hash. */
export function enrolmentPage(enrolment: Enrolment, hours: number): Html {
  const text = JSON.stringify(enrolment);
  return html`
<p class="note advice">Mã dùng một lần, trong ${hours} giờ, và chỉ hiện ở trang này. In ra hoặc quét ngay ở màn hình của máy mới.</p>
<div class="qr" role="img" aria-label="Mã vuông lắp máy">${trusted(encodeQR(text, 'svg'))}</div>
<h2>Hoặc chép thành tệp <code>enrolment.json</code></h2>
<textarea readonly aria-label="Nội dung tệp">${text}</textarea>
<h2>Để đối chiếu</h2>
<p>Tám số này phải giống hệt trên màn hình máy mới: <strong class="digits">${spaced(rootDigits(enrolment.rootKey))}</strong></p>
<p>Dấu khóa gốc đầy đủ: <code>${enrolment.rootKey}</code>.</p>`;
}

/** In two groups, as the kiosk shows them. */
function spaced(digits: string): string {
  return `${digits.slice(0, 4)} ${digits.slice(4)}`;
}
