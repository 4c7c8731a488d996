/// <reference path="./pdfkit.d.ts" />
import PDFDocument from 'pdfkit';
import { type FaceName, type Letters, printable, signsOf } from './letters.ts';

/** Points. A4; the margins are those of official papers (Decree 30/2020), the lower one holds the foot. */
const millimetre = 72 / 25.4;
const page = { width: 210 * millimetre, height: 297 * millimetre };
const margin = { left: 25 * millimetre, right: 16 * millimetre, top: 15 * millimetre, bottom: 19 * millimetre };
export const textWidth = page.width - margin.left - margin.right;
const bottom = page.height - margin.bottom;
const lineHeight = 1.3;
/** A dotted line in the middle of others, and the least one at the end. */
const shortDots = 60;

export interface Style {
  readonly face: FaceName;
  readonly size: number;
}
/** A stretch of a line: words, or dots where somebody may write by hand. */
export type Stretch = { readonly text: string; readonly face?: FaceName } | { readonly dots: true };
type Align = 'left' | 'centre' | 'right';

type Placed =
  | { readonly x: number; readonly text: string; readonly face: FaceName }
  | { readonly x: number; readonly dots: number };
export type Line = readonly Placed[];

export interface Column {
  readonly title: string;
  readonly share: number;
}

/** Paper to write on from the top of the first page; a full page is followed by the next. */
export interface Sheet {
  /** Lines that fit a width, of stretches that may wrap anywhere between words. */
  wrap(stretches: readonly Stretch[], style: Style, width: number): Line[];
  write(stretches: readonly Stretch[], style: Style, how?: { align?: Align; left?: number; width?: number }): void;
  /** Side by side, each wrapping in its own share of the width. */
  writeRow(cells: readonly (readonly Stretch[])[], style: Style, shares: readonly number[], align?: Align): void;
  table(columns: readonly Column[], rows: readonly (readonly string[])[], style: Style): void;
  /** Words in a frame. */
  frame(paragraphs: readonly { readonly text: string; readonly face: FaceName }[], size: number): void;
  rule(width: number): void;
  gap(points: number): void;
  /** Begins a new page unless so much is left on this one. */
  need(points: number): void;
  newPage(): void;
  pages(): number;
  /** Writes on a page that is already full, at the foot. */
  foot(pageNumber: number, text: { readonly left: readonly string[]; readonly right: string }): void;
  end(): Promise<Uint8Array>;
}

