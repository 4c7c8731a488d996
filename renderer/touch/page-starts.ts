export type Block = {
  readonly top: number;
  readonly bottom: number;
  /** Must not be cut at any price: a picture, a control. */
  readonly isWhole?: boolean;
  /** Belongs to what follows. */
  readonly isTitle?: boolean;
};

type Content = {
  readonly contentHeight: number;
  readonly pageHeight: number;
  readonly blocks: readonly Block[];
};

const leastFull = 0.3;

// Pixels between a title and its text, or a card's edge and its first line.
const thin = 48;

// A page should be at least this full before a block is left whole for the next one.
const fullEnough = 0.55;

/**
 * Where each page begins, so that no block is cut by the lower edge unless it is taller than a page or keeping it whole
 * would leave half a page empty. Heights and positions in pixels from the top of the content.
 */
export function pageStarts(given: Content): number[] {
  const { contentHeight, pageHeight, blocks } = given;
  const starts = [0];
  if (pageHeight <= 0) return starts;
  let start = 0;
  while (start + pageHeight < contentHeight - 1) {
    start = nextStart(start, pageHeight, blocks);
    starts.push(start);
  }
  return starts;
}

/** Where what is shown from `start` on ends with a whole block; `start` need not be the start of a page. */
export function pageEnd(start: number, { contentHeight, pageHeight, blocks }: Content): number {
  const end = start + pageHeight;
  return pageHeight <= 0 || end >= contentHeight - 1 ? end : nextStart(start, pageHeight, blocks);
}

function nextStart(start: number, pageHeight: number, blocks: readonly Block[]): number {
  const end = start + pageHeight;
  const isCut = (block: Block, edge: number) => block.top < edge - 1 && block.bottom > edge + 1;
  // A block that begins where this page begins cannot be moved down: it is cut instead of standing still.
  const below = blocks.filter((block) => block.top > start + 1);
  const movable = below.filter((block) => block.bottom - block.top <= pageHeight);
  const outermost = movable.filter((block) => isCut(block, end) && block.top >= start + pageHeight * fullEnough);
  let next = Math.min(end, ...outermost.map((block) => block.top));
  for (let tries = 0; tries < movable.length; tries++) {
    const whole = movable.filter((block) => block.isWhole && isCut(block, next));
    if (whole.length === 0) break;
    next = Math.min(...whole.map((block) => block.top));
  }
  const together = withTitle(next, below);
  // On a page hardly higher than its title, better a title alone than nothing.
  return together - start < pageHeight * leastFull ? next : together;
}

/** A title left alone at the end of a page, or the bare upper edge of a card, goes over with what it belongs to. */
function withTitle(next: number, below: readonly Block[]): number {
  const titles = below.filter((block) => block.isTitle && block.bottom <= next + 1 && next - block.bottom < thin);
  const from = Math.min(next, ...titles.map((block) => block.top));
  const edges = below.filter((block) => block.top < from && from - block.top < thin && block.bottom > from + 1);
  return Math.min(from, ...edges.map((block) => block.top));
}

/** Index of the page shown at this scroll position. */
export function pageAt(starts: readonly number[], scrollTop: number): number {
  let page = 0;
  for (const [index, start] of starts.entries()) if (scrollTop >= start - 2) page = index;
  return page;
}
