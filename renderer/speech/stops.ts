import { isSilent } from './page-text.ts';

/** One thing on the screen that can be heard, and perhaps chosen. */
export interface Stop {
  readonly kind: 'text' | 'button' | 'radio' | 'checkbox' | 'field';
  /** What is lit while it is heard. */
  readonly element: HTMLElement;
  /** What is pressed when it is chosen; the element itself for a text. */
  readonly control: HTMLElement;
}

const buttons = 'button, [role="button"], a[href], summary';
const fields = '[role="textbox"], [role="searchbox"], textarea, input:not([type="radio"]):not([type="checkbox"])';
const boxes = 'label:has(input[type="radio"]), label:has(input[type="checkbox"])';
const controls = [buttons, fields, boxes].join(', ');
/** Heard as one: a row of label and value, a line of a list. */
const rows = '.fact, h1, h2, h3, p, dt, [role="img"], img';
/**
 * Not walked through: keys (choosing a field leads to them, row by row), and the button that turns a long page, which the walk turns
 * by itself.
 */
const passedOver = '.frame-keyboard, .frame-pad, .keyboard-pad, .number-pad, .pages-turn';

/** Everything on the screen in reading order: nothing that is shown is left out, except what is passed over on purpose. */
export function stopsIn(root: HTMLElement): Stop[] {
  const stops: Stop[] = [];
  walk(root, stops);
  const told = new Set([...root.querySelectorAll(fields)].flatMap(namedBy));
  // A field's own label and helper line are told with it, not once more beside it.
  return stops.filter(
    ({ kind, element }) => kind !== 'text' || !told.has(element.id) || element.matches('.banner *, .banner'),
  );
}

function namedBy(field: Element): string[] {
  return ['aria-labelledby', 'aria-describedby']
    .flatMap((name) => (field.getAttribute(name) ?? '').split(/\s+/))
    .filter((id) => id !== '');
}

function walk(element: HTMLElement, stops: Stop[]): void {
  if (isSilent(element) || element.matches(passedOver)) return;
  const stop = asControl(element);
  if (stop) {
    stops.push(stop);
    return;
  }
  const hasControl = element.querySelector(controls) !== null;
  if (!hasControl && (element.matches(rows) || !hasBlocks(element))) {
    if (saysSomething(element)) stops.push({ kind: 'text', element, control: element });
    return;
  }
  for (const child of element.childNodes) {
    if (child instanceof HTMLElement) walk(child, stops);
    else if (child instanceof SVGElement && child.getAttribute('role') === 'img' && !isSilent(child))
      stops.push(asText(child as unknown as HTMLElement));
    // Bare words between controls: heard together with what they stand in.
    else if (child instanceof Text && child.data.trim() !== '' && !stops.some((each) => each.element === element))
      stops.push(asText(element));
  }
}

function asText(element: HTMLElement): Stop {
  return { kind: 'text', element, control: element };
}

function asControl(element: HTMLElement): Stop | undefined {
  if (element.matches(fields)) return { kind: 'field', element, control: element };
  if (element.matches(boxes)) {
    const input = element.querySelector<HTMLInputElement>('input[type="radio"], input[type="checkbox"]');
    return input ? { kind: input.type as 'radio' | 'checkbox', element, control: input } : undefined;
  }
  if (element.matches(buttons)) return { kind: 'button', element, control: element };
  return undefined;
}

function hasBlocks(element: HTMLElement): boolean {
  return [...element.children].some(
    (child) => !isSilent(child) && !getComputedStyle(child).display.startsWith('inline') && !child.matches('svg'),
  );
}

function saysSomething(element: HTMLElement): boolean {
  if (element.matches('[role="img"], img'))
    return (element.getAttribute('aria-label') ?? element.getAttribute('alt')) !== null;
  return /[\p{L}\p{N}]/u.test(element.textContent ?? '');
}
