import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Button } from './button.tsx';
import { type Block, cutAbove, opened, pageAt, pageEnd, pageStarts } from './page-starts.ts';
import { useTouchWords } from './words.tsx';
import './pages.css';

const stops = 'button, input, a[href], video[controls], [tabindex="0"]';

type PagesProps = {
  readonly children?: ReactNode;
  readonly reading?: ReactNode;
  /** Another screen starts at its first page. */
  readonly screen: string;
  readonly sideBySide?: boolean;
};

/** Content that does not fit is paged with one button; dragging works too, and nothing is reached by dragging alone. */
export function Pages({ children, reading, screen, sideBySide }: PagesProps) {
  const words = useTouchWords();
  const view = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [starts, setStarts] = useState<readonly number[]>([0]);
  const startsNow = useRef(starts);
  startsNow.current = starts;
  const [page, setPage] = useState(0);
  // Where the last whole block ends, measured from the lower edge: a half-shown line is hidden, not cut.
  const [hiddenBelow, setHiddenBelow] = useState(0);
  // The same above, where something told brought the page into the middle of a line.
  const [hiddenAbove, setHiddenAbove] = useState(0);
  // Room below the last page, so that it too can begin at its first block instead of in the middle of a line.
  const [tail, setTail] = useState(0);
  // With nothing to press in it the page itself takes the focus, so that arrow keys turn it.
  const [hasStop, setHasStop] = useState(true);
  const tailNow = useRef(tail);
  tailNow.current = tail;

  const turnButton = useRef<HTMLDivElement>(null);
  const look = useCallback(() => {
    if (!view.current || !content.current) return;
    setHasStop(content.current.querySelector(stops) !== null);
    // The button takes room itself: what fits without it needs no paging.
    const height = () => (content.current ? heightOf(content.current) - tailNow.current : 0);
    if (fitsWithout(turnButton.current, view.current, height)) {
      setStarts((before) => (before.length === 1 ? before : [0]));
      setPage(0);
      setHiddenBelow(0);
      setHiddenAbove(0);
      setTail(0);
      return;
    }
    const measures = measure(view.current, content.current, height());
    const fresh = pageStarts(measures);
    // Pictures are lower where the page is narrower: beside the button all may fit, and without it not. It stays, or it would flicker.
    const measured = fresh.length === 1 && startsNow.current.length > 1 ? startsNow.current : fresh;
    const top = view.current.scrollTop;
    const now = pageAt(measured, top);
    setStarts((before) => (sameNumbers(before, measured) ? before : measured));
    setPage(now);
    setTail(Math.max(0, Math.round((measured.at(-1) ?? 0) + view.current.clientHeight - height())));
    // Also where something told brought the page between two starts: a control in halves stands too close to the next.
    // A pixel more: the next block's edge may begin between two pixels.
    const below = top + view.current.clientHeight - pageEnd(top, measures);
    setHiddenBelow(below > 1 ? below + 1 : 0);
    setHiddenAbove(top > 1 ? cutAbove(top, measures) : 0);
  }, []);

  // In the frame that shows the screen, before it is drawn: everything else of this screen stands by then, and is laid out once.
  const shown = useRef(screen);
  useLayoutEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (shown.current !== screen) view.current?.scrollTo(0, 0);
      shown.current = screen;
      flushSync(look);
    });
    return () => cancelAnimationFrame(frame);
  }, [screen, look]);

  // Larger letters move everything: the page begins with a whole block again, unless somebody writes in it.
  useEffect(() => {
    const settle = () =>
      requestAnimationFrame(() => {
        if (!view.current || view.current.contains(document.activeElement)) return;
        look();
        view.current.scrollTo(0, startsNow.current[pageAt(startsNow.current, view.current.scrollTop)] ?? 0);
      });
    const observer = new MutationObserver(settle);
    observer.observe(document.documentElement, { attributeFilter: ['data-text', 'data-reach'] });
    return () => observer.disconnect();
  }, [look]);

  useEffect(() => {
    const observer = new ResizeObserver(look);
    if (view.current) observer.observe(view.current);
    if (content.current) observer.observe(content.current);
    return () => observer.disconnect();
  }, [look]);

  const pages = starts.length;
  const last = page >= pages - 1;
  const turn = () => view.current?.scrollTo({ top: last ? 0 : (starts[page + 1] ?? 0), behavior: 'instant' });

  return (
    <>
      <div
        className="pages"
        ref={view}
        onScroll={look}
        tabIndex={pages > 1 && !hasStop ? 0 : undefined}
        style={{
          clipPath: hiddenBelow > 1 || hiddenAbove > 1 ? `inset(${hiddenAbove}px 0 ${hiddenBelow}px 0)` : undefined,
        }}
      >
        <div className="pages-content" data-side-by-side={sideBySide || undefined} ref={content}>
          {reading && <div className="pages-reading">{reading}</div>}
          {children && (
            <div className="pages-controls" style={tail > 0 ? { marginBlockEnd: tail } : undefined}>
              {children}
            </div>
          )}
        </div>
      </div>
      {pages > 1 && (
        <div className="pages-turn" ref={turnButton}>
          <Button
            icon={last ? 'up' : 'down'}
            onPress={turn}
            note={`${page + 1}/${pages}`}
            label={`${last ? words.seeFromStart : words.seeMore} ${page + 1}/${pages}, ${words.pageOf({ page: page + 1, pages })}`}
          >
            {last ? words.seeFromStart : words.seeMore}
          </Button>
        </div>
      )}
    </>
  );
}

