import { useEffect } from 'react';

/*
 * Texts of the catalogue that nobody has translated stand in Vietnamese on a page that speaks another language. Components
 * take their words as plain strings, so the language of such a text is written on the page afterwards: every element whose
 * whole text is one of them gets `lang`, for a screen reader and for the kiosk's own voice.
 */

/** Of this visit: a page serves one visit. */
const known = new Set<string>();
const mark = 'data-untranslated';

export function rememberUntranslated(vietnamese: string): void {
  known.add(plain(vietnamese));
}

/** Keeps the marks right while the page changes. */
export function useMarkUntranslated(isTranslation: boolean): void {
  useEffect(() => {
    if (!isTranslation) return;
    markIn(document.body);
    const watch = new MutationObserver((changes) => {
      for (const { target } of changes) markIn(target instanceof Element ? target : target.parentElement);
    });
    watch.observe(document.body, { childList: true, characterData: true, subtree: true });
    return () => {
      watch.disconnect();
      for (const element of document.querySelectorAll(`[${mark}]`)) unmark(element);
    };
  }, [isTranslation]);
}

function markIn(root: Element | null): void {
  if (!root?.isConnected) return;
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const holder = node.parentElement;
    if (!holder) continue;
    const isVietnamese = known.has(plain(holder.textContent ?? ''));
    if (isVietnamese && holder.lang === '') {
      holder.lang = 'vi';
      holder.setAttribute(mark, '');
    } else if (!isVietnamese && holder.hasAttribute(mark)) unmark(holder);
  }
}

function unmark(element: Element): void {
  element.removeAttribute('lang');
  element.removeAttribute(mark);
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
