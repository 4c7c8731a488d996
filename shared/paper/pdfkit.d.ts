/**
 * What we use of pdfkit. Its published types speak of Node's streams, which `shared/` must not know; a document is a source of pieces
 * and nothing else here.
 */
declare module 'pdfkit' {
  class PDFDocument {
    constructor(options: {
      size: string | readonly [number, number];
      margin: number;
      bufferPages: boolean;
      /** None of the built-in faces: they know no Vietnamese and would be read from files. */
      font: null;
      lang: string;
      displayTitle: boolean;
      info: Readonly<Record<string, string | Date>>;
    });
    registerFont(name: string, bytes: Uint8Array): this;
    font(name: string): this;
    fontSize(size: number): this;
    widthOfString(text: string): number;
    text(text: string, x: number, y: number, options: { lineBreak: false }): this;
    addPage(): this;
    switchToPage(page: number): this;
    bufferedPageRange(): { start: number; count: number };
    lineWidth(width: number): this;
    dash(length: number, options: { space: number }): this;
    undash(): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    rect(x: number, y: number, width: number, height: number): this;
    stroke(): this;
    fill(): this;
    on(event: 'data', listener: (piece: Uint8Array) => void): this;
    on(event: 'end', listener: () => void): this;
    on(event: 'error', listener: (error: unknown) => void): this;
    end(): void;
  }

  // biome-ignore lint/style/noDefaultExport: this is how the package gives it.
  export default PDFDocument;
}