/** Without the empty edge below the last block: for that nobody turns a page. */
function heightOf(content: HTMLElement): number {
  return content.scrollHeight - Number.parseFloat(getComputedStyle(content).paddingBlockEnd);
}

function measure(view: HTMLElement, content: HTMLElement, contentHeight: number) {
  const origin = content.getBoundingClientRect().top;
  const pageHeight = view.clientHeight;
  return { contentHeight, pageHeight, blocks: [...blocksIn(content, pageHeight, origin)] };
}

function fitsWithout(button: HTMLElement | null, view: HTMLElement, height: () => number): boolean {
  if (!button) return height() <= view.clientHeight + 1;
  // Taking the button out and putting it back costs two layouts: not where it stands below and its room would be all the page's.
  const isBelow = button.offsetWidth >= view.offsetWidth;
  const isShared = view.parentElement?.querySelector(':scope > .frame-reading');
  if (isBelow && !isShared) return height() <= view.clientHeight + button.offsetHeight + 1;
  // Without the button the content is shorter and the browser pulls the page up; where it stood is put back.
  const { scrollTop } = view;
  button.style.display = 'none';
  const fits = height() <= view.clientHeight + 1;
  button.style.display = '';
  if (view.scrollTop !== scrollTop) view.scrollTop = scrollTop;
  return fits;
}

/** The smallest pieces that must not be cut: lists, and containers taller than a third of the page, are opened. */
function* blocksIn(parent: Element, pageHeight: number, origin: number): Generator<Block> {
  for (const child of parent.children) {
    if (getComputedStyle(child).position === 'sticky') continue;
    const box = child.getBoundingClientRect();
    if (box.height === 0) continue;
    const mayOpen = !isWhole(child) && child.children.length > 0;
    if (mayOpen && child.matches('ol, ul')) {
      yield* blocksIn(child, pageHeight, origin);
      continue;
    }
    yield {
      top: box.top - origin,
      bottom: box.bottom - origin,
      isWhole: isWhole(child),
      isTitle: child.matches('h1, h2, h3'),
    };
    if (mayOpen && box.height > pageHeight * opened) yield* blocksIn(child, pageHeight, origin);
  }
}

/** A picture or a control is useless in halves. */
function isWhole(element: Element): boolean {
  return (
    element instanceof SVGElement ||
    element.matches('h1, h2, h3, button, label, video, img, [role="textbox"], [data-whole]')
  );
}

function sameNumbers(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((value, index) => Math.abs(value - (other[index] ?? 0)) < 1);
}
