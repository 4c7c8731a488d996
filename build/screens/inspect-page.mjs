// Runs inside the page. Returns what a machine can see is wrong with the screen that stands there.
(() => {
  const root = document.documentElement;
  const mm = Number.parseFloat(getComputedStyle(root).getPropertyValue('--mm')) || 4;
  const problems = [];
  const seen = new Set();
  const note = (kind, what) => {
    const key = `${kind} ${what}`;
    if (!seen.has(key)) problems.push({ kind, what });
    seen.add(key);
  };
  const wordsOf = (element) =>
    (element.getAttribute('aria-label') || element.textContent || element.className || element.tagName)
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 44);
  const dialog = document.querySelector('[role="dialog"], [role="alertdialog"]');
  const scope = dialog ?? document.body;

  /** What can be seen of an element: its box cut by every box above it that clips, and by the screen. */
  const visible = (element) => {
    const style = getComputedStyle(element);
    if (style.visibility !== 'visible' || Number(style.opacity) === 0) return undefined;
    let { left, top, right, bottom } = element.getBoundingClientRect();
    const whole = { left, top, right, bottom };
    for (let above = element.parentElement; above; above = above.parentElement) {
      const aboveStyle = getComputedStyle(above);
      if (aboveStyle.overflowX === 'visible' && aboveStyle.overflowY === 'visible') continue;
      const box = above.getBoundingClientRect();
      const clip = /inset\(([\d.]+)px 0px ([\d.]+)px/.exec(aboveStyle.clipPath);
      left = Math.max(left, box.left);
      top = Math.max(top, box.top + (clip ? Number(clip[1]) : 0));
      right = Math.min(right, box.right);
      bottom = Math.min(bottom, box.bottom - (clip ? Number(clip[2]) : 0));
    }
    right = Math.min(right, innerWidth);
    bottom = Math.min(bottom, innerHeight);
    if (right - left < 2 || bottom - top < 2) return undefined;
    return { left, top, right, bottom, whole };
  };

  /**
   * Reach mode. Portrait (half a metre high): every control lies in the lower half; while something is written the fields
   * stand right above the keys, below 30 %; at 200 % keys and letters take all the room there is. Landscape (a quarter of a metre
   * high): below the header, the rail stays.
   */
  function isOutOfReach(element, box) {
    if (!root.hasAttribute('data-reach') || dialog || element.closest('.status-header')) return false;
    const isPortrait = innerHeight > innerWidth;
    if (!isPortrait && element.closest('.tools-bar')) return false;
    const isWriting = document.querySelector('.frame[data-typing], .frame-pad > *') !== null;
    const isCrowded = isWriting && root.getAttribute('data-text') === '200';
    const least = isPortrait && !isCrowded ? (isWriting ? 0.3 : 0.5) : 0.1;
    // A tall control is in reach when enough of it is.
    const within = box.bottom - Math.max(box.top, innerHeight * least - 1);
    return within < Math.min(20 * mm, box.bottom - box.top) - 1;
  }

  /** A control whose drawn edge or ground stands less than 3:1 off what lies around it; undefined when it can be seen. */
  function faintEdge(element) {
    // What has neither edge nor ground of its own is known by its words and drawing, and those are measured as text.
    const style = getComputedStyle(element);
    const around = groundOf(element.parentElement);
    if (!around) return undefined;
    const own = colour(style.backgroundColor);
    const ground = own.alpha === 0 ? around : over(own, around);
    const edges = ['Top', 'Right', 'Bottom', 'Left']
      .filter((side) => Number.parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== 'none')
      .map((side) => over(colour(style[`border${side}Color`]), ground))
      .map((edge) => Math.max(contrast(edge, around), 0));
    const fill = contrast(ground, around);
    if (edges.length === 0 && fill < 1.05) return undefined;
    const best = Math.max(fill, ...(edges.length === 4 ? [Math.min(...edges)] : []));
    return best < 3 ? `${best.toFixed(2)}:1` : undefined;
  }
  function groundOf(element) {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== 'none') return undefined;
      const own = colour(style.backgroundColor);
      if (own.alpha === 1) return own;
      if (own.alpha > 0) {
        const below = groundOf(at.parentElement);
        return below && over(own, below);
      }
    }
    return { parts: [255, 255, 255], alpha: 1 };
  }
  function colour(text) {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
    return { parts: [red, green, blue], alpha };
  }
  function over(front, back) {
    return {
      parts: front.parts.map((part, at) => part * front.alpha + back.parts[at] * (1 - front.alpha)),
      alpha: 1,
    };
  }
  function contrast(one, other) {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }
  function luminance({ parts }) {
    const [red, green, blue] = parts
      .map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  // How far the letters of a text rise and fall, from the font itself: a capital with two marks is higher than its box.
  const canvas = document.createElement('canvas').getContext('2d');
  // A letter of another font stands out as a stranger, and may be cut: ours must draw every weight that is used.
  const sample = 'ẾẬỴ ẫữ mMwW 0123';
  const widthIn = (font) => {
    canvas.font = font;
    return canvas.measureText(sample).width;
  };
  for (const weight of [400, 500, 600, 700])
    if (widthIn(`${weight} 40px "Be Vietnam Pro", monospace`) === widthIn(`${weight} 40px monospace`))
      note('other-font', `weight ${weight} is not drawn in Be Vietnam Pro`);
  /**
   * Letters whose ink is cut off by a box that clips. A control at the upper edge of a page that was brought to a field in its
   * middle may stand there in halves (touch/pages.tsx lets it): it lies whole on the page before.
   */
  function cutLetters(node, element) {
    const clip = { top: Number.NEGATIVE_INFINITY, bottom: Number.POSITIVE_INFINITY };
    const isControl = element.closest('button, label, [role="textbox"], [role="radio"], input') !== null;
    let isLetStand = false;
    for (let above = element; above && above !== document.body; above = above.parentElement) {
      const style = getComputedStyle(above);
      const box = above.getBoundingClientRect();
      isLetStand ||= isControl && above.matches('.pages') && above.scrollTop > 1;
      if (style.overflowY !== 'visible' && isLetStand)
        clip.bottom = Math.min(clip.bottom, box.bottom - Number.parseFloat(style.borderBottomWidth));
      else if (style.overflowY !== 'visible') {
        clip.top = Math.max(clip.top, box.top + Number.parseFloat(style.borderTopWidth));
        clip.bottom = Math.min(clip.bottom, box.bottom - Number.parseFloat(style.borderBottomWidth));
      }
      const inset = /inset\(([\d.]+)px 0px ([\d.]+)px/.exec(style.clipPath);
      if (inset && !isLetStand) clip.top = Math.max(clip.top, box.top + Number(inset[1]));
      if (inset) clip.bottom = Math.min(clip.bottom, box.bottom - Number(inset[2]));
    }
    if (clip.top === Number.NEGATIVE_INFINITY) return undefined;
    const style = getComputedStyle(element);
    const size = Number.parseFloat(style.fontSize);
    canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { fontBoundingBoxAscent: rise } = canvas.measureText('x');
    const ink = canvas.measureText(node.textContent);
    for (const line of range.getClientRects()) {
      // What lies wholly on another page is not cut.
      if (line.bottom <= clip.top + 1 || line.top >= clip.bottom - 1) continue;
      const baseline = line.top + rise;
      const [top, bottom] = [baseline - ink.actualBoundingBoxAscent, baseline + ink.actualBoundingBoxDescent];
      // The box of a line reaches beyond its ink: what shows no ink at all belongs to another page.
      if (bottom <= clip.top + 2 || top >= clip.bottom - 2) continue;
      const cut = Math.max(clip.top - top, bottom - clip.bottom);
      if (cut > Math.max(1, size * 0.03)) return `${cut.toFixed(1)} px`;
    }
    return undefined;
  }

  if (document.scrollingElement.scrollWidth > innerWidth + 1) note('overflow', 'the page is wider than the screen');
  const frame = document.querySelector('.frame:not([hidden] *)')?.getBoundingClientRect();
  if (frame && (Math.abs(frame.top) > 1 || Math.abs(frame.bottom - innerHeight) > 1))
    note('overflow', `the whole screen is shifted by ${Math.round(frame.top)} px`);
  const main = document.querySelector('.frame:not([hidden] *) .frame-main');
  if (main && main.parentElement.scrollTop > 0) note('overflow', 'the frame is scrolled');

  const controls = [];
  const selector = 'button, a[href], label, [role="button"], [role="textbox"], [role="searchbox"], input, select';
  for (const element of scope.querySelectorAll(selector)) {
    if (element.closest('[aria-hidden="true"], [hidden]') || element.matches(':disabled')) continue;
    if (element.parentElement?.closest('label, button')) continue;
    // React Aria's real inputs lie hidden under the drawn ones.
    if (element.matches('input') && element.getBoundingClientRect().width < 4) continue;
    const box = visible(element);
    if (!box) continue;
    const { whole } = box;
    // A control on the next page of a paged screen is hidden, not small.
    if (box.bottom - box.top < (whole.bottom - whole.top) * 0.6) continue;
    const isKey = element.closest('.keyboard, .number-pad') !== null;
    const least = isKey ? 15 : 20;
    const [wide, high] = [(whole.right - whole.left) / mm, (whole.bottom - whole.top) / mm];
    if (wide < least - 0.2 || high < least - 0.2)
      note('small-target', `${wordsOf(element)}: ${wide.toFixed(1)} × ${high.toFixed(1)} mm`);
    if (whole.left < -1 || whole.right > innerWidth + 1) note('overflow', wordsOf(element));
    if (element.matches('[data-kind="primary"]') && high < 26 - 0.2)
      note('small-target', `${wordsOf(element)}: the primary act is ${high.toFixed(1)} mm high`);
    controls.push({ element, box: whole });
    const edge = faintEdge(element);
    if (edge) note('faint-edge', `.${element.className.split(' ')[0] || element.tagName}: ${edge}`);
    if (isOutOfReach(element, whole))
      note('out-of-reach', `${wordsOf(element)}: ${Math.round((whole.top / innerHeight) * 100)} % from the top`);
  }
  for (let one = 0; one < controls.length; one++)
    for (let other = one + 1; other < controls.length; other++) {
      const [a, b] = [controls[one], controls[other]];
      if (a.element.contains(b.element) || b.element.contains(a.element)) continue;
      const across = Math.max(a.box.left, b.box.left) - Math.min(a.box.right, b.box.right);
      const down = Math.max(a.box.top, b.box.top) - Math.min(a.box.bottom, b.box.bottom);
      const apart = Math.max(across, down) / mm;
      if (across < -1 && down < -1) note('overlap', `${wordsOf(a.element)} | ${wordsOf(b.element)}`);
      else if (apart < 2.9 && Math.min(across, down) < 0)
        note('narrow-gap', `${wordsOf(a.element)} | ${wordsOf(b.element)}: ${apart.toFixed(1)} mm`);
    }

  const isDense = document.querySelector('[data-screen="technician"]') !== null;
  const floor = isDense ? 0.8 : 1;
  for (const element of scope.querySelectorAll('*')) {
    if (element.closest('svg, [aria-hidden="true"], [hidden], .visually-hidden')) continue;
    const own = [...element.childNodes].filter((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    const style = getComputedStyle(element);
    if (own.length > 0) {
      const box = visible(element);
      if (!box) continue;
      const size = Number.parseFloat(style.fontSize);
      if (size < 6.5 * mm * floor - 0.3) note('small-text', `${wordsOf(element)}: ${(size / mm).toFixed(1)} mm`);
      const range = document.createRange();
      range.selectNodeContents(own[0]);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
      const ratio = Number.parseFloat(style.lineHeight) / size;
      if (lines > 1 && ratio < 1.34) note('tight-lines', `${wordsOf(element)}: ${ratio.toFixed(2)}`);
      for (const node of own) {
        const cut = cutLetters(node, element);
        if (cut) note('cut-letters', `${wordsOf(element)}: ${cut}`);
      }
      const letters = range.getBoundingClientRect();
      if (letters.left < -1 || letters.right > innerWidth + 1) note('overflow', wordsOf(element));
      // Letters beyond the drawn edge of their button or card.
      const holder = element.closest('button, .banner, .card, label');
      const edge = holder?.getBoundingClientRect();
      if (
        edge &&
        (letters.right > edge.right + 1 ||
          letters.left < edge.left - 1 ||
          letters.bottom > edge.bottom + 2 ||
          letters.top < edge.top - 2)
      )
        note('clipped', `${wordsOf(element)} leaves its ${holder.className.split(' ')[0]}`);
    }
    const clips = style.overflowX !== 'visible' || style.overflowY !== 'visible';
    if (clips && element.clientWidth > 0 && !element.matches('.pages, .sheet-content, video, input')) {
      const wide = element.scrollWidth > element.clientWidth + 1;
      const high = element.scrollHeight > element.clientHeight + 1;
      if ((wide || high) && element.textContent.trim() !== '' && visible(element)) note('clipped', wordsOf(element));
    }
  }

  const turn = [...scope.querySelectorAll('.pages-turn button')].find((button) => button.offsetParent !== null);
  const pages = turn ? Number(/(\d+)\/(\d+)/.exec(turn.textContent)?.[2] ?? 1) : 1;
  const paged = scope.querySelector('.pages');
  const edge = paged?.firstElementChild
    ? Number.parseFloat(getComputedStyle(paged.firstElementChild).paddingBlockEnd)
    : 0;
  if (pages === 1 && paged && paged.scrollHeight - edge > paged.clientHeight + 2)
    note('clipped', 'content below the edge without a way to it');
  return { pages, problems };
})();
