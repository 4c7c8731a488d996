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

/** Of a page's height: what is taller is measured by what stands in it. */
export const opened = 1 / 3;

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

/**
 * How much of a title or a short text is left at the upper edge when the page begins at `start`: half a line reads like a fault. A
 * control is let stand, and what stands beside such a text and must not be cut at any price stays whole: half a square code is none.
 */
export function cutAbove(start: number, { blocks, pageHeight }: Omit<Content, 'contentHeight'>): number {
  const cut = blocks.filter(
    (block) =>
      block.top < start - 1 &&
      block.bottom > start + 1 &&
      block.bottom - start < pageHeight * 0.6 &&
      (block.isTitle || (!block.isWhole && block.bottom - block.top < pageHeight * opened)),
  );
  const whole = blocks.filter((block) => block.isWhole && block.top >= start - 1);
  const left = Math.max(0, ...cut.map((block) => block.bottom - start));
  return Math.max(0, Math.min(left, ...whole.map((block) => block.top - start)));
}

function nextStart(start: number, pageHeight: number, blocks: readonly Block[]): number {
  const end = start + pageHeight;
  const isCut = (block: Block, edge: number) => block.top < edge - 1 && block.bottom > edge + 1;
  // A block that begins where this page begins cannot be moved down: it is cut instead of standing still.
  const below = blocks.filter((block) => block.top > start + 1);
  const movable = below.filter((block) => block.bottom - block.top <= pageHeight);
  /**
   * Up from the lower edge until nothing is cut that begins in the page's lower part: what stands beside may be cut by the edge of its
   * neighbour. After so many steps only what must not be cut at any price counts.
   */
  const uncut = (full: number, steps = movable.length) => {
    let next = end;
    for (let tries = 0; tries <= movable.length; tries++) {
      const cut = movable.filter(
        (block) => isCut(block, next) && (block.isWhole || (tries < steps && block.top >= start + pageHeight * full)),
      );
      if (cut.length === 0) break;
      next = Math.min(...cut.map((block) => block.top));
    }
    return next;
  };
  const cutsLines = (edge: number) =>
    blocks.some(
      (block) => isCut(block, edge) && block.top >= start - 1 && block.bottom - block.top <= pageHeight * opened,
    );
  /** Of the last titles before the edge not a line is shown: that says less than a line in halves. */
  const isBare = (edge: number) => {
    const shown = blocks.filter((block) => block.top >= start - 1 && block.bottom <= edge + 1);
    const titles = shown.filter((block) => block.isTitle);
    const last = Math.max(...titles.map((block) => block.bottom));
    return titles.length > 0 && !shown.some((block) => !block.isTitle && !block.isWhole && block.top >= last - 1);
  };
  const isGood = (edge: number) => edge - start >= pageHeight * leastFull && !cutsLines(edge) && !isBare(edge);
  const next = [uncut(fullEnough), uncut(leastFull)].find(isGood) ?? uncut(fullEnough, 1);
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
