import { type FormBlock, piecesOf } from '../catalogue/official-form.ts';
import type { FilledForm, FilledForms } from '../form/filled-form.ts';
import { hanoiDay } from '../identity/calendar-date.ts';
import { dateInFigures, timeOfDay } from '../vietnamese/dates.ts';
import type { Letters } from './letters.ts';
import { openSheet, type Sheet, type Stretch, type Style, textWidth } from './sheet.ts';

/** What a printed form is: it must never be taken for something filed, nor the other way round. */
export type FormStanding =
  /** Printed while it is filled in: nothing has gone anywhere. */
  | { readonly state: 'not-filed' }
  /** A service that ends with its form: it is signed and brought there. */
  | { readonly state: 'to-bring' }
  | { readonly state: 'filed'; readonly slip: string; readonly code?: string | undefined; readonly filedMs: number };

/** Letters of a form: the first of these it takes the fewest pages with, so that nobody gets a second one for a signature. */
const textSizes = [12, 11.4, 10.8] as const;
/** Room for a signature. */
const signatureHeight = 48;

/**
 * The forms one after the other as one PDF, A4, each beginning on a page of its own and counting its own pages. `nowMs` is when it is
 * printed. What nobody answered is a dotted line to write on.
 */
export async function formPdf(
  { forms, others }: FilledForms,
  { standing, letters, nowMs }: { standing: FormStanding; letters: Letters; nowMs: number },
): Promise<Uint8Array> {
  const title = forms.map(({ form }) => form.title).join('; ') || OTHERS_TITLE;
  const sheet = openSheet(letters, { title, madeAt: new Date(nowMs) });
  const feet: { readonly first: number; readonly left: readonly string[] }[] = [];
  for (const [index, filled] of forms.entries()) {
    if (index > 0) sheet.newPage();
    feet.push({ first: sheet.pages() - 1, left: footOf(filled, standing, nowMs) });
    const behind = index === forms.length - 1 ? others : [];
    const write = (onto: Sheet, size: number) => {
      writeForm(onto, filled, { standing, size });
      writeOthers(onto, behind);
    };
    write(sheet, sizeFor(write, letters));
  }
  writeFeet(sheet, feet);
  return sheet.end();
}

/** Written once more on paper that is thrown away: only so is it known how many pages it takes. */
function sizeFor(write: (sheet: Sheet, size: number) => void, letters: Letters): number {
  let best = { size: textSizes[0] as number, pages: Number.POSITIVE_INFINITY };
  for (const size of textSizes) {
    if (best.pages === 1) break;
    const sheet = openSheet(letters, { title: '', madeAt: new Date(0) });
    write(sheet, size);
    if (sheet.pages() < best.pages) best = { size, pages: sheet.pages() };
  }
  return best.size;
}

interface How {
  readonly standing: FormStanding;
  readonly size: number;
}

