/** Offset in the shown text under a tap; undefined when the tap is outside the letters. */
export function offsetAt(box: HTMLElement, x: number, y: number): number | undefined {
  const range = document.caretRangeFromPoint(x, y);
  if (!range || !box.contains(range.startContainer)) return undefined;
  const before = document.createRange();
  before.setStart(box, 0);
  before.setEnd(range.startContainer, range.startOffset);
  return before.toString().length;
}
