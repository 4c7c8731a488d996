/**
 * A finger lifted off a control is its click, at once. Left to itself a browser first plays a mouse for pages that know nothing else
 * (over, move, down, focus, up, click, each with a search for what lies under it), and from then on looks with every frame for what
 * that mouse would be over: a third of what a tap costs on a slow machine.
 *
 * The control acts as it does for a mouse, on `click`; React Aria makes the same click itself where a browser sends none. Where a finger
 * slid to another control, lies with a second one, or scrolled, and for anything that is none of our controls, the browser goes on as ever.
 * A button does not take the focus from the field being written, so that a keyboard or scanner goes on writing there; a field takes it.
 * Without the mouse an engine shows that focus as if a key had brought it: `data-by` on the page says that it was a finger, until the next key.
 *
 *   nothing ──one finger down──▶ on a control ──up, on the same one──▶ clicked
 *                                     └──a second finger, up elsewhere, cancelled──▶ nothing
 */
export function listenForTaps(page: Document): () => void {
  let pressed: Element | undefined;

  const down = (event: TouchEvent) => {
    page.documentElement.dataset.by = 'finger';
    pressed = event.touches.length === 1 ? controlOf(event.target) : undefined;
  };
  const up = (event: TouchEvent) => {
    const control = pressed;
    pressed = undefined;
    const finger = event.changedTouches[0];
    if (!control || !finger || event.touches.length > 0 || !event.cancelable || event.defaultPrevented) return;
    const under = page.elementFromPoint(finger.clientX, finger.clientY);
    if (!under || controlOf(under) !== control) return;
    event.preventDefault();
    const { clientX, clientY } = finger;
    const how = {
      bubbles: true,
      cancelable: true,
      composed: true,
      view: page.defaultView,
      detail: 1,
      clientX,
      clientY,
    };
    under.dispatchEvent(new PointerEvent('click', { ...how, pointerType: 'touch', isPrimary: true }));
  };

  const key = () => {
    delete page.documentElement.dataset.by;
  };

  page.addEventListener('touchstart', down, { passive: true, capture: true });
  page.addEventListener('keydown', key, { capture: true });
  page.addEventListener('touchend', up, { passive: false });
  return () => {
    page.removeEventListener('touchstart', down, { capture: true });
    page.removeEventListener('keydown', key, { capture: true });
    page.removeEventListener('touchend', up);
  };
}

const controls = 'button:not(:disabled), label, [role="button"], [role="textbox"], [role="searchbox"]';

function controlOf(target: EventTarget | null): Element | undefined {
  return target instanceof Element ? (target.closest(controls) ?? undefined) : undefined;
}
