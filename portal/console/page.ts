import { hanoiDay } from '../../shared/identity/calendar-date.ts';
import { dateInFigures, timeOfDay } from '../../shared/vietnamese/dates.ts';
import { type Html, html } from './html.ts';
import type { Session } from './sessions.ts';

export const paths = {
  home: '/officer',
  style: '/officer/style.css',
  signIn: '/officer/sign-in',
  signOut: '/officer/sign-out',
  slip: '/officer/slip',
  kiosks: '/officer/kiosks',
  kiosk: (id: string) => `/officer/kiosks/${id}`,
  compared: (id: string) => `/officer/kiosks/${id}/compared`,
  journalReport: (id: string) => `/officer/kiosks/${id}/journal.json`,
  import: '/officer/import',
  survey: '/officer/survey',
  case: (filing: string) => `/officer/cases/${filing}`,
  correction: (filing: string) => `/officer/cases/${filing}/correction`,
  result: (filing: string) => `/officer/cases/${filing}/results`,
  draft: (filing: string) => `/officer/cases/${filing}/drafts`,
  status: (filing: string) => `/officer/cases/${filing}/status`,
  payment: (filing: string) => `/officer/cases/${filing}/payment`,
  form: (filing: string) => `/officer/cases/${filing}/form.pdf`,
  part: (filing: string, sha256: string) => `/officer/cases/${filing}/parts/${sha256}`,
} as const;

/** One whole page. The title is the heading too: what a screen reader says first is what the page is. */
export function page(title: string, content: Html, session?: Session, unitName?: string): string {
  const bar = session
    ? html`<a href="${paths.home}">Hồ sơ</a><a href="${paths.slip}">Kiểm tra phiếu</a><a href="${paths.import}">Nhận từ USB</a><a href="${paths.kiosks}">Máy</a><a href="${paths.survey}">Hài lòng</a>
        <form method="post" action="${paths.signOut}">
          ${csrfField(session)}<span>${session.name} · ${unitName ?? session.unit}</span><button>Đăng xuất</button>
        </form>`
    : undefined;
  return html`<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Điểm Chạm</title>
<link rel="stylesheet" href="${paths.style}">
</head>
<body>
<header><strong>Điểm Chạm · cán bộ</strong>${bar}</header>
<main><h1>${title}</h1>
${content}
</main>
</body>
</html>`.markup;
}

export function csrfField(session: Session): Html {
  return html`<input type="hidden" name="csrf" value="${session.csrf}">`;
}

/** «19:42 11/11/2026», Hanoi. */
export function moment(iso: string): string {
  const atMs = Date.parse(iso);
  return Number.isFinite(atMs) ? `${timeOfDay(atMs)} ${dateInFigures(hanoiDay(atMs))}` : iso;
}