function writeForm(sheet: Sheet, filled: FilledForm, how: How): void {
  const { form } = filled;
  const { standing } = how;
  const text: Style = { face: 'regular', size: how.size };
  if (standing.state !== 'filed') {
    sheet.frame(notFiled(filled, standing.state), 10);
    sheet.gap(8);
  }
  if (form.number !== undefined) {
    const width = textWidth * 0.55;
    sheet.write(
      [{ text: inWords(form.number, filled.fields) }],
      { face: 'italic', size: 9.5 },
      { align: 'right', left: textWidth - width, width },
    );
    sheet.gap(4);
  }
  sheet.write([{ text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM' }], { face: 'bold', size: 12 }, { align: 'centre' });
  sheet.write([{ text: 'Độc lập - Tự do - Hạnh phúc' }], { face: 'bold', size: 12.5 }, { align: 'centre' });
  sheet.rule(160);
  sheet.gap(16);
  sheet.write([{ text: form.title }], { face: 'bold', size: 14 }, { align: 'centre' });
  if (form.subtitle !== undefined)
    sheet.write([{ text: form.subtitle }], { face: 'italic', size: 11.5 }, { align: 'centre' });
  sheet.gap(8);
  sheet.write(stretchesOf(form.to, filled.fields), text, { align: 'centre' });
  sheet.gap(8);
  for (const block of form.body) writeBlock(sheet, block, filled, how);
}

function writeBlock(sheet: Sheet, block: FormBlock, { fields, tables }: FilledForm, { standing, size }: How): void {
  const text: Style = { face: 'regular', size };
  if ('heading' in block) {
    if (block.ifAnswered && !block.ifAnswered.some((field) => fields.has(field))) return;
    sheet.need(70);
    sheet.gap(6);
    sheet.write([{ text: block.heading, face: 'bold' }], text);
    sheet.gap(2);
  } else if ('line' in block) {
    if (block.ifAnswered && !isAnswered([block.line], fields)) return;
    sheet.write(stretchesOf(block.line, fields), text);
    sheet.gap(2);
  } else if ('row' in block) {
    if (block.ifAnswered && !isAnswered(block.row, fields)) return;
    const shares = block.shares ?? block.row.map(() => 1);
    sheet.writeRow(
      block.row.map((line) => stretchesOf(line, fields)),
      text,
      shares,
    );
    sheet.gap(2);
  } else if ('words' in block) {
    const face = block.how === 'italic' ? 'italic' : 'regular';
    sheet.gap(2);
    sheet.write([{ text: block.words }], { ...text, face }, { align: block.how === 'centred' ? 'centre' : 'left' });
    sheet.gap(2);
  } else if ('table' in block) {
    writeTable(sheet, block, tables.get(block.table) ?? [], { face: 'regular', size: size - 1 });
  } else {
    writeSignatures(sheet, block, fields, standing);
  }
}

function writeTable(
  sheet: Sheet,
  { columns, least, numbered }: Extract<FormBlock, { table: string }>,
  rows: readonly ReadonlyMap<string, string>[],
  style: Style,
): void {
  const filled = Array.from({ length: Math.max(least, rows.length) }, (_, index) => {
    const cells = columns.map(({ field }) => rows[index]?.get(field) ?? '');
    return numbered ? [String(index + 1), ...cells] : cells;
  });
  sheet.gap(4);
  sheet.table(numbered ? [{ title: 'TT', share: 0.55 }, ...columns] : columns, filled, style);
  sheet.gap(6);
}

function writeSignatures(
  sheet: Sheet,
  { sign, dated }: Extract<FormBlock, { sign: unknown }>,
  fields: ReadonlyMap<string, string>,
  standing: FormStanding,
): void {
  const shares = sign.map(() => 1);
  // Boxes are never parted from their titles.
  sheet.need((dated ? 24 : 0) + 70 + signatureHeight);
  sheet.gap(10);
  if (dated) {
    const left = textWidth * 0.45;
    const width = textWidth - left;
    const align = sign.length > 2 ? 'right' : 'centre';
    sheet.write([{ text: dateLine(fields, standing) }], { face: 'italic', size: 11.5 }, { align, left, width });
  }
  // A single signature stands on the right, as on every official paper.
  const cells = sign.length === 1 ? [undefined, ...sign] : sign;
  const places = sign.length === 1 ? [0.45, 0.55] : shares;
  const across = (say: (box: (typeof sign)[number]) => string, style: Style) =>
    sheet.writeRow(
      cells.map((box) => [{ text: box ? say(box) : '' }]),
      style,
      places,
      'centre',
    );
  const size = sign.length > 2 ? 9.5 : 11;
  across(({ title }) => title, { face: 'bold', size });
  across(({ note }) => note ?? '', { face: 'italic', size: size - 0.5 });
  sheet.gap(signatureHeight);
  across(({ name }) => (name === undefined ? '' : (fields.get(name) ?? '')), { face: 'bold', size });
  sheet.gap(4);
}

/** The day of the filing is the day it was declared on; a form that is only printed is dated by whoever signs it. */
function dateLine(fields: ReadonlyMap<string, string>, standing: FormStanding): string {
  const place = fields.get('place') ?? '..............';
  if (standing.state !== 'filed') return `${place}, ngày ........ tháng ........ năm ..........`;
  const [year, month, day] = hanoiDay(standing.filedMs).split('-');
  return `${place}, ngày ${day} tháng ${month} năm ${year}`;
}

function writeOthers(sheet: Sheet, others: FilledForms['others']): void {
  if (others.length === 0) return;
  sheet.need(50);
  sheet.gap(10);
  sheet.write([{ text: OTHERS_TITLE }], { face: 'bold', size: 11 });
  sheet.gap(2);
  for (const { label, answer } of others) {
    sheet.write([{ text: `- ${label}: ` }, { text: answer, face: 'bold' }], { face: 'regular', size: 10.5 });
  }
}

const OTHERS_TITLE = 'Thông tin khác đã khai tại máy (không thuộc mẫu):';

function writeFeet(sheet: Sheet, feet: readonly { readonly first: number; readonly left: readonly string[] }[]): void {
  const all = sheet.pages();
  for (const [index, { first, left }] of feet.entries()) {
    const next = feet[index + 1]?.first ?? all;
    for (let place = first; place < next; place += 1)
      sheet.foot(place, { left, right: `Trang ${place - first + 1}/${next - first}` });
  }
}

function footOf({ form }: FilledForm, standing: FormStanding, nowMs: number): string[] {
  const printed = `In tại máy Điểm Chạm lúc ${timeOfDay(nowMs)} ngày ${dateInFigures(hanoiDay(nowMs))}.`;
  const filed =
    standing.state === 'filed'
      ? `${printed} Bản in của hồ sơ đã nộp tại máy: phiếu ${standing.slip}${standing.code === undefined ? '' : `, mã ${standing.code}`}.`
      : `${printed} Chưa nộp.`;
  return form.layout === 'read' ? [filed] : [filed, layoutNotes[form.layout]];
}

const layoutNotes = {
  near: 'Điền tại máy theo các mục của mẫu; cách trình bày có thể khác mẫu đang dùng. Nơi tiếp nhận quyết định.',
  ours: 'Không phải mẫu của cơ quan: máy in lại những điều đã khai. Nơi tiếp nhận quyết định.',
} as const;

function notFiled({ fields }: FilledForm, state: 'not-filed' | 'to-bring'): Parameters<Sheet['frame']>[0] {
  const receiver = fields.get('receiver') ?? 'nơi tiếp nhận';
  return state === 'not-filed'
    ? [
        { text: 'CHƯA NỘP. In tờ khai không phải là nộp hồ sơ.', face: 'bold' },
        { text: 'Not filed. Printing this form does not file it.', face: 'italic' },
      ]
    : [
        { text: `CHƯA NỘP. Mời bạn ký rồi mang tờ khai này tới: ${receiver}.`, face: 'bold' },
        { text: 'Not filed. Please sign this form and bring it to the office named here.', face: 'italic' },
      ];
}

function stretchesOf(line: string, fields: ReadonlyMap<string, string>): Stretch[] {
  return piecesOf(line).map((piece): Stretch => {
    if ('words' in piece) return { text: piece.words };
    const value = fields.get(piece.field);
    if (value === undefined || value.trim() === '') return { dots: true };
    return { text: piece.inCapitals ? value.toLocaleUpperCase('vi') : value, face: 'bold' };
  });
}

/** A line in one face; what is not known leaves nothing. */
function inWords(line: string, fields: ReadonlyMap<string, string>): string {
  return piecesOf(line)
    .map((piece) => ('words' in piece ? piece.words : (fields.get(piece.field) ?? '')))
    .join('');
}

function isAnswered(lines: readonly string[], fields: ReadonlyMap<string, string>): boolean {
  return lines.some((line) => piecesOf(line).some((piece) => 'field' in piece && fields.has(piece.field)));
}
