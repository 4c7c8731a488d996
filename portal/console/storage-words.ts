import type { KioskReport, StoreState, VanishedHow } from '../../shared/portal-contract/kiosk-report.ts';
import { type Html, html } from './html.ts';
import { moment } from './page.ts';

/** What a kiosk tells of its storage, for whoever looks after it. No dossier is in danger by any of it: the safe has them all. */
interface StorageNote {
  readonly words: string;
  /** A technician must come; otherwise it is only to be known. */
  readonly isAlarm: boolean;
  readonly at?: string;
}

const states: Readonly<Record<Exclude<StoreState, 'open'>, string>> = {
  newer: 'phần mềm cũ hơn kho của trình duyệt: cần cài lại bản mới',
  blocked: 'kho của trình duyệt bị một trang khác giữ',
  'upgrade-failed': 'không nâng cấp được kho của trình duyệt',
  unavailable: 'trình duyệt không mở được kho',
  'write-failed': 'trình duyệt không ghi được vào kho',
};
const vanishings: Readonly<Record<VanishedHow, string>> = {
  'data-loss': 'trình duyệt đã bỏ kho',
  'canary-missing': 'kho của trình duyệt mất một phần',
  'store-gone': 'kho của trình duyệt đã biến mất',
};

export function storageNotes({ store, safe, room }: KioskReport): readonly StorageNote[] {
  const notes: StorageNote[] = [];
  const say = (words: string, isAlarm: boolean) => notes.push({ words, isAlarm });
  if (safe.shut) say('két của bản phần mềm mới hơn: máy không nhận hồ sơ', true);
  if (safe.damaged > 0) say(`két có ${safe.damaged} chỗ hỏng`, true);
  if (safe.cutAt) say(`máy tự phát hiện lúc ${moment(safe.cutAt)} rằng sổ bị cắt hoặc bị thay`, true);
  if (!room.filings && !safe.shut) say('hết chỗ, không nhận hồ sơ mới', true);
  else if (!room.parts && !safe.shut) say('hết chỗ cho ảnh mới', true);
  if (store.state !== 'open') say(states[store.state], store.state !== 'write-failed' || room.filings);
  if (store.vanished) {
    const { at, how, times } = store.vanished;
    say(`${vanishings[how]} lúc ${moment(at)}, đã dựng lại từ két${times > 1 ? ` (lần thứ ${times})` : ''}`, false);
  }
  if (store.persistent === false) say('trình duyệt không hứa giữ kho', false);
  return notes;
}

/** What is brought up to date, and why something was not taken: the last word of its code says it. */
const updateKinds: Readonly<Record<string, string>> = {
  content: 'danh mục và danh sách',
  guides: 'mục hướng dẫn',
  information: 'tin của phường',
  config: 'cấu hình máy',
  trust: 'khóa của cổng',
};
const refusals: Readonly<Record<string, string>> = {
  truncated: 'tệp thiếu hoặc hỏng',
  signature: 'chữ ký không đúng',
  schema: 'máy không đọc được',
  downgrade: 'không mới hơn bản đang có',
};

/** One line for each update the kiosk would not take. What it has it works with: no dossier is in danger. */
export function updateNotes({ updates = [] }: KioskReport): readonly StorageNote[] {
  return updates.flatMap(({ kind, refused }) => {
    if (!refused) return [];
    const why = refusals[refused.code.slice(refused.code.lastIndexOf('-') + 1)] ?? refused.code;
    return [{ words: `không nhận bản ${updateKinds[kind] ?? kind}: ${why}`, isAlarm: true, at: refused.at }];
  });
}

/** Beside the kiosk's name in the list. */
export function storageBadges(report: KioskReport | undefined): Html | undefined {
  const notes = report ? [...storageNotes(report), ...updateNotes(report)] : [];
  if (notes.length === 0) return undefined;
  return html`${notes.map(({ words, isAlarm }) => html` <span class="badge ${isAlarm ? 'alarm' : 'double'}">${words}</span>`)}`;
}

/** On the kiosk's own page. */
export function storageSection(report: KioskReport | undefined): Html {
  if (!report) return html`<h2>Chỗ chứa của máy</h2><p>Máy chưa báo.</p>`;
  const notes = storageNotes(report);
  const megabytes = Math.floor(report.room.freeBytes / (1024 * 1024));
  return html`
<h2>Chỗ chứa của máy</h2>
<p>Theo máy báo lúc ${moment(report.at)}, bản ${report.build}: còn ${megabytes} MB trống.</p>
${notes.length > 0 ? html`<ul>${notes.map(({ words }) => html`<li>${words}</li>`)}</ul>` : html`<p class="note good">Không có gì bất thường.</p>`}
${updatesPart(report)}`;
}

function updatesPart(report: KioskReport): Html | undefined {
  const { updates = [] } = report;
  if (updates.length === 0) return undefined;
  const notes = updateNotes(report);
  return html`<h2>Bản cập nhật</h2>
<dl>${updates.map(({ kind, version }) => html`<dt>${updateKinds[kind] ?? kind}</dt><dd>${version === null ? 'chưa có' : `bản ${version}`}</dd>`)}</dl>
${notes.length > 0 && html`<ul>${notes.map(({ words, at }) => html`<li>${words}${at && html`, lúc ${moment(at)}`}</li>`)}</ul>`}`;
}
