const size = { width: 1600, height: 1200 };
const page = { left: 404, top: 40, width: 792, height: 1120 };
const margin = 30;
/** Strokes as fine as print: the camera's own check of sharpness must find them sharp (photo-checks.ts). */
const stroke = { width: 4, apart: 10, height: 16, line: 30 };
const font = '"Be Vietnam Pro"';

/** A page on a table, as a camera would see it: the paper's name, lines like writing, and large across it that it is a sample. */
export function drawSamplePage(
  canvas: HTMLCanvasElement,
  told: { readonly name: string; readonly stamp: string },
): void {
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) return;
  context.fillStyle = '#6d5b47';
  context.fillRect(0, 0, size.width, size.height);
  context.fillStyle = '#f1ecdf';
  context.fillRect(page.left, page.top, page.width, page.height);
  context.fillStyle = '#1d2b26';
  context.textAlign = 'center';
  context.font = `700 34px ${font}`;
  const middle = page.left + page.width / 2;
  const below = writeWrapped(context, told.name, { x: middle, y: page.top + 70, width: page.width - 120, line: 46 });
  drawLines(context, below + 26);
  context.save();
  context.translate(middle, page.top + page.height / 2);
  context.rotate(-0.5);
  context.fillStyle = 'rgba(163, 42, 90, 0.55)';
  context.font = `700 190px ${font}`;
  context.fillText(told.stamp, 0, 60);
  context.restore();
}

/** The height below the last line. */
function writeWrapped(
  context: CanvasRenderingContext2D,
  text: string,
  place: { readonly x: number; readonly y: number; readonly width: number; readonly line: number },
): number {
  let { y } = place;
  let written = '';
  for (const word of text.split(' ')) {
    const longer = written === '' ? word : `${written} ${word}`;
    if (written !== '' && context.measureText(longer).width > place.width) {
      context.fillText(written, place.x, y);
      y += place.line;
      written = word;
    } else written = longer;
  }
  context.fillText(written, place.x, y);
  return y;
}

/** Strokes grouped like words: nobody's data stands here, and it looks written all the same. */
function drawLines(context: CanvasRenderingContext2D, from: number): void {
  const right = page.left + page.width - margin;
  for (let y = from, row = 0; y < page.top + page.height - margin - stroke.height; y += stroke.line, row += 1) {
    let x = page.left + margin;
    for (let word = 0; x < right - 30; word += 1) {
      const letters = 4 + ((row * 31 + word * 47) % 7);
      for (let letter = 0; letter < letters && x + stroke.width <= right; letter += 1, x += stroke.apart) {
        const isTall = (row + word * 3 + letter * 5) % 3 !== 0;
        const height = isTall ? stroke.height : Math.round((stroke.height * 2) / 3);
        context.fillRect(x, y + stroke.height - height, stroke.width, height);
      }
      x += stroke.apart * 2;
    }
  }
}
