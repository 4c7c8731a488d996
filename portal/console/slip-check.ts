import { readSlip, type SlipFacts } from '../../shared/dossier/slip.ts';
import { deviceKeys } from '../intake/lookup.ts';
import type { PortalPorts } from '../ports.ts';
import type { CaseRecord } from '../register/register.ts';
import { type Html, html } from './html.ts';
import type { Labels } from './labels.ts';
import { csrfField, moment, paths } from './page.ts';
import type { Session } from './sessions.ts';

export type SlipVerdict =
  | { readonly verdict: 'not-genuine' }
  | { readonly verdict: 'not-arrived'; readonly slip: SlipFacts }
  | { readonly verdict: 'arrived'; readonly slip: SlipFacts; readonly found: CaseRecord };

/** Is what was scanned a slip signed by one of our kiosks, and has its filing come? */
export async function checkSlip(scanned: string, ports: PortalPorts): Promise<SlipVerdict> {
  const slip = await readSlip(scanned, { deviceKeys: await deviceKeys(undefined, ports), verifying: ports.verifying });
  if (!slip) return { verdict: 'not-genuine' };
  const found = await ports.register.findCase(slip.filing);
  return found ? { verdict: 'arrived', slip, found } : { verdict: 'not-arrived', slip };
}

export function slipPage(session: Session, seen?: { verdict: SlipVerdict; receiver: string; labels: Labels }): Html {
  return html`${seen && verdictNote(seen, session)}
<form class="card" method="post" action="${paths.slip}">
  ${csrfField(session)}
  <label for="slip">Nội dung mã vuông trên phiếu</label>
  <textarea id="slip" name="slip" required autofocus autocomplete="off" spellcheck="false" aria-describedby="slip-help"></textarea>
  <p id="slip-help">Đặt con trỏ vào ô rồi quét bằng máy quét cầm tay, hoặc dán chữ đã quét bằng điện thoại.</p>
  <button>Kiểm tra</button>
</form>`;
}

function verdictNote(
  { verdict: seen, receiver, labels }: { verdict: SlipVerdict; receiver: string; labels: Labels },
  session: Session,
): Html {
  if (seen.verdict === 'not-genuine') {
    return html`<p class="note problem" role="alert">Không phải phiếu do máy của cổng này ký, hoặc chữ quét bị thiếu.</p>`;
  }
  const { slip } = seen;
  const facts = html`<dl><dt>Số phiếu</dt><dd>${slip.number}</dd><dt>Giữ lúc</dt><dd>${moment(slip.filedAt)}</dd>
    <dt>Máy</dt><dd>${slip.kiosk}</dd><dt>Thủ tục</dt><dd>${labels.serviceName(slip.service)}</dd></dl>`;
  if (seen.verdict === 'not-arrived') {
    return html`<div class="note advice" role="alert"><strong>Phiếu thật.</strong> Hồ sơ được giữ tại máy, chưa tới cổng.${facts}</div>`;
  }
  const { found } = seen;
  const link =
    found.unit === session.unit
      ? html`<p><a href="${paths.case(found.filing)}">Mở hồ sơ ${found.code}</a></p>`
      : html`<p>Nơi nhận: ${receiver}.</p>`;
  return html`<div class="note good" role="alert"><strong>Phiếu thật.</strong> Hồ sơ đã tới cổng lúc ${moment(found.receivedAt)}.${facts}${link}</div>`;
}
