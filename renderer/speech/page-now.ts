/** What the ear can reach now: the question whether anybody is there, the sheet on top, or the screen. */
export function rootNow(): HTMLElement | undefined {
  const shown = [...document.querySelectorAll<HTMLElement>('[role="dialog"], .frame')].filter((root) =>
    root.checkVisibility(),
  );
  return shown.find(isIdle) ?? shown.findLast((root) => root.matches('[role="dialog"]')) ?? shown[0];
}

/** The screen that covers all others: whether anybody is there, or covered on purpose. */
export function isIdle(root: Element): boolean {
  return root.closest('.idle-overlay') !== null;
}

export function isAtStart(): boolean {
  return rootNow()?.matches('[data-screen="attract"]') ?? false;
}

/** Another element for every screen and sheet: it stays while what is on it changes. */
export function pageOf(root: HTMLElement): HTMLElement {
  return root.matches('.frame') ? (root.querySelector('main') ?? root) : root;
}

export function headingOf(root: HTMLElement): string {
  return root.querySelector('h1')?.textContent?.trim() ?? '';
}

/** The field whose keyboard is open. */
export function writtenField(root: HTMLElement): HTMLElement | undefined {
  const active = root.querySelector<HTMLElement>(
    '[data-active] > [role="textbox"], [data-active] > [role="searchbox"], [role="textbox"][data-active]',
  );
  return active ?? undefined;
}
