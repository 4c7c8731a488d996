import { describe, expect, it } from 'vitest';
import { checkPhoto, isGoodPhoto, type Luma, lumaOf } from '../../renderer/capture/photo-checks.ts';

const size = { width: 400, height: 560 };

describe('photo checks', () => {
  it('a sharp page of print is good', () => {
    const found = checkPhoto(printedPage());
    expect(isGoodPhoto(found)).toBe(true);
    expect(found.worst).toBeUndefined();
  });

  it('the same page out of focus is not sharp, and the blur is outlined', () => {
    const found = checkPhoto(blurred(printedPage(), 4));
    expect(isGoodPhoto(found)).toBe(false);
    expect(found.worst).toBeDefined();
  });

  it('blur in the lower third alone is found, and outlined there', () => {
    const page = printedPage();
    const below = blurred(page, 4);
    const from = Math.floor(size.height * 0.62) * size.width;
    const data = page.data.slice();
    data.set(below.data.subarray(from), from);
    const found = checkPhoto({ ...page, data });
    expect(isGoodPhoto(found)).toBe(false);
    expect(found.worst?.top).toBeGreaterThanOrEqual(0.5);
  });

  it('the more it is blurred, the less sharp it is, until nothing is left to read', () => {
    const [sharp = 0, soft = 0, blur = 0, gone = 0] = [0, 2, 4, 8].map(
      (radius) => checkPhoto(blurred(printedPage(), radius)).sharpness,
    );
    expect(sharp).toBeGreaterThan(soft);
    expect(soft).toBeGreaterThan(blur);
    expect(gone).toBeLessThan(0.5);
  });

  it('a page in the dark has too little light', () => {
    const page = printedPage();
    const found = checkPhoto({ ...page, data: page.data.map((value) => value * 0.25) });
    expect(found.light).toBeLessThan(0.5);
  });

  it('a lamp mirrored on the paper is glare, a white scan is not', () => {
    const page = printedPage();
    const data = page.data.slice();
    for (let y = 100; y < 260; y += 1) for (let x = 80; x < 260; x += 1) data[y * size.width + x] = 255;
    expect(checkPhoto({ ...page, data }).glare).toBeLessThan(0.5);
    expect(checkPhoto({ ...page, data: page.data.map((value) => (value > 120 ? 255 : value)) }).glare).toBe(1);
  });

  it('bare paper says nothing sharp, and nothing breaks on one pixel', () => {
    expect(checkPhoto({ ...size, data: new Uint8Array(size.width * size.height).fill(210) }).sharpness).toBe(0);
    expect(() => checkPhoto({ width: 1, height: 1, data: new Uint8Array(1) })).not.toThrow();
  });

  it('brightness follows the eye: green counts most', () => {
    const [red = 0, green = 0, blue = 0] = [0, 1, 2].map((channel) => {
      const pixel = new Uint8ClampedArray(4);
      pixel[channel] = 255;
      return lumaOf(pixel, { width: 1, height: 1 }).data[0];
    });
    expect(green).toBeGreaterThan(red);
    expect(red).toBeGreaterThan(blue);
  });
});

/** Lines of small dark strokes on grey-white paper, as a camera sees print. */
function printedPage(): Luma {
  const data = new Uint8Array(size.width * size.height).fill(214);
  for (let y = 20; y < size.height - 20; y += 1) {
    for (let x = 20; x < size.width - 20; x += 1) {
      const isLine = y % 14 < 8;
      const isStroke = (x * 7 + Math.floor(y / 14) * 13) % 9 < 3;
      if (isLine && isStroke) data[y * size.width + x] = 52;
    }
  }
  return { ...size, data };
}

function blurred(page: Luma, radius: number): Luma {
  if (radius === 0) return page;
  const pass = (from: Uint8Array, step: number) =>
    from.map((_, at) => {
      let sum = 0;
      for (let by = -radius; by <= radius; by += 1) sum += from[at + by * step] ?? from[at] ?? 0;
      return sum / (2 * radius + 1);
    });
  return { ...page, data: pass(pass(page.data, 1), page.width) };
}
