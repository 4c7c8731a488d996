export type Palette = 'light' | 'dark' | 'contrast';
export type TextSize = 100 | 125 | 150 | 200;
export type Hand = 'right' | 'left';
export type Motion = 'full' | 'less';

/** What the resident (or the technician) has chosen about the panel; everything here is reset at the end of a session. */
export type Panel = {
  /** CSS pixels per millimetre: √(width² + height²) / (25.4 × diagonal in inches). */
  readonly pxPerMm: number;
  readonly palette: Palette;
  readonly textSize: TextSize;
  /** Every control in the lower half. */
  readonly reach: boolean;
  /** On the side of this hand stands what is pressed most. */
  readonly hand: Hand;
  readonly motion: Motion;
};

/** Puts the given choices on the page; what is not given stays as it is. */
export function setPanel(panel: Partial<Panel>, root: HTMLElement = document.documentElement): void {
  if (panel.pxPerMm !== undefined) root.style.setProperty('--mm', `${panel.pxPerMm}px`);
  if (panel.palette !== undefined) root.dataset.palette = panel.palette;
  if (panel.textSize !== undefined) root.dataset.text = String(panel.textSize);
  if (panel.reach !== undefined) root.toggleAttribute('data-reach', panel.reach);
  if (panel.hand !== undefined) root.dataset.hand = panel.hand;
  if (panel.motion !== undefined) root.dataset.motion = panel.motion;
}

export function pxPerMm(panel: {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly diagonalInches: number;
}): number {
  return Math.hypot(panel.widthPx, panel.heightPx) / (25.4 * panel.diagonalInches);
}
