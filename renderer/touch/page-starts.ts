export type Block = { readonly top: number; readonly bottom: number };

/**
 * Where each page begins, so that no block is cut by the lower edge unless it is taller than a page.
 * Heights and positions in pixels from the top of the content.
 */
export function pageStarts(given: {
  readonly contentHeight: number;
  readonly pageHeight: number;
  readonly blocks: readonly Block[];
}): number[] {
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

function nextStart(start: number, pageHeight: number, blocks: readonly Block[]): number {
  const end = start + pageHeight;
  const cut = blocks.filter((block) => block.top < end - 1 && block.bottom > end + 1 && block.bottom - block.top <= pageHeight);
  const next = Math.min(end, ...cut.map((block) => block.top));
  // A block that begins where this page begins cannot be moved down: cut it instead of standing still.
  return next > start + 1 ? next : end;
}

/** Index of the page shown at this scroll position. */
export function pageAt(starts: readonly number[], scrollTop: number): number {
  let page = 0;
  for (const [index, start] of starts.entries()) if (scrollTop >= start - 2) page = index;
  return page;
}
