/** What an element says: its words in the order they stand, parted where they stand apart. Hidden and decorative parts say nothing. */
export function textOf(element: Element, replace: (part: Element, text: string) => string | undefined): string {
  const parts: string[] = [];
  gather(element, parts, replace);
  const text = tidy(parts.join(''));
  return replace(element, text) ?? text;
}

function gather(element: Element, parts: string[], replace: (part: Element, text: string) => string | undefined): void {
  for (const child of element.childNodes) {
    if (child instanceof Text) {
      parts.push(child.data);
      continue;
    }
    if (!(child instanceof Element) || isSilent(child)) continue;
    if (child.matches('br')) {
      parts.push(' ');
      continue;
    }
    const isApart = !getComputedStyle(child).display.startsWith('inline');
    const named = child.getAttribute('aria-label');
    const inner = named !== null && !child.matches('input') ? named : textOf(child, replace);
    if (inner === '') continue;
    if (isApart || named !== null) parts.push(' \u0000', inner, '\u0000 ');
    else parts.push(inner);
  }
}

/** Pieces that stand apart are told apart by a pause, unless the first ends with one. */
function tidy(text: string): string {
  const [first = '', ...others] = text
    .split('\u0000')
    .map((piece) => piece.replace(/\s+/gu, ' ').trim())
    .filter((piece) => piece !== '');
  return others.reduce(
    (told, piece) => (/[.,:;?…]$/.test(told) || /^[,.;:]/.test(piece) ? `${told} ${piece}` : `${told}. ${piece}`),
    first,
  );
}

export function isSilent(element: Element): boolean {
  return (
    element.getAttribute('aria-hidden') === 'true' ||
    element.hasAttribute('hidden') ||
    element.hasAttribute('inert') ||
    element.matches('script, style, template, canvas') ||
    !element.checkVisibility({ visibilityProperty: true })
  );
}

/** The name assistive technology would use. */
export function nameOf(
  element: Element,
  replace: (part: Element, text: string) => string | undefined = () => undefined,
): string {
  const by = element.getAttribute('aria-labelledby');
  if (by) return textsOfIds(by, replace);
  return element.getAttribute('aria-label') ?? textOf(element, replace);
}

export function descriptionOf(
  element: Element,
  replace: (part: Element, text: string) => string | undefined = () => undefined,
): string {
  return textsOfIds(element.getAttribute('aria-describedby') ?? '', replace);
}

function textsOfIds(ids: string, replace: (part: Element, text: string) => string | undefined): string {
  return ids
    .split(/\s+/)
    .flatMap((id) => {
      const element = id === '' ? null : document.getElementById(id);
      return element ? [textOf(element, replace)] : [];
    })
    .filter((text) => text !== '')
    .join('. ');
}