/** `madeAt` is the only time in the document: two prints of the same thing at one moment are the same bytes. */
export function openSheet(letters: Letters, { title, madeAt }: { title: string; madeAt: Date }): Sheet {
  const document = new PDFDocument({
    size: [page.width, page.height],
    margin: 0,
    bufferPages: true,
    font: null,
    lang: 'vi',
    displayTitle: true,
    info: { Title: title, Producer: 'Điểm Chạm', Creator: 'Điểm Chạm', CreationDate: madeAt },
  });
  const pieces: Uint8Array[] = [];
  const whole = new Promise<Uint8Array>((done, failed) => {
    document.on('data', (piece) => void pieces.push(piece));
    document.on('end', () => done(joined(pieces)));
    document.on('error', failed);
  });
  for (const face of ['regular', 'bold', 'italic'] as const) document.registerFont(face, letters[face]);
  const widths = new Map<string, number>();
  let y = margin.top;

  function widthOf(text: string, face: FaceName, size: number): number {
    const key = `${face}\0${text}`;
    let width = widths.get(key);
    if (width === undefined) {
      // Of one point, so that every size may use it.
      width = document.font(face).fontSize(1).widthOfString(text);
      if (text.length < 40) widths.set(key, width);
    }
    return width * size;
  }

  function wrap(stretches: readonly Stretch[], style: Style, width: number): Line[] {
    const lines: Placed[][] = [[]];
    let x = 0;
    const newLine = () => {
      lines.push([]);
      x = 0;
    };
    const place = (text: string, face: FaceName, wide: number) => {
      const line = lines.at(-1) ?? [];
      const last = line.at(-1);
      // One piece as long as it is one face: a reader of the PDF finds sentences, not words.
      if (last && 'text' in last && last.face === face) line[line.length - 1] = { ...last, text: last.text + text };
      else line.push({ x, text, face });
      x += wide;
    };
    for (const [index, stretch] of stretches.entries()) {
      if ('dots' in stretch) {
        const isLast = index === stretches.length - 1;
        if (width - x < shortDots) newLine();
        const wide = isLast ? width - x : Math.min(shortDots, width - x);
        lines.at(-1)?.push({ x, dots: wide });
        x += wide;
        continue;
      }
      const face = stretch.face ?? style.face;
      for (const token of printable(stretch.text).match(/\n|[^\S\n]+|\S+/g) ?? []) {
        if (token === '\n') {
          newLine();
          continue;
        }
        const isBlank = token.trim() === '';
        if (isBlank && x === 0) continue;
        const wide = widthOf(token, face, style.size);
        // A comma after an answer hangs rather than begins a line.
        if (x + wide <= width || (x > 0 && /^[,.;:)]+$/.test(token))) place(token, face, wide);
        else if (isBlank) newLine();
        else if (wide <= width) {
          newLine();
          place(token, face, wide);
        } else {
          for (const sign of signsOf(token)) {
            const signWide = widthOf(sign, face, style.size);
            if (x + signWide > width && x > 0) newLine();
            place(sign, face, signWide);
          }
        }
      }
    }
    return lines;
  }

  function draw(line: Line, at: { x: number; y: number }, style: Style): void {
    for (const piece of line) {
      if ('text' in piece) {
        document
          .font(piece.face)
          .fontSize(style.size)
          .text(piece.text.trimEnd(), at.x + piece.x, at.y, { lineBreak: false });
        continue;
      }
      const base = at.y + style.size * 0.98;
      document.lineWidth(0.7).dash(0.7, { space: 2 });
      document
        .moveTo(at.x + piece.x + 2, base)
        .lineTo(at.x + piece.x + piece.dots, base)
        .stroke()
        .undash();
    }
  }

  const wide = (line: Line, size: number): number => {
    const last = line.at(-1);
    if (!last) return 0;
    return last.x + ('text' in last ? widthOf(last.text.trimEnd(), last.face, size) : last.dots);
  };
  const startOf = (line: Line, { size }: Style, left: number, width: number, align: Align): number => {
    if (align === 'left') return left;
    const free = width - wide(line, size);
    return left + (align === 'right' ? free : free / 2);
  };

  function newPage(): void {
    document.addPage();
    y = margin.top;
  }
  const need = (points: number) => {
    if (y + points > bottom && y > margin.top) newPage();
  };

  function write(
    stretches: readonly Stretch[],
    style: Style,
    { align = 'left', left = 0, width = textWidth - left }: { align?: Align; left?: number; width?: number } = {},
  ): void {
    for (const line of wrap(stretches, style, width)) {
      need(style.size * lineHeight);
      draw(line, { x: startOf(line, style, margin.left + left, width, align), y }, style);
      y += style.size * lineHeight;
    }
  }

  /** Cells line by line, so that one longer than a page goes on on the next. */
  function writeCells(
    cells: readonly (readonly Line[])[],
    style: Style,
    columns: readonly { left: number; width: number }[],
    { align, onSlice, padding }: { align: Align; onSlice?: (top: number, height: number) => void; padding: number },
  ): void {
    const height = style.size * lineHeight;
    const most = Math.max(1, ...cells.map((cell) => cell.length));
    let from = 0;
    while (from < most) {
      need(height + 2 * padding);
      const fitting = Math.max(1, Math.floor((bottom - y - 2 * padding) / height));
      const upTo = Math.min(most, from + fitting);
      for (const [place, cell] of cells.entries()) {
        const column = columns[place];
        if (!column) continue;
        const inner = { left: margin.left + column.left + padding, width: column.width - 2 * padding };
        for (const [index, line] of cell.slice(from, upTo).entries())
          draw(
            line,
            { x: startOf(line, style, inner.left, inner.width, align), y: y + padding + index * height },
            style,
          );
      }
      const sliceHeight = (upTo - from) * height + 2 * padding;
      onSlice?.(y, sliceHeight);
      y += sliceHeight;
      // The next of them finds no room here and begins a page.
      from = upTo;
    }
  }

  const columnsOf = (shares: readonly number[]): { left: number; width: number }[] => {
    const all = shares.reduce((sum, share) => sum + share, 0);
    let left = 0;
    return shares.map((share) => {
      const column = { left, width: (textWidth * share) / all };
      left += column.width;
      return column;
    });
  };

  return {
    wrap,
    write,
    need,
    newPage,
    writeRow(cells, style, shares, align = 'left') {
      const columns = columnsOf(shares);
      const gutter = align === 'left' ? 8 : 0;
      const wrapped = cells.map((cell, index) => wrap(cell, style, (columns[index]?.width ?? textWidth) - gutter));
      writeCells(wrapped, style, columns, { align, padding: 0 });
    },
    table(columns, rows, style) {
      const places = columnsOf(columns.map(({ share }) => share));
      const padding = 3;
      const small: Style = { face: 'bold', size: style.size - 1 };
      const lined = (top: number, height: number) => {
        document.lineWidth(0.6);
        for (const { left, width } of places) document.rect(margin.left + left, top, width, height).stroke();
      };
      const inCells = (texts: readonly string[], how: Style) =>
        texts.map((text, index) => wrap([{ text }], how, (places[index]?.width ?? textWidth) - 2 * padding));
      const head = inCells(
        columns.map(({ title }) => title),
        small,
      );
      const headHeight = Math.max(...head.map((cell) => cell.length)) * small.size * lineHeight + 2 * padding;
      need(headHeight + 2 * (style.size * lineHeight + 2 * padding));
      writeCells(head, small, places, { align: 'centre', onSlice: lined, padding });
      for (const row of rows)
        writeCells(inCells(row, style), style, places, { align: 'left', onSlice: lined, padding });
    },
    frame(paragraphs, size) {
      const padding = 6;
      const lines = paragraphs.flatMap(({ text, face }) =>
        wrap([{ text, face }], { face, size }, textWidth - 2 * padding),
      );
      const style: Style = { face: 'regular', size };
      const height = lines.length * size * lineHeight + 2 * padding;
      need(height);
      document.lineWidth(1).rect(margin.left, y, textWidth, height).stroke();
      for (const [index, line] of lines.entries())
        draw(line, { x: margin.left + padding, y: y + padding + index * size * lineHeight }, style);
      y += height;
    },
    rule(width) {
      const left = margin.left + (textWidth - width) / 2;
      document
        .lineWidth(0.8)
        .moveTo(left, y)
        .lineTo(left + width, y)
        .stroke();
    },
    gap(points) {
      y += points;
    },
    pages: () => document.bufferedPageRange().count,
    foot(pageNumber, { left, right }) {
      document.switchToPage(pageNumber);
      const style: Style = { face: 'italic', size: 8.5 };
      const lines = left.flatMap((text) => wrap([{ text }], style, textWidth - 60));
      const top = bottom + 10;
      document
        .lineWidth(0.4)
        .moveTo(margin.left, top - 4)
        .lineTo(margin.left + textWidth, top - 4)
        .stroke();
      for (const [index, line] of lines.entries())
        draw(line, { x: margin.left, y: top + index * style.size * 1.2 }, style);
      const [number = []] = wrap([{ text: right }], style, textWidth);
      draw(number, { x: startOf(number, style, margin.left, textWidth, 'right'), y: top }, style);
    },
    end() {
      document.end();
      return whole;
    },
  };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
