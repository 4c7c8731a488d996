/** Brightness of a picture, one byte a pixel. */
export interface Luma {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export interface Region {
  /** Fractions of the picture. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Each from 0 (bad) to 1 (good); `worst` outlines what is hardest to read, when something is. */
export interface PhotoFound {
  readonly sharpness: number;
  readonly light: number;
  readonly glare: number;
  readonly worst: Region | undefined;
}

/** Below these a retake is advised. Set on pictures of printed pages at about 1000 pixels wide. */
export const goodEnough = { sharpness: 0.5, light: 0.5, glare: 0.5 } as const;

/** The checks are made at this size, so that a number means the same for every camera. */
export const checkedLongSide = 1000;

export function checkPhoto(luma: Luma): PhotoFound {
  const tiles = tilesOf(luma);
  const sharpness = sharpnessOf(tiles);
  const glare = glareOf(tiles);
  const light = lightOf(luma);
  return { sharpness, light, glare, worst: worstRegion(tiles, { sharpness, glare }) };
}

export function isGoodPhoto(found: PhotoFound): boolean {
  return found.sharpness >= goodEnough.sharpness && found.light >= goodEnough.light && found.glare >= goodEnough.glare;
}

/** Rec. 601 brightness of RGBA pixels. */
export function lumaOf(rgba: Uint8ClampedArray, size: { readonly width: number; readonly height: number }): Luma {
  const data = new Uint8Array(size.width * size.height);
  for (let at = 0; at < data.length; at += 1) {
    const from = at * 4;
    data[at] = Math.round(0.299 * (rgba[from] ?? 0) + 0.587 * (rgba[from + 1] ?? 0) + 0.114 * (rgba[from + 2] ?? 0));
  }
  return { ...size, data };
}

interface Tile {
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
  readonly mean: number;
  /** Standard deviation of brightness: is anything printed here? */
  readonly contrast: number;
  /** Variance of the Laplacian. */
  readonly edges: number;
  /** Part of the pixels that are burnt out. */
  readonly burnt: number;
}

const tileCount = 8;
const burntFrom = 250;
/** A tile with less contrast is bare paper or table: it can be neither sharp nor blurred. */
const writtenFrom = 8;

function tilesOf(luma: Luma): Tile[] {
  const columns = Math.min(tileCount, Math.max(1, Math.floor(luma.width / 16)));
  const rows = Math.min(tileCount, Math.max(1, Math.floor(luma.height / 16)));
  return Array.from({ length: columns * rows }, (_, index) =>
    tileAt(luma, index % columns, Math.floor(index / columns), { columns, rows }),
  );
}

function tileAt(luma: Luma, column: number, row: number, grid: { columns: number; rows: number }): Tile {
  const left = Math.floor((column * luma.width) / grid.columns);
  const right = Math.floor(((column + 1) * luma.width) / grid.columns);
  const top = Math.floor((row * luma.height) / grid.rows);
  const bottom = Math.floor(((row + 1) * luma.height) / grid.rows);
  let count = 0;
  let sum = 0;
  let squares = 0;
  let burnt = 0;
  let edgeCount = 0;
  let edgeSum = 0;
  let edgeSquares = 0;
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const at = y * luma.width + x;
      const value = luma.data[at] ?? 0;
      count += 1;
      sum += value;
      squares += value * value;
      if (value >= burntFrom) burnt += 1;
      if (x === 0 || y === 0 || x === luma.width - 1 || y === luma.height - 1) continue;
      const laplacian =
        (luma.data[at - 1] ?? 0) +
        (luma.data[at + 1] ?? 0) +
        (luma.data[at - luma.width] ?? 0) +
        (luma.data[at + luma.width] ?? 0) -
        4 * value;
      edgeCount += 1;
      edgeSum += laplacian;
      edgeSquares += laplacian * laplacian;
    }
  }
  const mean = count === 0 ? 0 : sum / count;
  const edgeMean = edgeCount === 0 ? 0 : edgeSum / edgeCount;
  return {
    column,
    row,
    ...grid,
    mean,
    contrast: count === 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean * mean)),
    edges: edgeCount === 0 ? 0 : edgeSquares / edgeCount - edgeMean * edgeMean,
    burnt: count === 0 ? 0 : burnt / count,
  };
}

/** How steep the edges are for the contrast there is: blurring keeps contrast and takes steepness. 0 … 1. */
function steepness(tile: Tile): number {
  const ratio = Math.sqrt(tile.edges) / Math.max(1, tile.contrast);
  return Math.min(1, ratio / 1.2);
}

/** The lower quarter of the written tiles decides: one blurred corner is what a ward sends papers back for. */
function sharpnessOf(tiles: readonly Tile[]): number {
  const written = tiles.filter(({ contrast }) => contrast >= writtenFrom).map(steepness);
  if (written.length === 0) return 0;
  const sorted = [...written].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 4)] ?? 0;
}

/** Too dark, or washed out. */
function lightOf(luma: Luma): number {
  let sum = 0;
  for (const value of luma.data) sum += value;
  const mean = luma.data.length === 0 ? 0 : sum / luma.data.length;
  if (mean < 40) return 0;
  return Math.min(1, (mean - 40) / 60);
}

/** A burnt spot amid a page that is not white all over: a lamp mirrored on a laminated paper. */
function glareOf(tiles: readonly Tile[]): number {
  if (tiles.length === 0) return 1;
  // Most of a scan is pure white; that is its paper, not a lamp.
  const white = tiles.reduce((sum, { burnt }) => sum + burnt, 0) / tiles.length;
  if (white > mostlyWhite) return 1;
  return Math.max(0, 1 - (tiles.filter(isBurnt).length / tiles.length) * 8);
}

const mostlyWhite = 0.4;

function isBurnt({ burnt }: Tile): boolean {
  return burnt > 0.5;
}

function worstRegion(
  tiles: readonly Tile[],
  found: { readonly sharpness: number; readonly glare: number },
): Region | undefined {
  const bad =
    found.sharpness < goodEnough.sharpness
      ? tiles.filter((tile) => tile.contrast >= writtenFrom && steepness(tile) < goodEnough.sharpness)
      : found.glare < goodEnough.glare
        ? tiles.filter(isBurnt)
        : [];
  const [first] = bad;
  if (!first) return undefined;
  const left = Math.min(...bad.map(({ column }) => column));
  const right = Math.max(...bad.map(({ column }) => column)) + 1;
  const top = Math.min(...bad.map(({ row }) => row));
  const bottom = Math.max(...bad.map(({ row }) => row)) + 1;
  return {
    left: left / first.columns,
    top: top / first.rows,
    width: (right - left) / first.columns,
    height: (bottom - top) / first.rows,
  };
}
